/**
 * One round of the alarm engine within one transaction: incidents are opened, carried on and closed, and what is to be
 * told goes into the outbox with them. Incidents are locked before they are handed in; everything is written by `flush`,
 * many rows a statement.
 */
import { randomUUID } from 'node:crypto'
import { peopleOf } from '@/lib/alerts/in-charge'
import type { AlarmGroup } from '@/lib/alerts/keys'
import { type Firing, quietReasons } from '@/lib/alerts/quiet'
import type { AlarmScope, Ladder, LadderStep, Rule, Severity } from '@/lib/alerts/types'
import { INBOX_TARGET, WALL_TARGET } from '@/lib/db/deliveries'
import { type PlannedDelivery, planDeliveries } from '@/lib/db/deliveries-plan'
import {
  ENGINE,
  type EngineIncident,
  groupId,
  insertEvents,
  insertIncidents,
  insertMembers,
  lockGroups,
  type NewMember,
  type Quiet,
  readTold,
  readTrends,
  type Told,
  updateIncidents,
} from '@/lib/db/incidents-engine'
import type { Connection } from '@/lib/db/pool'
import type { Unit } from '@/lib/metrics/types'
import { agentNames } from '@/lib/notify/outside'
import type { AlarmMessage, MessageKind } from '@/lib/notify/types'
import { inBoth, scopeParts, type Title } from './alarm-titles'
import { type AlarmWorld, inChargeScope, teamsOf } from './alarm-world'

/** Who is told where a rule has no ladder, or its ladder no step: in the app only. */
const WITHOUT_LADDER: LadderStep = {
  afterMinutes: 0,
  audiences: ['agent', 'on_duty', 'lead'],
  users: [],
  targets: [],
}
/** Hushed without a known end: looked at again after this long. */
const LOOK_AGAIN = 300_000
const TREND_POINTS = 30
/** Single messages after an outage; beyond, there is one summary. */
const HANDFUL = 5

type Open = { -readonly [K in keyof EngineIncident]: EngineIncident[K] }

/** A group that is out of its limit. */
export interface Opening {
  readonly rule: Rule
  readonly group: AlarmGroup
  /** what is known most exactly, for who is in charge and who may see it */
  readonly about: AlarmScope
  readonly title: Title
  readonly severity: Severity
  readonly metric: string | null
  readonly unit: Unit
  readonly value: number | null
  readonly limit: number | null
  readonly breachedAt: number
  readonly vip: boolean
  /** it happened while nobody was at work: told in the summary */
  readonly late: boolean
  readonly members: readonly Omit<NewMember, 'incidentId'>[]
  readonly trend: readonly (number | null)[]
}

interface Tell {
  readonly incidentId: string
  readonly step: string
  readonly kind: MessageKind
  /** a step of the ladder, or whoever was told before */
  readonly to: LadderStep | 'told'
}

export class AlarmRound {
  private readonly fresh = new Map<string, Opening & { readonly incident: Open }>()
  private readonly changed = new Map<string, Open>()
  private readonly byGroup = new Map<string, Open>()
  private events: { incidentId: string; kind: string; body: unknown }[] = []
  private members: NewMember[] = []
  private tells: Tell[] = []
  private readonly trends = new Map<string, readonly (number | null)[]>()
  private readonly about = new Map<string, AlarmScope>()
  /** what fires at this moment, this round's own included */
  private readonly firing: Firing[]

  constructor(
    private readonly client: Connection,
    private readonly world: AlarmWorld,
    private readonly now: number,
    incidents: Iterable<EngineIncident>,
    firing: readonly Firing[] = [],
  ) {
    for (const incident of incidents) this.byGroup.set(groupId(incident), { ...incident })
    this.firing = [...firing]
  }

  /** The incident that stands for a group, or has just been resolved. */
  incidentOf(ruleId: string, key: string): EngineIncident | undefined {
    return this.byGroup.get(groupId({ ruleId, key }))
  }

  standing(): readonly EngineIncident[] {
    return [...this.byGroup.values()]
  }

  /** A group is out of its limit: its incident is opened, opened again, or carried on. False where another alarm explains it. */
  open(opening: Opening): boolean {
    const { rule, group } = opening
    const known = this.byGroup.get(groupId({ ruleId: rule.id, key: group.key }))
    if (known === undefined) return this.begin(opening)
    const incident = this.touch(known)
    this.note(incident, opening)
    if (incident.state !== 'open') this.relapse(incident, opening)
    else this.carryOn(incident, opening)
    return true
  }

