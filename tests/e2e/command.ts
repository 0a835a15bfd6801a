/** The product's own commands, on the data folder of the product under test. */
import { spawnSync } from 'node:child_process'

/** Runs `npm run NAME -- args` and answers its stdout. Throws with its stderr where it fails. */
export function command(name: string, ...args: string[]): string {
  const home = process.env.HELMLINE_E2E_HOME
  if (home === undefined) throw new Error('HELMLINE_E2E_HOME is not set')
  const { DATABASE_URL: _, ...inherited } = process.env
  const done = spawnSync(process.execPath, ['lib/launch/command.mjs', name, ...args], {
    env: { ...inherited, HELMLINE_HOME: home },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  if (done.status !== 0) throw new Error(`${name} ended with ${done.status}:\n${done.stderr}`)
  return done.stdout.trim()
}
