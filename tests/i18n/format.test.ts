import { describe, expect, it } from 'vitest'
import { formats, shareDecimals, weekdayNames } from '@/lib/i18n/format'

const zh = formats('zh', 'Asia/Shanghai')
const en = formats('en', 'Asia/Shanghai')
const friday = '2026-11-20T14:37:08+08:00'

describe('durations', () => {
  it('writes cells under an hour as minutes and seconds', () => {
    expect(zh.duration(108)).toBe('1:48')
    expect(zh.duration(0)).toBe('0:00')
    expect(zh.duration(59.6)).toBe('1:00')
    expect(en.duration(46)).toBe('0:46')
  })
  it('writes hours and days in words', () => {
    expect(zh.duration(11_120)).toBe('3 小时 5 分')
    expect(en.duration(11_120)).toBe('3 h 05 m')
    expect(zh.duration(187_200)).toBe('2 天 4 小时')
    expect(en.duration(187_200)).toBe('2 d 4 h')
    expect(zh.duration(3599.7)).toBe('1 小时')
    expect(zh.clock(11_120)).toBe('3:05:20')
  })
  it('writes sentences with units', () => {
    expect(zh.durationWords(108)).toBe('1 分 48 秒')
    expect(zh.durationWords(45)).toBe('45 秒')
    expect(en.durationWords(108)).toBe('1 min 48 s')
    expect(en.durationWords(60)).toBe('1 min')
    expect(zh.durationWords(0)).toBe('0 秒')
  })
  it('counts down, and over', () => {
    expect(zh.countdown(9)).toBe('0:09')
    expect(zh.countdown(-98)).toBe('+1:38')
    expect(zh.countdown(-98.9)).toBe('+1:38')
    expect(zh.countdown(13_760)).toBe('3:49:20')
    expect(zh.countdown(-90_000)).toBe('+1 天 1 小时')
  })
  it('says nothing where there is nothing', () => {
    for (const f of [zh, en]) {
      expect(f.duration(null)).toBe('—')
      expect(f.durationWords(undefined)).toBe('—')
      expect(f.clock(Number.NaN)).toBe('—')
      expect(f.count(null)).toBe('—')
      expect(f.share(null)).toBe('—')
      expect(f.age(null)).toBe('—')
      expect(f.change('seconds', null)).toBe('—')
      expect(f.relative(null)).toBe('—')
    }
  })
})

describe('counts', () => {
  it('groups, and shortens from a hundred thousand', () => {
    expect(zh.count(3286)).toBe('3,286')
    expect(zh.count(99_999)).toBe('99,999')
    expect(zh.count(124_000)).toBe('12.4 万')
    expect(zh.count(1_240_000)).toBe('124 万')
    expect(zh.count(123_000_000)).toBe('1.2 亿')
    expect(en.count(124_000)).toBe('124K')
    expect(en.count(1_240_000)).toBe('1.2M')
    expect(en.integer(1_240_000)).toBe('1,240,000')
    expect(zh.count(-21)).toBe('−21')
  })
  it('writes money and samples', () => {
    expect(zh.money(18_640)).toBe('¥ 18,640')
    expect(en.money(18_640)).toBe('¥18,640')
    expect(zh.n(412)).toBe('n 412')
  })
})

describe('shares', () => {
  it('chooses decimals by the interval', () => {
    expect(shareDecimals(0.88, [0.85, 0.91])).toBe(0)
    expect(shareDecimals(0.913, [0.903, 0.922])).toBe(1)
    expect(shareDecimals(0.0082, [0.0056, 0.0119])).toBe(2)
    expect(shareDecimals(0, [0, 0.02])).toBe(1)
    expect(shareDecimals(0.5)).toBe(0)
  })
  it('writes shares and intervals alike', () => {
    expect(zh.share(0.913, [0.903, 0.922])).toBe('91.3%')
    expect(zh.interval('share', [0.903, 0.922], 0.913)).toBe('90.3–92.2%')
    expect(zh.share(0.88, [0.85, 0.91])).toBe('88%')
    expect(zh.interval('share', [0.85, 0.91], 0.88)).toBe('85–91%')
    expect(zh.share(0.0082, [0.0056, 0.0119])).toBe('0.82%')
    expect(zh.interval('share', [0.0056, 0.0119], 0.0082)).toBe('0.56–1.19%')
    expect(zh.interval('seconds', [44, 48])).toBe('0:44–0:48')
  })
})

describe('changes', () => {
  it('points, never colours', () => {
    expect(zh.change('seconds', 17)).toBe('↑ 0:17')
    expect(zh.change('share', -0.021)).toBe('↓ 2.1 点')
    expect(zh.change('share', -0.14, 0)).toBe('↓ 14 点')
    expect(en.change('share', -0.021)).toBe('↓ 2.1 pts')
    expect(zh.change('share', 0.0001)).toBe('持平')
    expect(en.change('seconds', 0.3)).toBe('flat')
    expect(zh.change('count', 412)).toBe('↑ 412')
    expect(zh.change('score', -0.12)).toBe('↓ 0.12')
    expect(zh.relative(1.2)).toBe('+120%')
    expect(zh.relative(-0.03)).toBe('−3%')
    expect(zh.relative(0.001)).toBe('持平')
  })
})

describe('ages and dates', () => {
  it('says how old', () => {
    expect(zh.age(1)).toBe('刚刚')
    expect(zh.age(8)).toBe('8 秒前')
    expect(zh.age(730)).toBe('12 分钟前')
    expect(en.age(8)).toBe('8 s ago')
    expect(en.age(730)).toBe('12 min ago')
    expect(zh.span(730)).toBe('12 分钟')
    expect(zh.stopped('2026-11-20T14:25:00+08:00')).toBe('停在 14:25')
    expect(en.stopped('2026-11-20T14:25:00+08:00')).toBe('last 14:25')
  })
  it('writes dates in the zone', () => {
    expect(zh.dateTime(friday)).toBe('11月20日 周五 14:37')
    expect(en.dateTime(friday)).toBe('Fri 20 Nov 14:37')
    expect(zh.timeSeconds(friday)).toBe('14:37:08')
    expect(formats('en', 'UTC').time(friday)).toBe('06:37')
    expect(zh.axisDay(friday)).toBe('11/20')
    expect(zh.time('2026-11-20T00:05:00+08:00')).toBe('00:05')
  })
  it('writes periods, whose end is outside', () => {
    expect(zh.period('2026-11-20T00:00:00+08:00', friday)).toBe('11月20日 00:00–14:37')
    expect(zh.period('2026-11-14T00:00:00+08:00', '2026-11-21T00:00:00+08:00')).toBe('11月14日–11月20日')
    expect(en.period('2026-11-19T00:00:00+08:00', '2026-11-20T00:00:00+08:00')).toBe('19 Nov')
    expect(zh.period('2026-11-20T10:00:00+08:00', '2026-11-21T00:00:00+08:00')).toBe('11月20日 10:00–24:00')
  })
  it('lists by the language', () => {
    expect(zh.list(['抖音', '淘宝'])).toBe('抖音、淘宝')
    expect(en.list(['Douyin', 'Taobao'])).toBe('Douyin, Taobao')
    expect(en.weekdayLong(friday)).toBe('Friday')
    expect(weekdayNames('zh')[0]).toBe('周一')
    expect(weekdayNames('en')[6]).toBe('Sun')
  })
})
