/** Pieces of `terraform show -json`, in the shape Terraform 1.11 writes. */
type Json = Record<string, unknown>

export function planJson(parts: Json = {}): Json {
  return {
    format_version: '1.2',
    terraform_version: '1.11.4',
    resource_changes: [],
    output_changes: {},
    ...parts,
  }
}

export function resource(address: string, actions: readonly string[], change: Json = {}): Json {
  const [type, name] = address.split('.')
  return {
    address,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.terraform.io/hashicorp/aws',
    change: {
      actions,
      before: actions.includes('create') && actions.length === 1 ? null : { id: name },
      after: actions.includes('delete') && actions.length === 1 ? null : { id: name },
      after_unknown: {},
      before_sensitive: {},
      after_sensitive: {},
      ...change,
    },
  }
}
