/** Random histories of tickets, as wire-shaped events: plausible enough to reach every rule, wild enough to hurt. */
import fc from 'fast-check'
import type { RawEvent } from './oracle'

const MINUTE = 60_000
const BASE = Date.UTC(2026, 2, 2, 1, 0, 0)

const agents = ['amy', 'bo', 'cai'] as const
const teams = ['red', 'blue'] as const
const channels = ['phone', 'web', 'douyin', 'email', 'store'] as const
const issues = ['refund', 'delivery'] as const

const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 2 })
const agent = fc.constantFrom(...agents)
const team = fc.constantFrom(...teams)

type Step = { gap: number; body: Body }
type Body = { type: string; data: Record<string, unknown> }
const body = (type: string, shape: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Body> =>
  fc.record(shape).map((record) => ({
    type,
    data: Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)),
  }))

const bodies: { weight: number; arbitrary: fc.Arbitrary<Body> }[] = [
  { weight: 3, arbitrary: body('message.sent', { from: fc.constant('customer') }) },
  {
    weight: 4,
    arbitrary: body('message.sent', {
      from: fc.constant('agent'),
      agent: maybe(agent),
      public: maybe(fc.boolean()),
      auto: maybe(fc.boolean()),
    }),
  },
  { weight: 1, arbitrary: body('message.sent', { from: fc.constantFrom('bot', 'system') }) },
  { weight: 1, arbitrary: body('ticket.queued', { team: maybe(team) }) },
  { weight: 2, arbitrary: body('ticket.assigned', { agent, team: maybe(team) }) },
  { weight: 1, arbitrary: body('ticket.transferred', { toAgent: maybe(agent), toTeam: maybe(team) }) },
  { weight: 1, arbitrary: body('ticket.updated', { issueType: fc.constantFrom(...issues, null) }) },
  { weight: 2, arbitrary: body('ticket.resolved', { agent: maybe(agent) }) },
  { weight: 1, arbitrary: body('ticket.reopened', {}) },
  { weight: 2, arbitrary: body('ticket.closed', {}) },
  { weight: 1, arbitrary: body('ticket.abandoned', {}) },
  { weight: 1, arbitrary: body('survey.sent', { kind: fc.constant('csat') }) },
  {
    weight: 1,
    arbitrary: body('survey.answered', {
      kind: fc.constantFrom('csat', 'csat_solution'),
      score: fc.constantFrom(1, 2, 3, 4, 4.5, 5),
      agent: maybe(agent),
    }),
  },
  {
    weight: 1,
    arbitrary: body('survey.answered', { kind: fc.constant('nps'), score: fc.integer({ min: 0, max: 10 }) }),
  },
  {
    weight: 1,
    arbitrary: body('survey.answered', {
      kind: fc.constant('ces'),
      score: fc.integer({ min: 1, max: 7 }),
      scale: maybe(fc.constantFrom('1-7', '1-7-effort')),
    }),
  },
  { weight: 1, arbitrary: body('complaint.filed', { category: maybe(fc.constantFrom('late', 'broken')) }) },
  {
    weight: 1,
    arbitrary: body('suggestion.decided', { suggestion: fc.constantFrom('s1', 's2'), adopted: fc.boolean() }),
  },
]

/** One whole call: it rings, perhaps somebody answers, it ends, perhaps with wrap-up after it. */
const call: fc.Arbitrary<Step[]> = fc
  .record({
    direction: fc.constant<undefined | string>(undefined),
    rings: fc.integer({ min: 0, max: 60 }),
    agent: maybe(agent),
    answered: fc.boolean(),
    talks: fc.integer({ min: 0, max: 900 }),
    wrapup: maybe(fc.integer({ min: 0, max: 120 })),
  })
  .map((c) => {
    const direction = c.direction === undefined ? {} : { direction: c.direction }
    const who = c.agent === undefined ? {} : { agent: c.agent }
    const steps: Step[] = [{ gap: 0, body: { type: 'call.ringing', data: direction } }]
    if (c.answered)
      steps.push({ gap: c.rings, body: { type: 'call.answered', data: { ...direction, ...who } } })
    steps.push({ gap: c.answered ? c.talks : c.rings, body: { type: 'call.ended', data: direction } })
    if (c.answered && c.wrapup !== undefined)
      steps.push({ gap: c.wrapup, body: { type: 'call.wrapup_ended', data: {} } })
    return steps
  })

/** seconds after the one before: ties, the exact limits of the targets, hours, days */
const gap = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 0, 5, 10, 15, 20, 40, 60, 300) },
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 900 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3_600, max: 5 * 86_400 }) },
)

interface Drawn {
  opening: { at: number; data: Record<string, unknown> } | null
  steps: Step[]
}

const ticket: fc.Arbitrary<Drawn> = fc.boolean().chain((isCall) =>
  fc.record({
    opening: fc.option(
      fc.record({
        at: fc.constantFrom(0),
        data: body('ticket.opened', {
          channel: isCall ? fc.constantFrom('phone', 'phone', 'web') : fc.constantFrom(...channels),
          customer: maybe(fc.constantFrom('c1', 'c2', 'c3')),
          team: maybe(team),
          agent: fc.option(agent, { nil: undefined, freq: 1 }),
          issueType: maybe(fc.constantFrom(...issues)),
          direction: isCall
            ? fc.constantFrom(undefined, 'in')
            : fc.constantFrom(undefined, undefined, undefined, 'in', 'out'),
        }).map((b) => b.data),
      }),
      { nil: null, freq: 6 },
    ),
    steps: fc
      .array(
        fc.oneof(
          { weight: isCall ? 1 : 0, arbitrary: call },
          {
            weight: isCall ? 2 : 1,
            arbitrary: fc.record({ gap, body: fc.oneof(...bodies) }).map((s) => [s]),
          },
        ),
        { minLength: 0, maxLength: isCall ? 8 : 14 },
      )
      .map((list) => list.flat()),
  }),
)

/** Events of a few tickets of a few customers over some days, in order of their tickets. */
export const history = (tickets: { min: number; max: number }): fc.Arbitrary<RawEvent[]> =>
  fc
    .array(fc.record({ offset: fc.integer({ min: 0, max: 12 * 24 * 60 }), drawn: ticket }), {
      minLength: tickets.min,
      maxLength: tickets.max,
    })
    .map((list) =>
      list.flatMap(({ offset, drawn }, index) => {
        const events: RawEvent[] = []
        const subject = `t${index}`
        let time = BASE + offset * MINUTE
        const push = (b: Body, at: number) =>
          events.push({
            id: `${subject}-${events.length}`,
            source: 'src',
            subject,
            time: at,
            type: b.type,
            data: b.data,
          })
        if (drawn.opening)
          push({ type: 'ticket.opened', data: drawn.opening.data }, time + drawn.opening.at * 1000)
        for (const step of drawn.steps) {
          time += step.gap * 1000
          push(step.body, time)
        }
        return events
      }),
    )

/** A period that holds every history, and a now after all of it. */
export const WHOLE = { from: BASE - 86_400_000, to: BASE + 120 * 86_400_000, now: BASE + 120 * 86_400_000 }
