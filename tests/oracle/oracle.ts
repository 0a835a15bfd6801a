/**
 * A second opinion: every number worked out straight from raw events by a slow, plain reading of the metric
 * definitions. It shares no code with the product on purpose; a difference between the two is a defect in one.
 *
 * `observe` turns events into observations; `measure` adds up those of one period. Times are epoch
 * milliseconds, durations seconds, shares 0–1.
 */

export interface RawEvent {
  id: string
  source: string
  type: string
  /** epoch milliseconds */
  time: number
  subject?: string
  data?: Record<string, unknown>
}

export interface Observation {
  metric: string
  at: number
  /** in the numerator (shares), the value (means), 1 (counts) */
  value: number
  /** false: in the numerator only, true: counts in the denominator or sample */
  counts: boolean
  source: string
  channel: string | null
  team: string | null
  agent: string | null
  subject: string | null
}

const H = 3_600_000
const DAY = 24 * H
const CHAT = ['wechat', 'wecom', 'weibo', 'taobao', 'jd', 'pdd', 'douyin', 'web', 'app']

const kindOf = (channel: string | null) =>
  channel === 'phone' ? 'phone' : channel !== null && CHAT.includes(channel) ? 'chat' : 'ticket'
const TARGETS = {
  phone: { frt: 15_000, y: 20_000, round: null, short: 5_000 },
  chat: { frt: 60_000, y: 60_000, round: 40_000, short: 10_000 },
  ticket: { frt: 300_000, y: 4 * H, round: 4 * H, short: null },
} as const
const RESOLUTION_TARGET = 24 * H

const byTimeThenId = (a: RawEvent, b: RawEvent) => {
  if (a.time !== b.time) return a.time - b.time
  const x = Array.from(a.id, (c) => c.codePointAt(0) as number)
  const y = Array.from(b.id, (c) => c.codePointAt(0) as number)
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    if (x[i] !== y[i]) return (x[i] as number) - (y[i] as number)
  }
  return x.length - y.length
}

const text = (v: unknown): string | null => (typeof v === 'string' && v !== '' ? v : null)

interface Ticket {
  source: string
  subject: string
  events: RawEvent[]
  channel: string | null
  customer: string | null
  issueType: string | null
  openedAt: number | null
  resolvedAt: number | null
  transferredTeam: boolean
  reopened: boolean
}

const TICKET_EVENT = /^(ticket|message|call|survey|complaint|suggestion)\./
const KNOWN = new Set(
  `ticket.opened ticket.updated ticket.queued ticket.assigned ticket.transferred message.sent call.ringing call.answered
   call.held call.resumed call.ended call.wrapup_ended ticket.abandoned ticket.resolved ticket.reopened ticket.closed
   survey.sent survey.answered complaint.filed suggestion.submitted suggestion.decided`.split(/\s+/),
)

/** Last value by event time of a field of ticket.opened and ticket.updated; null clears. */
function latest(events: RawEvent[], field: string): string | null {
  let value: string | null = null
  for (const e of events) {
    if (e.type !== 'ticket.opened' && e.type !== 'ticket.updated') continue
    if (e.data && field in e.data) {
      const v = e.data[field]
      if (v === null) value = e.type === 'ticket.updated' ? null : value
      else value = text(v)
    }
  }
  return value
}

/** The team an event names, if it names one. */
function namedTeam(e: RawEvent): string | null {
  if (e.type === 'ticket.transferred') return text(e.data?.toTeam)
  if (/^ticket\.(opened|updated|queued|assigned)$/.test(e.type)) return text(e.data?.team)
  return null
}

