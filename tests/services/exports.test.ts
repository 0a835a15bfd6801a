import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { makeWorkerUtils } from 'graphile-worker'
import { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, it } from 'vitest'
import { resetEnv } from '@/lib/core/env'
import { unitId } from '@/lib/core/ids'
import { applyAll } from '@/lib/db/apply'
import { storeEvents } from '@/lib/db/ingest'
import { pool, transaction } from '@/lib/db/pool'
import { writeSetting } from '@/lib/db/settings'
import type { UnifiedEvent } from '@/lib/facts/event'
import { type Context, systemContext } from '@/lib/services/context'
import { createExport } from '@/lib/services/create-export'
import { deleteExport } from '@/lib/services/delete-export'
import type { ExportView } from '@/lib/services/export-jobs'
import { getExport, getExportFile } from '@/lib/services/get-export'
import { listAnswers } from '@/lib/services/list-answers'
import { listComplaints } from '@/lib/services/list-complaints'
import { listExports } from '@/lib/services/list-exports'
import { listTickets } from '@/lib/services/list-tickets'
import { expireExport, runExport } from '@/lib/services/run-export'
import { runQuery } from '@/lib/services/run-query'
import { streamExport, streamShown } from '@/lib/services/stream-export'
import { freshDatabase } from '../database'

const NOW = Date.parse('2026-11-20T06:00:00Z')
const HOUR = 3_600_000
const person = (name: string, teams: readonly string[] | null): Context => ({
  principal: {
    kind: 'user',
    id: unitId('user', name),
    email: `${name}@example.com`,
    role: teams === null ? 'manager' : 'lead',
    teams,
  },
  now: NOW,
  locale: 'en',
})
const manager = person('manager', null)
const other = person('other', null)
const lead = person('lead', ['red'])
const worker = systemContext('worker', NOW)

/** `count` tickets of two teams on two channels, answered after one to `count` seconds; titles and comments want to be formulas. */
function company(count: number): UnifiedEvent[] {
  return Array.from({ length: count }, (_, i) => {
    const subject = `T-${String(i).padStart(4, '0')}`
    const opened = NOW - 6 * HOUR + i * 1000
    const team = i % 2 === 0 ? 'red' : 'blue'
    const one = (type: string, at: number, data: Record<string, unknown>): UnifiedEvent => ({
      id: `${subject}-${type}-${at}`,
      source: 'shop',
      subject,
      type,
      time: at,
      data,
    })
    return [
      one('ticket.opened', opened, {
        channel: i % 3 === 0 ? 'jd' : 'taobao',
        team,
        customer: `c${i}`,
        title: `=1+${i}`,
      }),
      one('message.sent', opened, { from: 'customer' }),
      one('message.sent', opened + (i + 1) * 1000, { from: 'agent', agent: `agent-${team}`, team }),
      ...(i < 20 ? [one('complaint.filed', opened + HOUR, { category: 'delay', text: 'late' })] : []),
      ...(i < 24
        ? [
            one('survey.answered', opened + 2 * HOUR, {
              kind: 'csat',
              score: i < 12 ? 1 : 5,
              comment: '=2+3',
            }),
          ]
        : []),
    ]
  }).flat()
}

const text = async (pieces: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}
/** Heading lines and rows of a CSV of ours. */
function csvOf(file: Buffer): { head: Record<string, string>; columns: string[]; rows: string[][] } {
  const lines = parse(file, { bom: true, relax_column_count: true, skip_empty_lines: false }) as string[][]
  const gap = lines.findIndex((line) => line.length <= 1 && (line[0] ?? '') === '')
  return {
    head: Object.fromEntries(lines.slice(0, gap).map(([label = '', value = '']) => [label, value])),
    columns: lines[gap + 1] ?? [],
    rows: lines.slice(gap + 2),
  }
}
const PERIOD = { from: '2026-11-20T00:00:00+08:00', to: '2026-11-21T00:00:00+08:00' }
const TICKETS = new URLSearchParams({ ...PERIOD, metric: 'frt_avg' }).toString()
/** An address too long for a link, so that a short list is made by the worker too. */
const LONG = `${TICKETS}&product!=${Array.from({ length: 550 }, (_, i) => `p${i}`).join(',')}&region!=${Array.from({ length: 550 }, (_, i) => `r${i}`).join(',')}&campaign!=${Array.from({ length: 550 }, (_, i) => `c${i}`).join(',')}`

