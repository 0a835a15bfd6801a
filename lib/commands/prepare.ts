/**
 * What the launcher asks before anything else touches the database: brings it to the present schema, puts in the rules
 * that ship and, with --admin, makes the first administrator where there is nobody. The last line of stdout is JSON:
 * {applied, empty, admin: {email, password} | null}, or {fault: "one sentence that says what to do"}.
 */
import { parseArgs } from 'node:util'
import { databaseUrl, env } from '@/lib/core/env'
import { readStream } from '@/lib/db/health'
import { MigrationError, migrate } from '@/lib/db/migrate'
import { closePools } from '@/lib/db/pool'
import { readTenant } from '@/lib/db/settings'
import { systemContext } from '@/lib/services/context'
import { installPresets } from '@/lib/services/install-presets'
import { listUsers } from '@/lib/services/list-users'
import { upsertUser } from '@/lib/services/upsert-user'

const FIRST_ADMIN = 'admin@helmline.local'

async function prepare(withAdmin: boolean): Promise<Record<string, unknown>> {
  env()
  const applied = await migrate(databaseUrl())
  const { accepted } = await readStream()
  const ctx = systemContext('setup', Date.now())
  await installPresets(ctx, { locale: (await readTenant()).locale })
  let admin: { email: string; password: string } | null = null
  if (withAdmin && (await listUsers(ctx)).length === 0) {
    const { email, password } = await upsertUser(ctx, { email: FIRST_ADMIN, role: 'admin' })
    if (password !== undefined) admin = { email, password }
  }
  return { applied: applied.length, empty: accepted === 0, admin }
}

const { values } = parseArgs({ options: { admin: { type: 'boolean' } } })
try {
  process.stdout.write(`${JSON.stringify(await prepare(values.admin === true))}\n`)
} catch (error) {
  const known =
    error instanceof MigrationError ||
    (error instanceof Error && error.message.startsWith('Wrong environment'))
  if (known) process.stdout.write(`${JSON.stringify({ fault: (error as Error).message })}\n`)
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exitCode = 1
}
await closePools().catch(() => undefined)
// the schema engine keeps idle connections for ten seconds; nobody waits for them
process.exit()