  private begin(opening: Opening): boolean {
    const { rule, group, about, now } = { ...opening, now: this.now }
    const reasons = this.reasons(rule, group.scope)
    if (reasons.some(({ kind }) => kind === 'inhibited')) return false
    const incident: Open = {
      id: randomUUID(),
      number: 0,
      ruleId: rule.id,
      ruleVersion: rule.version,
      key: group.key,
      kind: rule.kind,
      title: opening.title,
      severity: opening.severity,
      state: 'open',
      scope: group.scope,
      teams: [...new Set([...teamsOf(this.world, group.scope), ...teamsOf(this.world, about)])],
      vip: opening.vip,
      metric: opening.metric,
      unit: opening.unit,
      value: opening.value,
      limit: opening.limit,
      worst: opening.value,
      openedAt: now,
      breachedAt: opening.breachedAt,
      updatedAt: now,
      recoveredAt: null,
      resolvedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      assigneeId: null,
      snoozedUntil: null,
      resolution: null,
      relapses: 0,
      flapping: false,
      ladder: rule.ladder === null ? null : (this.world.ladders.get(rule.ladder) ?? null),
      step: 0,
      nextStepAt: null,
      nextRepeatAt: null,
      quiet: null,
    }
    this.byGroup.set(groupId(incident), incident)
    this.fresh.set(incident.id, { ...opening, incident })
    this.firing.push({ ruleId: rule.id, scope: group.scope })
    this.note(incident, opening)
    this.event(incident, 'opened', { value: opening.value, limit: opening.limit, metric: opening.metric })
    this.announce(incident, rule, opening.late, 'fired')
    return true
  }

  /** Its number is out again: the same incident goes on. */
  private relapse(incident: Open, opening: Opening): void {
    incident.state = 'open'
    incident.relapses += 1
    incident.recoveredAt = null
    incident.resolvedAt = null
    incident.resolution = null
    incident.acknowledgedAt = null
    incident.acknowledgedBy = null
    incident.snoozedUntil = null
    incident.breachedAt = opening.breachedAt
    incident.severity = opening.severity
    incident.title = opening.title
    incident.step = 0
    this.setValue(incident, opening)
    this.event(incident, 'relapsed', { value: opening.value, limit: opening.limit })
    this.announce(incident, opening.rule, opening.late, 'reopened')
  }

  private carryOn(incident: Open, opening: Opening): void {
    this.setValue(incident, opening)
    if (incident.severity === 'watch' && opening.severity === 'bad') {
      incident.severity = 'bad'
      incident.title = opening.title
      incident.breachedAt = opening.breachedAt
      this.worse(incident, opening.rule)
    }
  }

  /** Newest numbers of an incident; the worst stays. */
  setValue(
    of: EngineIncident,
    { value, limit }: { readonly value: number | null; readonly limit: number | null },
  ): void {
    const incident = this.touch(of)
    if (value !== null) incident.value = value
    if (limit !== null) incident.limit = limit
    const { worst } = incident
    if (value === null) return
    const lower = limit !== null && value < limit
    if (worst === null || (lower ? value < worst : value > worst)) incident.worst = value
  }

  /** It is much worse than when it was last told. */
  worse(of: EngineIncident, rule: Rule): void {
    const incident = this.touch(of)
    this.event(incident, 'worse', { value: incident.value, limit: incident.limit })
    if (this.isHushed(incident, rule)) return
    this.tells.push({ incidentId: incident.id, step: 'worse', kind: 'worse', to: 'told' })
  }

  /** It comes and goes: said once, and it stays open. */
  flap(of: EngineIncident, rule: Rule): void {
    const incident = this.touch(of)
    if (incident.flapping) return
    incident.flapping = true
    this.event(incident, 'value', { flapping: true })
    if (this.isHushed(incident, rule)) return
    this.tells.push({
      incidentId: incident.id,
      step: `flapping${this.opening(incident)}`,
      kind: 'flapping',
      to: 'told',
    })
  }

  /** The number is back; proof is gathered from here on. `told` false: nobody hears of it. */
  recover(of: EngineIncident, told = true): void {
    const incident = this.touch(of)
    if (incident.state !== 'open') return
    incident.state = 'recovered'
    incident.recoveredAt = this.now
    incident.flapping = false
    incident.nextStepAt = null
    incident.nextRepeatAt = null
    this.event(incident, 'recovered', { value: incident.value })
    if (!told || incident.quiet !== null) return
    this.tells.push({
      incidentId: incident.id,
      step: `recovered:${incident.relapses + 1}`,
      kind: 'recovered',
      to: 'told',
    })
  }