let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'helmline-exports-'))
  process.env.HELMLINE_HOME = home
  process.env.LOG_LEVEL = 'fatal'
  await freshDatabase()
  resetEnv()
  await transaction((client) =>
    writeSetting(client, 'tenant', { company: 'Test', zone: 'Asia/Shanghai', demo: false }, NOW),
  )
  await storeEvents(company(60), { receivedAt: NOW })
  await applyAll()
})

async function queued(ctx: Context, format: 'csv' | 'xlsx' = 'csv'): Promise<ExportView> {
  const begun = await createExport(ctx, {
    kind: 'tickets',
    format,
    title: 'Rows',
    query: LONG,
    page: '/tickets',
  })
  if ('href' in begun) throw new Error('expected a job')
  return begun
}

describe('files sent at once', () => {
  it('hold exactly the figures of the query door, with what they are in words', async () => {
    const query = { metrics: ['frt_avg', 'tickets_opened'], dimensions: ['channel'], period: PERIOD }
    const asked = await createExport(manager, {
      kind: 'query',
      format: 'csv',
      title: 'Channels',
      query,
      page: '/channels',
    })
    expect(asked).toMatchObject({ href: expect.stringMatching(/^\/export\?kind=query&/) })
    const result = await runQuery(manager, query)
    const file = await streamExport(manager, {
      kind: 'query',
      format: 'csv',
      title: 'Channels',
      query,
      page: '/channels',
    })
    const { head, columns, rows } = csvOf(await text(file.pieces))
    expect(head).toMatchObject({
      Title: 'Channels',
      Period: '2026-11-20 00:00:00 – 2026-11-21 00:00:00',
      'Time zone': 'Asia/Shanghai',
      'Exported at': '2026-11-20 14:00:00',
    })
    const at = (name: string) => columns.indexOf(name)
    const seconds = columns.findIndex((name) => name.endsWith('(seconds)'))
    expect(rows).toHaveLength(result.rows.length)
    result.rows.forEach((row, i) => {
      expect(Number(rows[i]?.[seconds])).toBe(row.frt_avg)
      expect(Number(rows[i]?.[at('Tickets opened')] ?? rows[i]?.at(-1))).toBe(row.tickets_opened)
    })
    const book = await streamExport(manager, { kind: 'query', format: 'xlsx', title: 'Channels', query })
    const bytes = await text(book.pieces)
    const sheet = await readSheet(bytes, 2)
    expect(sheet.slice(1).map((line) => line[seconds])).toEqual(result.rows.map((row) => row.frt_avg))
    expect((await readSheet(bytes, 1))[0]).toEqual(['Title', 'Channels'])
  })

  it('hold every row of a list, in its order, adding up to the number, formulas defused', async () => {
    const [list, number] = await Promise.all([
      listTickets(manager, new URLSearchParams(`${TICKETS}&limit=1000`)),
      runQuery(manager, { metrics: ['frt_avg'], period: PERIOD }),
    ])
    const file = await streamExport(manager, {
      kind: 'tickets',
      format: 'csv',
      title: 'Rows',
      query: TICKETS,
    })
    const { columns, rows } = csvOf(await text(file.pieces))
    const column = (name: string) => columns.findIndex((it) => it === name || it.startsWith(name))
    expect(rows.map((row) => row[column('Ticket')])).toEqual(list.rows.map((row) => row.subject))
    const values = rows.map((row) => Number(row[columns.findIndex((it) => it.endsWith('(seconds)'))]))
    expect(values.reduce((sum, it) => sum + it, 0) / values.length).toBeCloseTo(
      number.rows[0]?.frt_avg as number,
      9,
    )
    for (const row of rows) expect(row[column('About')]).toMatch(/^'=1\+\d+$/)
  })

  it('stay within the asker’s teams', async () => {
    const file = await streamExport(lead, { kind: 'tickets', format: 'csv', title: 'Rows', query: TICKETS })
    const { head, columns, rows } = csvOf(await text(file.pieces))
    expect(head.Teams).toBe('red')
    expect(rows).toHaveLength(30)
    expect(new Set(rows.map((row) => row[columns.indexOf('Team')]))).toEqual(new Set(['red']))
  })

  it('are refused to screens, and for wrong questions', async () => {
    const screen: Context = {
      principal: { kind: 'screen', id: 's', board: 'overview', scope: { team: null } },
      now: NOW,
      locale: 'en',
    }
    const input = { kind: 'tickets', format: 'csv', title: 'Rows', query: TICKETS }
    await expect(createExport(screen, input)).rejects.toMatchObject({ status: 403 })
    await expect(streamExport(screen, input)).rejects.toMatchObject({ status: 403 })
    for (const wrong of [
      { ...input, query: 'metric=nonsense' },
      { ...input, format: 'pdf' },
      { ...input, page: '//evil.example' },
      { ...input, page: 'https://evil.example' },
      { kind: 'query', format: 'csv', title: 'x', query: { metrics: ['nonsense'], period: PERIOD } },
    ]) {
      await expect(createExport(manager, wrong)).rejects.toMatchObject({ status: 400 })
    }
  })

  it('write exactly what a screen shows', async () => {
    const file = await streamShown(manager, {
      title: 'Shown',
      format: 'csv',
      page: '/customers',
      about: [{ label: 'Order', text: 'by value' }],
      columns: ['Name', 'Value'],
      rows: [
        ['=evil()', 12.5],
        ['李', null],
      ],
    })
    const { head, columns, rows } = csvOf(await text(file.pieces))
    expect(head).toMatchObject({ Title: 'Shown', Order: 'by value' })
    expect([columns, ...rows]).toEqual([
      ['Name', 'Value'],
      ["'=evil()", '12.5'],
      ['李', ''],
    ])
  })
})

describe('files made in the background', () => {
  beforeAll(async () => {
    const utils = await makeWorkerUtils({ pgPool: pool(), schema: 'helmline_jobs' })
    await utils.migrate()
    await utils.release()
  })

  it('are queued, made, downloaded by their owner alone, audited, and deleted after their time', async () => {
    const begun = await queued(manager)
    expect(begun).toMatchObject({ state: 'queued', total: 60, done: 0 })
    const jobs = await pool().query(`SELECT task_identifier FROM helmline_jobs.jobs WHERE key = $1`, [
      `export:${begun.id}`,
    ])
    expect(jobs.rows).toEqual([{ task_identifier: 'export' }])
    await expect(getExportFile(manager, begun.id)).rejects.toMatchObject({ status: 409 })
    expect(await runExport(worker, begun.id, false)).toBe(60)
    expect(await getExport(manager, begun.id)).toMatchObject({ state: 'done', done: 60, total: 60 })

    const file = await getExportFile(manager, begun.id)
    const { rows } = csvOf(await text(file.open()))
    expect(rows).toHaveLength(60)
    expect(file.name).toMatch(/^Rows .*\.csv$/)
    for (const ctx of [other, lead]) {
      await expect(getExport(ctx, begun.id)).rejects.toMatchObject({ status: 404 })
      await expect(getExportFile(ctx, begun.id)).rejects.toMatchObject({ status: 404 })
      await expect(deleteExport(ctx, begun.id)).rejects.toMatchObject({ status: 404 })
      expect((await listExports(ctx)).exports).toEqual([])
    }
    const actions = await pool().query(`SELECT action FROM audit_entry WHERE object = $1 ORDER BY seq`, [
      `export:${begun.id}`,
    ])
    expect(actions.rows.map((row) => row.action)).toEqual(['export.queued', 'export.downloaded'])

    const later = { ...manager, now: Date.now() + 25 * HOUR }
    await expect(getExportFile(later, begun.id)).rejects.toMatchObject({ status: 404 })
    expect(await getExport(later, begun.id)).toMatchObject({ state: 'expired' })
    const due = await pool().query(`SELECT task_identifier FROM helmline_jobs.jobs WHERE key = $1`, [
      `export_expire:${begun.id}`,
    ])
    expect(due.rows).toEqual([{ task_identifier: 'export_expire' }])
    await expireExport(worker, begun.id)
    expect(await readdir(path.join(home, 'exports'))).toEqual([])
    await deleteExport(manager, begun.id)
    expect((await listExports(manager)).exports).toEqual([])
  })

  it('are made anew, whole, where a worker died in the middle', async () => {
    const begun = await queued(manager, 'xlsx')
    await mkdir(path.join(home, 'exports'), { recursive: true })
    await writeFile(path.join(home, 'exports', `${begun.id}.part`), 'half a book')
    await pool().query(`UPDATE export_job SET state = 'running', done = 17 WHERE id = $1`, [begun.id])
    expect(await runExport(worker, begun.id, false)).toBe(60)
    expect(await readdir(path.join(home, 'exports'))).toEqual([`${begun.id}.xlsx`])
    const sheet = await readSheet(await readFile(path.join(home, 'exports', `${begun.id}.xlsx`)), 2)
    expect(sheet).toHaveLength(61)
    expect(await runExport(worker, begun.id, false)).toBeNull()
    await deleteExport(manager, begun.id)
    expect(await readdir(path.join(home, 'exports'))).toEqual([])
  })

  it('are not made once cancelled', async () => {
    const begun = await queued(manager)
    await deleteExport(manager, begun.id)
    expect(await getExport(manager, begun.id)).toMatchObject({ state: 'cancelled' })
    expect(await runExport(worker, begun.id, false)).toBeNull()
    await deleteExport(manager, begun.id)
  })

  it('hold the scope of the moment they were asked for, and are kept from who has lost a team of it', async () => {
    const both = person('both', ['red', 'blue'])
    const begun = await queued(both)
    expect(begun.total).toBe(60)
    expect(await runExport(worker, begun.id, false)).toBe(60)
    const less = person('both', ['red'])
    await expect(getExportFile(less, begun.id)).rejects.toMatchObject({ status: 403 })
    expect((await getExportFile(both, begun.id)).bytes).toBeGreaterThan(100)
    await deleteExport(both, begun.id)
  })

  it('are three at once for one person at most, also when all are asked for together', async () => {
    const asked = await Promise.allSettled(Array.from({ length: 6 }, () => queued(other)))
    const made = asked.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []))
    expect(made).toHaveLength(3)
    for (const it of asked) if (it.status === 'rejected') expect(it.reason).toMatchObject({ status: 429 })
    for (const { id } of made) await deleteExport(other, id)
  })

  it('say that they failed where they cannot be made', async () => {
    const begun = await queued(manager)
    await pool().query(`UPDATE export_job SET query = 'metric=nonsense' WHERE id = $1`, [begun.id])
    expect(await runExport(worker, begun.id, false)).toBeNull()
    expect(await getExport(manager, begun.id)).toMatchObject({ state: 'failed', error: 'invalid_query' })
    await deleteExport(manager, begun.id)
  })
})

