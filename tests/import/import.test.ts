import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { pool } from '@/lib/db/pool'
import { systemContext } from '@/lib/services/context'
import { importFile } from '@/lib/services/import-file'
import { runQuery } from '@/lib/services/run-query'
import { waitUntilApplied } from '@/lib/services/wait-until-applied'
import { freshDatabase } from '../database'

const run = promisify(execFile)
const ctx = () => systemContext('test', Date.now())
const fixture = (name: string) => path.resolve('tests/import/fixtures', name)
const folder = mkdtempSync(path.join(tmpdir(), 'helmline-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let url = ''
beforeEach(async () => {
  url = await freshDatabase()
})

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command as `npm run import` starts it, on the test's database. */
async function command(...args: string[]): Promise<Ended> {
  try {
    const { stdout, stderr } = await run(
      process.execPath,
      ['--import', 'tsx', 'lib/commands/import.ts', ...args],
      {
        env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'silent' },
      },
    )
    return { code: 0, stdout, stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as Ended
    return { code, stdout, stderr }
  }
}

const summaryOf = ({ stdout }: Ended) =>
  JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Record<string, unknown>

async function total(metrics: readonly string[], source: string): Promise<Record<string, unknown>> {
  const { rows } = await runQuery(ctx(), {
    metrics,
    period: { from: '2016-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z' },
    filters: [{ dimension: 'source', op: 'in', values: [source] }],
  })
  return rows[0] as unknown as Record<string, unknown>
}

async function events(): Promise<number> {
  const { rows } = await pool().query<{ n: number }>('SELECT count(*) AS n FROM event')
  return rows[0]?.n ?? 0
}

describe('npm run import', () => {
  it('imports a file, and the same again as duplicates', async () => {
    const first = await command(fixture('calls.csv'), '--source', 'calls', '--mapping', 'call-log-exercise')
    expect(first).toMatchObject({ code: 0 })
    const one = summaryOf(first)
    expect(one).toMatchObject({
      rows: 4,
      accepted: 21,
      duplicates: 0,
      rejected: 0,
      skipped: 0,
      encoding: 'utf-8',
    })
    expect(one.applied).toBe(one.position)
    expect(
      await total(['tickets_opened', 'frt_avg', 'abandon_rate', 'csat', 'fcr_said'], 'calls'),
    ).toMatchObject({
      tickets_opened: 4,
      frt_avg: 20,
      abandon_rate: 0.25,
      csat: 2 / 3,
      fcr_said: 2 / 3,
      n: { frt_avg: 3, abandon_rate: 4, csat: 3 },
    })

    const packed = path.join(folder, 'calls.csv.gz')
    writeFileSync(packed, gzipSync(readFileSync(fixture('calls.csv'))))
    const again = await command(packed, '--source', 'calls', '--mapping', 'call-log-exercise')
    expect(summaryOf(again)).toMatchObject({ rows: 4, accepted: 0, duplicates: 21, conflicts: 0 })
    expect(await events()).toBe(21)
    const { rows } = await pool().query('SELECT actor, action, object, after FROM audit_entry ORDER BY seq')
    expect(rows).toMatchObject([
      {
        actor: 'system:command:import',
        action: 'file.imported',
        object: 'source:calls',
        after: { accepted: 21 },
      },
      { after: { file: 'calls.csv.gz', accepted: 0 } },
    ])
  })

  it('reports wrong cells with line and column and keeps the other rows', async () => {
    const bad = path.join(folder, 'bad.csv')
    const lines = readFileSync(fixture('calls.csv'), 'utf8').split('\n')
    lines[2] = lines[2]?.replace('2026-03-02', '2.3.2026') ?? ''
    lines[4] = lines[4]?.replace(/4$/, '6') ?? ''
    writeFileSync(bad, lines.join('\n'))
    const report = path.join(folder, 'report.jsonl')
    const ended = await command(bad, '--source', 'c', '--mapping', 'call-log-exercise', '--report', report)
    expect(ended.code).toBe(0)
    expect(ended.stderr).toContain('line 3, date, time: "2.3.2026')
    expect(ended.stderr).toMatch(/line 5, satisfaction: .*data\.score/)
    expect(summaryOf(ended)).toMatchObject({
      rows: 4,
      rejected: 2,
      rejectedBy: { bad_time: 1, bad_score: 1 },
    })
    const written = readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(written).toMatchObject([
      { line: 3, row: 2, code: 'bad_time' },
      { line: 5, row: 4, column: 'satisfaction', code: 'bad_score' },
    ])
    expect(await total(['tickets_opened'], 'c')).toMatchObject({ tickets_opened: 2 })
  })

  it.each([
    [['--source', 's', '--mapping', 'x'], 'Name the file to import.'],
    [[fixture('calls.csv'), '--mapping', 'x'], 'Name the source with --source.'],
    [[fixture('calls.csv'), '--source', 's', '--mapping', 'zendesk'], 'There is no mapping "zendesk"'],
    [[fixture('nothing.csv'), '--source', 's', '--mapping', 'helpdesk-log'], 'there is no such file'],
    [
      [fixture('calls.csv'), '--source', 's', '--mapping', 'helpdesk-log'],
      'which the file does not have; it has "call_id", "agent"',
    ],
    [
      [fixture('cases.csv'), '--source', 's', '--mapping', 'helpdesk-log', '--zone', 'Rome'],
      'not an IANA zone',
    ],
    [[fixture('calls.csv'), '--source', 's', '--mapping', fixture('calls.csv')], 'is not JSON'],
    [[fixture('calls.csv'), '--colour'], "Unknown option '--colour'"],
  ])('ends with one sentence: %j', async (args, sentence) => {
    const ended = await command(...args)
    expect(ended.code).toBe(ended.stderr.includes('npm run import --') ? 2 : 1)
    expect(ended.stderr).toContain(sentence)
    expect(ended.stderr).not.toMatch(/\n\s+at /)
    expect(ended.stdout).toBe('')
    expect(await events()).toBe(0)
  })
})

describe('importFile', () => {
  const load = async (file: string, mapping: string, source = 's') => {
    const summary = await importFile(ctx(), { file: fixture(file), source, mapping })
    await waitUntilApplied(summary.position)
    return summary
  }

  it('goes on where it was interrupted', async () => {
    const lines = Array.from({ length: 6000 }, (_, i) => `${i},1,2026-03-02 10:00:00`)
    lines[5500] = '5500,1,never'
    const file = path.join(folder, 'long.csv')
    writeFileSync(file, `CaseID,ActivityID,CompleteTimestamp\n${lines.join('\n')}\n`)
    const input = { file, source: 's', mapping: 'helpdesk-log' }
    const stop = () => {
      throw new Error('the power went')
    }
    await expect(importFile(ctx(), input, { onReport: stop })).rejects.toThrow('the power went')
    const before = await events()
    expect(before).toBeGreaterThan(10_000)

    const summary = await importFile(ctx(), input)
    expect(summary.resumedAfter).toBeGreaterThan(4000)
    expect(summary).toMatchObject({
      rows: 6000,
      rejected: 1,
      duplicates: 0,
      accepted: 5999 * 4,
      events: 5999 * 4,
    })
    expect(await events()).toBe(5999 * 4)

    await expect(importFile(ctx(), { ...input, restart: true }, { onReport: stop })).rejects.toThrow()
    const restarted = await importFile(ctx(), { ...input, restart: true })
    expect(restarted).toMatchObject({ resumedAfter: 0, accepted: 0, duplicates: 5999 * 4 })
  })

  it('says which events differ from those stored under the same id', async () => {
    await load('cases.csv', 'helpdesk-log')
    const other = path.join(folder, 'other.csv')
    writeFileSync(other, readFileSync(fixture('cases.csv'), 'utf8').replace('10:30:00', '10:45:00'))
    const notices: string[] = []
    const summary = await importFile(
      ctx(),
      { file: other, source: 's', mapping: 'helpdesk-log' },
      { onNotice: (text) => notices.push(text) },
    )
    expect(summary).toMatchObject({ accepted: 0, conflicts: 3 })
    expect(notices.join()).toContain('3 events differ from what is stored under the same id')
  })

  it('needs scope ingest', async () => {
    const key = { kind: 'key', id: 'k', name: 'k', scopes: ['read'] } as const
    const input = { file: fixture('cases.csv'), source: 's', mapping: 'helpdesk-log' }
    await expect(importFile({ ...ctx(), principal: key }, input)).rejects.toMatchObject({ status: 403 })
  })

  it('makes cases of a help-desk log, by time and not by place', async () => {
    expect(await load('cases.csv', 'helpdesk-log')).toMatchObject({ rows: 5, events: 14 })
    expect(await total(['tickets_opened', 'resolution_avg', 'resolution_p50'], 's')).toMatchObject({
      tickets_opened: 3,
      resolution_avg: (7200 + 1200 + 0) / 3,
      resolution_p50: 1200,
    })
  })

  it('makes incidents with transfer, reopening and resolution', async () => {
    await load('incidents.csv', 'servicenow-incidents')
    expect(
      await total(['tickets_opened', 'resolution_avg', 'reopen_rate', 'transfer_rate', 'abandon_rate'], 's'),
    ).toMatchObject({
      tickets_opened: 2,
      resolution_avg: 26 * 3600,
      reopen_rate: 1,
      transfer_rate: 1,
      n: { resolution_avg: 1, transfer_rate: 1 },
    })
    const { rows } = await pool().query('SELECT subject, tags, state FROM ticket ORDER BY subject')
    expect(rows).toEqual([
      { subject: 'I-1', tags: ['missed_sla', 'reported-by-Phone'], state: 'closed' },
      { subject: 'I-2', tags: ['made_sla', 'reported-by-Email'], state: 'abandoned' },
    ])
  })

  it('makes conversations of tweets', async () => {
    const summary = await load('tweets.csv', 'support-tweets')
    expect(summary).toMatchObject({ rows: 8, skipped: 4 })
    expect(Object.keys(summary.skippedBy)).toHaveLength(2)
    expect(await total(['tickets_opened', 'frt_avg', 'messages_in', 'messages_out'], 's')).toMatchObject({
      tickets_opened: 2,
      frt_avg: (300 + 1200) / 2,
      messages_in: 2,
      messages_out: 2,
    })
    await load('tweets.csv', 'support-tweets-threads', 'threads')
    expect(
      await total(['tickets_opened', 'frt_avg', 'messages_in', 'messages_out'], 'threads'),
    ).toMatchObject({
      tickets_opened: 2,
      frt_avg: (300 + 1800) / 2,
      messages_in: 5,
      messages_out: 3,
    })
  })

  it('makes dialogues with one answer each', async () => {
    expect(await load('dialogues.jsonl', 'zh-dialogues')).toMatchObject({ rows: 2, rejected: 0 })
    expect(await total(['messages_in', 'messages_out', 'csat_avg', 'csat'], 's')).toMatchObject({
      messages_in: 4,
      messages_out: 2,
      csat_avg: 3,
      csat: 0.5,
    })
  })
})
