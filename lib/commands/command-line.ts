/** What every command does alike: arguments that are checked, one line for what went wrong, an exit code. */
import { isAppError } from '@/lib/core/errors'
import { closePools } from '@/lib/db/pool'

/** A line for the person, on stderr: stdout holds the answer alone. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A command used in a way it does not know; the message says how it is used. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

function isArgumentError(error: unknown): error is Error {
  return error instanceof TypeError && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS')
}

/** Runs a command to its end. It answers the exit code; a refusal is one line and 1, a wrong use the usage and 2. */
export async function runCommand(usage: string, work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work()
  } catch (error) {
    if (error instanceof UsageError || isArgumentError(error)) {
      tell(`${error.message.split('\n')[0]}\n\n${usage}`)
      process.exitCode = 2
    } else if (isAppError(error)) {
      const places = (error.details.errors ?? []).map(({ path, message }) => `  ${path}: ${message}`)
      tell([error.message, ...places].join('\n'))
      process.exitCode = 1
    } else {
      tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
      process.exitCode = 1
    }
  } finally {
    await closePools().catch(() => undefined)
  }
}
