import { evaluateRule, failedRule, isPlanned, ruleQueries } from '@/lib/alerts/evaluate'
import { groupOf } from '@/lib/alerts/keys'
import { step } from '@/lib/alerts/step'
import type { AlarmScope, Evaluation, Rule } from '@/lib/alerts/types'
import { log } from '@/lib/core/log'
import {
  claimSlots,
  finishSlots,
  lockRules,
  readActiveRules,
  type Slot,
  takeOverSlots,
} from '@/lib/db/alert-evaluations'
import { dropStates, lockStates, type StoredState, writeStates } from '@/lib/db/alert-states'
import { groupId, lockGroups, lockStanding, readFiring } from '@/lib/db/incidents-engine'
import { readSourceReadings } from '@/lib/db/live'
import { type Connection, transaction } from '@/lib/db/pool'
import { queryMetrics } from '@/lib/db/query'
import { readAutomation } from '@/lib/db/settings'
import type { SourceReading } from '@/lib/facts/source-reading'
import type { MetricQuery, QueryResult } from '@/lib/metrics/types'
import { AlarmRound, type Opening } from './alarm-round'
import { metricTitle } from './alarm-titles'
import { type AlarmWorld, readAlarmWorld, readServing, type Serving } from './alarm-world'
import { type Context, requireRole } from './context'
import { readTenant } from './read-tenant'

/** Rules taken at once, and those that are stepped in one transaction. */
const RULES_AT_ONCE = 1_000
const RULES_A_ROUND = 200
/** Questions asked side by side. */
const SIDE_BY_SIDE = 2
const TREND_POINTS = 30
/** A key that has no data and no incident for this long is forgotten. */
const FORGOTTEN_MS = 3 * 86_400_000
/** What was passed over for longer than this is told in a summary. */
const LATE_MS = 60_000

interface Evaluated {
  /** slots that were ended */
  readonly done: number
  /** of them those that failed */
  readonly failed: number
  /** questions asked for them */
  readonly questions: number
  /** more are due: call again */
  readonly more: boolean
}

/** Where a worker stands in its round, for drills that kill it there. */
export type Failpoint = (name: string) => void | Promise<void>

export interface EvaluateOptions {
  /** names the worker; its slots are taken over when it is dead */
  readonly owner: string
  readonly failpoint?: Failpoint
}

/**
 * Evaluates every rule whose slot has come at `ctx.now` (the database's clock): takes the slots, asks each different
 * question once, and steps each rule's keys in the transaction that ends its slot, with the incidents and messages that
 * follow. Two workers never do the same slot; a dead one's are taken over. While automation is off slots pass `paused`.
 * Needs role admin.
 */
export async function evaluateRules(ctx: Context, { owner, failpoint }: EvaluateOptions): Promise<Evaluated> {
  requireRole(ctx, 'admin')
  const { now } = ctx
  const taken = await transaction(async (client) => {
    const { off } = await readAutomation(client)
    const slots = await claimSlots(client, { owner, now, limit: RULES_AT_ONCE, paused: off })
    const left = off ? [] : await takeOverSlots(client, { owner, now, limit: RULES_AT_ONCE })
    const rules = await readActiveRules(client)
    return { slots: [...slots, ...left], rules, off }
  })
  const { slots, off } = taken
  if (off) return { done: slots.length, failed: 0, questions: 0, more: slots.length === RULES_AT_ONCE }
  if (slots.length === 0) return { done: 0, failed: 0, questions: 0, more: false }
  await failpoint?.('claimed')

  const { zone } = await readTenant(now)
  const byId = new Map(taken.rules.map((rule) => [rule.id, rule]))
  const work = new SlotWork(now, zone, owner, byId, failpoint)
  const outcome = await work.run(slots)
  return { ...outcome, more: slots.length >= RULES_AT_ONCE }
}

interface Asked {
  readonly slot: Slot
  readonly rule: Rule | null
  readonly questions: readonly MetricQuery[]
  readonly ids: readonly string[]
}

interface Answered extends Asked {
  readonly results: readonly QueryResult[] | null
  readonly error: string | null
}

/** Questions that differ only in their metrics are one. */
const questionId = ({ metrics: _, ...rest }: MetricQuery): string => JSON.stringify(rest)

/** How long questions took the last time, ms: quick ones go first, so that a slow one holds up its own rules only. */
const took = new Map<string, number>()
const shapeOf = ({ period: { preset, from, to }, ...rest }: MetricQuery): string =>
  JSON.stringify([rest.metrics, rest.dimensions, rest.filters, rest.compare, preset ?? to - from])

/** Rung as often as it may be, it wakes the one who waits once; rung before, there is nothing to wait for. */
class Bell {
  private isRung = false
  private wake: () => void = () => undefined

  ring(): void {
    this.isRung = true
    this.wake()
  }

