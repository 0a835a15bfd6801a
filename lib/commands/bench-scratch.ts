/** The scratch databases of the benchmarks, and the arguments that name them. */
import { changeEnv, databaseUrl } from '@/lib/core/env'
import { BenchDatabase } from '@/lib/db/bench-database'
import { closePools, transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import { tell, UsageError } from './command-line'

const DAYS = 400
const ZONE = 'Asia/Shanghai'
/** The sketches that tiles read; every one takes a good while at 5 M tickets. */
const SKETCHES = ['first_response_sketch']

/** A whole number among the arguments. Throws UsageError. */
export function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isInteger(value) || value < min || value > max) {
    throw new UsageError(`--${name} takes a whole number from ${min} to ${max}, not "${text}".`)
  }
  return value
}

/** The name of a database that is kept. Throws UsageError. */
export function databaseName(name: string, text: string): string {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(text)) {
    throw new UsageError(`--${name} takes a name of small letters, digits and _.`)
  }
  return text
}

/** The local midnight that begins today: presets and the history end alike. */
export function midnight(): string {
  const local = new Date(Date.now() + 8 * 3_600_000)
  return `${local.toISOString().slice(0, 10)}T00:00:00+08:00`
}

/** A filled scratch database for the time of `work`; the product's own is the same one for as long. */
export async function within<T>(
  name: string | null,
  facts: { readonly tickets: number; readonly end: string; readonly all: boolean },
  work: (database: BenchDatabase) => Promise<T>,
): Promise<T> {
  const before = databaseUrl()
  const database = await BenchDatabase.open(name)
  try {
    await use(database.url)
    await transaction((client) =>
      writeSetting(client, 'tenant', { company: 'Benchmark', zone: ZONE, demo: false }, Date.now()),
    )
    let told = -1
    const { tickets, end, all } = facts
    const wanted = { tickets, days: DAYS, end, zone: ZONE, sketches: all ? null : SKETCHES }
    await database.fill(wanted, (what, share) => {
      const percent = Math.floor(share * 20) * 5
      if (percent !== told) tell(`${tickets} tickets: ${what} ${percent} %`)
      told = percent
    })
    return await work(database)
  } finally {
    await use(before)
    await database.close()
  }
}

/** Turns the product's pools, and the processes it starts, to a database. */
export async function use(url: string): Promise<void> {
  await closePools()
  changeEnv({ DATABASE_URL: url, PORT: '0', HELMLINE_DEMO: '0', LOG_LEVEL: 'error' })
}
