/** `npm run demo -- load | traffic | remove`: the demo company. Progress on stderr, a JSON summary on stdout. */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { env } from '@/lib/core/env'
import { readStream } from '@/lib/db/health'
import { startOfDay } from '@/lib/demo/plan'
import { systemContext } from '@/lib/services/context'
import { type Applying, loadDemo } from '@/lib/services/load-demo'
import { removeDemo } from '@/lib/services/remove-demo'
import { sendDemoTraffic } from '@/lib/services/send-demo-traffic'
import { runCommand, tell, UsageError } from './command-line'

const USAGE = `npm run demo -- load [--days 90] [--seed 1] [--per-day 850]   history up to now, once
npm run demo -- traffic                                        live traffic, until Ctrl-C (the product does this itself)
npm run demo -- remove                                         everything the demo made, and nothing else`

function wholeNumber(name: string, text: string | undefined): Record<string, number> {
  if (text === undefined) return {}
  const value = Number(text)
  if (!Number.isFinite(value)) throw new UsageError(`--${name} takes a number, not "${text}".`)
  return { [name === 'per-day' ? 'perDay' : name]: value }
}

/** The applier beside the loader: one core for each. */
function startApplying(): Applying {
  const file = fileURLToPath(new URL('./demo-applier.ts', import.meta.url))
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let applied = 0
  const ended = new Promise<void>((resolve, reject) => {
    child.on('message', (message: { events?: number; done?: number }) => {
      applied += message.events ?? 0
      if (message.done !== undefined) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`the applier ended with ${signal ?? code}`)))
  })
  // an end before anybody waits for it is told when somebody does
  ended.catch(() => undefined)
  return {
    applied: () => applied,
    finish: async (position) => {
      if (child.connected) child.send({ until: position })
      await ended
    },
  }
}

async function load(options: Record<string, number>): Promise<number> {
  const began = performance.now()
  let told = -1
  const onProgress = (share: number): void => {
    const percent = Math.min(99, Math.floor(share * 100))
    if (percent <= told) return
    told = percent
    tell(`演示数据 ${percent} %`)
  }
  // asked first, so that a database that is away is one sentence and not a thread's stack
  await readStream()
  const ctx = systemContext('command:demo', Date.now())
  const { fresh, events, from, to } = await loadDemo(ctx, options, { onProgress, startApplying })
  const seconds = Number(((performance.now() - began) / 1000).toFixed(1))
  tell(fresh ? `演示数据 100 % · ${events} events in ${seconds} s` : 'The demo is loaded already.')
  const summary = {
    loaded: fresh,
    events,
    seconds,
    from: new Date(startOfDay(from)).toISOString(),
    to: new Date(to).toISOString(),
  }
  process.stdout.write(`${JSON.stringify(summary)}\n`)
  return 0
}

async function traffic(): Promise<number> {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  const address = env().HELMLINE_URL
  let sent = 0
  let told = 0
  const end = await sendDemoTraffic(stop.signal, {
    ...(address === undefined ? {} : { address }),
    onSent: (events, until) => {
      sent += events
      if (performance.now() - told < 5_000) return
      told = performance.now()
      tell(`演示流量 ${sent} events · ${new Date(until).toISOString()}`)
    },
  })
  if (end === 'no_demo') tell('There is no demo to speak for: load it with npm run demo -- load')
  if (end === 'taken') tell('Another process sends the demo already: the worker of the running product does.')
  return end === 'stopped' ? 0 : 1
}

async function remove(): Promise<number> {
  const deleted = await removeDemo(systemContext('command:demo', Date.now()))
  tell(
    deleted === null
      ? 'There is no demo.'
      : `Removed ${deleted.events} events of ${deleted.tickets} tickets.`,
  )
  process.stdout.write(`${JSON.stringify({ removed: deleted !== null, events: deleted?.events ?? 0 })}\n`)
  return 0
}

await runCommand(USAGE, async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      days: { type: 'string' },
      seed: { type: 'string' },
      'per-day': { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
  const [what, more] = positionals
  if (values.help === true || what === undefined) throw new UsageError('Say what to do with the demo.')
  if (more !== undefined) throw new UsageError(`One word at a time; "${more}" is one too many.`)
  switch (what) {
    case 'load':
      return load({
        ...wholeNumber('days', values.days),
        ...wholeNumber('seed', values.seed),
        ...wholeNumber('per-day', values['per-day']),
      })
    case 'traffic':
      return traffic()
    case 'remove':
      return remove()
    default:
      throw new UsageError(`The demo knows load, traffic and remove, not "${what}".`)
  }
})