/** Everything the definitions say, for `now`. */
export function observe(raw: RawEvent[], now: number): Observation[] {
  const seen = new Map<string, RawEvent>()
  for (const e of raw) {
    const key = JSON.stringify([e.source, e.id])
    if (!seen.has(key)) seen.set(key, e)
  }
  const events = [...seen.values()].sort(byTimeThenId)

  const out: Observation[] = []
  const groups = new Map<string, RawEvent[]>()
  const loose: RawEvent[] = []
  for (const e of events) {
    if (!KNOWN.has(e.type) || !TICKET_EVENT.test(e.type)) continue
    if (e.subject === undefined) {
      loose.push(e)
      continue
    }
    const key = JSON.stringify([e.source, e.subject])
    const list = groups.get(key)
    if (list) list.push(e)
    else groups.set(key, [e])
  }

  const tickets: Ticket[] = []
  const complaints: {
    at: number
    source: string
    channel: string | null
    team: string | null
    customer: string | null
    issue: string | null
    subject: string | null
  }[] = []

  for (const list of groups.values()) {
    const first = list[0] as RawEvent
    const channel = latest(list, 'channel')
    const t: Ticket = {
      source: first.source,
      subject: first.subject as string,
      events: list,
      channel,
      customer: latest(list, 'customer'),
      issueType: latest(list, 'issueType'),
      openedAt: list.find((e) => e.type === 'ticket.opened')?.time ?? null,
      resolvedAt: null,
      transferredTeam: false,
      reopened: false,
    }
    tickets.push(t)
    walk(t, now, out, complaints)
  }

  // first-contact resolution needs the customer's other tickets
  for (const t of tickets) {
    if (t.resolvedAt === null) continue
    const resolvedAt = t.resolvedAt
    const again =
      t.customer !== null &&
      tickets.some((o) => {
        if (o === t || o.source !== t.source || o.customer !== t.customer || o.openedAt === null) return false
        const after = o.openedAt - resolvedAt
        if (after <= 0) return false
        return t.issueType === null ? after <= DAY : o.issueType === t.issueType && after <= 7 * DAY
      })
    const pending = out.find((o) => o.metric === 'fcr' && o.subject === t.subject && o.source === t.source)
    if (pending) pending.value = !t.reopened && !t.transferredTeam && !again ? 1 : 0
  }

  for (const e of loose) {
    const bare = { source: e.source, channel: null, team: null, agent: null, subject: null }
    if (e.type === 'survey.answered') answer(e, bare, out)
    if (e.type === 'complaint.filed')
      complaints.push({ at: e.time, ...bare, customer: null, issue: text(e.data?.category) })
  }
  const last = new Map<string, number>()
  for (const c of complaints.sort((a, b) => a.at - b.at)) {
    let counted = true
    if (c.customer !== null) {
      const key = JSON.stringify([c.source, c.customer, c.issue])
      const before = last.get(key)
      counted = before === undefined || c.at - before > 7 * DAY
      if (counted) last.set(key, c.at)
    }
    if (counted)
      out.push({
        metric: 'complaints',
        at: c.at,
        value: 1,
        counts: true,
        source: c.source,
        channel: c.channel,
        team: c.team,
        agent: null,
        subject: c.subject,
      })
  }
  return out
}

function answer(
  e: RawEvent,
  who: {
    source: string
    channel: string | null
    team: string | null
    agent: string | null
    subject: string | null
  },
  out: Observation[],
) {
  const kind = String(e.data?.kind)
  const score = Number(e.data?.score)
  const scale =
    text(e.data?.scale) ??
    (kind === 'nps' ? '0-10' : kind === 'ces' ? '1-7' : kind === 'resolved' ? '0-1' : '1-5')
  const add = (metric: string, value: number) => out.push({ metric, at: e.time, value, counts: true, ...who })
  if (kind.startsWith('csat')) {
    const five = scale === '1-2' ? 1 + (score - 1) * 4 : scale === '1-3' ? 1 + (score - 1) * 2 : score
    add(kind, five >= 4 ? 1 : 0)
    if (kind === 'csat') add('csat_avg', five)
  } else if (kind === 'nps') add('nps', score >= 9 ? 100 : score <= 6 ? -100 : 0)
  else if (kind === 'ces' && scale === '1-7-effort') add('ces1', score <= 3 ? 1 : 0)
  else if (kind === 'ces') add('ces', score >= 5 ? 1 : 0)
  else if (kind === 'resolved') add('fcr_said', score > 0.5 ? 1 : 0)
}

interface Episode {
  start: number
  end: number | null
  outcome: 'waiting' | 'answered' | 'abandoned' | 'void'
  team: string | null
  agent: string | null
  later: boolean
}

