/** Gaps in the duty list, shifts entered twice, and people who are gone. */
import { describe, expect, it } from 'vitest'
import { coverFindings, gapsOf, type KnownDuty, stretchesOf } from '@/lib/alerts/cover'
import { inCharge } from '@/lib/alerts/in-charge'
import type { Organisation, OrgUser } from '@/lib/alerts/types'

/** Friday 2026-11-20, 14:00 in Shanghai. */
const NOW = Date.parse('2026-11-20T06:00:00Z')
const HOUR = 3_600_000
const at = (text: string) => Date.parse(`${text}+08:00`)

const user = (id: string, role: string, over: Partial<OrgUser> = {}): OrgUser => ({
  id,
  name: id,
  email: `${id}@example.com`,
  phone: null,
  role,
  teams: [],
  locale: null,
  disabled: false,
  ...over,
})
const duty = (id: string, userId: string, over: Partial<KnownDuty> = {}): KnownDuty => ({
  id,
  userId,
  team: null,
  channel: null,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  from: '08:00',
  to: '22:00',
  validFrom: null,
  validTo: null,
  ...over,
})
const company = (
  duties: readonly KnownDuty[],
  over: Partial<Organisation> = {},
): Organisation & { duties: readonly KnownDuty[] } => ({
  zone: 'Asia/Shanghai',
  users: [user('lin', 'lead', { teams: ['a'] }), user('zhou', 'supervisor'), user('ann', 'admin')],
  teams: [],
  agents: [],
  channels: [],
  products: [],
  ...over,
  duties,
})

describe('hours nobody is on duty', () => {
  it('are those between shifts, once for each weekday', () => {
    const gaps = gapsOf(company([duty('1', 'lin')]), {}, NOW)
    expect(gaps).toHaveLength(7)
    expect(gaps[0]).toEqual({ from: at('2026-11-20T22:00'), to: at('2026-11-21T08:00') })
    expect(gaps.every(({ from, to }) => (to ?? 0) - (from ?? 0) === 10 * HOUR)).toBe(true)
  })

  it('do not exist where shifts pass midnight into one another', () => {
    const night = duty('2', 'zhou', { from: '22:00', to: '08:00' })
    expect(gapsOf(company([duty('1', 'lin'), night]), {}, NOW)).toEqual([])
  })

  it('are found where a night shift lacks one night', () => {
    const nights = duty('2', 'zhou', { from: '22:00', to: '08:00', weekdays: [1, 2, 3, 4, 5, 6] })
    expect(gapsOf(company([duty('1', 'lin'), nights]), {}, NOW)).toEqual([
      { from: at('2026-11-22T22:00'), to: at('2026-11-23T08:00') },
    ])
  })

  it('are not filled by people who are disabled, nor by those of other teams', () => {
    const gone = company([duty('1', 'lin', { from: '00:00', to: '24:00' })], {
      users: [user('lin', 'lead', { disabled: true }), user('ann', 'admin')],
    })
    expect(gapsOf(gone, {}, NOW)).toEqual([{ from: null, to: null }])
    const other = company([duty('1', 'lin', { from: '00:00', to: '24:00', team: 'a' })])
    expect(gapsOf(other, { team: 'a' }, NOW)).toEqual([])
    expect(gapsOf(other, { team: 'b' }, NOW)).toEqual([{ from: null, to: null }])
  })

  it('say the same as who is told at that moment', () => {
    const organisation = company([duty('1', 'lin', { team: 'a' }), duty('2', 'zhou', { weekdays: [6, 7] })])
    for (const scope of [{}, { team: 'a' }, { team: 'b' }]) {
      const gaps = gapsOf(organisation, scope, NOW)
      for (let t = NOW; t < NOW + 7 * 24 * HOUR; t += HOUR / 2) {
        const { insteadOf } = inCharge(organisation, 'on_duty', scope, t)
        // One that comes every week is said once, where it comes first.
        const inGap = gaps.some(({ from, to }) =>
          [t, t - 7 * 24 * HOUR].some((it) => it >= (from ?? it) && it < (to ?? Number.POSITIVE_INFINITY)),
        )
        expect([scope, new Date(t).toISOString(), inGap]).toEqual([
          scope,
          new Date(t).toISOString(),
          insteadOf !== null,
        ])
      }
    }
  })
})

describe('findings', () => {
  it('name shifts of disabled people, teams nobody leads, and owners who are gone', () => {
    const found = coverFindings(
      company([duty('1', 'old')], {
        users: [user('old', 'lead', { disabled: true }), user('zhou', 'supervisor')],
        teams: [{ team: 'a', leads: ['old'], supervisors: [] }],
        channels: [{ channel: 'jd', label: null, owners: ['old'] }],
      }),
      NOW,
    )
    expect(found.map(({ kind }) => kind)).toEqual([
      'gap',
      'disabled_duty',
      'disabled_lead',
      'no_lead',
      'disabled_owner',
    ])
    expect(found).toContainEqual({ kind: 'no_lead', team: 'a', insteadIds: ['zhou'] })
  })

  it('name the same shift twice, and not one after the other or for another channel', () => {
    const day = duty('1', 'lin', { from: '00:00', to: '12:00' })
    const kinds = (other: KnownDuty) =>
      coverFindings(company([day, other]), NOW).filter(({ kind }) => kind === 'overlap')
    expect(kinds(duty('2', 'lin', { from: '11:00', to: '24:00' }))).toMatchObject([
      { dutyIds: ['1', '2'], at: at('2026-11-21T11:00') },
    ])
    expect(kinds(duty('2', 'lin', { from: '12:00', to: '24:00' }))).toEqual([])
    expect(kinds(duty('2', 'lin', { channel: 'jd' }))).toEqual([])
    expect(kinds(duty('2', 'zhou'))).toEqual([])
  })

  it('are none where day and night are covered by people who can sign in', () => {
    const full = company([duty('1', 'lin', { from: '00:00', to: '24:00' })], {
      teams: [{ team: 'a', leads: ['lin'], supervisors: ['zhou'] }],
    })
    expect(coverFindings(full, NOW)).toEqual([])
  })
})

it('cuts an entry of the duty list to its two instants', () => {
  const once = duty('1', 'lin', {
    weekdays: [],
    from: '00:00',
    to: '24:00',
    validFrom: NOW,
    validTo: NOW + 30 * HOUR,
  })
  const stretches = stretchesOf(once, NOW - 24 * HOUR, NOW + 96 * HOUR, 'Asia/Shanghai')
  expect(stretches[0]?.from).toBe(NOW)
  expect(stretches.at(-1)?.to).toBe(NOW + 30 * HOUR)
  expect(stretches.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(30 * HOUR)
})
