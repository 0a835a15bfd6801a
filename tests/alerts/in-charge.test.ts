import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inCharge, peopleOf } from '@/lib/alerts/in-charge'
import { ladderFaults, ladderSchema } from '@/lib/alerts/ladder'
import { AUDIENCES, type Organisation, type OrgUser } from '@/lib/alerts/types'

const user = (id: string, role: string, teams: readonly string[] = []): OrgUser => ({
  id,
  name: id,
  email: `${id}@x`,
  phone: null,
  role,
  teams,
  locale: null,
  disabled: false,
})
const company: Organisation = {
  zone: 'Asia/Shanghai',
  users: [
    user('admin', 'admin'),
    user('boss', 'manager'),
    user('sup-a', 'supervisor', ['a']),
    user('sup-all', 'supervisor'),
    user('lead-a', 'lead', ['a']),
    user('lead-b', 'lead', ['b']),
    user('林晓', 'agent', ['a']),
  ],
  teams: [{ team: 'b', leads: ['lead-b'], supervisors: ['sup-all'] }],
  agents: [{ agent: '林晓', team: 'a', userId: null }],
  channels: [{ channel: 'douyin', label: null, owners: ['boss'] }],
  products: [{ product: 'sofa', owners: ['sup-all'] }],
  duties: [],
}
// Friday 10:00 in Shanghai
const at = Date.UTC(2026, 10, 20, 2)
const duty = (userId: string, change = {}) => ({
  userId,
  team: null,
  channel: null,
  weekdays: [],
  from: '09:00',
  to: '18:00',
  validFrom: null,
  validTo: null,
  ...change,
})
const who = (...asked: Parameters<typeof inCharge>) => inCharge(...asked).userIds

describe('who is in charge', () => {
  it('goes by the team, the agent, the channel and the product', () => {
    expect(who(company, 'agent', { agent: '林晓' }, at)).toEqual(['林晓'])
    expect(who(company, 'lead', { team: 'a' }, at)).toEqual(['lead-a'])
    expect(who(company, 'lead', { agent: '林晓' }, at)).toEqual(['lead-a'])
    expect(who(company, 'supervisor', { team: 'a' }, at)).toEqual(['sup-a'])
    expect(who(company, 'supervisor', { team: 'b' }, at)).toEqual(['sup-all'])
    expect(who(company, 'channel_owner', { channel: 'douyin' }, at)).toEqual(['boss'])
    expect(who(company, 'product_owner', { product: 'sofa' }, at)).toEqual(['sup-all'])
  })

  it('goes one step up where nobody answers, and says so', () => {
    expect(inCharge(company, 'on_duty', { team: 'a' }, at)).toEqual({
      audience: 'lead',
      userIds: ['lead-a'],
      insteadOf: 'on_duty',
    })
    expect(inCharge(company, 'agent', { agent: 'nobody', team: 'b' }, at).userIds).toEqual(['lead-b'])
    const alone = { ...company, users: [user('admin', 'admin')] }
    expect(who(alone, 'lead', { team: 'a' }, at)).toEqual(['admin'])
    expect(who({ ...company, users: [] }, 'manager', {}, at)).toEqual([])
  })

  it('tells whoever is on duty for this team and channel, at this hour', () => {
    const on = (duties: Organisation['duties'], scope = {}, now = at) =>
      who({ ...company, duties }, 'on_duty', scope, now)
    expect(on([duty('boss')])).toEqual(['boss'])
    expect(on([duty('boss', { weekdays: [6, 7] })], { team: 'b' })).toEqual(['lead-b'])
    expect(on([duty('boss', { from: '22:00', to: '11:00' })])).toEqual(['boss'])
    const shared = [duty('boss'), duty('sup-a', { team: 'a' }), duty('lead-a', { team: 'a', channel: 'jd' })]
    expect(on(shared, { team: 'a', channel: 'jd' })).toEqual(['lead-a'])
    expect(on(shared, { team: 'a', channel: 'web' })).toEqual(['sup-a'])
    expect(on(shared, { team: 'b' })).toEqual(['boss'])
    expect(on([duty('boss', { validTo: at })], { team: 'b' })).toEqual(['lead-b'])
    expect(on([duty('boss', { validFrom: at })])).toEqual(['boss'])
  })

  it('tells only those of several supervisors who are on duty', () => {
    const two = { ...company, users: [...company.users, user('sup-a2', 'supervisor', ['a'])] }
    expect(who(two, 'supervisor', { team: 'a' }, at)).toEqual(['sup-a', 'sup-a2'])
    expect(who({ ...two, duties: [duty('sup-a2')] }, 'supervisor', { team: 'a' }, at)).toEqual(['sup-a2'])
  })

  it('always finds somebody who is not disabled, while there is an admin', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...AUDIENCES),
        fc.record({
          team: fc.constantFrom('a', 'b', 'c'),
          channel: fc.constantFrom('douyin', 'jd'),
          agent: fc.constantFrom('林晓', 'x'),
        }),
        fc.array(fc.constantFrom(...company.users.slice(1).map(({ id }) => id))),
        (audience, scope, gone) => {
          const users = company.users.map((it) => ({ ...it, disabled: gone.includes(it.id) }))
          const found = who({ ...company, users }, audience, scope, at)
          expect(found.length).toBeGreaterThan(0)
          expect(found.some((id) => gone.includes(id))).toBe(false)
          expect(new Set(found).size).toBe(found.length)
        },
      ),
    )
  })

  it('tells each person of a step once', () => {
    const step = { audiences: ['manager' as const, 'channel_owner' as const], users: ['boss', 'gone'] }
    expect(peopleOf(company, step, { channel: 'douyin' }, at)).toEqual(['boss'])
  })
})

