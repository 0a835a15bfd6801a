/**
 * Rule tests as data: a rule, what happened, and what must be told when. Runs the same kinds, states and timers as the
 * product, over a plain list of numbers or conversations. Pure.
 *
 * A file is one JSON object or a list of them:
 *
 * ```json
 * {
 *   "name": "A slow channel is told after two minutes",
 *   "rule": {"name": "…", "kind": "threshold", "params": {…}, "forSeconds": 120, "everySeconds": 60},
 *   "start": "2026-11-20T10:00:00+08:00",
 *   "series": [{"scope": {"channel": "douyin"}, "values": [40, 75, 80, 85, 50, 50], "n": 20}],
 *   "expect": [{"at": "0:03:00", "tell": "fire", "scope": {"channel": "douyin"}, "value": 85},
 *              {"at": "0:05:00", "tell": "recover"}]
 * }
 * ```
 *
 * - A rule may also be `{"preset": "channel_frt_60"}`, and be changed by `"with": {…}` (params are merged).
 * - `series`: one value an evaluation; `null` = no data, `"error"` = the question failed. `every` seconds beside it, else
 *   the rule's. For several conditions (`compound`) the series names its `metric`. For changes and bands `before` is the
 *   usual value (all weeks the same).
 * - `sources`: `[{"source": "shop", "heard": ["0:00:00", …], "usualGap": 60}]` for rules on sources.
 * - `conversations`: `[{"scope": {…}, "entryPage": "/vip", "complaint": "…", "events": [{"at": "0:00:00", "is":
 *   "opened" | "customer" | "agent" | "complaint" | "resolved"}]}]` for timers.
 * - `silences`: `[{"from": "0:00:00", "until": "1:00:00", "matcher": {…}}]`; a muted message is told as `quiet`.
 * - `expect` lists everything that is told, in order: nothing more, nothing less, each `within` seconds (default 0) of
 *   its time. `tell`: fire, worse, recover, flap, no_data, error, warn, limit, solve_warn, solve_limit, quiet.
 */
import { z } from 'zod'
import { parseRfc3339 } from '@/lib/core/period'
import { type CalendarAssignment, foldConfig } from '@/lib/facts/config'
import type { SourceReading } from '@/lib/facts/source-reading'
import type { QueryResult } from '@/lib/metrics/types'
import type { TimedFacts } from './conversation-timers'
import { ruleTimersOf } from './conversation-timers'
import { evaluateRule, failedRule, isPlanned, ruleQueries } from './evaluate'
import { keyOf } from './keys'
import { conversationScope } from './kinds/matching'
import { presetById } from './presets'
import { quietReasons, type Silence } from './quiet'
import { parseRuleBody } from './rule'
import { step } from './step'
import type { AlarmScope, KeyState, Rule } from './types'

const offset = z.string().regex(/^\d+:\d{2}(:\d{2})?$/, { error: 'Write a time since the start as 0:03:00.' })
const scope = z.record(z.string(), z.string().nullable())
const record = z.record(z.string(), z.unknown())

const TELLS = [
  'fire',
  'worse',
  'recover',
  'flap',
  'no_data',
  'error',
  'warn',
  'limit',
  'solve_warn',
  'solve_limit',
  'quiet',
] as const
export type Tell = (typeof TELLS)[number]