function walk(
  t: Ticket,
  now: number,
  out: Observation[],
  complaints: {
    at: number
    source: string
    channel: string | null
    team: string | null
    customer: string | null
    issue: string | null
    subject: string | null
  }[],
) {
  const kind = kindOf(t.channel)
  const target = TARGETS[kind]
  const ticketOut = latest(t.events, 'direction') === 'out'
  const explicitEnd = t.events.some((e) => e.type === 'ticket.resolved' || e.type === 'ticket.closed')
  const put = (metric: string, at: number, value: number, team: string | null, agent: string | null) =>
    out.push({
      metric,
      at,
      value,
      counts: true,
      source: t.source,
      channel: t.channel,
      team,
      agent,
      subject: t.subject,
    })

  let team: string | null = null
  let assigned: string | null = null // the assigned agent
  let lastHuman: string | null = null // the last human who wrote publicly or answered a call
  let holder: string | null = null // last assigned or replying agent
  let replied = false
  let transferred = false
  let opened = false

  const episodes: Episode[] = []
  let current = null as Episode | null
  let startKind = null as 'opened' | 'customer' | 'queued' | 'ringing' | null

  type Round = {
    start: number
    end: number | null
    team: string | null
    agent: string | null
    state: 'open' | 'answered' | 'unanswered'
    first: boolean
    assignedAt: number | null
  }
  const rounds: Round[] = []
  let round = null as Round | null
  let lastAssignment: number | null = null

  const pendingAssign = { value: null as null | { agent: string; at: number; team: string | null } }

  /** the ticket is over: resolved, closed or abandoned */
  let over = false
  let abandoned = false
  let resolvedAt: number | null = null
  let resolvedTeam: string | null = null
  let resolvedAgent: string | null = null
  let everResolvedAt: number | null = null
  let closedAt: number | null = null
  let closedTeam: string | null = null
  /** before the reopening that is not answered yet: what stands again if it ends unanswered */
  let before: { resolvedAt: number | null } | null = null
  let resolvedSinceAnsweredReopening = false
  let reopened = false
  let reopened72 = false
  const reopenings: { at: number; sinceResolution: number | null; answered: boolean | null }[] = []

  const calls: { answered: number | null; ended: number | null; wrapup: number | null; rang: boolean }[] = []
  let call = null as (typeof calls)[number] | null

  let sent: { at: number; team: string | null } | null = null
  let surveyAnswered = false
  const decided = new Map<string, { at: number; adopted: boolean; team: string | null }>()

  const begin = (at: number, how: NonNullable<typeof startKind>, later: boolean) => {
    current = { start: at, end: null, outcome: 'waiting', team: null, agent: null, later }
    startKind = how
    episodes.push(current)
    begun = true
  }
  const endRound = (at: number) => {
    if (round) {
      round.end = at
      round.state = 'unanswered'
      round = null
    }
  }
  const endEpisode = (at: number, outcome: 'abandoned' | 'void') => {
    if (!current) return
    current.end = at
    current.outcome = current.later || replied ? 'void' : outcome
    current.team = team
    if (current.later) {
      const r = reopenings.at(-1)
      if (r) r.answered = false
      if (before) {
        resolvedAt = before.resolvedAt
      }
    }
    current = null
    before = null
  }
  let startedByCall = false
  /** an episode has begun in the present open stretch */
  let begun = false
  const reopen = (at: number, how: NonNullable<typeof startKind>) => {
    reopenings.push({
      at,
      sinceResolution: everResolvedAt === null ? null : at - everResolvedAt,
      answered: null,
    })
    before = { resolvedAt }
    startedByCall = false
    resolvedAt = null
    over = false
    abandoned = false
    begin(at, how, true)
  }
  const resolve = (at: number) => {
    endRound(at)
    endEpisode(at, 'void')
    resolvedAt = at
    everResolvedAt = at
    resolvedTeam = team
    resolvedAgent = holder
    resolvedSinceAnsweredReopening = true
    over = true
    abandoned = false
    pendingAssign.value = null
  }
  const abandon = (at: number) => {
    endRound(at)
    endEpisode(at, 'abandoned')
    over = true
    abandoned = resolvedAt === null
  }
  const answerRound = (at: number, agent: string | null) => {
    if (!round) return
    round.end = at
    round.state = 'answered'
    round.agent = agent
    round.assignedAt = lastAssignment
    round = null
  }
  const reply = (at: number, agent: string | null) => {
    replied = true
    lastHuman = agent
    if (abandoned && over) {
      reopenings.push({ at, sinceResolution: null, answered: true })
      over = false
      abandoned = false
      begun = false
    }
    if (over) {
      // after a resolution: nothing changes but rounds, messages and who wrote last
      answerRound(at, agent)
      return
    }
    if (agent !== null) holder = agent
    if (current) {
      current.end = at
      current.outcome = 'answered'
      current.agent = agent
      current.team = team
      if (current.later) {
        const r = reopenings.at(-1)
        if (r) r.answered = true
        resolvedSinceAnsweredReopening = false
      }
      if (round) round.first = true
      current = null
      before = null
    }
    answerRound(at, agent)
    if (pendingAssign.value && agent === pendingAssign.value.agent) {
      put(
        'agent_frt',
        pendingAssign.value.at,
        (at - pendingAssign.value.at) / 1000,
        pendingAssign.value.team,
        agent,
      )
      pendingAssign.value = null
    }
  }
  const assign = (agent: string, at: number) => {
    assigned = agent
    holder = agent
    lastAssignment = at
    if (pendingAssign.value?.agent !== agent) pendingAssign.value = { agent, at, team }
  }

  for (const e of t.events) {
    const d = e.data ?? {}
    if (e.type === 'ticket.transferred') {
      transferred = true
      const to = text(d.toTeam)
      if (to !== null && to !== team) t.transferredTeam = true
    }
    const named = namedTeam(e)
    if (named !== null) team = named

    switch (e.type) {
      case 'ticket.opened': {
        const agent = text(d.agent)
        if (!opened) {
          opened = true
          put('tickets_opened', e.time, 1, team, agent ?? assigned)
          if (!over && !current && !replied && episodes.length === 0 && !ticketOut)
            begin(e.time, 'opened', false)
        }
        if (agent !== null) assign(agent, e.time)
        break
      }
      case 'ticket.updated': {
        const agent = text(d.agent)
        if (agent !== null) assign(agent, e.time)
        break
      }
      case 'ticket.assigned': {
        const agent = text(d.agent)
        if (agent !== null) assign(agent, e.time)
        break
      }
      case 'ticket.transferred': {
        const agent = text(d.toAgent)
        if (agent !== null) assign(agent, e.time)
        break
      }
      case 'ticket.queued':
        if (abandoned && over) reopen(e.time, 'queued')
        else if (!over) {
          if (!current && !begun) begin(e.time, 'queued', false)
          else if (current && !current.later && startKind !== 'queued' && startKind !== 'ringing') {
            current.start = e.time
            startKind = 'queued'
          }
        }
        break
      case 'message.sent': {
        if (d.from === 'customer') {
          put('messages_in', e.time, 1, team, null)
          if (over) reopen(e.time, 'customer')
          else if (!current) {
            if (!begun) begin(e.time, 'customer', false)
          } else if (!current.later && startKind === 'opened') {
            current.start = e.time
            startKind = 'customer'
          }
          if (!round) {
            round = {
              start: e.time,
              end: null,
              team,
              agent: null,
              state: 'open',
              first: current !== null,
              assignedAt: null,
            }
            rounds.push(round)
          }
        } else if (d.from === 'agent' && d.public !== false) {
          const agent = text(d.agent) ?? assigned
          put('messages_out', e.time, 1, team, agent)
          if (d.auto !== true) reply(e.time, agent)
        }
        break
      }
      case 'call.ringing': {
        const outbound = d.direction === 'out' || (d.direction === undefined && ticketOut)
        if (!call || call.ended !== null) {
          call = { answered: null, ended: null, wrapup: null, rang: true }
          calls.push(call)
          if (!outbound) {
            if (over) {
              reopen(e.time, 'ringing')
              startedByCall = true
            } else if (!current && !begun) {
              begin(e.time, 'ringing', false)
              startedByCall = true
            } else if (
              current &&
              !current.later &&
              (startKind === 'opened' || (kind === 'phone' && startKind !== 'ringing'))
            ) {
              current.start = e.time
              startKind = 'ringing'
              startedByCall = true
            }
          }
        }
        break
      }
      case 'call.answered':
        if (!call || call.ended !== null) {
          call = { answered: null, ended: null, wrapup: null, rang: false }
          calls.push(call)
        }
        if (call.answered === null) call.answered = e.time
        reply(e.time, text(d.agent) ?? assigned)
        break
      case 'call.ended':
        if (!call || call.ended === null) {
          if (call) call.ended = e.time
          if (!over && !call?.answered && current && startedByCall && (current.later || replied)) {
            endRound(e.time)
            endEpisode(e.time, 'void')
            over = current === null && (resolvedAt !== null || !replied)
            abandoned = over && resolvedAt === null
            if (!over) begun = false
          } else if (!replied && everResolvedAt === null) {
            if (!over) abandon(e.time)
          } else if (call && call.answered !== null && !explicitEnd && !over) {
            resolve(e.time)
            closedAt = e.time
            closedTeam = team
          }
        }
        break
      case 'call.wrapup_ended':
        {
          const last = calls.filter((c) => c.ended !== null && c.wrapup === null).at(-1)
          if (last) last.wrapup = e.time
        }
        break
      case 'ticket.abandoned':
        if (!replied && !over) abandon(e.time)
        break
      case 'ticket.resolved':
        resolve(e.time)
        break
      case 'ticket.reopened':
        if (over) reopen(e.time, 'opened')
        break
      case 'ticket.closed':
        if (replied && !current?.later && !resolvedSinceAnsweredReopening) resolve(e.time)
        else if (!replied && everResolvedAt === null) {
          if (!over) abandon(e.time)
        } else {
          endRound(e.time)
          endEpisode(e.time, 'abandoned')
        }
        over = true
        closedAt = e.time
        closedTeam = team
        break
      case 'survey.sent':
        sent ??= { at: e.time, team }
        break
      case 'survey.answered': {
        sent ??= { at: e.time, team }
        surveyAnswered = true
        answer(
          e,
          {
            source: t.source,
            channel: t.channel,
            team,
            agent: text(d.agent) ?? lastHuman,
            subject: t.subject,
          },
          out,
        )
        break
      }
      case 'complaint.filed':
        complaints.push({
          at: e.time,
          source: t.source,
          channel: t.channel,
          team,
          customer: t.customer,
          issue: text(d.category) ?? t.issueType,
          subject: t.subject,
        })
        break
      case 'suggestion.decided':
        decided.set(String(d.suggestion), { at: e.time, adopted: d.adopted === true, team })
        break
    }
  }

  // reopenings that were not undone
  for (const r of reopenings) {
    if (r.answered === false) continue
    reopened = true
    if (r.sinceResolution !== null && r.sinceResolution <= 72 * H) reopened72 = true
  }
  t.reopened = reopened
  t.resolvedAt = resolvedAt

  for (const e of episodes) {
    const agent = e.outcome === 'answered' ? e.agent : null
    const where = e.outcome === 'waiting' ? team : e.team
    const wait = e.end === null ? null : e.end - e.start
    if (e.outcome === 'answered' && wait !== null) {
      put('frt', e.start, wait / 1000, where, agent)
      put('frt_within_target', e.start, wait <= target.frt ? 1 : 0, where, agent)
      put('service_level', e.start, wait <= target.y ? 1 : 0, where, agent)
      put('abandon_rate', e.start, 0, where, agent)
      put('wait', e.start, wait / 1000, where, agent)
    } else if (e.outcome === 'abandoned' && wait !== null) {
      if (wait > target.frt) put('frt_within_target', e.start, 0, where, null)
      put('wait', e.start, wait / 1000, where, null)
      if (target.short === null || wait > target.short) {
        put('abandon_rate', e.start, 1, where, null)
        put('service_level', e.start, 0, where, null)
      }
    } else if (e.outcome === 'waiting') {
      if (now > e.start + target.frt) put('frt_within_target', e.start, 0, where, null)
      if (now > e.start + target.y) put('service_level', e.start, 0, where, null)
      put('queue', e.start, 1, where, null)
    }
  }
  for (const r of rounds)
    if (r.state === 'answered' && r.end !== null)
      put('art', r.start, (r.end - r.start) / 1000, r.team, r.agent)

  // effort
  const endAt = resolvedAt
  const endedAt = resolvedAt ?? closedAt
  if (kind === 'phone') {
    const done = calls.filter((c) => c.answered !== null && c.ended !== null)
    if (endAt !== null && done.length > 0 && calls.every((c) => c.answered === null || c.ended !== null)) {
      let ms = 0
      for (const c of done) {
        ms += (c.ended as number) - (c.answered as number)
        if (c.wrapup !== null) ms += c.wrapup - (c.ended as number)
      }
      put('aht', endAt, ms / 1000, resolvedTeam, resolvedAgent)
    }
  } else if (resolvedAt !== null) {
    const answered = rounds.filter((r) => r.state === 'answered')
    if (answered.length > 0) {
      let ms = 0
      for (const r of answered) {
        const from = r.assignedAt !== null && r.assignedAt > r.start ? r.assignedAt : r.start
        ms += Math.min((r.end as number) - from, 300_000)
      }
      put('aht', resolvedAt, ms / 1000, resolvedTeam, resolvedAgent)
    }
  }

  if (t.openedAt !== null) {
    if (resolvedAt !== null)
      put('resolution', t.openedAt, Math.max(0, resolvedAt - t.openedAt) / 1000, resolvedTeam, resolvedAgent)
    put(
      'resolution_rate',
      t.openedAt,
      resolvedAt !== null ? 1 : 0,
      resolvedTeam ?? team,
      resolvedAgent ?? holder,
    )
    if (resolvedAt !== null)
      put(
        'resolved_within_target',
        t.openedAt,
        resolvedAt - t.openedAt <= RESOLUTION_TARGET ? 1 : 0,
        resolvedTeam,
        resolvedAgent,
      )
    else if (!over && now > t.openedAt + RESOLUTION_TARGET)
      put('resolved_within_target', t.openedAt, 0, team, holder)
    if (transferred)
      out.push({
        metric: 'transfer_rate',
        at: t.openedAt,
        value: 1,
        counts: false,
        source: t.source,
        channel: t.channel,
        team: null,
        agent: null,
        subject: t.subject,
      })
    if (replied) put('transfer_rate', t.openedAt, 0, null, null)
  }
  if (resolvedAt !== null) {
    put('tickets_resolved', resolvedAt, 1, resolvedTeam, resolvedAgent)
    put('fcr', resolvedAt, 0, resolvedTeam, resolvedAgent)
  }
  if (everResolvedAt !== null)
    put('reopen_rate', everResolvedAt, reopened72 ? 1 : 0, resolvedTeam, resolvedAgent)
  if (closedAt !== null) put('tickets_closed', closedAt, 1, closedTeam, null)
  if (endedAt !== null) put('ended', endedAt, 1, resolvedTeam ?? team, null)
  if (sent)
    put(
      'survey_response_rate',
      (sent as { at: number }).at,
      surveyAnswered ? 1 : 0,
      (sent as { team: string | null }).team,
      null,
    )
  for (const s of decided.values()) put('suggestion_adoption', s.at, s.adopted ? 1 : 0, s.team, null)
}

