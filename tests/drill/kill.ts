/**
 * `npm run drill:kill [-- --kills 50 --seed 1]`: kills web, worker and Postgres with SIGKILL at random moments
 * while three senders push events with retry. Afterwards the senders' own log is the judge: no acknowledged event
 * lost, none counted twice, and a rebuild finds no difference. Prints one line of JSON; exit code 1 where it fails.
 */
import { parseArgs } from 'node:util'
import { type Product, pause, runDrill, say } from './product'

const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } })
const KILLS = Number(values.kills ?? 50)
const SENDERS = 3
/** events a second of one sender */
const RATE = 50
const BATCH = 10

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Sent {
  readonly id: string
  readonly source: string
  readonly type: string
  readonly fromCustomer: boolean
}

interface Sender {
  readonly sent: Sent[]
  acknowledged: number
  retries: number
  resent: number
  slowest: number
  position: number
}

/** The events of one ticket, in order. */
function conversation(source: string, no: number, random: () => number): object[] {
  const subject = `t${no}`
  const channel = ['web', 'douyin', 'phone', 'email'][Math.floor(random() * 4)]
  const agent = `agent-${Math.floor(random() * 8)}`
  const base = Date.now() - 5_000
  const event = (step: number, type: string, data: object) => ({
    specversion: '1.0',
    id: `${subject}-${step}`,
    source,
    type,
    time: new Date(base + step * 400).toISOString(),
    subject,
    data,
  })
  return [
    event(0, 'ticket.opened', { channel, team: 'drill', customer: `c${no % 50}`, issueType: 'drill' }),
    event(1, 'message.sent', { from: 'customer', text: 'hello' }),
    event(2, 'ticket.assigned', { agent, team: 'drill' }),
    event(3, 'message.sent', { from: 'agent', agent, text: 'hello' }),
    event(4, 'message.sent', { from: 'customer', text: 'thanks' }),
    event(5, 'message.sent', { from: 'agent', agent, text: 'you are welcome' }),
    event(6, 'ticket.resolved', { agent }),
    event(7, 'survey.answered', { kind: 'csat', score: 1 + Math.floor(random() * 5) }),
  ]
}

async function send(
  product: Product,
  key: string,
  source: string,
  seed: number,
  go: () => boolean,
): Promise<Sender> {
  const random = generator(seed)
  const state: Sender = { sent: [], acknowledged: 0, retries: 0, resent: 0, slowest: 0, position: 0 }
  let waiting: object[] = []
  let old: object[] | null = null
  let no = 0
  while (go()) {
    const began = Date.now()
    while (waiting.length < BATCH) waiting.push(...conversation(source, no++, random))
    const batch = waiting.slice(0, BATCH)
    waiting = waiting.slice(BATCH)
    // one request in ten is sent again later, as a sender does that never saw the answer
    const bodies = old !== null && random() < 0.1 ? [batch, old] : [batch]
    for (const body of bodies) {
      for (;;) {
        const at = Date.now()
        try {
          const answer = await fetch(`${product.url}/api/v1/events`, {
            method: 'POST',
            headers: {
              authorization: `Bearer ${key}`,
              'content-type': 'application/cloudevents-batch+json',
            },
            body: JSON.stringify(body),
            signal: AbortSignal.timeout(8_000),
          })
          if (answer.status === 200) {
            const result = (await answer.json()) as {
              accepted: number
              duplicates: number
              rejected: unknown[]
              position: number
            }
            if (result.accepted + result.duplicates !== body.length)
              throw new Error(`answered ${JSON.stringify(result)} for ${body.length} events`)
            state.position = Math.max(state.position, result.position)
            state.slowest = Math.max(state.slowest, Date.now() - at)
            break
          }
          await answer.arrayBuffer()
          if (answer.status < 500 && answer.status !== 429) {
            say(`sender of ${source}: status ${answer.status}`)
          }
        } catch (error) {
          if (error instanceof Error && error.message.startsWith('answered')) throw error
        }
        state.retries += 1
        await pause(100)
      }
      if (body === batch) {
        state.acknowledged += body.length
        for (const one of body as { id: string; type: string; data: { from?: string } }[]) {
          const { id, type, data } = one
          state.sent.push({ id, source, type, fromCustomer: data.from === 'customer' })
        }
      } else state.resent += body.length
    }
    old = batch
    await pause(Math.max(0, (BATCH / RATE) * 1000 - (Date.now() - began)))
  }
  return state
}