export const ruleTestSchema = z.strictObject({
  name: z.string().min(1),
  rule: record,
  with: record.optional(),
  start: z.string().default('2026-11-20T10:00:00+08:00'),
  zone: z.string().default('Asia/Shanghai'),
  every: z.int().min(1).optional(),
  /** hours of work of the company, as a calendar of settings */
  calendar: z.unknown().optional(),
  series: z
    .array(
      z.strictObject({
        metric: z.string().optional(),
        scope: scope.default({}),
        values: z.array(z.union([z.number(), z.null(), z.literal('error')])).min(1),
        n: z.int().min(0).default(100),
        before: z.number().optional(),
      }),
    )
    .default([]),
  sources: z
    .array(
      z.strictObject({
        source: z.string(),
        heard: z.array(offset).min(1),
        usualGap: z.number().positive().nullable().default(null),
      }),
    )
    .default([]),
  conversations: z
    .array(
      z.strictObject({
        scope: scope.default({}),
        entryPage: z.string().nullable().default(null),
        tags: z.array(z.string()).default([]),
        events: z
          .array(
            z.strictObject({
              at: offset,
              is: z.enum(['opened', 'customer', 'agent', 'complaint', 'resolved']),
              category: z.string().optional(),
            }),
          )
          .min(1),
      }),
    )
    .default([]),
  silences: z.array(z.strictObject({ from: offset, until: offset, matcher: scope.default({}) })).default([]),
  until: offset.optional(),
  expect: z.array(
    z.strictObject({
      at: offset,
      tell: z.enum(TELLS),
      scope: scope.optional(),
      value: z.number().nullable().optional(),
      within: z.number().min(0).default(0),
    }),
  ),
})
export type RuleTest = z.infer<typeof ruleTestSchema>

/** One thing that is told; `at` in seconds since the start. */
export interface Told {
  readonly at: number
  readonly tell: Tell
  readonly scope: AlarmScope
  readonly value: number | null
}

/** Seconds of `0:03:00` or `3:00`. */
function secondsOf(text: string): number {
  const parts = text.split(':').map(Number)
  return parts.reduce((sum, part) => sum * 60 + part, 0)
}

