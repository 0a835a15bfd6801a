/** `npm run --silent user`: makes or changes a person. Prints one line of JSON; a made-up password stands in it once. */
import { parseArgs } from 'node:util'
import { systemContext } from '@/lib/services/context'
import { upsertUser } from '@/lib/services/upsert-user'
import { runCommand, UsageError } from './command-line'

const USAGE = `npm run --silent user -- --email E --role R [--team T] [--password P]
roles: admin manager supervisor lead agent auditor; several teams separated by commas`

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      role: { type: 'string' },
      team: { type: 'string' },
      password: { type: 'string' },
      name: { type: 'string' },
    },
  })
  if (values.email === undefined || values.role === undefined)
    throw new UsageError('Give --email and --role.')
  const person = await upsertUser(systemContext('command:user', Date.now()), { ...values })
  process.stdout.write(`${JSON.stringify(person)}\n`)
  return 0
})
