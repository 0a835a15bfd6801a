/** The part of a preset only the company can fill in: pages of high-priced products, chosen from those that were seen. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { PRESETS } from '@/lib/alerts/presets'
import { type Context, type Role, systemContext } from '@/lib/services/context'
import { installPresets } from '@/lib/services/install-presets'
import { listEntryPages } from '@/lib/services/list-entry-pages'
import { listRules } from '@/lib/services/list-rules'
import { saveRule } from '@/lib/services/save-rule'
import { asks, freshCompany, happen, T0 } from '../alarms/world'
import '../database'

const person = (role: Role): Context => ({
  principal: { kind: 'user', id: randomUUID(), email: `${role}@example.com`, role, teams: null },
  now: T0,
  locale: 'zh',
})

beforeAll(async () => {
  await freshCompany()
  await installPresets(systemContext('test', T0), { locale: 'zh' })
})

describe('entry pages', () => {
  it('are those the newest conversations came from, without what was asked of them', async () => {
    await happen(
      [
        ...asks('a', T0, { page: '/premium/sofa?from=ad' }),
        ...asks('b', T0, { page: '/premium/sofa#top' }),
        ...asks('c', T0, { page: '/cart' }),
        ...asks('d', T0),
      ],
      T0,
    )
    expect(await listEntryPages(person('manager'))).toEqual([
      { page: '/premium/sofa', tickets: 2 },
      { page: '/cart', tickets: 1 },
    ])
    await expect(listEntryPages(person('lead'))).rejects.toMatchObject({ status: 403 })
  })

  it('are to be filled in, and said so until somebody has; no made-up page counts before', async () => {
    const manager = person('manager')
    const found = async () => (await listRules(manager)).find(({ rule }) => rule.preset === 'vip_30s')
    const before = await found()
    expect(before?.toFill).toContain('待填')
    expect(JSON.stringify(PRESETS)).not.toContain('entryPages')
    const { id, version, enabled: _, preset: __, ...rule } = before?.rule ?? { id: '', version: 0 }
    const params = {
      ...(rule as { params: object }).params,
      match: { any: true, customerTiers: ['vip'], entryPages: ['/premium'] },
    }
    await saveRule(manager, id, { version, rule: { ...rule, params } })
    expect((await found())?.toFill).toBeNull()
    expect((await listRules(manager)).filter(({ toFill }) => toFill !== null)).toEqual([])
  })
})
