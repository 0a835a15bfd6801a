import type { BusinessCalendar } from '@/lib/core/calendar'
import { Assignments, Contacts } from './assignments'
import { type Call, Calls } from './calls'
import { channelKind, type FoldConfig, type Targets } from './config'
import { Credit } from './credit'
import { type Description, describe } from './describe'
import type { Instant, Millis, UnifiedEvent } from './event'
import { textOf } from './fields'
import { type Credited, type Ending, type Episode, Lifecycle } from './lifecycle'
import { bizMs, dueBiz, wallMs } from './measure'
import { inOrder } from './order'
import { ROUND_EFFORT_CAP_MS, type Round, Rounds } from './rounds'
import type {
  AnswerFact,
  ChannelKind,
  ComplaintFact,
  EpisodeFact,
  MessageFact,
  RoundFact,
  SuggestionFact,
  TicketFact,
  TicketFacts,
} from './shapes'
import { answerOf, complaintOf, type SuggestionState, takeSuggestion } from './surveys'
import { eventKey, ticketId, unitOf } from './unit'

/**
 * The fold: events of one ticket → its facts. Pure, and the same for any order and any duplication of the
 * events. The rules are those of the metric centre ("Edges, decided once"); choices where they leave one are
 * written at the code that makes them, in this folder.
 */
export function foldTicket(events: readonly UnifiedEvent[], config: FoldConfig): TicketFacts {
  const ordered = inOrder(events)
  const first = ordered[0]
  if (first === undefined || first.subject === null) return noFacts()
  return new TicketFold(first.source, first.subject, ordered, config).facts()
}

/** How a ticket stands after one of its events. */
export interface Standing {
  readonly life: 'open' | 'resolved' | 'closed' | 'abandoned'
  /** a customer waits for the first human reply of an episode */
  readonly waiting: boolean
  /** a customer message is unanswered */
  readonly roundOpen: boolean
  /** an answered call runs */
  readonly talking: boolean
  /** a human has replied on the ticket */
  readonly replied: boolean
  readonly agent: string | null
  readonly team: string | null
}

/** As `foldTicket`, and tells after each event, in order, how the ticket stands. */
export function followTicket(
  events: readonly UnifiedEvent[],
  config: FoldConfig,
  after: (event: UnifiedEvent, standing: Standing) => void,
): TicketFacts {
  const ordered = inOrder(events)
  const first = ordered[0]
  if (first === undefined || first.subject === null) return noFacts()
  return new TicketFold(first.source, first.subject, ordered, config, after).facts()
}

/** No facts at all, as of a ticket without events. */
export function noFacts(): TicketFacts {
  return {
    ticket: null,
    episode: [],
    round: [],
    assignment: [],
    message: [],
    answer: [],
    complaint: [],
    suggestion: [],
    contact: [],
  }
}

// Facts are written as whole literals: spreading the dimensions into them costs sixty times the time.
class TicketFold {
  private readonly id: string
  private readonly about: Description
  private readonly kind: ChannelKind
  private readonly credit = new Credit()
  private readonly life: Lifecycle
  private readonly rounds = new Rounds()
  private readonly assignments = new Assignments()
  private readonly contacts = new Contacts()
  private readonly calls = new Calls()
  private readonly message: MessageFact[] = []
  private readonly answer: AnswerFact[] = []
  private readonly complaint: ComplaintFact[] = []
  private readonly suggestions = new Map<string, SuggestionState>()
  private readonly endsByEvent: boolean
  private teamOpened: string | null = null
  private agentOpened: string | null = null
  private transferred = false
  private transferredTeam = false
  private surveySentAt: Instant | null = null
  private teamSurvey: string | null = null
  private agentSurvey: string | null = null
  private messagesIn = 0