  /** Closed by the number itself, with what proves it. */
  resolve(of: EngineIncident, proof: unknown): void {
    const incident = this.touch(of)
    incident.state = 'resolved'
    incident.resolvedAt = this.now
    incident.nextStepAt = null
    incident.nextRepeatAt = null
    incident.resolution = { by: 'number', proof, cause: null }
    this.event(incident, 'resolved', incident.resolution)
  }

  /** Closed because its rule is off or gone: nothing can bring its number back any more. */
  abandon(of: EngineIncident): void {
    const incident = this.touch(of)
    incident.state = 'resolved'
    incident.resolvedAt = this.now
    incident.nextStepAt = null
    incident.nextRepeatAt = null
    incident.resolution = { by: 'rule', proof: null, cause: null }
    this.event(incident, 'resolved', incident.resolution)
  }

  /** Its ladder, its repeat or its quiet time is due. */
  carryLadder(of: EngineIncident, rule: Rule): void {
    const incident = this.touch(of)
    const reasons = this.reasons(rule, incident.scope)
    if (incident.quiet !== null) {
      const late = incident.quiet.reasons.some(({ kind }) => kind === 'late')
      if (!late && reasons.length > 0) {
        this.hush(incident, { reasons })
        return
      }
      incident.quiet = null
      this.announce(incident, rule, false, incident.relapses > 0 ? 'reopened' : 'fired')
      return
    }
    const hushed = reasons.length > 0
    const { nextStepAt, nextRepeatAt } = incident
    if (nextStepAt !== null && nextStepAt <= this.now) {
      if (incident.acknowledgedAt !== null) incident.nextStepAt = null
      else if (hushed) incident.nextStepAt = endOf({ reasons }, this.now)
      else this.escalate(incident)
    }
    if (nextRepeatAt !== null && nextRepeatAt <= this.now) {
      const every = rule.repeatMinutes === null ? null : rule.repeatMinutes * 60_000
      incident.nextRepeatAt = every === null ? null : this.now + every
      if (every === null || hushed || incident.acknowledgedAt !== null) return
      const times = Math.max(1, Math.round((this.now - incident.openedAt) / every))
      const step = `repeated:${times}${this.opening(incident)}`
      this.event(incident, 'told', { repeated: times, step })
      this.tells.push({
        incidentId: incident.id,
        step,
        kind: 'repeated',
        to: 'told',
      })
    }
  }

  private escalate(incident: Open): void {
    const next = incident.step + 1
    const step = incident.ladder?.steps[next]
    if (step === undefined) {
      incident.nextStepAt = null
      return
    }
    const due = incident.nextStepAt ?? this.now
    incident.step = next
    // Counted from when it was due, so that a late turn does not stretch the ladder; never two steps at once.
    incident.nextStepAt = stepAfter(incident, Math.max(due, this.now - 60_000))
    this.tells.push({
      incidentId: incident.id,
      step: `escalated:${next}${this.opening(incident)}`,
      kind: 'escalated',
      to: step,
    })
  }

  /** Tells the first step of the ladder, unless something hushes it. */
  private announce(incident: Open, rule: Rule, late: boolean, kind: 'fired' | 'reopened'): void {
    const reasons = this.reasons(rule, incident.scope)
    if (reasons.length > 0) {
      this.event(incident, 'quiet', { reasons })
      this.hush(incident, { reasons })
      return
    }
    if (late) {
      incident.quiet = { reasons: [{ kind: 'late', until: this.now }] }
      incident.nextRepeatAt = this.now
      return
    }
    this.startLadder(incident, rule)
    this.tells.push({
      incidentId: incident.id,
      step: `fired:${incident.relapses + 1}`,
      kind,
      to: incident.ladder?.steps[0] ?? WITHOUT_LADDER,
    })
  }

  private startLadder(incident: Open, rule: Rule): void {
    incident.step = 0
    incident.nextStepAt = stepAfter(incident, this.now)
    incident.nextRepeatAt = rule.repeatMinutes === null ? null : this.now + rule.repeatMinutes * 60_000
  }