describe('files of answers and complaints', () => {
  const about = { format: 'csv', title: 'Voice', page: '/complaints' } as const
  const period = new URLSearchParams(PERIOD).toString()

  it('hold every row of the list in its order, with what was narrowed, by screens and by the worker', async () => {
    const answers = await listAnswers(manager, new URLSearchParams(`${period}&band=low&limit=1000`))
    expect(answers.rows).toHaveLength(12)
    const asked = { ...about, kind: 'answers', query: `${period}&band=low&limit=5` }
    expect(await createExport(manager, asked)).toMatchObject({
      href: expect.stringMatching(/^\/export\?kind=answers&/),
    })
    const { head, columns, rows } = csvOf(await text((await streamExport(manager, asked)).pieces))
    expect(head.Filters).toContain('band low')
    const of = (name: string) => rows.map((row) => row[columns.indexOf(name)])
    expect(of('Ticket')).toEqual(answers.rows.map((row) => row.subject))
    expect(of('Score').map(Number)).toEqual(answers.rows.map((row) => row.score))
    expect(new Set(of('Comment'))).toEqual(new Set(["'=2+3"]))

    const complaints = await listComplaints(manager, new URLSearchParams(`${period}&limit=1000`))
    expect(complaints.rows).toHaveLength(20)
    const long = `${period}${LONG.slice(LONG.indexOf('&product!'))}`
    const begun = await createExport(manager, { ...about, kind: 'complaints', query: long })
    if ('href' in begun) throw new Error('expected a job')
    expect(begun.total).toBe(20)
    expect(await runExport(worker, begun.id, true)).toBe(20)
    const file = csvOf(await text((await getExportFile(manager, begun.id)).open()))
    expect(file.rows.map((row) => row[file.columns.indexOf('Ticket')])).toEqual(
      complaints.rows.map((row) => row.subject),
    )
    await deleteExport(manager, begun.id)
  })

  it('stay within the asker’s teams, and refuse wrong questions', async () => {
    const asked = { ...about, kind: 'complaints', query: period }
    const { columns, rows } = csvOf(await text((await streamExport(lead, asked)).pieces))
    expect(rows).toHaveLength(10)
    expect(new Set(rows.map((row) => row[columns.indexOf('Team')]))).toEqual(new Set(['red']))
    const wrong = { ...asked, query: `${period}&level=odd` }
    await expect(createExport(manager, wrong)).rejects.toMatchObject({ status: 400 })
    await expect(streamExport(manager, wrong)).rejects.toMatchObject({ status: 400 })
  })
})