  constructor(
    source: string,
    private readonly subject: string,
    private readonly events: readonly UnifiedEvent[],
    private readonly config: FoldConfig,
    after?: (event: UnifiedEvent, standing: Standing) => void,
  ) {
    this.id = ticketId(source, subject)
    this.about = describe(source, events)
    this.kind = channelKind(this.about.channel)
    this.life = new Lifecycle(this.kind, this.about.direction === 'out')
    this.endsByEvent = events.some(({ type }) => type === 'ticket.resolved' || type === 'ticket.closed')
    for (const event of events) {
      this.take(event)
      if (after) after(event, this.standing())
    }
  }

  private standing(): Standing {
    const { life, credit } = this
    return {
      life: life.state,
      waiting: life.state === 'open' && life.current?.outcome === 'waiting',
      roundOpen: this.rounds.open !== null,
      talking: this.calls.current?.answeredAt != null,
      replied: life.humanReplied,
      agent: credit.holder,
      team: credit.team,
    }
  }

  private take(event: UnifiedEvent): void {
    const { type, time: at, data } = event
    const { credit, life } = this
    const assigned = credit.take(event)
    if (assigned !== null) this.assigned(at, assigned)
    switch (type) {
      case 'ticket.opened':
        if (life.openedAt === null) {
          this.teamOpened = credit.team
          this.agentOpened = credit.assigned
        }
        life.opened(at)
        return
      case 'ticket.updated':
        if (credit.holder === null) this.contacts.end(at)
        return
      case 'ticket.queued':
        life.queued(at)
        return
      case 'ticket.transferred':
        this.transferred = true
        if (textOf(data, 'toTeam') !== null && credit.team !== credit.teamBefore) this.transferredTeam = true
        if (credit.holder === null) this.contacts.end(at)
        return
      case 'message.sent':
        this.messageSent(event)
        return
      case 'call.ringing': {
        const call = this.calls.ringing(this.directionOf(event))
        if (call.direction === 'in' && call.answeredAt === null) life.ringing(at)
        return
      }
      case 'call.answered':
        this.calls.answered(at, this.directionOf(event))
        this.replied(at, textOf(data, 'agent') ?? credit.assigned)
        return
      case 'call.ended':
        this.callEnded(event)
        return
      case 'call.wrapup_ended':
        this.calls.wrapupEnded(at)
        return
      case 'ticket.abandoned':
        this.ended(at, life.abandoned(at, this.credited()))
        return
      case 'ticket.resolved':
        this.ended(at, life.resolved(at, this.credited()))
        this.assignments.cancel(at)
        return
      case 'ticket.reopened':
        life.reopened(at)
        return
      case 'ticket.closed':
        this.ended(at, life.closed(at, this.credited()))
        return
      case 'survey.sent':
        this.surveyed(at, credit.lastWriter)
        return
      case 'survey.answered':
        this.surveyAnswered(event)
        return
      case 'complaint.filed':
        this.complaint.push({
          ticketId: this.id,
          no: this.complaint.length,
          source: this.about.source,
          channel: this.about.channel,
          product: this.about.product,
          issueType: this.about.issueType,
          region: this.about.region,
          customerTier: this.about.customerTier,
          campaign: this.about.campaign,
          priority: this.about.priority,
          ...complaintOf(event),
          team: credit.team,
          agent: credit.lastWriter,
          filedAt: at,
          customer: this.about.customer,
          counted: true,
          onTicket: true,
        })
        return
      case 'suggestion.submitted':
      case 'suggestion.decided':
        takeSuggestion(this.suggestions, event, credit.team, credit.lastWriter)
        return
    }
  }

  private assigned(at: Instant, agent: string): void {
    this.assignments.assign(at, agent, this.credit.team)
    if (this.life.state === 'open') this.contacts.begin(at, agent, this.credit.team)
  }

  private messageSent(event: UnifiedEvent): void {
    const { time: at, data } = event
    const { credit, life } = this
    if (data.from === 'customer') {
      this.messagesIn++
      this.pushMessage(at, 'in', null)
      life.customerWrote(at)
      this.rounds.customerWrote(at, credit.team, life.current?.outcome === 'waiting')
    } else if (data.from === 'agent' && data.public !== false) {
      const agent = textOf(data, 'agent') ?? credit.assigned
      this.pushMessage(at, 'out', agent)
      if (data.auto !== true) this.replied(at, agent)
    }
  }

