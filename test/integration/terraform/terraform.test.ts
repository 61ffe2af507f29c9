import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTerraform } from '../../../scripts/adapters/terraform/terraform'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const PINNED = { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } } }

/** A stack without resources: only Terraform itself is needed. */
function stack(content: object): string {
  const directory = join(folder, 'stacks', 'one')
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'cdk.tf.json'), JSON.stringify({ ...PINNED, ...content }))
  return directory
}

describe('Terraform', () => {
  it('fails with TOOL_MISSING where it is not on the PATH', async () => {
    const terraform = createTerraform({ env: { PATH: folder } })
    await expect(terraform.init(stack({}))).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      message: expect.stringContaining('1.11') as string,
    })
  })

  it('fails with TOOL_MISSING where it is too old', async () => {
    const program = join(folder, 'terraform')
    writeFileSync(program, '#!/bin/sh\necho \'{"terraform_version":"1.10.5"}\'\n')
    chmodSync(program, 0o755)
    const terraform = createTerraform({ env: { PATH: folder } })
    await expect(terraform.init(stack({}))).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      data: { version: '1.10.5' },
    })
  })

  it('fails with the command to type where nothing is synthesised', async () => {
    const terraform = createTerraform({ env: process.env })
    await expect(terraform.init(join(folder, 'stacks', 'none'))).rejects.toMatchObject({
      code: 'TERRAFORM_FAILED',
      suggestion: 'npm run synth',
    })
  })

  it('plans, applies and plans again without changes', async () => {
    const lines: string[] = []
    const terraform = createTerraform({ env: process.env, log: (line) => lines.push(line) })
    const directory = stack({
      variable: { colour: { type: 'string' } },
      resource: { terraform_data: { one: { input: '${var.colour}' } } },
      output: {
        colour: { value: '${terraform_data.one.output}' },
        secret: { value: 'hidden', sensitive: true },
      },
    })
    const planned = { variables: { colour: 'green' }, planFile: 'plan' }
    await terraform.init(directory)
    await terraform.validate(directory)
    const first = await terraform.plan(directory, planned)
    expect(first.changes).toBe(true)
    expect(first.json).toMatchObject({
      resource_changes: [{ address: 'terraform_data.one', change: { actions: ['create'] } }],
    })
    await terraform.apply(directory, planned)
    expect(await terraform.output(directory)).toEqual({ colour: 'green', secret: 'hidden' })
    expect((await terraform.plan(directory, planned)).changes).toBe(false)
    expect(lines.join('\n')).toContain('Creation complete')
    expect(lines.join('\n')).not.toContain('hidden')
    await terraform.destroy(directory, planned)
    expect(await terraform.output(directory)).toEqual({})
  })

  it('fails with what Terraform said', async () => {
    const terraform = createTerraform({ env: process.env })
    const directory = stack({ output: { colour: { value: '${var.absent}' } } })
    await terraform.init(directory)
    await expect(terraform.plan(directory, { planFile: 'plan' })).rejects.toMatchObject({
      code: 'TERRAFORM_FAILED',
      message: 'terraform plan of one: Reference to undeclared input variable',
      data: {
        stack: 'one',
        command: 'plan',
        exitCode: 1,
        lastLines: expect.arrayContaining([expect.stringContaining('var.absent')]) as string[],
      },
    })
  })

  it('fails instead of asking for a variable', async () => {
    const terraform = createTerraform({ env: process.env })
    const directory = stack({ variable: { colour: { type: 'string' } } })
    await terraform.init(directory)
    await expect(terraform.plan(directory, { planFile: 'plan' })).rejects.toMatchObject({
      message: expect.stringContaining('No value for required variable') as string,
    })
  })
})