const quantile = (sorted: number[], q: number) => {
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const a = sorted[low] as number
  const b = sorted[Math.min(low + 1, sorted.length - 1)] as number
  return a + (b - a) * (at - low)
}

const COUNTS = new Set([
  'tickets_opened',
  'tickets_resolved',
  'tickets_closed',
  'messages_in',
  'messages_out',
])

/** One metric over the observations that `keep` accepts and that lie in [from, to): value (null = no data) and n. */
export function measure(
  metric: string,
  all: Observation[],
  from: number,
  to: number,
  keep: (o: Observation) => boolean = () => true,
): { value: number | null; n: number } {
  const within = (name: string) =>
    all.filter((o) => o.metric === name && o.at >= from && o.at < to && keep(o))
  const shape = /^(frt|agent_frt|art|aht|resolution|wait)_(avg|p50|p90)$/.exec(metric)
  if (shape) {
    const values = within(shape[1] as string)
      .map((o) => o.value)
      .sort((a, b) => a - b)
    if (values.length === 0) return { value: null, n: 0 }
    const value =
      shape[2] === 'avg'
        ? values.reduce((s, v) => s + v, 0) / values.length
        : quantile(values, shape[2] === 'p50' ? 0.5 : 0.9)
    return { value, n: values.length }
  }
  if (metric === 'complaint_rate') {
    const n = within('ended').length
    return { value: n === 0 ? null : within('complaints').length / n, n }
  }
  const rows = within(metric)
  if (COUNTS.has(metric)) return { value: rows.length, n: rows.length }
  const n = rows.filter((o) => o.counts).length
  const total = rows.reduce((s, o) => s + o.value, 0)
  return { value: n === 0 ? null : total / n, n }
}
