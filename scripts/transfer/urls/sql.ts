/** Quotes an SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** `"schema"."name"` */
export function qualified(schema: string, name: string): string {
  return `${identifier(schema)}.${identifier(name)}`
}
