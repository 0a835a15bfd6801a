/** `npm run --silent screen`: pairs a wall screen and prints its URL, or ends one. */
import { parseArgs } from 'node:util'
import { env } from '@/lib/core/env'
import { systemContext } from '@/lib/services/context'
import { createScreen } from '@/lib/services/create-screen'
import { revokeScreen } from '@/lib/services/revoke-screen'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run --silent screen -- --board overview [--scope team=T] [--label TEXT]    prints the screen's URL
npm run --silent screen -- --revoke URL                                        ends it within 10 s`

/** Where people open the product: as set, else where the launcher listens. */
function origin(): string {
  const { NEXTAUTH_URL, HELMLINE_URL, HOST, PORT } = env()
  return (NEXTAUTH_URL ?? HELMLINE_URL ?? `http://${HOST}:${PORT}`).replace(/\/+$/, '')
}

await runCommand(USAGE, async () => {
  const { values } = parseArgs({
    options: {
      board: { type: 'string' },
      scope: { type: 'string' },
      label: { type: 'string' },
      revoke: { type: 'string' },
    },
  })
  const ctx = systemContext('command:screen', Date.now())
  if (values.revoke !== undefined) {
    await revokeScreen(ctx, { screen: values.revoke })
    tell('The screen has ended.')
    return 0
  }
  if (values.board === undefined) throw new UsageError('Give --board.')
  const { board, scope, label } = values
  const { path } = await createScreen(ctx, { board, scope, label })
  process.stdout.write(`${origin()}${path}\n`)
  return 0
})
