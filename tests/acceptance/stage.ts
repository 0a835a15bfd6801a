/**
 * Plays a scenario: people, targets, rules and conversations in; every message at every receiver out. Engine and
 * senders are the product's own services, driven by a clock that is handed in; receivers are a real SMTP server and an
 * HTTP server that plays robots by a script.
 */
import type { RuleInput } from '@/lib/alerts/rule'
import type { Audience } from '@/lib/alerts/types'
import { pool } from '@/lib/db/pool'
import { guardedFetch } from '@/lib/http/guarded-fetch'
import { zh as messages } from '@/lib/i18n/messages/notify'
import type { MessageKind } from '@/lib/notify/types'
import { acknowledgeIncident } from '@/lib/services/acknowledge-incident'
import { type Context, type Role, teamsOfRole } from '@/lib/services/context'
import { type DeliveryTools, deliverDue } from '@/lib/services/deliver-messages'
import { createSilence } from '@/lib/services/silences'
import { snoozeIncident } from '@/lib/services/snooze-incident'
import { switchAutomation } from '@/lib/services/switch-automation'
import {
  addLadder,
  addPerson,
  addRule,
  alarms,
  answers,
  asks,
  freshCompany,
  happen,
  T0,
  type Talk,
} from '../alarms/world'
import { addMail, addRobot, allowLoopback, toolsOf, worker } from '../notify/delivery/world'
import type { Behaviour, HttpReceiver, MailReceiver, Player } from '../receivers'

const SECOND = 1000

/** What happens at an instant. */
export type Deed =
  | ({ readonly asks: string } & Talk)
  | ({ readonly burst: string; readonly many: number } & Talk)
  | { readonly answers: string }
  | { readonly acknowledges: string }
  | { readonly snoozes: string; readonly minutes: number }
  | { readonly silence: Readonly<Record<string, string>>; readonly seconds: number }
  | { readonly automation: 'off' | 'on' }
  | { readonly script: string; readonly behaviours: readonly Behaviour[] }
  | { readonly mail: MailReceiver['answer'] }

interface Step {
  readonly after: number
  readonly vip?: number
  readonly who?: readonly Audience[]
  readonly targets?: readonly string[]
}

/** One scenario. Times are seconds from 10:00 of a Wednesday in Shanghai. */
export interface Scenario {
  readonly name: string
  readonly people?: Readonly<Record<string, readonly [role: Role, ...teams: string[]]>>
  /** names of targets; a fallback is named before the target it stands in for */
  readonly targets?: Readonly<
    Record<
      string,
      {
        readonly kind: Player | 'email'
        /** of mail: the group's address; absent = to each person */
        readonly to?: string
        readonly fallback?: string
        readonly answers?: readonly Behaviour[]
      }
    >
  >
  readonly ladder?: readonly Step[]
  readonly rules: readonly (Omit<RuleInput, 'ladder'> & { readonly inhibits?: true })[]
  readonly happens: readonly (readonly [at: number, ...deeds: Deed[]])[]
  readonly until: number
  /** seconds between two turns of engine and senders */
  readonly every?: number
  readonly expects: readonly Expected[]
}

/** Exactly one message: at whom, what, between which seconds. */
export interface Expected {
  /** a person's name (in the app), `wall`, a target's name, or `mail:<address>` */
  readonly to: string
  readonly kind: MessageKind
  readonly from: number
  readonly till: number
  readonly says?: string | readonly string[]
  /** it says 重发; absent = it must not */
  readonly resent?: true
}

export interface Seen {
  readonly to: string
  readonly kind: MessageKind | 'unknown'
  readonly at: number
  readonly text: string
  readonly resent: boolean
}

/** The most telling word first: a head may hold 告警 beside others. */
const KINDS = (Object.keys(messages.notify.kind) as MessageKind[]).sort(
  (a, b) => Number(a === 'fired') - Number(b === 'fired'),
)

function kindOf(head: string): Seen['kind'] {
  return KINDS.find((kind) => head.includes(messages.notify.kind[kind])) ?? 'unknown'
}