/** The rule a test is about: written out, or a preset with changes. Throws 400 with the wrong places. */
function ruleOfTest(test: RuleTest): Rule {
  const { preset } = test.rule
  const shipped = typeof preset === 'string' && !('kind' in test.rule) ? presetById(preset) : undefined
  const base: Record<string, unknown> =
    shipped === undefined ? test.rule : { ...shipped.rule, name: shipped.name.zh, preset: shipped.id }
  const params = { ...asRecord(base.params), ...asRecord(test.with?.params) }
  const body = parseRuleBody({ ...base, ...test.with, params })
  return { id: shipped?.ruleId ?? 'test', version: 1, enabled: true, ...body }
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Everything a rule tells under what happened, in order of time. Throws 400 where the rule is wrong. */
export function simulate(input: RuleTest): readonly Told[] {
  const rule = ruleOfTest(input)
  const start = parseRfc3339(input.start)
  if (start === null) throw new RangeError(`"${input.start}" is not a time in RFC 3339`)
  const config = foldConfig({
    zone: input.zone,
    ...(input.calendar === undefined
      ? {}
      : {
          calendars: [
            { scope: 'tenant', key: '', calendar: input.calendar as CalendarAssignment['calendar'] },
          ],
        }),
  })
  const silences = input.silences.map(
    ({ from, until, matcher }, i): Silence => ({
      id: String(i),
      ruleId: null,
      matcher,
      from: start + secondsOf(from) * 1000,
      until: start + secondsOf(until) * 1000,
      endedAt: null,
    }),
  )
  const hushed = (told: Told): Told => {
    const reasons = quietReasons(rule, told.scope, start + told.at * 1000, {
      zone: input.zone,
      calendars: config,
      silences,
      firing: [],
    })
    return reasons.length === 0 ? told : { ...told, tell: 'quiet' }
  }
  const told = isPlanned(rule.kind) ? planned(rule, input, start) : timed(rule, input, start, config)
  return told.map(hushed).sort((a, b) => a.at - b.at)
}

function planned(rule: Rule, input: RuleTest, start: number): Told[] {
  const every = input.every ?? rule.everySeconds
  const lengths = input.series.map(({ values }) => values.length)
  const last = input.until === undefined ? 0 : Math.floor(secondsOf(input.until) / every) + 1
  const told: Told[] = []
  const states = new Map<string, { scope: AlarmScope; state: KeyState }>()
  for (let i = 0; i < Math.max(last, ...lengths); i++) {
    const at = i * every
    const now = start + at * 1000
    const known = [...states].map(([key, { scope: of }]) => ({ key, scope: of }))
    const failed = input.series.some(({ values }) => values[i] === 'error')
    const evaluations = failed
      ? failedRule(known, 'the question failed')
      : evaluateRule(rule, resultsOf(rule, input, i, now), known, {
          now,
          zone: input.zone,
          sources: sourcesOf(input, start, at),
        })
    for (const evaluation of evaluations) {
      const { key, scope: of } = evaluation
      const { next, transition } = step(states.get(key)?.state ?? null, evaluation, rule, now)
      states.set(key, { scope: of, state: next })
      if (transition !== 'none') told.push({ at, tell: transition, scope: of, value: evaluation.value })
    }
  }
  return told
}

/** The answers to a rule's questions out of the series: each question finds the rows of its metric. */
function resultsOf(rule: Rule, input: RuleTest, index: number, now: number): QueryResult[] {
  return ruleQueries(rule, now, input.zone).map((query) => {
    const [metric = ''] = query.metrics
    const [dimension] = query.dimensions
    const own = input.series.filter((series) => (series.metric ?? metric) === metric)
    // Questions about other weeks (bands) and comparisons answer the usual value.
    const isPast = query.period.to < now - 86_400_000
    const row = (value: number | null, n: number, of: AlarmScope) => ({
      [metric]: value,
      ...(dimension === undefined ? {} : { [dimension]: of[dimension as keyof AlarmScope] ?? null }),
      n: { [metric]: n },
    })
    const numberAt = (series: (typeof own)[number]): number | null => {
      const value = series.values[index]
      return typeof value === 'number' ? value : null
    }
    const present = own.filter((series) => series.values[index] !== undefined)
    return {
      query: {},
      columns: [],
      rows: present.flatMap((series) => {
        const value = isPast ? (series.before ?? null) : numberAt(series)
        return value === null ? [] : [row(value, series.n, series.scope)]
      }),
      comparison:
        query.compare === null
          ? null
          : {
              period: { from: '', to: '' },
              rows: present.flatMap((series) =>
                series.before === undefined ? [] : [row(series.before, series.n, series.scope)],
              ),
            },
      meta: {
        source: 'live',
        completeUntil: null,
        freshness: [],
        truncated: false,
        tookMs: 0,
        warnings: [],
      },
    } satisfies QueryResult
  })
}

function sourcesOf(input: RuleTest, start: number, at: number): SourceReading[] {
  return input.sources.map(({ source, heard, usualGap }) => {
    const before = heard.map(secondsOf).filter((second) => second <= at)
    return {
      source,
      lastAt: before.length === 0 ? null : start + Math.max(...before) * 1000,
      meanGapMs: usualGap === null ? null : usualGap * 1000,
    }
  })
}

type Conversation = RuleTest['conversations'][number]

/** Timers as they are set, cleared and fire while events come in. */
function timed(
  rule: Rule,
  input: RuleTest,
  start: number,
  config: Pick<ReturnType<typeof foldConfig>, 'calendarFor'>,
): Told[] {
  return input.conversations.flatMap((conversation, index) => {
    const told: Told[] = []
    const done = new Set<string>()
    const moments = [...new Set(conversation.events.map(({ at }) => secondsOf(at)))].sort((a, b) => a - b)
    const end = input.until === undefined ? Number.POSITIVE_INFINITY : secondsOf(input.until)
    for (const [i, moment] of moments.entries()) {
      const facts = factsOf(conversation, index, start, moment)
      const next = Math.min(end, moments[i + 1] ?? Number.POSITIVE_INFINITY)
      const timers = ruleTimersOf(facts, [rule], config).sort((a, b) => a.dueAt - b.dueAt)
      for (const timer of timers) {
        const at = (timer.dueAt - start) / 1000
        const name = `${timer.phase} ${timer.since}`
        // A reply at the very second of the limit comes in time.
        if (done.has(name) || at >= next || at > end) continue
        done.add(name)
        const of = facts.ticket === null ? {} : conversationScope(facts.ticket)
        told.push({
          at: Math.max(at, moment),
          tell: timer.phase,
          scope: of,
          value: at - (timer.since - start) / 1000,
        })
      }
    }
    return told
  })
}

/** What is known of a conversation after the events up to a moment. */
function factsOf(conversation: Conversation, index: number, start: number, until: number): TimedFacts {
  const events = conversation.events
    .map((event) => ({ ...event, time: start + secondsOf(event.at) * 1000, second: secondsOf(event.at) }))
    .filter(({ second }) => second <= until)
    .sort((a, b) => a.second - b.second)
  const of = conversation.scope
  const described = {
    source: of.source ?? 'test',
    channel: of.channel ?? null,
    product: of.product ?? null,
    issueType: of.issueType ?? null,
    region: of.region ?? null,
    customerTier: of.customerTier ?? null,
    campaign: of.campaign ?? null,
    priority: of.priority ?? null,
  }
  const row = {
    ...described,
    ticketId: `ticket-${index}`,
    no: 0,
    team: of.team ?? null,
    agent: of.agent ?? null,
  }
  let waitingSince: number | null = null
  let roundSince: number | null = null
  let openedAt: number | null = null
  let replied = false
  let resolved = false
  const complaints: { filedAt: number; category: string | null }[] = []
  for (const { is, time, category } of events) {
    if (is === 'opened' || is === 'customer') {
      openedAt ??= time
      resolved = false
      if (replied) roundSince ??= time
      else waitingSince ??= time
    } else if (is === 'agent') {
      replied = true
      waitingSince = null
      roundSince = null
    } else if (is === 'complaint') complaints.push({ filedAt: time, category: category ?? null })
    else {
      resolved = true
      waitingSince = null
      roundSince = null
    }
  }
  return {
    ticket: {
      ...row,
      subject: of.subject ?? `S-${index + 1}`,
      direction: 'in',
      entryPage: conversation.entryPage,
      tags: conversation.tags,
      state: resolved ? 'resolved' : 'open',
      openedAt,
      teamLast: row.team,
      agentLast: row.agent,
    },
    episode: waitingSince === null ? [] : [{ outcome: 'waiting', startedAt: waitingSince }],
    round: roundSince === null ? [] : [{ outcome: 'open', startedAt: roundSince }],
    assignment: row.agent === null ? [] : [{ outcome: 'open' }],
    complaint: complaints.map((complaint) => ({ ...complaint, issueType: described.issueType })),
  }
}

/** How a test came out: what differs, in words; empty = as expected. */
export function differences(test: RuleTest, told: readonly Told[]): readonly string[] {
  const found: string[] = []
  const left = [...told]
  for (const expected of test.expect) {
    const at = secondsOf(expected.at)
    const place = left.findIndex(
      (it) =>
        it.tell === expected.tell &&
        Math.abs(it.at - at) <= expected.within &&
        (expected.scope === undefined || covers(expected.scope, it.scope)) &&
        (expected.value === undefined || expected.value === it.value),
    )
    if (place < 0) {
      found.push(`missing: ${expected.at} ${expected.tell} ${keyOf(expected.scope ?? {})}`.trim())
      continue
    }
    left.splice(place, 1)
  }
  for (const it of left) {
    const clock = new Date(it.at * 1000).toISOString().slice(11, 19)
    found.push(`unexpected: ${clock} ${it.tell} ${keyOf(it.scope)} value ${it.value ?? 'none'}`)
  }
  return found
}

const covers = (wanted: Record<string, string | null>, given: AlarmScope): boolean =>
  Object.entries(wanted).every(([field, value]) => given[field as keyof AlarmScope] === value)
