/** People of the company in messages that leave the house. */
import { describe, expect, it } from 'vitest'
import { contentOf } from '@/lib/notify/content'
import { digestOf } from '@/lib/notify/lanes'
import { outgoingSchema } from '@/lib/notify/outgoing'
import { masked } from '@/lib/notify/outside'
import { httpTarget } from '@/lib/notify/targets'
import type { AlarmMessage } from '@/lib/notify/types'
import { MESSAGE, SETTING } from './message'

const message = (more: Partial<AlarmMessage> = {}): AlarmMessage => ({
  ...MESSAGE,
  title: { zh: '抖音 · 陈晓 首次响应 高于 1 分钟', en: 'Douyin · 陈晓: first response above 1 min' },
  scope: [
    { dimension: 'channel', value: 'douyin' },
    { dimension: 'agent', value: '陈晓' },
  ],
  owner: '欧阳知夏',
  ...more,
})

describe('a message that leaves the house', () => {
  it('names people by the first sign of their names, in every kind of target, and nothing else changes', () => {
    const outside = masked(message())
    expect(outside).toMatchObject({
      title: { zh: '抖音 · 陈** 首次响应 高于 1 分钟' },
      owner: '欧**',
      value: 108,
      scope: [
        { dimension: 'channel', value: 'douyin' },
        { dimension: 'agent', value: '陈**' },
      ],
    })
    for (const kind of ['wecom', 'dingtalk', 'feishu', 'slack', 'webhook'] as const) {
      const said = httpTarget(kind)?.content(outside, SETTING) ?? ''
      expect(said).not.toMatch(/陈晓|欧阳|知夏/)
      expect(said).toMatch(/陈[*＊]{2}/)
      expect(said).toMatch(/欧[*＊]{2}/)
      expect(said).toContain('抖音')
    }
    // in the app, the same message names them
    expect(contentOf(message(), SETTING).lines.find(({ key }) => key === 'owner')?.value).toBe('欧阳知夏')
  })

  it('masks whoever stands in the lines of a digest, also of one made of summaries', () => {
    const digest = digestOf(
      [
        message(),
        message({
          title: { zh: '林可 未回复', en: '林可: no reply' },
          scope: [],
          owner: null,
          staff: ['林可'],
        }),
      ],
      SETTING.zone,
    )
    const lines = masked(digest).items?.map(({ title }) => title.zh) ?? []
    expect(lines[0]).toContain('陈**')
    expect(lines[1]).toContain('林**')
    expect(lines.join()).not.toMatch(/陈晓|林可/)
  })

  it('masks whoever a note names', () => {
    const note = '欧阳知夏交给陈晓：先看抖音'
    expect(masked(message({ note })).note).toBe('欧**交给陈**：先看抖音')
    expect(contentOf(message({ note }), SETTING).lines.find(({ key }) => key === 'note')?.value).toBe(note)
  })

  it('takes names without Han signs only where they stand by themselves, and numbers for no names', () => {
    const title = {
      zh: '15 与 ann 超过 15 分钟，ann超时',
      en: 'Planned: ann (a.n) above 15 min, Ann, annual',
    }
    const scope = [{ dimension: 'agent', value: '15' }]
    const outside = masked(message({ title, scope, owner: null, staff: ['ann', 'a.n'] }))
    expect(outside.title).toEqual({
      zh: '15 与 a** 超过 15 分钟，a**超时',
      en: 'Planned: a** (a**) above 15 min, Ann, annual',
    })
    expect(outside.scope).toEqual([{ dimension: 'agent', value: '1**' }])
  })

  it('leaves names of one sign alone, and takes longer names before shorter ones', () => {
    const title = { zh: '王五一 与 王五', en: '王五一 and 王五' }
    expect(masked(message({ title, scope: [], owner: null, staff: ['王五', '王五一', '与'] })).title.zh).toBe(
      '王** 与 王**',
    )
  })

  it('is masked unless an administrator decides otherwise', () => {
    expect(outgoingSchema.parse({ allow: [], heartbeatUrl: null }).staffNames).toBe('masked')
    expect(outgoingSchema.safeParse({ allow: [], heartbeatUrl: null, staffNames: 'half' }).success).toBe(
      false,
    )
  })
})