  private pushMessage(at: Instant, direction: 'in' | 'out', agent: string | null): void {
    this.message.push({
      ticketId: this.id,
      no: this.message.length,
      source: this.about.source,
      channel: this.about.channel,
      product: this.about.product,
      issueType: this.about.issueType,
      region: this.about.region,
      customerTier: this.about.customerTier,
      campaign: this.about.campaign,
      priority: this.about.priority,
      team: this.credit.team,
      agent,
      at,
      direction,
    })
  }

  /** A public, non-automatic agent message, or an answered call. After a resolution it changes only who wrote last. */
  private replied(at: Instant, agent: string | null): void {
    const { credit, life } = this
    const live = life.state === 'open' || life.state === 'abandoned'
    const first = life.replied(at, agent, credit.team)
    this.rounds.replied(at, agent, first, this.assignments.lastAt)
    if (live) {
      credit.replied(agent)
      this.assignments.replied(at, agent)
      this.contacts.begin(at, agent, credit.team)
    } else credit.lastWriter = agent
  }

  private callEnded(event: UnifiedEvent): void {
    const { time: at } = event
    const call = this.calls.ended(at)
    if (call?.answeredAt != null) {
      if (!this.endsByEvent) this.ended(at, this.life.callCompleted(at, this.credited()))
      return
    }
    const direction = call?.direction ?? this.directionOf(event)
    this.ended(at, this.life.callMissed(at, direction === 'in', this.credited()))
  }

  private ended(at: Instant, ending: Ending): void {
    if (ending === 'none') return
    this.rounds.end(at)
    this.contacts.end(at)
    if (ending === 'resolved') this.assignments.cancel(at)
  }

  private surveyAnswered(event: UnifiedEvent): void {
    const answer = answerOf(event)
    if (answer === null) return
    const agent = textOf(event.data, 'agent') ?? this.credit.lastWriter
    this.answer.push({
      ticketId: this.id,
      no: this.answer.length,
      source: this.about.source,
      channel: this.about.channel,
      product: this.about.product,
      issueType: this.about.issueType,
      region: this.about.region,
      customerTier: this.about.customerTier,
      campaign: this.about.campaign,
      priority: this.about.priority,
      kind: answer.kind,
      scale: answer.scale,
      scoreMilli: answer.scoreMilli,
      normalMilli: answer.normalMilli,
      comment: answer.comment,
      team: this.credit.team,
      agent,
      at: event.time,
      onTicket: true,
    })
    this.surveyed(event.time, agent)
  }

  private surveyed(at: Instant, agent: string | null): void {
    if (this.surveySentAt !== null) return
    this.surveySentAt = at
    this.teamSurvey = this.credit.team
    this.agentSurvey = agent
  }

  private credited(): Credited {
    return { team: this.credit.team, handling: this.credit.handling }
  }

  /** Of the call, where it says so; else as the ticket. */
  private directionOf({ data }: UnifiedEvent): 'in' | 'out' {
    return data.direction === 'in' || data.direction === 'out' ? data.direction : this.about.direction
  }

  private calendar(team: string | null, at: Instant): BusinessCalendar | null {
    return this.config.calendarFor({ channel: this.about.channel, team, at })
  }

  private targets(team: string | null, at: Instant): Targets {
    return this.config.targetsFor({ channel: this.about.channel, channelKind: this.kind, team, at })
  }

