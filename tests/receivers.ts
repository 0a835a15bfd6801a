/**
 * The outside world for tests of messages: one HTTP server that plays every robot and gateway by a script and keeps
 * a journal, and a real SMTP server. Nothing here knows the product.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

export type Player = 'wecom' | 'dingtalk' | 'feishu' | 'slack' | 'webhook' | 'sms'

/** How a place answers. `hang`: takes the message and never answers; `reset`: takes it and breaks the connection. */
export type Behaviour =
  | 'ok'
  | 'error_code'
  | 'rate_code'
  | 'rejected'
  | 'server_error'
  | 'hang'
  | 'reset'
  | 'refuse_body'
  | { readonly retryAfter: number }
  | { readonly delay: number }

export interface Received {
  readonly at: number
  readonly player: Player
  /** last part of the path: which robot of a kind */
  readonly name: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly behaviour: Behaviour
}

/** What a place takes before it answers with its platform's code. */
interface PlaceLimits {
  readonly perMinute: number
  readonly perSecond?: number
  /** once asked too often, it takes nothing for this long, ms */
  readonly silentMs?: number
}

/** The limits the vendors publish. */
export const VENDOR_LIMITS = {
  wecom: { perMinute: 20 },
  dingtalk: { perMinute: 20, silentMs: 600_000 },
  feishu: { perMinute: 100, perSecond: 5 },
  slack: { perMinute: 60, perSecond: 1 },
} as const satisfies Partial<Record<Player, PlaceLimits>>

export interface HttpReceiver {
  readonly url: (player: Player, name: string) => string
  readonly journal: Received[]
  /** answers of a place from now on: the first for the next request and so on, the last for all after it; default ok */
  readonly script: (name: string, ...behaviours: Behaviour[]) => void
  /** a place keeps to its platform's limits from now on: beyond them it answers with the platform's code */
  readonly enforce: (name: string, limits: PlaceLimits) => void
  /** somebody else sends to the same place, as far as its limits let them */
  readonly crowd: (name: string) => void
  /** a clock for the journal; default the real one */
  clock: () => number
  readonly close: () => Promise<void>
}

const OK: Record<Player, string> = {
  wecom: '{"errcode":0,"errmsg":"ok"}',
  dingtalk: '{"errcode":0,"errmsg":"ok"}',
  feishu: '{"code":0,"msg":"success","data":{}}',
  slack: 'ok',
  webhook: '',
  sms: '{"code":"0","message":"accepted"}',
}
const RATE: Record<Player, [number, string]> = {
  wecom: [200, '{"errcode":45009,"errmsg":"api freq out of limit"}'],
  dingtalk: [200, '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}'],
  feishu: [200, '{"code":11232,"msg":"frequency limited psm","data":{}}'],
  slack: [429, 'rate_limited'],
  webhook: [429, ''],
  sms: [429, '{"code":"limit"}'],
}
const TEMPORARY: Record<Player, [number, string]> = {
  wecom: [200, '{"errcode":-1,"errmsg":"system busy"}'],
  dingtalk: [200, '{"errcode":-1,"errmsg":"system busy"}'],
  feishu: [200, '{"code":-1,"msg":"internal"}'],
  slack: [500, 'fatal_error'],
  webhook: [503, 'busy'],
  sms: [200, '{"code":"7","message":"busy"}'],
}
const REJECTED: Record<Player, [number, string]> = {
  wecom: [200, '{"errcode":93000,"errmsg":"invalid webhook url"}'],
  dingtalk: [200, '{"errcode":310000,"errmsg":"sign not match"}'],
  feishu: [200, '{"code":19021,"msg":"sign match fail","data":{}}'],
  slack: [403, 'invalid_token'],
  webhook: [410, 'gone'],
  sms: [400, '{"code":"bad"}'],
}