  /**
   * What was found when the engine came back: a handful is told one by one, more in one message in which every one is
   * listed.
   */
  async tellLate(
    incidents: readonly EngineIncident[],
    ruleOf: (id: string) => Rule | undefined,
  ): Promise<void> {
    if (incidents.length <= HANDFUL) {
      for (const incident of incidents) {
        const rule = ruleOf(incident.ruleId)
        if (rule !== undefined) this.carryLadder(incident, rule)
      }
      return
    }
    const id = randomUUID()
    const items = new Map<string, { targetId: string; recipient: string; of: Open[] }>()
    for (const one of incidents) {
      const incident = this.touch(one)
      const rule = ruleOf(incident.ruleId)
      if (rule === undefined) continue
      incident.quiet = null
      this.startLadder(incident, rule)
      this.event(incident, 'digest', { summary: id })
      const { pairs } = this.receivers(incident, incident.ladder?.steps[0] ?? WITHOUT_LADDER)
      for (const pair of pairs) {
        const key = `${pair.targetId} ${pair.recipient}`
        const known = items.get(key) ?? { ...pair, of: [] }
        known.of.push(incident)
        items.set(key, known)
      }
    }
    const deliveries = [...items.values()].map(({ targetId, recipient, of }): PlannedDelivery => {
      const worst = of.find(({ severity }) => severity === 'bad') ?? of[0]
      return {
        incidentId: null,
        about: `summary:${id}`,
        step: 'summary',
        targetId,
        recipient,
        message: {
          kind: 'summary',
          incident: null,
          title: inBoth(this.world.zone, (t, f) => t('alarmTitle.summary', { count: f.count(of.length) })),
          severity: worst?.severity ?? 'watch',
          metric: null,
          unit: 'count',
          value: of.length,
          limit: null,
          since: Math.min(...of.map(({ breachedAt }) => breachedAt)),
          at: this.now,
          scope: [],
          owner: null,
          trend: [],
          path: '/incidents',
          vip: of.some(({ vip }) => vip),
          note: null,
          items: of.map(({ title, number }) => ({ title, path: `/incidents/${number}` })),
          staff: [
            ...new Set(
              of.flatMap(({ scope }) => (typeof scope.agent === 'string' ? agentNames(scope.agent) : [])),
            ),
          ],
        },
      }
    })
    await planDeliveries(this.client, deliveries, this.now)
  }

  private reasons(rule: Rule, scope: AlarmScope) {
    return quietReasons(rule, scope, this.now, {
      zone: this.world.zone,
      calendars: this.world.calendars,
      silences: this.world.silences,
      firing: this.firing,
    })
  }

  private isHushed(incident: Open, rule: Rule): boolean {
    return incident.quiet !== null || this.reasons(rule, incident.scope).length > 0
  }

  private hush(incident: Open, quiet: Quiet): void {
    incident.quiet = quiet
    incident.nextStepAt = null
    incident.nextRepeatAt = endOf(quiet, this.now)
  }

  private note(incident: Open, opening: Opening): void {
    this.trends.set(incident.id, opening.trend)
    this.about.set(incident.id, opening.about)
    incident.vip ||= opening.vip
    incident.teams = [...new Set([...incident.teams, ...teamsOf(this.world, opening.about)])]
    this.members.push(...opening.members.map((member) => ({ ...member, incidentId: incident.id })))
  }

  private touch(of: EngineIncident): Open {
    const incident = this.byGroup.get(groupId(of)) ?? { ...of }
    this.byGroup.set(groupId(incident), incident)
    incident.updatedAt = this.now
    if (!this.fresh.has(incident.id)) this.changed.set(incident.id, incident)
    return incident
  }

  private event(incident: Open, kind: string, body: unknown): void {
    this.events.push({ incidentId: incident.id, kind, body })
  }

  /** Steps after a relapse are others than those before it. */
  private opening({ relapses }: EngineIncident): string {
    return relapses === 0 ? '' : `@${relapses + 1}`
  }

  /** Writes everything. */
  async flush(): Promise<void> {
    await this.writeFresh()
    await updateIncidents(this.client, [...this.changed.values()])
    await insertMembers(this.client, this.members, this.now)
    const told = await readTold(
      this.client,
      this.tells.filter(({ to }) => to === 'told').map(({ incidentId }) => incidentId),
    )
    const without = this.tells
      .map(({ incidentId }) => incidentId)
      .filter((id) => (this.trends.get(id)?.length ?? 0) === 0 && !this.fresh.has(id))
    for (const [id, trend] of await readTrends(this.client, without)) this.trends.set(id, trend)
    const byId = new Map([...this.byGroup.values()].map((incident) => [incident.id, incident]))
    const deliveries = this.tells.flatMap((tell) => this.deliveriesOf(tell, told.get(tell.incidentId), byId))
    await insertEvents(
      this.client,
      this.events.map((event) => ({ ...event, at: this.now, actor: ENGINE })),
    )
    await planDeliveries(this.client, deliveries, this.now)
  }

