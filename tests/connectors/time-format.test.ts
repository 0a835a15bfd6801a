import { describe, expect, it } from 'vitest'
import { parseTime, timeFormatError } from '@/lib/connectors/time-format'

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())

describe('parseTime', () => {
  it.each([
    ['Tue Oct 31 22:10:47 +0000 2017', 'EEE MMM dd HH:mm:ss xx yyyy', 'UTC', '2017-10-31T22:10:47.000Z'],
    ['Tue Oct 31 22:10:47 +0530 2017', 'EEE MMM dd HH:mm:ss xx yyyy', 'UTC', '2017-10-31T16:40:47.000Z'],
    ['29/2/2016 01:16', 'd/M/yyyy HH:mm', 'UTC', '2016-02-29T01:16:00.000Z'],
    ['1/3/2016 09:52', 'd/M/yyyy HH:mm', 'Asia/Shanghai', '2016-03-01T01:52:00.000Z'],
    ['3/1/2016 9:52 PM', 'M/d/yyyy h:mm a', 'UTC', '2016-03-01T21:52:00.000Z'],
    ['3/1/2016 12:05 AM', 'M/d/yyyy h:mm a', 'UTC', '2016-03-01T00:05:00.000Z'],
    ['2026年3月1日 下午3:05', 'yyyy年M月d日 ah:mm', 'Asia/Shanghai', '2026-03-01T07:05:00.000Z'],
    ['2026-03-01', 'iso', 'Asia/Shanghai', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01 09:00:00.12', 'iso', 'Asia/Shanghai', '2026-03-01T01:00:00.120Z'],
    ['2026-03-01T09:00:00+02:00', 'iso', 'Asia/Shanghai', '2026-03-01T07:00:00.000Z'],
    ['1488355200', 'unix', 'UTC', '2017-03-01T08:00:00.000Z'],
    ['1488355200123', 'unixMs', 'UTC', '2017-03-01T08:00:00.123Z'],
    ['44197.5', 'excel', 'UTC', '2021-01-01T12:00:00.000Z'],
    // 02:30 does not exist on this night: the instant of the jump
    ['2026-03-29 02:30', 'yyyy-MM-dd HH:mm', 'Europe/Zurich', '2026-03-29T01:00:00.000Z'],
  ])('reads %s as %s in %s', (text, format, zone, expected) => {
    expect(iso(parseTime(text, format, zone))).toBe(expected)
  })

  it.each([
    ['31/2/2016 01:16', 'd/M/yyyy HH:mm'],
    ['2016-13-01', 'iso'],
    ['2016-01-01 24:00', 'yyyy-MM-dd HH:mm'],
    ['2016-01-01 10:00 extra', 'yyyy-MM-dd HH:mm'],
    ['13/1/2016 13:00 PM', 'd/M/yyyy h:mm a'],
    ['Tue Foo 31 22:10:47 +0000 2017', 'EEE MMM dd HH:mm:ss xx yyyy'],
    ['', 'iso'],
    ['-5', 'unix'],
  ])('refuses %s as %s', (text, format) => {
    expect(parseTime(text, format, 'UTC')).toBeNull()
  })

  it('says what is wrong with a pattern', () => {
    expect(timeFormatError('yyyy-MM-dd HH:mm')).toBeNull()
    expect(timeFormatError('DD.MM.YYYY')).toContain('"DD"')
    expect(timeFormatError('HH:mm')).toContain('lacks a year')
    expect(timeFormatError('yyyy-MM-dd hh:mm')).toContain('h needs a')
    expect(timeFormatError('yyyy-MM-dd d')).toContain('day twice')
  })
})