  facts(): TicketFacts {
    return {
      ticket: this.ticketFact(),
      episode: this.life.episodes.map((episode, no) => this.episodeFact(episode, no)),
      round: this.rounds.all.map((round, no) => this.roundFact(round, no)),
      assignment: this.assignments.all.map((assignment, no) => {
        const { agent, team, assignedAt, endedAt, outcome } = assignment
        const answered = outcome === 'answered' && endedAt !== null
        return {
          ticketId: this.id,
          no: no,
          source: this.about.source,
          channel: this.about.channel,
          product: this.about.product,
          issueType: this.about.issueType,
          region: this.about.region,
          customerTier: this.about.customerTier,
          campaign: this.about.campaign,
          priority: this.about.priority,
          team,
          agent,
          assignedAt,
          outcome,
          responseMs: answered ? wallMs(assignedAt, endedAt) : null,
          responseBizMs: answered ? bizMs(this.calendar(team, assignedAt), assignedAt, endedAt) : null,
        }
      }),
      message: this.message,
      answer: this.answer,
      complaint: this.complaint,
      suggestion: this.suggestionFacts(),
      contact: this.contacts.all.map(({ agent, team, startedAt, endedAt }, no) => ({
        ticketId: this.id,
        no: no,
        source: this.about.source,
        channel: this.about.channel,
        product: this.about.product,
        issueType: this.about.issueType,
        region: this.about.region,
        customerTier: this.about.customerTier,
        campaign: this.about.campaign,
        priority: this.about.priority,
        team,
        agent,
        startedAt,
        endedAt,
      })),
    }
  }

  private episodeFact(episode: Episode, no: number): EpisodeFact {
    const { startedAt, endedAt, outcome, agent } = episode
    const team = outcome === 'waiting' ? this.credit.team : episode.team
    const calendar = this.calendar(team, startedAt)
    const { frtMs, serviceLevelMs, shortAbandonMs } = this.targets(team, startedAt)
    // A void wait leaves every rate, so it has no length either.
    const counts = endedAt !== null && (outcome === 'answered' || outcome === 'abandoned')
    const waitMs = counts ? wallMs(startedAt, endedAt) : null
    const waitBizMs = counts ? bizMs(calendar, startedAt, endedAt) : null
    return {
      ticketId: this.id,
      no: no,
      source: this.about.source,
      channel: this.about.channel,
      product: this.about.product,
      issueType: this.about.issueType,
      region: this.about.region,
      customerTier: this.about.customerTier,
      campaign: this.about.campaign,
      priority: this.about.priority,
      team,
      agent,
      startedAt,
      endedAt,
      outcome,
      waitMs,
      waitBizMs,
      within: waitMs === null ? null : waitMs <= frtMs,
      withinBiz: waitBizMs === null ? null : waitBizMs <= frtMs,
      dueAt: startedAt + frtMs,
      dueBizAt: dueBiz(calendar, startedAt, frtMs),
      slWithin: waitMs === null ? null : waitMs <= serviceLevelMs,
      slWithinBiz: waitBizMs === null ? null : waitBizMs <= serviceLevelMs,
      slDueAt: startedAt + serviceLevelMs,
      slDueBizAt: dueBiz(calendar, startedAt, serviceLevelMs),
      shortAbandon:
        outcome === 'abandoned' && waitMs !== null && shortAbandonMs !== null && waitMs <= shortAbandonMs,
    }
  }

  private roundFact(round: Round, no: number): RoundFact {
    const { startedAt, endedAt, outcome, team, agent, first } = round
    const calendar = this.calendar(team, startedAt)
    const { roundMs } = this.targets(team, startedAt)
    const lasted = endedAt === null ? null : wallMs(startedAt, endedAt)
    const lastedBiz = endedAt === null ? null : bizMs(calendar, startedAt, endedAt)
    return {
      ticketId: this.id,
      no: no,
      source: this.about.source,
      channel: this.about.channel,
      product: this.about.product,
      issueType: this.about.issueType,
      region: this.about.region,
      customerTier: this.about.customerTier,
      campaign: this.about.campaign,
      priority: this.about.priority,
      team,
      agent,
      startedAt,
      endedAt,
      outcome,
      first,
      responseMs: outcome === 'answered' ? lasted : null,
      responseBizMs: outcome === 'answered' ? lastedBiz : null,
      breached: roundMs === null || lasted === null ? null : lasted > roundMs,
      breachedBiz: roundMs === null || lastedBiz === null ? null : lastedBiz > roundMs,
      dueAt: roundMs === null ? null : startedAt + roundMs,
      dueBizAt: roundMs === null ? null : dueBiz(calendar, startedAt, roundMs),
    }
  }