async function killAtRandom(product: Product): Promise<Record<string, number>> {
  const random = generator(Number(values.seed ?? 1))
  const count: Record<string, number> = { web: 0, worker: 0, postgres: 0 }
  let last = 0
  for (let done = 0; done < KILLS; ) {
    await pause(200 + random() * 3_800)
    const target = (['web', 'worker', 'postgres'] as const)[Math.floor(random() * 3)] ?? 'web'
    const pid = product.runtime()[target]?.pid
    if (pid === undefined || pid === last) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      continue
    }
    last = pid
    count[target] = (count[target] ?? 0) + 1
    done += 1
    if (done % 10 === 0) say(`${done} kills`)
  }
  return count
}

interface Health {
  readonly status: string
  readonly accepted: number
  readonly applied: number
}

async function settled(product: Product, position: number): Promise<Health> {
  const end = Date.now() + 120_000
  for (;;) {
    try {
      const answer = await fetch(`${product.url}/api/health`, { signal: AbortSignal.timeout(5_000) })
      const health = (await answer.json()) as Health
      if (health.status === 'ok' && health.applied >= position && health.applied === health.accepted)
        return health
    } catch {
      // it is being started again
    }
    if (Date.now() > end) throw new Error('the product did not settle within two minutes')
    await pause(200)
  }
}

async function drill(product: Product): Promise<boolean> {
  const { out: key } = await product.command('key', '--name', 'drill', '--scopes', 'ingest,read')
  let on = true
  const began = Date.now()
  const senders = Array.from({ length: SENDERS }, (_, i) =>
    send(product, key, `drill-${i + 1}`, 100 + i, () => on),
  )
  await pause(2_000)
  const kills = await killAtRandom(product)
  await pause(3_000)
  on = false
  const logs = await Promise.all(senders)
  const seconds = Math.round((Date.now() - began) / 1000)
  say('the senders are done; waiting for the figures')
  const settling = Date.now()
  await settled(product, Math.max(...logs.map((log) => log.position)))
  const settledIn = Date.now() - settling

  const sent = logs.flatMap((log) => log.sent)
  const stored = await product.sql<{ source: string; id: string; times: string }>(
    'SELECT source, id, count(*) AS times FROM event GROUP BY source, id',
  )
  const times = new Map(stored.map((row) => [`${row.source} ${row.id}`, Number(row.times)]))
  const lost = sent.filter(({ source, id }) => !times.has(`${source} ${id}`)).length
  const doubled =
    stored.filter((row) => Number(row.times) > 1).length + Math.max(0, stored.length - sent.length)

  const answer = await fetch(`${product.url}/api/v1/query`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      metrics: ['tickets_opened', 'messages_in', 'messages_out', 'tickets_resolved', 'csat'],
      period: {
        from: new Date(began - 3_600_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
      },
    }),
  })
  const result = (await answer.json()) as { rows: { [id: string]: unknown; n: Record<string, number> }[] }
  const row = result.rows[0]
  const count = (type: string) => sent.filter((one) => one.type === type).length
  const wanted = {
    tickets_opened: count('ticket.opened'),
    messages_in: sent.filter((one) => one.type === 'message.sent' && one.fromCustomer).length,
    messages_out: sent.filter((one) => one.type === 'message.sent' && !one.fromCustomer).length,
    csat_answers: count('survey.answered'),
  }
  const seen = {
    tickets_opened: row?.tickets_opened,
    messages_in: row?.messages_in,
    messages_out: row?.messages_out,
    csat_answers: row?.n.csat,
  }
  const figuresRight = JSON.stringify(wanted) === JSON.stringify(seen)
  const { out } = await product.command('rebuild', '--check')
  const rebuild = JSON.parse(out.split('\n').at(-1) ?? '{}') as { tickets: number; differences: number }
  const ok = lost === 0 && doubled === 0 && figuresRight && rebuild.differences === 0
  process.stdout.write(
    `${JSON.stringify({
      ok,
      kills,
      seconds,
      acknowledged: sent.length,
      resent: logs.reduce((sum, log) => sum + log.resent, 0),
      retries: logs.reduce((sum, log) => sum + log.retries, 0),
      lost,
      doubled,
      figures: { wanted, seen },
      rebuild,
      settledInMs: settledIn,
    })}\n`,
  )
  return ok
}

await runDrill(drill)
