/** What the company calls things: one door for lists, filters, walls and messages. */
import { afterEach, describe, expect, it } from 'vitest'
import { agentName } from '@/components/people/agent-names'
import { matching } from '@/components/views/filter-values'
import {
  agentLabel,
  channelName,
  companyNames,
  dimensionValueName,
  isHiddenChannel,
  NO_NAMES,
  takeNames,
  teamName,
} from '@/lib/i18n/names'

afterEach(() => takeNames(NO_NAMES))

describe('names the company gives', () => {
  it('stand wherever a value of a dimension is written, and others stay as they came', () => {
    takeNames({
      ...NO_NAMES,
      channel: { jd: '京东自营', douyin: '抖音' },
      team: { t1: '华东一组' },
      agent: { a7: '陈晓' },
      product: { p9: '净水器' },
    })
    expect(teamName('t1')).toBe('华东一组')
    expect(agentLabel('a7')).toBe('陈晓')
    for (const [dimension, value, name] of [
      ['team', 't1', '华东一组'],
      ['agent', 'a7', '陈晓'],
      ['product', 'p9', '净水器'],
      ['channel', 'jd', '京东自营'],
      ['team', 't2', 't2'],
      ['team', 'constructor', 'constructor'],
      ['issueType', 't1', 't1'],
    ] as const) {
      expect(dimensionValueName('zh', dimension, value)).toBe(name)
    }
    expect(dimensionValueName('zh', 'team', null)).toBe('未填')
    // one that is the built-in name is translated
    expect(channelName('en', 'douyin')).toBe('Douyin')
    // what is typed into a filter finds the name as well as what the source says
    const options = [{ value: 't1', count: 3 }]
    expect(matching(options, '华东', 'team', 'zh')).toEqual(options)
    expect(matching(options, 't1', 'team', 'zh')).toEqual(options)
  })

  it('are masked as names are, and reach a browser as they stand', () => {
    takeNames({ ...NO_NAMES, agent: { a7: '陈晓' } })
    expect(agentName({ hidden: true, own: null, fixed: false }, 'a7')).toBe('陈**')
    expect(agentName({ hidden: true, own: 'a7', fixed: true }, 'a7')).toBe('陈晓')
    const sent = JSON.parse(JSON.stringify(companyNames()))
    takeNames(NO_NAMES)
    expect(agentLabel('a7')).toBe('a7')
    takeNames(sent)
    expect(agentLabel('a7')).toBe('陈晓')
  })

  it('say which channels are listed no longer', () => {
    takeNames({ ...NO_NAMES, hidden: ['sms'] })
    expect([isHiddenChannel('sms'), isHiddenChannel('jd'), isHiddenChannel(null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
