/**
 * Who is at the other end of the socket. Next's routes see no socket, so our server writes its address into a
 * header together with a secret of this process; a client cannot forge it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'

const HEADER = 'x-helmline-peer'
const KEY = Symbol.for('helmline.peer')

function processSecret(): string {
  const holder = globalThis as { [KEY]?: string }
  holder[KEY] ??= randomBytes(24).toString('base64url')
  return holder[KEY]
}

/** Headers by which proxies speak; from anybody else they are dropped. */
const PROXY_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
]

type HeaderBag = Record<string, string | string[] | undefined>

function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}

function listOf(trusted: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of trusted) {
    const [address = '', bits] = entry.split('/')
    const kind = isIP(address)
    if (kind === 0) continue
    const family = kind === 4 ? 'ipv4' : 'ipv6'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}

function holds(list: BlockList, address: string): boolean {
  const kind = isIP(address)
  return kind !== 0 && list.check(address, kind === 4 ? 'ipv4' : 'ipv6')
}

/**
 * Called by the server for each request, before anything else reads its headers: drops what only a proxy may say
 * unless the socket is a trusted proxy's, finds the client's address (the last one in X-Forwarded-For that is no
 * trusted proxy) and notes it. Changes `headers` in place; answers the address.
 */
export function notePeer(
  headers: HeaderBag,
  socketAddress: string | undefined,
  trusted: readonly string[],
): string {
  const list = listOf(trusted)
  let address = plain(socketAddress ?? 'unknown')
  if (holds(list, address)) {
    const chain = String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => plain(part.trim()))
      .filter((part) => isIP(part) !== 0)
    while (chain.length > 0) {
      const last = chain.pop() ?? address
      address = last
      if (!holds(list, last)) break
    }
  } else {
    for (const name of PROXY_HEADERS) delete headers[name]
  }
  delete headers['x-middleware-subrequest']
  headers[HEADER] = `${processSecret()} ${address}`
  return address
}

/** The client's address as the server noted it; 'unknown' where our server did not (development). */
export function clientAddress(headers: Headers): string {
  const [secret = '', address = ''] = (headers.get(HEADER) ?? '').split(' ')
  const wanted = Buffer.from(processSecret())
  const given = Buffer.from(secret)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'unknown'
  return address
}

/** True where the person's browser speaks https (to us, or to a trusted proxy that says so). */
export function isSecure(headers: Headers): boolean {
  return headers.get('x-forwarded-proto')?.split(',')[0]?.trim() === 'https'
}
