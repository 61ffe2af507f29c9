import { mustHavePrograms } from '../../../scripts/rehearsal/prerequisites'

describe('a machine without the programs', () => {
  it('hears of all of them at once, with how to install each, exit 3', async () => {
    const bare = mustHavePrograms({ PATH: '/nowhere' })
    await expect(bare).rejects.toMatchObject({ code: 'TOOL_MISSING', exitCode: 3 })
    await expect(bare).rejects.toThrow(/Terraform.*pg_dump/)
  })

  it('goes on where they are', async () => {
    await expect(mustHavePrograms(process.env)).resolves.toBeUndefined()
  })
})