/** Head and whole text of what a robot or gateway was sent. */
function parts(player: Player, body: string): { readonly head: string; readonly text: string } {
  const json = JSON.parse(body) as Record<string, unknown>
  const first = (text: string) => ({ head: text.split('\n')[0] ?? '', text })
  switch (player) {
    case 'wecom':
      return first((json.markdown as { content: string }).content)
    case 'dingtalk':
      return first((json.markdown as { text: string }).text)
    case 'slack':
      return first(json.text as string)
    case 'sms':
      return first(json.content as string)
    case 'feishu': {
      const post = Object.values((json.content as { post: object }).post)[0] as { title: string }
      return { head: post.title, text: JSON.stringify(post) }
    }
    case 'webhook':
      return { head: String(json.type), text: body }
  }
}

export class Stage {
  private now = T0
  private readonly people = new Map<string, Context['principal']>()

  constructor(
    private readonly http: HttpReceiver,
    private readonly mail: MailReceiver,
  ) {
    http.clock = () => this.now
    mail.clock = () => this.now
  }

  /** Plays it from the beginning to its end; answers every message in order of time. */
  async play(scenario: Scenario): Promise<Seen[]> {
    await this.set(scenario)
    const every = (scenario.every ?? 5) * SECOND
    const deeds = [...scenario.happens].sort(([a], [b]) => a - b)
    const end = T0 + scenario.until * SECOND
    for (this.now = T0; this.now <= end; this.now += every) {
      while (deeds[0] !== undefined && T0 + deeds[0][0] * SECOND <= this.now) {
        const [at, ...all] = deeds.shift() ?? [0]
        for (const deed of all) await this.act(deed, T0 + at * SECOND)
      }
      await alarms(this.now)
      await this.deliver()
    }
    return this.seen()
  }

  private deliver() {
    const impatient: DeliveryTools['fetch'] = (request, options) =>
      guardedFetch(request, { ...options, timeout: 400 })
    return deliverDue(
      worker(this.now),
      toolsOf('acceptance', () => this.now, { fetch: impatient }),
    )
  }

  private async set(scenario: Scenario): Promise<void> {
    await freshCompany()
    await allowLoopback()
    this.http.journal.length = 0
    this.mail.journal.length = 0
    this.mail.answer = 'ok'
    this.people.clear()
    for (const [name, [role, ...teams]] of Object.entries(scenario.people ?? {})) {
      const id = await addPerson(name, role, teams)
      await pool().query("UPDATE app_user SET email = $2, phone = '13800000009' WHERE id = $1", [
        id,
        `${id.slice(0, 8)}@example.com`,
      ])
      this.people.set(name, {
        kind: 'user',
        id,
        email: `${id.slice(0, 8)}@example.com`,
        role,
        teams: teamsOfRole(role, teams),
      })
    }
    const targets = new Map<string, string>()
    for (const [name, { kind, to, fallback, answers: script }] of Object.entries(scenario.targets ?? {})) {
      const spare = fallback === undefined ? null : (targets.get(fallback) ?? null)
      const id =
        kind === 'email'
          ? await addMail(this.mail, name, to === undefined ? [] : [to], spare)
          : await addRobot(this.http, kind, encodeURIComponent(name), spare)
      if (kind !== 'email') this.http.script(encodeURIComponent(name), ...(script ?? ['ok']))
      targets.set(name, id)
    }
    const ladder =
      scenario.ladder === undefined
        ? null
        : await addLadder(
            scenario.ladder.map(({ after, vip, who, targets: told }) => ({
              afterMinutes: after,
              ...(vip === undefined ? {} : { afterMinutesVip: vip }),
              audiences: who ?? [],
              users: [],
              targets: (told ?? []).map((name) => targets.get(name) ?? ''),
            })),
          )
    let cause: string | null = null
    for (const { inhibits, ...rule } of scenario.rules) {
      const id = await addRule({
        ...rule,
        ladder,
        ...(cause === null ? {} : { inhibitedBy: [cause] }),
      })
      if (inhibits === true) cause = id
    }
  }

