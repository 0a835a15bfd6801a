/** The way out: which addresses may be connected to, and that it is those which are connected to. */
import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAddress, checkedHost, rangeOf } from '@/lib/http/address-guard'
import { guardedFetch } from '@/lib/http/guarded-fetch'
import { sendMail } from '@/lib/http/mailer'

const PUBLIC = [
  '1.1.1.1',
  '8.8.8.8',
  '114.114.114.114',
  '203.119.1.1',
  '2606:4700:4700::1111',
  '2400:3200::1',
]

const REFUSED: readonly (readonly [address: string, range: string])[] = [
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0.0.0.0', 'unspecified'],
  ['0.1.2.3', 'unspecified'],
  ['::', 'unspecified'],
  ['10.0.0.1', 'private'],
  ['10.255.255.255', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.0.1', 'private'],
  ['192.168.255.255', 'private'],
  ['169.254.0.1', 'linkLocal'],
  ['169.254.169.254', 'metadata'],
  ['169.254.170.2', 'metadata'],
  ['100.100.100.200', 'metadata'],
  ['168.63.129.16', 'metadata'],
  ['fd00:ec2::254', 'metadata'],
  ['192.0.0.192', 'metadata'],
  ['100.64.0.1', 'carrierGradeNat'],
  ['100.127.255.255', 'carrierGradeNat'],
  ['192.0.0.1', 'reserved'],
  ['192.0.2.1', 'reserved'],
  ['198.18.0.1', 'reserved'],
  ['198.51.100.1', 'reserved'],
  ['203.0.113.1', 'reserved'],
  ['192.88.99.1', 'reserved'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.250', 'multicast'],
  ['ff02::1', 'multicast'],
  ['fe80::1', 'linkLocal'],
  ['febf::1', 'linkLocal'],
  ['fc00::1', 'uniqueLocal'],
  ['fdff::1', 'uniqueLocal'],
  ['fec0::1', 'deprecatedSiteLocal'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::ffff:a9fe:a9fe', 'metadata'],
  ['::ffff:0a00:0001', 'private'],
  ['::127.0.0.1', 'loopback'],
  ['::7f00:1', 'reserved'],
  ['::ffff:0:127.0.0.1', 'rfc6145'],
  ['64:ff9b::7f00:1', 'rfc6052'],
  ['64:ff9b::a9fe:a9fe', 'rfc6052'],
  ['64:ff9b:1::a00:1', 'rfc6052'],
  ['2002:7f00:1::', '6to4'],
  ['2002:a9fe:a9fe::1', '6to4'],
  ['2001:0:7f00:1::', 'teredo'],
  ['2001:db8::1', 'reserved'],
  ['3fff::1', 'reserved'],
  ['100::1', 'discard'],
  ['4000::1', 'reserved'],
  ['2606:4700::5efe:7f00:1', 'isatap'],
  ['not an address', 'invalid'],
]

/** Spellings of 127.0.0.1 and of private addresses that programs understand. */
const ODD = [
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '127.1',
  '127.0.1',
  '0',
  '[::1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:0:0:1]',
  '１２７.０.０.１',
  '127。0。0。1',
  '0xa.0.0.1',
  '3232235521',
  '%31%32%37.0.0.1',
  'localhost',
  'localhost.',
  'LOCALHOST',
]

const resolveTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

let server: Server
let port = 0
let hits = 0
beforeAll(async () => {
  server = createServer((request, response) => {
    hits += 1
    if (request.url === '/redirect') {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/landed` })
      response.end()
    } else if (request.url === '/large') {
      response.writeHead(200)
      response.end('x'.repeat(5_000_000))
    } else if (request.url === '/host') response.end(request.headers.host)
    else if (request.url !== '/hang') response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = (url: string, allow: readonly string[] = [], more: object = {}) =>
  guardedFetch({ method: 'GET', url, headers: {}, body: '' }, { allow, timeout: 2_000, ...more })

describe('addresses', () => {
  it.each(PUBLIC)('%s is public', (address) => {
    expect(rangeOf(address)).toBe('public')
  })
  it.each(REFUSED)('%s is refused as %s', (address, range) => {
    expect(rangeOf(address)).toBe(range)
    expect(() => checkAddress('x.example', address, [])).toThrow()
  })
  it('never lets metadata, link-local, multicast or nothing through, whatever is listed', () => {
    const all = ['0.0.0.0/0', '::/0', 'x.example', '*.example', '169.254.169.254']
    for (const address of [
      '169.254.169.254',
      '169.254.1.1',
      'fe80::1',
      '224.0.0.1',
      '0.0.0.0',
      '100.100.100.200',
    ])
      expect(() => checkAddress('x.example', address, all), address).toThrow()
  })
  it('lets through what is listed: ranges, addresses, hosts and their sub-domains', () => {
    const allow = ['10.0.0.0/8', '192.168.1.5', 'oa.corp.example', '*.lan.example', 'fd00::/8']
    for (const [host, address] of [
      ['a', '10.9.9.9'],
      ['a', '::ffff:10.1.1.1'],
      ['a', '192.168.1.5'],
      ['oa.corp.example', '172.16.0.1'],
      ['x.lan.example', '172.16.0.1'],
      ['a', 'fd12::1'],
    ] as const)
      expect(() => checkAddress(host, address, allow), address).not.toThrow()
    for (const [host, address] of [
      ['a', '192.168.1.6'],
      ['evil.oa.corp.example', '172.16.0.1'],
      ['lan.example', '172.16.0.1'],
      ['xlan.example', '172.16.0.1'],
      ['a', '172.16.0.1'],
    ] as const)
      expect(() => checkAddress(host, address, allow), host).toThrow()
  })
})

describe('hosts', () => {
  it.each(ODD)('%s does not get past it', async (host) => {
    await expect(checkedHost(host, [])).rejects.toMatchObject({ name: 'RefusedAddress' })
  })
  it('refuses a name of which one address is private, and connects to the address it checked', async () => {
    await expect(checkedHost('x.example', [], resolveTo('1.1.1.1', '127.0.0.1'))).rejects.toThrow()
    expect(await checkedHost('x.example', [], resolveTo('1.1.1.1', '8.8.8.8'))).toEqual({
      address: '1.1.1.1',
      family: 4,
    })
    await expect(checkedHost('x.example', [], resolveTo())).rejects.toThrow()
  })
})

describe('requests', () => {
  it('the canary on the loopback hears nothing, by any spelling', async () => {
    hits = 0
    for (const host of ODD) {
      const answer = await get(`http://${host}:${port}/`)
      expect(answer.kind, host).not.toBe('answer')
    }
    expect((await get(`http://user:pw@127.0.0.1:${port}/`, ['127.0.0.1/32'])).kind).toBe('refused_address')
    for (const url of ['file:///etc/passwd', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/', 'javascript:1', ''])
      expect((await get(url)).kind, url).not.toBe('answer')
    expect(hits).toBe(0)
  })
  it('resolves once: a second, different answer of the name server is never asked for', async () => {
    let asked = 0
    const resolve = async () => {
      asked += 1
      return [{ address: '127.0.0.1', family: 4 }]
    }
    const answer = await get(`http://name.example:${port}/host`, ['127.0.0.1/32'], { resolve })
    expect(answer).toMatchObject({ kind: 'answer', body: `name.example:${port}` })
    expect(asked).toBe(1)
  })
  it('follows no redirect', async () => {
    hits = 0
    const answer = await get(`http://127.0.0.1:${port}/redirect`, ['127.0.0.1/32'])
    expect(answer).toMatchObject({ kind: 'answer', status: 302 })
    expect(hits).toBe(1)
  })
  it('reads 64 kB at most and waits no longer than it may', async () => {
    const large = await get(`http://127.0.0.1:${port}/large`, ['127.0.0.1/32'])
    expect(large.kind === 'answer' && large.body.length).toBe(64 * 1024)
    const slow = await get(`http://127.0.0.1:${port}/hang`, ['127.0.0.1/32'], { timeout: 200 })
    expect(slow).toEqual({ kind: 'timeout', detail: 'no answer in time', uncertain: true })
  })
  it('says nothing of the address it could not reach', async () => {
    const answer = await get('http://127.0.0.1:1/secret-key', ['127.0.0.1/32'])
    expect(JSON.stringify(answer)).not.toContain('secret-key')
    expect(answer).toMatchObject({ kind: 'failed', detail: 'ECONNREFUSED', uncertain: false })
  })
})

describe('mail', () => {
  it('a server in a private range is not spoken to', async () => {
    let heard = 0
    const smtp = createTcp((socket) => {
      heard += 1
      socket.destroy()
    })
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
    const to = {
      host: 'localhost',
      port: (smtp.address() as AddressInfo).port,
      security: 'none',
      user: null,
      password: null,
      from: 'a@example.com',
      fromName: '',
    } as const
    const mail = { to: ['b@example.com'], subject: 's', text: 't', html: 'h', messageId: '<1@x>' }
    expect(await sendMail(mail, to, { allow: [] })).toMatchObject({ ok: false, why: 'refused_address' })
    expect(heard).toBe(0)
    smtp.close()
  })
})
