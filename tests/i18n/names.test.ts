/** What the company calls things: one door for lists, filters, walls and messages. */
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { afterEach, describe, expect, it } from 'vitest'
import { agentHref, agentName, namesAsked } from '@/components/people/agent-names'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { eventWords } from '@/components/tickets/ticket-events'
import { matching } from '@/components/views/filter-values'
import {
  agentLabel,
  channelName,
  companyNames,
  dimensionValueName,
  isHiddenChannel,
  maskedAgents,
  NO_NAMES,
  onlyAgents,
  takeNames,
  teamName,
} from '@/lib/i18n/names'
import { translator } from '@/lib/i18n/translate'

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

  it('go to a reader who sees no colleagues, and to a screen of one team, without the others', () => {
    takeNames({ ...NO_NAMES, team: { t1: '华东一组' }, agent: { a7: '陈晓', a8: '林可' } })
    expect(maskedAgents(companyNames(), 'a8')).toMatchObject({
      team: { t1: '华东一组' },
      agent: { a7: '陈**', a8: '林可' },
    })
    expect(onlyAgents(companyNames(), ['a8', 'a9']).agent).toEqual({ a8: '林可' })
  })

  it('stay as they are on the server when a page with older ones is drawn there', () => {
    takeNames({ ...NO_NAMES, agent: { a7: '陈晓' } })
    const names = { ...NO_NAMES, agent: { a7: '旧名' } }
    renderToStaticMarkup(
      createElement(LocaleProvider, {
        locale: 'zh',
        zone: 'Asia/Shanghai',
        messages: {},
        names,
        // biome-ignore lint/correctness/noChildrenProp: its type asks for it
        children: '',
      }),
    )
    expect(agentLabel('a7')).toBe('陈晓')
  })

  it('are masked where an agent reads of a ticket that others hold', () => {
    takeNames({ ...NO_NAMES, team: { t1: '华东一组' }, agent: { a7: '陈晓' } })
    const names = { hidden: true, own: 'a8', fixed: true }
    const t = translator('zh')
    const said = (data: object, type = 'ticket.transferred') =>
      eventWords({ id: '1', type, at: '2026-11-20T06:00:00Z', data }, { t, names })
    expect(said({ fromAgent: 'a7', toTeam: 't1' })).toContain('华东一组')
    expect(said({ fromAgent: 'a8', toAgent: 'a7' })).toContain('陈**')
    expect(said({ fromAgent: 'a7', toAgent: 'a8' })).not.toContain('陈晓')
    expect(agentHref(names, 'a7')).toBeUndefined()
    expect(namesAsked(names, 'shown')).toEqual(names)
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
