import { describe, expect, it } from 'vitest'
import { barTime, clockOf, type Naming, type Stretch } from '@/components/tickets/ticket-clock'

const at = (time: string) => `2026-11-20T${time}+08:00`
const stretches: Stretch[] = [
  { kind: 'waiting', from: at('14:33:02'), to: at('14:33:54'), seconds: 52, agent: null },
  { kind: 'handling', from: at('14:33:54'), to: at('14:35:08'), seconds: 74, agent: 'A' },
  { kind: 'waiting_for_customer', from: at('14:35:08'), to: at('14:36:06'), seconds: 58, agent: 'A' },
  // closed in between; then reopened
  { kind: 'waiting', from: at('16:00:00'), to: null, seconds: 30, agent: null },
]
const naming: Naming = {
  kind: (kind) => kind,
  duration: (seconds) => `${seconds}s`,
  time: (text) => text.slice(11, 16),
  agent: (agent) => `(${agent})`,
  limit: (kind, seconds) => `${kind} ${seconds}`,
}

describe('the clock of a ticket', () => {
  it('leaves out the time it was closed', () => {
    expect(barTime(stretches, Date.parse(at('14:33:32')))).toBe(30)
    expect(barTime(stretches, Date.parse(at('15:00:00')))).toBeNull()
    expect(barTime(stretches, Date.parse(at('16:00:10')))).toBe(52 + 74 + 58 + 10)
  })
  it('ticks the limits that matter, red where they broke', () => {
    const clock = clockOf(
      stretches,
      [
        { kind: 'first_response', at: at('14:33:32'), met: false },
        { kind: 'service_level', at: at('14:34:02'), met: true },
        { kind: 'round', at: at('14:34:30'), met: true },
        { kind: 'first_response', at: at('16:05:00'), met: null },
      ],
      naming,
    )
    expect(clock.ticks).toEqual([{ at: 30, label: 'first_response 30', broken: true }])
    expect(clock.parts.map((part) => part.kind)).toEqual([
      'waiting',
      'handling',
      'waiting_for_customer',
      'waiting',
    ])
    expect(clock.sums[0]).toEqual({ kind: 'waiting', name: 'waiting', text: '82s' })
    expect(clock.seconds).toBe(214)
  })
  it('counts a limit from where the wait began, whoever was named meanwhile', () => {
    const waited: Stretch[] = [
      { kind: 'waiting', from: at('14:24:19'), to: at('14:24:49'), seconds: 30, agent: null },
      { kind: 'waiting', from: at('14:24:49'), to: at('14:25:21'), seconds: 32, agent: 'A' },
    ]
    const limits = [{ kind: 'first_response', at: at('14:25:19'), met: false }]
    expect(clockOf(waited, limits, naming).ticks).toEqual([
      { at: 60, label: 'first_response 60', broken: true },
    ])
  })
  it('stands a ticket without a clock', () => {
    expect(clockOf([], [], naming)).toEqual({ parts: [], ticks: [], sums: [], seconds: 0 })
  })
})
