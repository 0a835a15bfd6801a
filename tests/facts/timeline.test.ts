import { describe, expect, it } from 'vitest'
import { DEFAULT_CONFIG } from '@/lib/facts/config'
import { clockSegments } from '@/lib/facts/timeline'
import { agent, assigned, at, call, customer, DAY, history, type Line, opened, resolved } from './history'

const shown = (lines: readonly Line[]) =>
  clockSegments(history(lines), DEFAULT_CONFIG).segments.map(({ kind, from, to, agent: who }) => [
    kind,
    (from - at(0)) / 1000,
    to === null ? null : (to - at(0)) / 1000,
    who,
  ])

describe('clockSegments', () => {
  it('tells who waited for whom', () => {
    expect(
      shown([
        opened({ team: 'a' }),
        customer(10),
        assigned(20, 'ann'),
        agent(40),
        customer(60),
        [70, 'ticket.transferred', { toTeam: 'b' }],
        assigned(90, 'bob'),
        agent(100, 'bob'),
        resolved(130),
        customer(200),
      ]),
    ).toEqual([
      ['waiting', 10, 20, null],
      ['waiting', 20, 40, 'ann'],
      ['waiting_for_customer', 40, 60, 'ann'],
      ['handling', 60, 70, 'ann'],
      ['transfer', 70, 90, null],
      ['handling', 90, 100, 'bob'],
      ['waiting_for_customer', 100, 130, 'bob'],
      ['waiting', 200, null, 'bob'],
    ])
  })

  it('leaves out the time a bot served', () => {
    expect(
      shown([opened(), customer(5), [6, 'message.sent', { from: 'bot' }], [30, 'ticket.queued'], agent(50)]),
    ).toEqual([
      ['waiting', 30, 50, null],
      ['waiting_for_customer', 50, null, 'ann'],
    ])
  })

  it('counts a call as handling', () => {
    expect(
      shown([
        opened({ channel: 'phone' }),
        call(2, 'ringing'),
        call(9, 'answered', { agent: 'ann' }),
        call(60, 'ended'),
      ]),
    ).toEqual([
      ['waiting', 2, 9, null],
      ['handling', 9, 60, 'ann'],
    ])
  })

  it('marks the limits and whether they were met', () => {
    const { limits } = clockSegments(
      history([opened(), customer(10), agent(100), customer(200)]),
      DEFAULT_CONFIG,
    )
    expect(limits).toEqual([
      { kind: 'first_response', at: at(70), met: false },
      { kind: 'service_level', at: at(70), met: false },
      { kind: 'round', at: at(240), met: null },
      { kind: 'resolution', at: at(DAY), met: null },
    ])
  })
})
