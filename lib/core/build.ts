/** Which build of the pages this process serves. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { env } from './env'

let known: string | null = null

/**
 * Next's build id; the same for all processes of one build. While developing there is none: the answer is
 * `development`, so that a screen does not reload for each change that reaches it anyway.
 */
export function buildId(): string {
  known ??= env().NODE_ENV === 'production' ? readBuild() : 'development'
  return known
}

function readBuild(): string {
  try {
    return readFileSync(path.join(process.cwd(), '.next', 'BUILD_ID'), 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
