import { describe, expect, it } from 'vitest'
import {
  neighbour,
  pathOfTicket,
  ticketOfAddress,
  ticketOfPath,
  withTicket,
} from '@/components/tickets/drawer-address'

const odd = { source: 'shop/eu 1', subject: 'T#1?&=%' }

describe('the address of the drawer', () => {
  it('knows links to tickets from other links', () => {
    expect(ticketOfPath('/tickets/taobao/T-1')).toEqual({ source: 'taobao', subject: 'T-1' })
    expect(ticketOfPath(pathOfTicket(odd))).toEqual(odd)
    for (const path of [
      '/tickets',
      '/tickets/',
      '/tickets/a',
      '/tickets/a/b/c',
      '/wall/tickets/a',
      '/tickets/%E0%A4%A/b',
    ])
      expect([path, ticketOfPath(path)]).toEqual([path, null])
  })
  it('keeps what else the address says', () => {
    const address = withTicket('/tickets', 'metric=frt_avg&channel=jd', odd)
    const [path, query] = address.split('?')
    expect(path).toBe('/tickets')
    expect(ticketOfAddress(new URLSearchParams(query))).toEqual(odd)
    expect(new URLSearchParams(query).get('channel')).toBe('jd')
    expect(withTicket('/tickets', query ?? '', null)).toBe('/tickets?metric=frt_avg&channel=jd')
    expect(withTicket('/', 'ticket=a%2Fb', null)).toBe('/')
    expect(ticketOfAddress(new URLSearchParams('ticket=nonsense'))).toBeNull()
  })
  it('steps through the list and stops at its ends', () => {
    const list = ['1', '2', '3'].map((subject) => ({ source: 's', subject }))
    const at = (subject: string) => ({ source: 's', subject })
    expect(neighbour(list, at('2'), 1)).toEqual(at('3'))
    expect(neighbour(list, at('3'), 1)).toBeNull()
    expect(neighbour(list, at('1'), -1)).toBeNull()
    expect(neighbour(list, at('9'), 1)).toBeNull()
  })
})
