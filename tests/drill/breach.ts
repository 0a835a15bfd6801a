/**
 * `npm run drill:breach [-- --rounds 40 --every 15]`: by the wall clock, how long it takes from the acknowledged ingest
 * of the event that breaches a threshold rule until its first message is at the receiver. Starts the whole product as
 * `npm start` does, with a real SMTP server and an HTTP receiver outside; sets rule, ladder and targets up by the API;
 * each round breaches on a channel of its own, at another moment of the interval. Prints one line of JSON; exit code 1
 * where a message is missing, doubled, or later than interval + 5 s.
 */
import { parseArgs } from 'node:util'
import { startMailReceiver, startReceiver } from '../receivers'
import { type Product, pause, runDrill, say } from './product'

const { values } = parseArgs({ options: { rounds: { type: 'string' }, every: { type: 'string' } } })
const ROUNDS = Number(values.rounds ?? 40)
const EVERY = Number(values.every ?? 15)
/** Beside the interval of the rule, ms. */
const REST = 5_000
/** Tickets opened on a channel within the window beyond which the rule fires. */
const LIMIT = 4
/** Rounds begin this long after each other: no whole part of the interval, so that they meet it at every moment. */
const BETWEEN = (EVERY * 1_000 * 0.618) / 2

class Api {
  constructor(
    private readonly product: Product,
    private readonly key: string,
  ) {}

  async send<Answer>(
    method: string,
    path: string,
    body: unknown,
    type = 'application/json',
  ): Promise<Answer> {
    const answer = await fetch(`${this.product.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, 'content-type': type },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`)
    return JSON.parse(text) as Answer
  }

  async open(channel: string, numbers: readonly number[]): Promise<void> {
    const events = numbers.map((no) => ({
      specversion: '1.0',
      id: `${channel}-${no}`,
      source: 'drill',
      type: 'ticket.opened',
      time: new Date().toISOString(),
      subject: `${channel}-${no}`,
      data: { channel, team: 'drill', customer: `c-${channel}-${no}` },
    }))
    const { accepted } = await this.send<{ accepted: number }>(
      'POST',
      '/events',
      events,
      'application/cloudevents-batch+json',
    )
    if (accepted !== events.length) throw new Error(`${accepted} of ${events.length} events were accepted`)
  }
}

interface Round {
  readonly channel: string
  /** epoch ms at which the breaching event was acknowledged */
  readonly acknowledgedAt: number
}

async function setUp(api: Api, robot: string, port: number): Promise<void> {
  await api.send('PATCH', '/targets/outgoing', { allow: ['127.0.0.1/32'], heartbeatUrl: null })
  const common = { locale: 'zh', enabled: true, fallbackId: null }
  const webhook = await api.send<{ id: string }>('POST', '/targets', {
    kind: 'webhook',
    name: 'drill webhook',
    ...common,
    fields: { url: robot },
  })
  const mail = await api.send<{ id: string }>('POST', '/targets', {
    kind: 'email',
    name: 'drill mail',
    ...common,
    fields: {
      host: '127.0.0.1',
      port,
      security: 'none',
      from: 'helmline@example.com',
      fromName: 'Helmline',
      to: ['duty@example.com'],
    },
  })
  const ladder = await api.send<{ id: string }>('POST', '/ladders', {
    name: 'drill',
    steps: [{ afterMinutes: 0, audiences: [], users: [], targets: [webhook.id, mail.id] }],
  })
  await api.send('POST', '/rules', {
    rule: {
      name: 'drill: tickets opened',
      kind: 'threshold',
      params: { metric: 'tickets_opened', over: 'channel', window: 30, op: '>', limit: LIMIT },
      everySeconds: EVERY,
      ladder: ladder.id,
    },
  })
}

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null
function spread(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b)
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? null,
  }
}

async function drill(product: Product): Promise<boolean> {
  const http = await startReceiver()
  const mail = await startMailReceiver()
  try {
    const { out: key } = await product.command('key', '--name', 'drill', '--scopes', 'ingest,read,admin')
    const api = new Api(product, key)
    await setUp(api, http.url('webhook', 'drill'), mail.port)
    const rounds: Round[] = []
    for (let i = 0; i < ROUNDS; i++) {
      const began = Date.now()
      const channel = `drill-${String(i).padStart(3, '0')}-x`
      await api.open(
        channel,
        Array.from({ length: LIMIT }, (_, no) => no),
      )
      await api.open(channel, [LIMIT])
      rounds.push({ channel, acknowledgedAt: Date.now() })
      if ((i + 1) % 10 === 0) say(`${i + 1} of ${ROUNDS} breached`)
      await pause(Math.max(0, BETWEEN - (Date.now() - began)))
    }
    const toRobot = (channel: string) => http.journal.filter(({ body }) => body.includes(channel))
    const toMail = (channel: string) => mail.journal.filter(({ text }) => text.includes(channel))
    const bar = EVERY * 1_000 + REST
    const last = Date.now() + 2 * bar
    while (
      Date.now() < last &&
      rounds.some(({ channel }) => toRobot(channel).length === 0 || toMail(channel).length === 0)
    ) {
      await pause(100)
    }
    // what would come twice would come now
    await pause(REST)
    const lag = (found: readonly { at: number }[], { acknowledgedAt }: Round) =>
      found[0] === undefined ? [] : [found[0].at - acknowledgedAt]
    const webhookMs = rounds.flatMap((round) => lag(toRobot(round.channel), round))
    const mailMs = rounds.flatMap((round) => lag(toMail(round.channel), round))
    const missing = rounds.filter(
      ({ channel }) => toRobot(channel).length === 0 || toMail(channel).length === 0,
    ).length
    const doubled = rounds.filter(({ channel }) => toRobot(channel).length > 1).length
    const late = [...webhookMs, ...mailMs].filter((ms) => ms > bar).length
    const ok = missing === 0 && doubled === 0 && late === 0
    process.stdout.write(
      `${JSON.stringify({
        drill: 'breach',
        ok,
        rounds: ROUNDS,
        everySeconds: EVERY,
        barMs: bar,
        webhookMs: spread(webhookMs),
        mailMs: spread(mailMs),
        missing,
        doubled,
        late,
      })}\n`,
    )
    return ok
  } finally {
    await http.close()
    await mail.close()
  }
}

await runDrill(drill)
