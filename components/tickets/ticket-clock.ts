/** From a ticket's stretches and limits to what the clock bar draws. Pure. */
import type { ClockPart, ClockTick } from './clock-bar'

export interface Stretch {
  readonly kind: string
  readonly from: string
  readonly to: string | null
  readonly seconds: number
  readonly agent: string | null
}
export interface Limit {
  readonly kind: string
  readonly at: string
  readonly met: boolean | null
}

export interface Naming {
  readonly kind: (kind: ClockPart['kind']) => string
  readonly duration: (seconds: number) => string
  readonly time: (at: string) => string
  readonly agent: (agent: string) => string
  readonly limit: (kind: 'first_response' | 'round' | 'resolution', seconds: number) => string
}

const KINDS = ['waiting', 'handling', 'waiting_for_customer', 'transfer'] as const
const isKind = (kind: string): kind is ClockPart['kind'] => KINDS.some((it) => it === kind)

/** Seconds of the bar's own time at an instant: closed stretches of a ticket's life take no room. */
export function barTime(stretches: readonly Stretch[], at: number): number | null {
  let passed = 0
  for (const stretch of stretches) {
    const from = Date.parse(stretch.from)
    if (at < from) return null
    if (at <= from + stretch.seconds * 1000) return passed + (at - from) / 1000
    passed += stretch.seconds
  }
  return null
}

interface Joined {
  readonly kind: string
  readonly from: string
  readonly to: string | null
  readonly seconds: number
  readonly agents: readonly string[]
}

/** Neighbours of one kind as one part, whoever held the ticket meanwhile. */
function joined(stretches: readonly Stretch[]): Joined[] {
  const out: Joined[] = []
  for (const { kind, from, to, seconds, agent } of stretches) {
    const last = out.at(-1)
    if (last && last.kind === kind && last.to === from) {
      const agents = [...new Set([...last.agents, ...(agent ? [agent] : [])])]
      out[out.length - 1] = { ...last, to, seconds: last.seconds + seconds, agents }
    } else out.push({ kind, from, to, seconds, agents: agent ? [agent] : [] })
  }
  return out
}

/**
 * Parts and ticks of the bar, and the time in all by kind. Limits shown: each first response; the resolution; of the
 * rounds only those that broke (a long talk has many that held). A limit that lies beyond the bar is left out, unless
 * it broke nothing and has yet to come, where there is nothing to show either.
 */
export function clockOf(
  stretches: readonly Stretch[],
  limits: readonly Limit[],
  naming: Naming,
): {
  readonly parts: readonly ClockPart[]
  readonly ticks: readonly ClockTick[]
  readonly sums: readonly { readonly kind: ClockPart['kind']; readonly name: string; readonly text: string }[]
  readonly seconds: number
} {
  const known = stretches.filter((stretch) => isKind(stretch.kind))
  const whole = joined(known)
  const parts = whole.map((stretch): ClockPart => {
    const kind = isKind(stretch.kind) ? stretch.kind : 'handling'
    return {
      kind,
      seconds: stretch.seconds,
      name: naming.kind(kind),
      text: naming.duration(stretch.seconds),
      title: [
        naming.kind(kind),
        naming.duration(stretch.seconds),
        `${naming.time(stretch.from)}–${stretch.to === null ? '' : naming.time(stretch.to)}`,
        stretch.agents.map(naming.agent).join('、'),
      ]
        .filter((part) => part !== '')
        .join(' · '),
    }
  })
  const ticks: ClockTick[] = []
  for (const limit of limits) {
    const { kind } = limit
    if (kind !== 'first_response' && kind !== 'round' && kind !== 'resolution') continue
    if (kind === 'round' && limit.met !== false) continue
    const at = Date.parse(limit.at)
    const place = barTime(known, at)
    if (place === null) continue
    // A limit runs from the start of the stretch that was waited in.
    const started =
      kind === 'resolution'
        ? Date.parse(known[0]?.from ?? limit.at)
        : Math.max(
            ...whole
              .filter((it) => it.kind !== 'waiting_for_customer' && Date.parse(it.from) < at)
              .map((it) => Date.parse(it.from)),
            Number.NEGATIVE_INFINITY,
          )
    const length = Number.isFinite(started) ? (at - started) / 1000 : 0
    ticks.push({ at: place, label: naming.limit(kind, length), broken: limit.met === false })
  }
  const sums = KINDS.flatMap((kind) => {
    const seconds = known.filter((it) => it.kind === kind).reduce((sum, it) => sum + it.seconds, 0)
    return seconds > 0 ? [{ kind, name: naming.kind(kind), text: naming.duration(seconds) }] : []
  })
  return { parts, ticks, sums, seconds: known.reduce((sum, it) => sum + it.seconds, 0) }
}