  private suggestionFacts(): SuggestionFact[] {
    const facts: SuggestionFact[] = []
    for (const state of this.suggestions.values()) {
      const { suggestion, submittedAt, decidedAt, adopted, team, agent } = state
      if (decidedAt === null) continue
      facts.push({
        ticketId: this.id,
        no: facts.length,
        source: this.about.source,
        channel: this.about.channel,
        product: this.about.product,
        issueType: this.about.issueType,
        region: this.about.region,
        customerTier: this.about.customerTier,
        campaign: this.about.campaign,
        priority: this.about.priority,
        team,
        agent,
        suggestion,
        submittedAt,
        decidedAt,
        adopted,
        onTicket: true,
      })
    }
    return facts
  }

  private ticketFact(): TicketFact {
    const { life, credit, events } = this
    const { openedAt, resolvedAt, closedAt } = life
    const teamSettled = life.settled === null ? credit.team : life.settled.team
    const agentSettled = life.settled === null ? credit.handling : life.settled.handling
    const settlesIn = this.calendar(teamSettled, openedAt ?? events[0]?.time ?? 0)
    const { resolutionMs: limit } = this.targets(teamSettled, openedAt ?? events[0]?.time ?? 0)
    const measured = openedAt !== null && resolvedAt !== null
    const resolutionMs = measured ? wallMs(openedAt, resolvedAt) : null
    const resolutionBizMs = measured ? bizMs(settlesIn, openedAt, resolvedAt) : null
    const aht = resolvedAt === null ? null : this.handling(settlesIn)
    const waiting = life.state === 'open' && life.current?.outcome === 'waiting' ? life.current : null
    return {
      ticketId: this.id,
      no: 0,
      source: this.about.source,
      channel: this.about.channel,
      product: this.about.product,
      issueType: this.about.issueType,
      region: this.about.region,
      customerTier: this.about.customerTier,
      campaign: this.about.campaign,
      priority: this.about.priority,
      subject: this.subject,
      channelKind: this.kind,
      customer: this.about.customer,
      direction: this.about.direction,
      title: this.about.title,
      entryPage: this.about.entryPage,
      tags: this.about.tags,
      state: life.state,
      firstAt: events[0]?.time ?? 0,
      lastAt: events[events.length - 1]?.time ?? 0,
      openedAt,
      teamOpened: this.teamOpened,
      agentOpened: this.agentOpened,
      resolvedAt,
      everResolvedAt: life.everResolvedAt,
      endedAt: resolvedAt ?? closedAt,
      closedAt,
      teamSettled,
      agentSettled,
      teamClosed: life.closedBy === null ? credit.team : life.closedBy.team,
      agentClosed: life.closedBy === null ? credit.handling : life.closedBy.handling,
      teamLast: credit.team,
      agentLast: credit.holder,
      teams: credit.teams,
      answered: life.humanReplied,
      transferred: this.transferred,
      transferredTeam: this.transferredTeam,
      reopened: life.reopenings.length > 0,
      reopened72: life.reopenings.some(({ soon }) => soon),
      ahtMs: aht === null ? null : aht.wall,
      ahtBizMs: aht === null ? null : aht.biz,
      resolutionMs,
      resolutionBizMs,
      resolutionDueAt: openedAt === null ? null : openedAt + limit,
      resolutionDueBizAt: openedAt === null ? null : dueBiz(settlesIn, openedAt, limit),
      resolvedWithin: resolutionMs === null ? null : resolutionMs <= limit,
      resolvedWithinBiz: resolutionBizMs === null ? null : resolutionBizMs <= limit,
      fcrRepeat: false,
      surveySentAt: this.surveySentAt,
      surveyAnswered: this.answer.length > 0,
      teamSurvey: this.teamSurvey,
      agentSurvey: this.agentSurvey,
      messagesIn: this.messagesIn,
      messagesOut: this.message.length - this.messagesIn,
      waitingSince: waiting?.startedAt ?? null,
      roundSince: this.rounds.open?.startedAt ?? null,
    }
  }