describe('ladders', () => {
  const steps = (...list: object[]) => ({ name: 'x', steps: list })
  const wrong = (input: unknown) =>
    ladderSchema.safeParse(input).error?.issues.map((issue) => issue.path.join('.')) ?? []

  it('begin at once, climb, and tell somebody', () => {
    const first = { afterMinutes: 0, audiences: ['lead'] }
    expect(wrong(steps(first, { afterMinutes: 5, afterMinutesVip: 2, audiences: ['manager'] }))).toEqual([])
    expect(wrong(steps({ afterMinutes: 1, audiences: ['lead'] }))).toEqual(['steps.0.afterMinutes'])
    expect(wrong(steps(first, { afterMinutes: 0, audiences: ['manager'] }))).toContain('steps.1.afterMinutes')
    expect(wrong(steps(first, { afterMinutes: 5, audiences: [] }))).toEqual(['steps.1.audiences'])
    expect(wrong(steps(first, { afterMinutes: 5, afterMinutesVip: 6, audiences: ['manager'] }))).toEqual([
      'steps.1.afterMinutesVip',
    ])
    expect(wrong(steps())).toEqual(['steps'])
  })

  it('say whom they would not find, and who is told instead', () => {
    const ladder = {
      steps: [
        { afterMinutes: 0, audiences: ['on_duty' as const, 'agent' as const], users: [], targets: ['t'] },
        { afterMinutes: 5, audiences: ['manager' as const], users: ['gone'], targets: ['off'] },
      ],
    }
    const found = ladderFaults(ladder, company, [{ id: 'off', name: 'Off', enabled: false }], at)
    expect(found.map(({ step, kind, what }) => [step, kind, what])).toEqual([
      [0, 'instead', 'on_duty'],
      [0, 'target_gone', 't'],
      [1, 'disabled', 'gone'],
      [1, 'target_off', 'Off'],
    ])
    const nobody = { ...company, users: [] }
    expect(ladderFaults({ steps: ladder.steps.slice(0, 1) }, nobody, [], at)[0]?.kind).toBe('nobody')
  })
})