  async rung(): Promise<void> {
    if (!this.isRung) await new Promise<void>((resolve) => (this.wake = resolve))
    this.isRung = false
  }
}

class SlotWork {
  private done = 0
  private failed = 0
  private readonly began = performance.now()
  private readonly answers = new Map<string, QueryResult | Error>()
  private sources: readonly SourceReading[] = []
  private serving: Serving = new Map()

  constructor(
    private readonly now: number,
    private readonly zone: string,
    private readonly owner: string,
    private readonly rules: ReadonlyMap<string, Rule>,
    private readonly failpoint: Failpoint | undefined,
  ) {}

  async run(slots: readonly Slot[]): Promise<{ done: number; failed: number; questions: number }> {
    const asked = slots.map((slot): Asked => {
      const rule = this.rules.get(slot.ruleId) ?? null
      const questions = rule === null ? [] : ruleQueries(rule, this.now, this.zone)
      return { slot, rule, questions, ids: questions.map(questionId) }
    })
    const merged = mergeQuestions(asked.flatMap(({ questions }) => questions))
    ;({ sources: this.sources } = await readSourceReadings(this.now))
    this.serving = await readServing(this.now, this.zone).catch(() => new Map())
    let waiting: readonly Asked[] = asked
    const finishReady = async () => {
      const ready = this.readyOf(waiting)
      const taken = new Set(ready)
      waiting = waiting.filter((one) => !taken.has(one))
      for (let from = 0; from < ready.length; from += RULES_A_ROUND) {
        await this.finish(ready.slice(from, from + RULES_A_ROUND))
      }
    }
    const queue = [...merged.values()].sort(
      (a, b) => (took.get(shapeOf(a)) ?? 0) - (took.get(shapeOf(b)) ?? 0),
    )
    const bell = new Bell()
    const ask = async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        await this.ask(next)
        bell.ring()
      }
    }
    let over = false
    const end = () => {
      over = true
      bell.ring()
    }
    const asking = Promise.all(Array.from({ length: SIDE_BY_SIDE }, ask))
    asking.then(end, end)
    // What is answered while some rules are being written is written next, all of it at once.
    while (!over) {
      await bell.rung()
      await finishReady()
    }
    await asking
    await finishReady()
    return { done: this.done, failed: this.failed, questions: merged.size }
  }

  /**
   * Those whose answers are all there, causes first. One that another rule explains is judged after it or along with
   * it, for else it would open the incident it is not to open.
   */
  private readyOf(waiting: readonly Asked[]): readonly Asked[] {
    const open = new Set<string>()
    const answered = waiting.filter(({ slot, ids }) => {
      const has = ids.every((id) => this.answers.has(id))
      if (!has) open.add(slot.ruleId)
      return has
    })
    const ready = answered.filter(({ rule }) => rule?.inhibitedBy.some((id) => open.has(id)) !== true)
    const causes = new Set(ready.flatMap(({ rule }) => rule?.inhibitedBy ?? []))
    return [...ready].sort((a, b) => Number(causes.has(b.slot.ruleId)) - Number(causes.has(a.slot.ruleId)))
  }

  private async ask(query: MetricQuery): Promise<void> {
    const started = performance.now()
    const options = { now: this.now, zone: this.zone, locale: 'zh' } as const
    try {
      this.answers.set(questionId(query), await queryMetrics(query, options))
    } catch (error) {
      if (isAway(error)) throw error
      log('alarms').warn({ err: error, metrics: query.metrics }, 'a question of rules has no answer')
      this.answers.set(questionId(query), error instanceof Error ? error : new Error(String(error)))
    }
    if (took.size > 5_000) took.clear()
    took.set(shapeOf(query), performance.now() - started)
  }

  private async finish(asked: readonly Asked[]): Promise<void> {
    const answered = asked.map((one): Answered => {
      const found = one.ids.map((id) => this.answers.get(id))
      const failure = found.find((answer): answer is Error => answer instanceof Error)
      if (failure !== undefined) return { ...one, results: null, error: failure.message.slice(0, 500) }
      return { ...one, results: found as readonly QueryResult[], error: null }
    })
    await this.failpoint?.('answered')
    await transaction((client) => this.finishRound(client, answered))
    await this.failpoint?.('finished')
  }

  private async finishRound(client: Connection, answered: readonly Answered[]): Promise<void> {
    const ids = [...new Set(answered.map(({ slot }) => slot.ruleId))].sort()
    const versions = await lockRules(client, ids)
    const states = new Map<string, StoredState[]>()
    for (const state of await lockStates(client, ids)) {
      states.set(state.ruleId, [...(states.get(state.ruleId) ?? []), state])
    }
    // Of several slots of one rule, those of dead workers among them, the newest sees the same numbers.
    const newest = new Map<string, number>()
    for (const { slot } of answered)
      newest.set(slot.ruleId, Math.max(slot.slot, newest.get(slot.ruleId) ?? 0))
    const stepped = answered.map((one) =>
      newest.get(one.slot.ruleId) === one.slot.slot
        ? this.stepRule(one, versions, states.get(one.slot.ruleId) ?? [])
        : passedOver(one),
    )
    const ours = await finishSlots(
      client,
      this.owner,
      stepped.map(({ one, keys, firing }) => ({
        ruleId: one.slot.ruleId,
        slot: one.slot.slot,
        keys,
        firing,
        error: one.error,
      })),
      // Slots end later than the instant they are judged at: what is between is the lag that is shown.
      Math.round(this.now + performance.now() - this.began),
    )
    const live = stepped.filter(({ one }) => ours.has(`${one.slot.ruleId} ${one.slot.slot}`))
    this.done += live.length
    this.failed += live.filter(({ one }) => one.error !== null).length
    await this.carryIncidents(client, live)
    await this.failpoint?.('written')
  }

  /** The next state of every key of a rule; nothing where the rule has changed or a newer slot has been at it. */
  private stepRule(
    one: Answered,
    versions: ReadonlyMap<string, number>,
    known: readonly StoredState[],
  ): Stepped {
    const { rule, slot } = one
    const none = passedOver(one)
    if (rule === null || versions.get(rule.id) !== rule.version || !isPlanned(rule.kind)) return none
    if (known.some(({ state }) => state.evaluatedAt > this.now)) return none
    const standing = new Map(known.map((state) => [state.key, state]))
    const current = known.filter(({ version }) => version === rule.version)
    const evaluations =
      one.results === null
        ? failedRule(current, one.error ?? '')
        : evaluateRule(rule, one.results, current, { now: this.now, zone: this.zone, sources: this.sources })
    const moves: Move[] = []
    const gone: string[] = []
    for (const evaluation of evaluations) {
      const before = standing.get(evaluation.key)
      standing.delete(evaluation.key)
      const { next, transition } = step(before?.state ?? null, evaluation, rule, this.now)
      if (!next.open && evaluation.verdict === 'no_data' && this.now - next.since > FORGOTTEN_MS) {
        gone.push(evaluation.key)
        continue
      }
      moves.push({
        evaluation,
        transition,
        late: slot.behind * rule.everySeconds * 1000 >= LATE_MS,
        state: {
          ruleId: rule.id,
          version: rule.version,
          key: evaluation.key,
          scope: evaluation.scope,
          state: next,
          trend: [...(before?.trend ?? []), evaluation.value].slice(-TREND_POINTS),
          incidentId: before?.incidentId ?? null,
        },
      })
    }
    // What is left was watched by an older version of the rule.
    gone.push(...standing.keys())
    const firing = moves.filter(({ state }) => state.state.open).length
    return { one, rule, keys: moves.length, firing, moves, gone }
  }

  private async carryIncidents(client: Connection, stepped: readonly Stepped[]): Promise<void> {
    const groups = stepped.flatMap(({ rule, moves }) => (rule === null ? [] : groupsOf(rule, moves)))
    const rules = stepped.flatMap(({ rule }) => (rule === null ? [] : [rule]))
    const open = groups.filter((group) => group.open.length > 0)
    const standing = await lockStanding(
      client,
      rules.map(({ id }) => id),
    )
    const fresh = open.filter(({ rule, key }) => !standing.has(groupId({ ruleId: rule.id, key })))
    const relapsed = await lockGroups(
      client,
      fresh.map(({ rule, key }) => ({ ruleId: rule.id, key })),
      this.now,
    )
    const incidents = new Map([...standing, ...relapsed])
    if (open.length > 0 || incidents.size > 0) {
      const world = await readAlarmWorld(client, this.now, this.serving)
      const firing = await readFiring(client, [...new Set(rules.flatMap(({ inhibitedBy }) => inhibitedBy))])
      const round = new AlarmRound(client, world, this.now, incidents.values(), firing)
      // Rules that explain others first, so that both at once open one incident.
      const causes = new Set(rules.flatMap(({ inhibitedBy }) => inhibitedBy))
      const ordered = [...open].sort((a, b) => Number(causes.has(b.rule.id)) - Number(causes.has(a.rule.id)))
      for (const group of ordered) this.carryOpen(round, group, world)
      const openIds = new Set(open.map(({ rule, key }) => groupId({ ruleId: rule.id, key })))
      for (const incident of standing.values()) {
        if (!openIds.has(groupId(incident)) && incident.state === 'open') {
          const back = groups.find(({ rule, key }) => rule.id === incident.ruleId && key === incident.key)
          const worst = back?.all[0]?.evaluation
          if (worst !== undefined) round.setValue(incident, worst)
          round.recover(incident)
        }
      }
      await round.flush()
      for (const group of groups) {
        const incident = round.incidentOf(group.rule.id, group.key)
        const id = incident === undefined || incident.state === 'resolved' ? null : incident.id
        for (const move of group.all) move.state = { ...move.state, incidentId: id }
      }
    }
    await writeStates(
      client,
      stepped.flatMap(({ moves }) => moves.map(({ state }) => state)),
    )
    await dropStates(
      client,
      stepped.flatMap(({ rule, gone }) =>
        rule === null ? [] : gone.map((key) => ({ ruleId: rule.id, key })),
      ),
    )
  }

  private carryOpen(round: AlarmRound, group: Group, { zone }: AlarmWorld): void {
    const { rule, key, scope, open } = group
    const [worst] = open
    if (worst === undefined) return
    const known = round.incidentOf(rule.id, key)
    const { evaluation, state } = worst
    const began = open.some(({ transition }) => BEGINS.has(transition))
    if (known?.state === 'open' || (known !== undefined && !began && known.state === 'resolved')) {
      // A person has resolved it while the number is still out: it stays theirs until the number comes back and leaves again.
      if (known.state === 'resolved') return
      round.setValue(known, evaluation)
      if (open.some(({ transition }) => transition === 'worse')) round.worse(known, rule)
      if (open.some(({ transition }) => transition === 'flap')) round.flap(known, rule)
      return
    }
    const opening: Opening = {
      rule,
      group: { key, scope },
      about: evaluation.scope,
      title: metricTitle(rule, scope, titleEvaluation(open), zone),
      severity: rule.severity,
      metric: evaluation.metric,
      unit: evaluation.unit,
      value: evaluation.value,
      limit: evaluation.limit,
      breachedAt: Math.min(...open.map(({ state: { state: its } }) => its.breachedAt ?? its.since)),
      vip: evaluation.scope.customerTier === 'vip',
      late: open.every(({ late }) => late),
      members: [],
      trend: state.trend,
    }
    round.open(opening)
  }
}

