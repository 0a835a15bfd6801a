import { beforeAll, describe, expect, it } from 'vitest'
import type { UnifiedEvent } from '@/lib/facts/event'
import { type Context, type Role, systemContext, teamsOfRole } from '@/lib/services/context'
import { listAgentsNow } from '@/lib/services/list-agents-now'
import { ownAgent } from '@/lib/services/own-agent'
import { readAgentDay } from '@/lib/services/read-agent-day'
import { upsertUser } from '@/lib/services/upsert-user'
import { freshDatabase } from '../database'
import { load } from '../query/world'

const at = (text: string) => Date.parse(`2026-11-20T${text}:00+08:00`)
const NOW = at('12:00')
const DAY = { from: at('00:00'), to: at('00:00') + 86_400_000 }
const system = systemContext('test', NOW)

let next = 0
const event = (type: string, time: number, data: Record<string, unknown>, subject: string | null = null) => {
  next += 1
  return { id: `e${next}`, source: 'shop', subject, time, type, data } satisfies UnifiedEvent
}
const status = (agent: string, team: string, time: string, word: string) =>
  event('agent.status', at(time), { agent, team, status: word, capacity: 2 })

async function person(role: Role, name: string, teams: readonly string[]): Promise<Context> {
  const email = `${name}-${role}@example.com`.toLowerCase()
  const user = await upsertUser(system, { email, name, role, teams, password: 'a long enough password' })
  return {
    principal: { kind: 'user', id: user.id, email, role, teams: teamsOfRole(role, teams) },
    now: NOW,
    locale: 'zh',
  }
}

beforeAll(async () => {
  await freshDatabase()
  await load([
    status('amy', 'red', '08:00', 'available'),
    status('amy', 'red', '10:00', 'break'),
    status('amy', 'red', '10:30', 'available'),
    status('bo', 'red', '09:00', 'available'),
    status('cai', 'blue', '09:30', 'available'),
    event('ticket.opened', at('11:00'), { channel: 'web', team: 'red' }, 't1'),
    event('message.sent', at('11:00'), { from: 'customer', text: 'hi' }, 't1'),
    event('ticket.assigned', at('11:01'), { agent: 'amy', team: 'red' }, 't1'),
    event('message.sent', at('11:02'), { from: 'agent', agent: 'amy', text: 'hello' }, 't1'),
  ])
})

describe('agents as they are now', () => {
  it('has status, capacity, open cases and since when, within the asker’s teams', async () => {
    const everybody = await listAgentsNow(system)
    expect(everybody.map(({ agent, team, status, open }) => [agent, team, status, open])).toEqual([
      ['cai', 'blue', 'available', 0],
      ['amy', 'red', 'available', 1],
      ['bo', 'red', 'available', 0],
    ])
    expect(everybody.find(({ agent }) => agent === 'amy')).toMatchObject({ capacity: 2, since: at('10:30') })
    const lead = await person('lead', 'Lena', ['red'])
    expect((await listAgentsNow(lead)).map(({ agent }) => agent)).toEqual(['amy', 'bo'])
    expect(await listAgentsNow(lead, { teams: ['blue'] })).toEqual([])
    expect((await listAgentsNow(system, { teams: ['blue'] })).map(({ agent }) => agent)).toEqual(['cai'])
  })

  it('tells an agent’s day', async () => {
    const day = await readAgentDay(system, { agent: 'amy', ...DAY })
    expect(day.spans.map(({ status, startedAt, endedAt }) => [status, startedAt, endedAt])).toEqual([
      ['available', at('08:00'), at('10:00')],
      ['break', at('10:00'), at('10:30')],
      ['available', at('10:30'), null],
    ])
    expect(day.now).toMatchObject({ team: 'red', open: 1 })
    const before = await readAgentDay(system, { agent: 'amy', from: DAY.from - 86_400_000, to: DAY.from })
    expect(before.spans).toEqual([])
  })

  it('is 404 for whom nobody knows, beyond one’s teams, and for an agent everybody else', async () => {
    const gone = { code: 'not_found' }
    await expect(readAgentDay(system, { agent: 'nobody', ...DAY })).rejects.toMatchObject(gone)
    const lead = await person('lead', 'Lena', ['red'])
    expect((await readAgentDay(lead, { agent: 'bo', ...DAY })).agent).toBe('bo')
    await expect(readAgentDay(lead, { agent: 'cai', ...DAY })).rejects.toMatchObject(gone)
    const amy = await person('agent', 'amy', ['red'])
    expect(await ownAgent(amy)).toBe('amy')
    expect((await readAgentDay(amy, { agent: 'amy', ...DAY })).agent).toBe('amy')
    await expect(readAgentDay(amy, { agent: 'bo', ...DAY })).rejects.toMatchObject(gone)
    expect(await ownAgent(lead)).toBeNull()
    expect(await ownAgent(system)).toBeNull()
  })
})