  /** New incidents get their numbers; where another worker was first, its incident is carried on instead. */
  private async writeFresh(): Promise<void> {
    const incidents = [...this.fresh.values()].map(({ incident }) => incident)
    const numbers = await insertIncidents(this.client, incidents)
    const beaten: Opening[] = []
    for (const { incident, ...opening } of [...this.fresh.values()]) {
      const number = numbers.get(incident.id)
      if (number !== undefined) {
        incident.number = number
        continue
      }
      beaten.push(opening)
      const { id } = incident
      this.fresh.delete(id)
      this.byGroup.delete(groupId(incident))
      this.events = this.events.filter((event) => event.incidentId !== id)
      this.members = this.members.filter((member) => member.incidentId !== id)
      this.tells = this.tells.filter((tell) => tell.incidentId !== id)
    }
    if (beaten.length === 0) return
    const groups = beaten.map(({ rule, group }) => ({ ruleId: rule.id, key: group.key }))
    for (const [id, incident] of await lockGroups(this.client, groups, this.now)) {
      this.byGroup.set(id, { ...incident })
    }
    for (const opening of beaten) {
      if (this.byGroup.has(groupId({ ruleId: opening.rule.id, key: opening.group.key }))) this.open(opening)
    }
  }

  private deliveriesOf(
    tell: Tell,
    told: Told | undefined,
    byId: ReadonlyMap<string, Open>,
  ): PlannedDelivery[] {
    const incident = byId.get(tell.incidentId)
    if (incident === undefined) return []
    const { pairs, people } =
      tell.to === 'told' ? { pairs: told?.targets ?? [], people: [] } : this.receivers(incident, tell.to)
    const step = tell.step === 'worse' ? `worse:${(told?.worse ?? 0) + 1}` : tell.step
    const message = this.message(incident, tell.kind, people)
    if (tell.to !== 'told') {
      this.event(incident, tell.kind === 'escalated' ? 'escalated' : 'told', {
        step,
        people,
        targets: [...new Set(pairs.map(({ targetId }) => targetId))],
      })
    }
    return pairs.map((pair) => ({ ...pair, incidentId: incident.id, about: incident.id, step, message }))
  }

  /** To which targets a step goes: persons by their inbox and their own addresses, groups, and the wall. */
  private receivers(
    incident: Open,
    step: LadderStep,
  ): { pairs: { targetId: string; recipient: string }[]; people: readonly string[] } {
    const scope = inChargeScope(this.world, { ...(this.about.get(incident.id) ?? {}), ...incident.scope })
    const people = [
      ...new Set([
        ...peopleOf(this.world.organisation, step, scope, this.now),
        ...(incident.assigneeId === null ? [] : [incident.assigneeId]),
      ]),
    ]
    const wanted = new Set([INBOX_TARGET, WALL_TARGET, ...step.targets])
    const pairs = this.world.targets
      .filter(({ id }) => wanted.has(id))
      .flatMap(({ id, personal }) =>
        personal
          ? people.map((recipient) => ({ targetId: id, recipient }))
          : [{ targetId: id, recipient: '' }],
      )
    return { pairs, people }
  }

  private message(incident: Open, kind: MessageKind, people: readonly string[]): AlarmMessage {
    const owner = incident.assigneeId ?? incident.acknowledgedBy ?? people[0] ?? null
    return {
      kind,
      incident: { id: incident.id, number: incident.number },
      title: incident.title,
      severity: incident.severity,
      metric: incident.metric,
      unit: incident.unit,
      value: incident.value,
      limit: incident.limit,
      since: incident.breachedAt,
      at: this.now,
      scope: scopeParts(incident.scope),
      owner: this.world.organisation.users.find(({ id }) => id === owner)?.name ?? null,
      trend: (this.trends.get(incident.id) ?? []).slice(-TREND_POINTS),
      path: `/incidents/${incident.number}`,
      vip: incident.vip,
      note: null,
    }
  }
}

/** When the step after the present one is due, counted from when this one was told. */
function stepAfter(
  { ladder, step, vip }: { readonly ladder: Ladder | null; readonly step: number; readonly vip: boolean },
  from: number,
): number | null {
  const minutes = (of: LadderStep | undefined) =>
    of === undefined ? null : vip ? (of.afterMinutesVip ?? of.afterMinutes) : of.afterMinutes
  const next = minutes(ladder?.steps[step + 1])
  return next === null ? null : from + Math.max(0, next - (minutes(ladder?.steps[step]) ?? 0)) * 60_000
}

/** When what hushes it ends, as far as that is known. */
function endOf({ reasons }: Quiet, now: number): number {
  const ends = reasons.map(({ until }) => until ?? now + LOOK_AGAIN)
  return Math.max(now + 1_000, Math.min(Math.max(...ends), now + 86_400_000))
}