const BEGINS: ReadonlySet<string> = new Set(['fire', 'no_data', 'error'])

interface Move {
  readonly evaluation: Evaluation
  readonly transition: ReturnType<typeof step>['transition']
  readonly late: boolean
  state: StoredState
}

interface Stepped {
  readonly one: Answered
  /** null = nothing is stepped */
  readonly rule: Rule | null
  readonly keys: number
  readonly firing: number
  readonly moves: readonly Move[]
  readonly gone: readonly string[]
}

const passedOver = (one: Answered): Stepped => ({
  one,
  rule: null,
  keys: 0,
  firing: 0,
  moves: [],
  gone: [],
})

interface Group {
  readonly rule: Rule
  readonly key: string
  readonly scope: AlarmScope
  /** all its keys, and those that are out, the worst first */
  readonly all: readonly Move[]
  readonly open: readonly Move[]
}

/** How far out: what is told of a group is its worst key. */
function distance({ evaluation: { value, limit } }: Move): number {
  if (value === null || limit === null) return -1
  return Math.abs(value - limit) / Math.max(Math.abs(limit), 1e-9)
}

function groupsOf(rule: Rule, moves: readonly Move[]): Group[] {
  const groups = new Map<string, { scope: AlarmScope; all: Move[] }>()
  for (const move of moves) {
    const { key, scope } = groupOf(rule.groupBy, move.evaluation.scope)
    const known = groups.get(key) ?? { scope, all: [] }
    known.all.push(move)
    groups.set(key, known)
  }
  return [...groups].map(([key, { scope, all }]) => {
    const sorted = [...all].sort((a, b) => distance(b) - distance(a))
    return { rule, key, scope, all: sorted, open: sorted.filter(({ state }) => state.state.open) }
  })
}

/** The evaluation a title is made from: one that is out, where the worst is without data. */
function titleEvaluation(open: readonly Move[]): Evaluation {
  const out = open.find(({ evaluation }) => evaluation.verdict === 'breach') ?? open[0]
  if (out === undefined) throw new Error('A group without keys has no title.')
  return out.evaluation
}

/** One question for each period, dimensions and filters, with the metrics of all that ask it. */
function mergeQuestions(queries: readonly MetricQuery[]): ReadonlyMap<string, MetricQuery> {
  const merged = new Map<string, MetricQuery>()
  for (const query of queries) {
    const id = questionId(query)
    const known = merged.get(id)
    if (known === undefined) merged.set(id, query)
    else if (query.metrics.some((metric) => !known.metrics.includes(metric))) {
      merged.set(id, { ...known, metrics: [...new Set([...known.metrics, ...query.metrics])] })
    }
  }
  return merged
}

function isAway(error: unknown): boolean {
  return (
    error instanceof Error &&
    'status' in error &&
    error.status === 503 &&
    'code' in error &&
    error.code === 'unavailable'
  )
}
