/** `npm run --silent key`: makes an API key and prints it and nothing else, or ends one. */
import { parseArgs } from 'node:util'
import { systemContext } from '@/lib/services/context'
import { createApiKey } from '@/lib/services/create-api-key'
import { revokeApiKey } from '@/lib/services/revoke-api-key'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run --silent key -- --name NAME --scopes ingest,read,admin    makes a key and prints it
npm run --silent key -- --revoke NAME                             ends it within 5 s`

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: { name: { type: 'string' }, scopes: { type: 'string' }, revoke: { type: 'string' } },
  })
  const ctx = systemContext('command:key', Date.now())
  if (values.revoke !== undefined) {
    if (values.name !== undefined || values.scopes !== undefined)
      throw new UsageError('--revoke stands alone.')
    await revokeApiKey(ctx, { name: values.revoke })
    tell(`The key "${values.revoke}" has ended.`)
    return 0
  }
  if (values.name === undefined || values.scopes === undefined)
    throw new UsageError('Give --name and --scopes.')
  const scopes = values.scopes.split(',').map((scope) => scope.trim())
  const { token } = await createApiKey(ctx, { name: values.name, scopes })
  process.stdout.write(`${token}\n`)
  return 0
})
