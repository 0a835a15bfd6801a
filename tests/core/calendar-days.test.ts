import { describe, expect, it } from 'vitest'
import type { BusinessCalendar } from '@/lib/core/calendar'
import { specialDays } from '@/lib/core/calendar-days'
import { CHINA_HOLIDAYS } from '@/lib/core/calendar-presets'
import { makePairingCode, readPairingCode } from '@/lib/core/pairing-code'

const at = (text: string) => Date.parse(`${text}T00:00:00+08:00`)
const calendar: BusinessCalendar = {
  zone: 'Asia/Shanghai',
  versions: [
    {
      validFrom: '2026-01-01',
      weekly: {},
      exceptions: {
        '2025-12-31': { spans: [], name: 'before' },
        '2026-10-01': { spans: [], name: '国庆节' },
        '2026-10-02': { spans: [], name: '国庆节' },
        '2026-10-03': { spans: [], name: '中秋节' },
        '2026-10-05': { spans: [], name: '国庆节' },
        '2027-01-01': { spans: [], name: 'of the version before' },
      },
    },
    {
      validFrom: '2027-01-01',
      weekly: {},
      exceptions: {
        '2026-10-04': { spans: [], name: 'too early' },
        '2027-01-01': { as: 'fri' },
        '2027-01-02': { spans: ['10:00-12:00'] },
      },
    },
  ],
}

describe('special days', () => {
  it('are runs of one name, and hold while their version does', () => {
    const found = specialDays(calendar, at('2025-01-01'), at('2028-01-01'))
    expect(found.map(({ name, kind, from, to }) => [name, kind, (to - from) / 86_400_000])).toEqual([
      ['before', 'closed', 1],
      ['国庆节', 'closed', 2],
      ['中秋节', 'closed', 1],
      ['国庆节', 'closed', 1],
      [null, 'make_up', 1],
      [null, 'other_hours', 1],
    ])
    expect(found[1]).toMatchObject({ from: at('2026-10-01'), to: at('2026-10-03') })
  })

  it('touch the period', () => {
    const names = (from: string, to: string) => specialDays(calendar, at(from), at(to)).map((run) => run.name)
    expect(names('2026-10-02', '2026-10-03'), 'a run that began before stands whole').toEqual(['国庆节'])
    expect(names('2026-10-03', '2026-10-04')).toEqual(['中秋节'])
    expect(names('2026-10-06', '2026-10-07')).toEqual([])
  })

  it('of the shipped holidays are those of the notices', () => {
    const year = CHINA_HOLIDAYS.find((it) => it.year === 2026)
    expect(year?.holidays.some((it) => it.name === '国庆节' && it.from === '2026-10-01')).toBe(true)
  })
})

describe('a pairing code', () => {
  it('is read as people type it', () => {
    for (let i = 0; i < 200; i++) {
      const code = makePairingCode()
      expect(code).toMatch(/^[2-9B-DF-HJ-NP-TV-Z]{3}-[2-9B-DF-HJ-NP-TV-Z]{3}$/)
      expect(code).not.toMatch(/[01IOLAEU]/)
      expect(readPairingCode(code)).toBe(code)
      expect(readPairingCode(` ${code.toLowerCase().replace('-', ' — ')} `)).toBe(code)
    }
    expect(readPairingCode('７ｋｍ４ｑｘ')).toBe('7KM-4QX')
    for (const wrong of ['', '7KM-4Q', '7KM-4QXX', '7KM-4Q0', 'AEIOUA', '配对码配对码']) {
      expect(readPairingCode(wrong)).toBeNull()
    }
  })
})
