import { describe, expect, it } from 'vitest'
import { maskDeep, maskText } from '@/lib/core/masking'

describe('masking', () => {
  it.each([
    ['我的手机是13812345678，请回电', '我的手机是138****5678，请回电'],
    ['电话138-1234-5678或138 1234 5678', '电话138****5678或138****5678'],
    ['+86 138 1234 5678', '138****5678'],
    ['8613812345678', '138****5678'],
    ['两个号 13812345678 13987654321', '两个号 138****5678 139****4321'],
    ['身份证110101199003071233', '身份证110101********1233'],
    ['身份证11010119900307123X。', '身份证110101********123X。'],
    ['卡号 6222 0212 3456 7894', '卡号 6222********7894'],
    ['写信到 zhang.san@example.com 谢谢', '写信到 z***@example.com 谢谢'],
    ['王芳@例子.中国', '王***@例子.中国'],
    ['call me at +1 415 555 2671', 'call me at +14*******71'],
    ['(415) 555-2671', '415*****71'],
    ['座机 010-88886666', '座机 010******66'],
  ])('%s', (text, masked) => {
    expect(maskText(text)).toBe(masked)
  })

  it.each([
    '订单号 20261101 已发货',
    '订单 4200001234202611019876543210 退款',
    '金额 1,280.50 元，共 3 件',
    '2026-11-01 09:30:00',
    'SKU-1380013',
    'version 1.2.3.4567890',
    'https://example.com/a/123456',
  ])('leaves %s alone', (text) => {
    expect(maskText(text)).toBe(text)
  })

  it('masks inside JSON and leaves the value itself as it was', () => {
    const value = { phone: '13812345678', list: ['a@b.cn', 5, null], deep: { text: '13812345678' } }
    expect(maskDeep(value)).toEqual({
      phone: '138****5678',
      list: ['a***@b.cn', 5, null],
      deep: { text: '138****5678' },
    })
    expect(value.phone).toBe('13812345678')
  })

  it('is done in linear time', () => {
    const started = performance.now()
    maskText('1 '.repeat(40_000))
    maskText('a.'.repeat(40_000))
    maskText(`${'1'.repeat(60_000)}`)
    expect(performance.now() - started).toBeLessThan(1500)
  })
})