  private async act(deed: Deed, at: number): Promise<void> {
    if ('asks' in deed) {
      const { asks: subject, ...talk } = deed
      return happen(asks(subject, at, talk), at)
    }
    if ('burst' in deed) {
      const { burst, many, ...talk } = deed
      return happen(Array.from({ length: many }, (_, i) => asks(`${burst}-${i}`, at, talk)).flat(), at)
    }
    if ('answers' in deed) return happen(answers(deed.answers, at), at)
    if ('script' in deed) return this.http.script(encodeURIComponent(deed.script), ...deed.behaviours)
    if ('mail' in deed) {
      this.mail.answer = deed.mail
      return
    }
    if ('acknowledges' in deed) {
      await acknowledgeIncident(this.as(deed.acknowledges, at), await this.newest())
      return
    }
    if ('snoozes' in deed) {
      await snoozeIncident(this.as(deed.snoozes, at), await this.newest(), { minutes: deed.minutes })
      return
    }
    if ('silence' in deed) {
      await createSilence(this.system(at), {
        matcher: deed.silence,
        from: at,
        until: at + deed.seconds * SECOND,
        reason: '演练',
      })
      return
    }
    const off = deed.automation === 'off'
    await switchAutomation(this.system(at), { off, reason: off ? '演练' : '' })
  }

  private system(at: number): Context {
    return { ...worker(at), locale: 'zh' }
  }

  private as(name: string, at: number): Context {
    const principal = this.people.get(name)
    if (principal === undefined) throw new Error(`There is no ${name} in this scenario.`)
    return { principal, now: at, locale: 'zh' }
  }

  private async newest(): Promise<string> {
    const { rows } = await pool().query<{ id: string }>(
      'SELECT id FROM incident ORDER BY number DESC LIMIT 1',
    )
    const id = rows[0]?.id
    if (id === undefined) throw new Error('There is no incident yet.')
    return id
  }

  private async seen(): Promise<Seen[]> {
    const at = (instant: number) => (instant - T0) / SECOND
    const robots = this.http.journal.map((one): Seen => {
      const { head, text } = parts(one.player, one.body)
      const type = /^helmline\.(\w+)$/.exec(head)?.[1]
      return {
        to: decodeURIComponent(one.name),
        kind: KINDS.find((kind) => kind === type) ?? kindOf(head),
        at: at(one.at),
        text,
        resent: /重发|"resent":true/.test(text),
      }
    })
    const mails = this.mail.journal.flatMap((one) =>
      one.to.map(
        (to): Seen => ({
          to: `mail:${this.nameOf(to)}`,
          kind: kindOf(one.subject.split(']')[0] ?? ''),
          at: at(one.at),
          text: `${one.subject}\n${one.text}`,
          resent: one.subject.includes('重发'),
        }),
      ),
    )
    const { rows } = await pool().query<{ to: string; kind: MessageKind; at: number; text: string }>(
      `SELECT u.name AS to, i.message ->> 'kind' AS kind, i.at, i.message::text AS text
       FROM inbox_item i JOIN app_user u ON u.id = i.user_id
       UNION ALL SELECT 'wall', d.kind, d.sent_at, d.message::text FROM delivery d
       JOIN notify_target n ON n.id = d.target_id WHERE n.kind = 'wall' AND d.state = 'sent'`,
    )
    const inside = rows.map((row): Seen => ({ ...row, at: at(row.at), resent: false }))
    return [...robots, ...mails, ...inside].sort((a, b) => a.at - b.at)
  }

  /** A person's name where the address is theirs. */
  private nameOf(address: string): string {
    for (const [name, who] of this.people) if (who.kind === 'user' && who.email === address) return name
    return address
  }
}

/** What is wrong with what was seen, line by line; empty = exactly what was expected. */
export function differences(expected: readonly Expected[], seen: readonly Seen[]): string[] {
  const left = [...seen]
  const missing = expected.flatMap((want) => {
    const says = want.says === undefined ? [] : [want.says].flat()
    const found = left.findIndex(
      (one) =>
        one.to === want.to &&
        one.kind === want.kind &&
        one.at >= want.from &&
        one.at <= want.till &&
        one.resent === (want.resent ?? false) &&
        says.every((words) => one.text.includes(words)),
    )
    if (found >= 0) {
      left.splice(found, 1)
      return []
    }
    return [`missing: ${JSON.stringify(want)}`]
  })
  const more = left.map(
    (one) =>
      `unexpected: ${one.kind}${one.resent ? ' (重发)' : ''} to ${one.to} at ${one.at}: ${one.text.slice(0, 160)}`,
  )
  return [...missing, ...more]
}
