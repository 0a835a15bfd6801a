/**
 * Which addresses the product may connect to on behalf of what somebody typed: those of the open internet, and what
 * the allow-list names. Everything is decided on the resolved address, and that address is connected to.
 */
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'

/** Never, whatever the allow-list says: they answer with credentials of the machine. */
const METADATA = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  'fd00:ec2::254',
])
const NEVER = new Set(['linkLocal', 'multicast', 'unspecified', 'broadcast', 'metadata'])

/** `path` on which an address is refused; the text names the range and never the address. */
export class RefusedAddress extends Error {
  constructor(readonly range: string) {
    super(`The address is not reachable from here: ${range}.`)
    this.name = 'RefusedAddress'
  }
}

/** The range a checked address belongs to: `public`, or the name of a special one. Unreadable = `invalid`. */
export function rangeOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'invalid'
  const found = ipaddr.process(address)
  if (METADATA.has(found.toString())) return 'metadata'
  const range = found.range()
  if (found.kind() === 'ipv4') return range === 'unicast' ? 'public' : range
  const parts = (found as ipaddr.IPv6).parts
  if (range !== 'unicast') return range
  const [first = 0, second = 0] = parts
  // outside 2000::/3 nothing is global unicast: ::a.b.c.d among it
  if (first >> 13 !== 1) return 'reserved'
  if (first === 0x3fff && second >> 12 === 0) return 'reserved'
  // ISATAP carries an IPv4 address inside
  if ((parts[4] === 0 || parts[4] === 0x200) && parts[5] === 0x5efe) return 'isatap'
  return 'public'
}

function listed(host: string, address: string, allow: readonly string[]): boolean {
  const found = ipaddr.process(address)
  return allow.some((entry) => {
    if (entry.includes('/')) {
      try {
        const [network, bits] = ipaddr.parseCIDR(entry)
        return network.kind() === found.kind() && found.match(network, bits)
      } catch {
        return false
      }
    }
    if (ipaddr.isValid(entry)) return ipaddr.process(entry).toString() === found.toString()
    const name = entry.toLowerCase()
    return name.startsWith('*.') ? host.endsWith(name.slice(1)) : host === name
  })
}

/** Throws RefusedAddress unless this address, found for this host, may be connected to. */
export function checkAddress(host: string, address: string, allow: readonly string[]): void {
  const range = rangeOf(address)
  if (range === 'public') return
  if (NEVER.has(range) || range === 'invalid' || !listed(host, address, allow))
    throw new RefusedAddress(range)
}

export interface CheckedAddress {
  readonly address: string
  readonly family: 4 | 6
}

export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>

const resolveBySystem: Resolve = (host) => lookup(host, { all: true, verbatim: true })

/**
 * Resolves a host once and checks every address it has; one that is refused refuses the host. Answers the address to
 * connect to. Odd spellings of addresses (hexadecimal, octal, one number) are read the way browsers read them.
 */
export async function checkedHost(
  name: string,
  allow: readonly string[],
  resolve: Resolve = resolveBySystem,
): Promise<CheckedAddress> {
  const bare = name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
  if (!URL.canParse(`http://${bare}/`)) throw new RefusedAddress('invalid')
  const url = new URL(`http://${bare}/`)
  if (url.username !== '' || url.port !== '' || url.pathname !== '/') throw new RefusedAddress('invalid')
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const found = ipaddr.isValid(host)
    ? [{ address: host, family: host.includes(':') ? 6 : 4 }]
    : await resolve(host)
  for (const { address } of found) checkAddress(host, address, allow)
  const first = found[0]
  if (first === undefined) throw new RefusedAddress('unknown host')
  return { address: first.address, family: first.family === 6 ? 6 : 4 }
}
