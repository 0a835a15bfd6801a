/** Limits and durations as people type them. */
import { describe, expect, it } from 'vitest'
import { durationText, parseDuration } from '@/lib/core/duration-text'
import { targetSettingsSchema } from '@/lib/facts/config'
import { emptyRow, limitDraft, limitFaults, limitSettings, readLimit } from '@/lib/facts/limit-draft'

describe('durations', () => {
  it.each([
    ['3分20秒', 200],
    ['3 分 20 秒', 200],
    ['3分20', 200],
    ['1小时30分', 5_400],
    ['4小时', 14_400],
    ['1天', 86_400],
    ['90', 90],
    ['45s', 45],
    ['3m20s', 200],
    ['1h', 3_600],
    ['3:20', 200],
    ['1:30:00', 5_400],
    ['1.5小时', 5_400],
    ['0', 0],
  ])('%s is %i seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each(['', 'soon', '3分钟左右', '20秒3分', '3分3分', '3:70', '-5', '1小时30', '4 5'])(
    'does not guess what %j means',
    (text) => {
      expect(parseDuration(text)).toBeNull()
    },
  )

  it('are written as they are read', () => {
    for (const seconds of [0, 1, 45, 60, 200, 3_599, 3_600, 5_400, 86_400, 93_784])
      for (const locale of ['zh', 'en'] as const)
        expect(parseDuration(durationText(seconds, locale))).toBe(seconds)
    expect(durationText(200, 'zh')).toBe('3分20秒')
    expect(durationText(200, 'en')).toBe('3m20s')
  })
})

describe('limits', () => {
  const stored = targetSettingsSchema.parse({
    versions: [
      {
        validFrom: '2026-01-01',
        kinds: { chat: { frtSeconds: 60, roundSeconds: null } },
        channels: { douyin: { frtSeconds: 30 } },
        teams: { 热线组: { shortAbandonSeconds: null, resolutionSeconds: 7_200 } },
      },
    ],
  })

  it('are saved as they were stored, in either language', () => {
    for (const locale of ['zh', 'en'] as const) {
      const draft = limitDraft(stored, locale)
      expect(draft[0]?.rows.map(({ scope, key }) => `${scope}:${key}`)).toEqual([
        'kind:phone',
        'kind:chat',
        'kind:ticket',
        'channel:douyin',
        'team:热线组',
      ])
      expect(limitFaults(draft)).toEqual([])
      expect(limitSettings(draft)).toEqual(stored)
      expect(targetSettingsSchema.safeParse(limitSettings(draft)).success).toBe(true)
    }
  })

  it('leave to the wider row what is not typed, and take none only where there can be none', () => {
    expect(readLimit('frt', '')).toBeUndefined()
    expect(readLimit('round', '无')).toBeNull()
    expect(readLimit('frt', '无')).toBe('wrong')
    expect(readLimit('frt', '很快')).toBe('wrong')
    expect(readLimit('resolution', '500天')).toBe('wrong')
  })

  it('say which field is wrong, and editions out of order', () => {
    const row = emptyRow('kind', 'chat')
    const wrong = { ...row, limits: { ...row.limits, frt: '快' } }
    expect(
      limitFaults([
        { validFrom: '2026-02-01', rows: [row, wrong] },
        { validFrom: '2026-01-01', rows: [] },
        { validFrom: 'soon', rows: [] },
      ]),
    ).toEqual([
      { code: 'limit', edition: 0, row: 1, limit: 'frt' },
      { code: 'edition_order', edition: 1 },
      { code: 'edition_date', edition: 2 },
    ])
  })
})
