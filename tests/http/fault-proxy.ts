/** A TCP proxy in front of Postgres that can hang (take everything, answer nothing) and cut. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface FaultProxy {
  /** the database's URL through the proxy */
  readonly url: string
  /** from now on no byte passes; new connections are taken and left waiting */
  hang(): void
  /** from now on connections are refused by being closed at once */
  cut(): void
  /** lets everything pass again; connections that hung are closed, as a kernel would in the end */
  heal(): void
  close(): Promise<void>
}

export async function faultProxy(databaseUrl: string): Promise<FaultProxy> {
  const target = new URL(databaseUrl)
  let mode: 'pass' | 'hang' | 'cut' = 'pass'
  const pairs = new Set<{ from: Socket; to: Socket | null }>()
  const server = createServer((from) => {
    const pair: { from: Socket; to: Socket | null } = { from, to: null }
    pairs.add(pair)
    from.on('error', () => from.destroy())
    from.on('close', () => {
      pair.to?.destroy()
      pairs.delete(pair)
    })
    if (mode === 'cut') {
      from.destroy()
      return
    }
    if (mode === 'hang') return
    const to = connect(Number(target.port || 5432), target.hostname)
    pair.to = to
    to.on('error', () => from.destroy())
    to.on('close', () => from.destroy())
    from.on('data', (chunk) => {
      if (mode === 'pass') to.write(chunk)
    })
    to.on('data', (chunk) => {
      if (mode === 'pass') from.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  const drop = () => {
    for (const { from } of pairs) from.destroy()
  }
  return {
    url: url.href,
    hang: () => {
      mode = 'hang'
    },
    cut: () => {
      mode = 'cut'
      drop()
    },
    heal: () => {
      if (mode === 'hang') drop()
      mode = 'pass'
    },
    close: async () => {
      drop()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