/** Starts the HTTP receiver on a free port of the loopback. */
export async function startReceiver(): Promise<HttpReceiver> {
  const journal: Received[] = []
  const scripts = new Map<string, Behaviour[]>()
  const open = new Set<ServerResponse>()
  const receiver = { clock: Date.now }
  const limited = new Map<string, { limits: PlaceLimits; taken: number[]; silentUntil: number }>()
  /** Whether a place takes one more; what it refuses does not count. */
  const takes = (name: string): boolean => {
    const place = limited.get(name)
    if (place === undefined) return true
    const now = receiver.clock()
    const { perMinute, perSecond = Number.POSITIVE_INFINITY, silentMs = 0 } = place.limits
    place.taken = place.taken.filter((at) => at > now - 60_000)
    const inSecond = place.taken.filter((at) => at > now - 1_000).length
    if (now < place.silentUntil) return false
    if (place.taken.length >= perMinute || inSecond >= perSecond) {
      place.silentUntil = now + silentMs
      return false
    }
    place.taken.push(now)
    return true
  }
  const next = (name: string): Behaviour => {
    if (!takes(name)) return 'rate_code'
    const script = scripts.get(name)
    if (script === undefined) return 'ok'
    return (script.length > 1 ? script.shift() : script[0]) ?? 'ok'
  }
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const path = request.url ?? ''
      const [, first = '', name = ''] = (path.split('?')[0] ?? '').split('/')
      const player = (first in OK ? first : 'webhook') as Player
      const behaviour = next(name)
      const body = Buffer.concat(chunks).toString('utf8')
      journal.push({ at: receiver.clock(), player, name, path, headers: request.headers, body, behaviour })
      answer(player, behaviour, request, response)
    })
    open.add(response)
    response.on('close', () => open.delete(response))
  })
  function answer(
    player: Player,
    behaviour: Behaviour,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const say = ([status, text]: [number, string], headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(text)
    }
    if (typeof behaviour === 'object') {
      if ('delay' in behaviour) setTimeout(() => say([200, OK[player]]), behaviour.delay)
      else say([429, ''], { 'retry-after': String(behaviour.retryAfter) })
      return
    }
    if (behaviour === 'reset') request.socket.destroy()
    if (behaviour === 'reset' || behaviour === 'hang') return
    const answers: Record<typeof behaviour, [number, string]> = {
      ok: [200, OK[player]],
      error_code: TEMPORARY[player],
      rate_code: RATE[player],
      rejected: REJECTED[player],
      server_error: [500, 'oops'],
      refuse_body: [200, '<html>sign in to the network</html>'],
    }
    say(answers[behaviour])
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (player, name) => `http://127.0.0.1:${port}/${player}/${name}`,
    journal,
    script: (name, ...behaviours) => {
      scripts.set(name, behaviours)
    },
    enforce: (name, limits) => {
      limited.set(name, { limits, taken: [], silentUntil: 0 })
    },
    crowd: (name) => {
      takes(name)
    },
    get clock() {
      return receiver.clock
    },
    set clock(value) {
      receiver.clock = value
    },
    close: async () => {
      for (const response of open) response.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface ReceivedMail {
  readonly at: number
  readonly from: string
  readonly to: readonly string[]
  /** the whole message as it came */
  readonly raw: string
  readonly subject: string
  readonly text: string
}

export interface MailReceiver {
  readonly port: number
  readonly journal: ReceivedMail[]
  /** how RCPT or DATA is answered from now on */
  answer: 'ok' | 'no_such_user' | 'busy' | 'drop_after_data'
  clock: () => number
  readonly close: () => Promise<void>
}

/** Starts a real SMTP server on a free port of the loopback; no TLS, any name and password. */
export async function startMailReceiver(): Promise<MailReceiver> {
  const journal: ReceivedMail[] = []
  const self = { answer: 'ok' as MailReceiver['answer'], clock: Date.now }
  const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) => done(null, { user: auth.username }),
    onRcptTo: (_address, _session, done) => {
      if (self.answer === 'no_such_user') done(refusal(550, 'No such user here'))
      else if (self.answer === 'busy') done(refusal(451, 'Try again later'))
      else done()
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8')
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address
        journal.push({
          at: self.clock(),
          from,
          to: session.envelope.rcptTo.map((one) => one.address),
          raw,
          subject: decodedSubject(raw),
          text: decodedText(raw),
        })
        if (self.answer === 'drop_after_data') done(refusal(421, 'Closing'))
        else done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.server.address() as AddressInfo
  return {
    port,
    journal,
    get answer() {
      return self.answer
    },
    set answer(value) {
      self.answer = value
    },
    get clock() {
      return self.clock
    },
    set clock(value) {
      self.clock = value
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function decodedSubject(raw: string): string {
  const folded = /^Subject: (.*(?:\r?\n[ \t].*)*)/m.exec(raw)?.[1] ?? ''
  return folded
    .replace(/\r?\n[ \t]+/g, ' ')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : quoted(text.replaceAll('_', ' ')),
    )
}

function quoted(text: string): string {
  const bytes = text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** All parts decoded, one after the other. */
function decodedText(raw: string): string {
  return raw
    .split(/^--.*$/m)
    .map((part) => {
      const [head = '', ...rest] = part.split(/\r?\n\r?\n/)
      const body = rest.join('\n\n')
      if (/base64/i.test(head)) return Buffer.from(body.replace(/\s/g, ''), 'base64').toString('utf8')
      return /quoted-printable/i.test(head) ? quoted(body) : body
    })
    .join('\n')
}