  /** Handling time: effort, not elapsed time. Null where there was none to measure. */
  private handling(calendar: BusinessCalendar | null): { wall: Millis; biz: Millis } | null {
    return this.kind === 'phone'
      ? callEffort(this.calls.all, calendar)
      : roundEffort(this.rounds.all, calendar)
  }
}

/** Phone: talk, hold and wrap-up of all calls that were answered and ended. */
function callEffort(
  calls: readonly Call[],
  calendar: BusinessCalendar | null,
): { wall: Millis; biz: Millis } | null {
  let effort: { wall: Millis; biz: Millis } | null = null
  for (const { answeredAt, endedAt, wrapupEndedAt } of calls) {
    if (answeredAt === null || endedAt === null) continue
    const until = wrapupEndedAt ?? endedAt
    effort ??= { wall: 0, biz: 0 }
    effort.wall += wallMs(answeredAt, until)
    effort.biz += bizMs(calendar, answeredAt, until)
  }
  return effort
}

/** Text: over answered rounds, customer message (or the last assignment, if later) → reply, each capped. */
function roundEffort(
  rounds: readonly Round[],
  calendar: BusinessCalendar | null,
): { wall: Millis; biz: Millis } | null {
  let effort: { wall: Millis; biz: Millis } | null = null
  for (const { startedAt, endedAt, outcome, assignedAt } of rounds) {
    if (outcome !== 'answered' || endedAt === null) continue
    const from = assignedAt !== null && assignedAt > startedAt ? assignedAt : startedAt
    effort ??= { wall: 0, biz: 0 }
    effort.wall += Math.min(ROUND_EFFORT_CAP_MS, wallMs(from, endedAt))
    effort.biz += Math.min(ROUND_EFFORT_CAP_MS, bizMs(calendar, from, endedAt))
  }
  return effort
}

/**
 * Facts of a unit without a ticket: one survey answer or complaint, or one suggestion with its submission and
 * decision. Its source is its only dimension. `events` are those of the unit, in any order.
 */
export function foldLoose(events: readonly UnifiedEvent[]): TicketFacts {
  const facts = noFacts()
  const ordered = inOrder(events)
  const first = ordered[0]
  if (first === undefined) return facts
  const row = {
    ticketId: unitOf(first).id ?? eventKey(first),
    source: first.source,
    channel: null,
    product: null,
    issueType: null,
    region: null,
    customerTier: null,
    campaign: null,
    priority: null,
    team: null,
    agent: null,
    onTicket: false,
  }
  const suggestions = new Map<string, SuggestionState>()
  for (const event of ordered) {
    if (event.type === 'survey.answered') {
      const answer = answerOf(event)
      if (answer) facts.answer.push({ ...row, no: facts.answer.length, ...answer, at: event.time })
    } else if (event.type === 'complaint.filed') {
      facts.complaint.push({
        ...row,
        no: facts.complaint.length,
        ...complaintOf(event),
        filedAt: event.time,
        customer: null,
        counted: true,
      })
    } else if (event.type === 'suggestion.submitted' || event.type === 'suggestion.decided') {
      takeSuggestion(suggestions, event, null, null)
    }
  }
  for (const { suggestion, submittedAt, decidedAt, adopted } of suggestions.values()) {
    if (decidedAt === null) continue
    facts.suggestion.push({
      ...row,
      no: facts.suggestion.length,
      suggestion,
      submittedAt,
      decidedAt,
      adopted,
    })
  }
  return facts
}
