/** `npm run rules:test -- FILE…`: runs rule tests written as data (see `lib/alerts/simulate`) and says what differs. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { differences, ruleTestSchema, simulate } from '@/lib/alerts/simulate'
import { isAppError } from '@/lib/core/errors'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run rules:test -- FILE.json …    runs the rule tests in the files; 1 where one differs`

await runCommand(USAGE, async () => {
  const { positionals } = parseArgs({ allowPositionals: true })
  if (positionals.length === 0) throw new UsageError('Name at least one file.')
  let failed = 0
  for (const file of positionals) {
    for (const input of await testsOf(file)) {
      const found = outcome(input)
      if (found.problems.length > 0) failed++
      tell(`${found.problems.length === 0 ? 'ok  ' : 'FAIL'} ${found.name}`)
      for (const problem of found.problems) tell(`       ${problem}`)
    }
  }
  return failed === 0 ? 0 : 1
})

/** The tests of a file: an object or a list of them. */
async function testsOf(file: string): Promise<readonly unknown[]> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    throw new UsageError(`Cannot read ${file}.`)
  }
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed : [parsed]
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function outcome(input: unknown): { readonly name: string; readonly problems: readonly string[] } {
  const checked = ruleTestSchema.safeParse(input)
  if (!checked.success) {
    return {
      name: 'a test that is not understood',
      problems: checked.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    }
  }
  const test = checked.data
  try {
    return { name: test.name, problems: differences(test, simulate(test)) }
  } catch (error) {
    if (!isAppError(error) && !(error instanceof RangeError)) throw error
    return { name: test.name, problems: [error.message] }
  }
}
