/** Asks for a table's file, waits for it where the worker makes it, and hands it to the browser. */
import type { Shown, TableExport } from './types'

const POLL = 700

interface Wanted {
  readonly download: TableExport
  readonly label: string
  readonly format: 'csv' | 'xlsx'
  readonly shown: () => Shown
  readonly signal: AbortSignal
}

type End = { readonly ok: true; readonly job: boolean } | { readonly ok: false; readonly code: string }

interface Answer {
  /** where a short file is */
  readonly href?: string
  readonly id?: string
  readonly state?: string
  readonly done?: number
  readonly total?: number | null
  readonly error?: string | null
}

/**
 * Runs one export to its end. `progress` is told the job and its share done (null = it waits for its turn). A short
 * file has no job. Ends with the problem's code where it failed; never throws.
 */
export async function runExport(
  wanted: Wanted,
  progress: (id: string, share: number | null) => void,
): Promise<End> {
  try {
    if (wanted.download.kind === 'rows') return await exportRows(wanted)
    const { download, format, label, signal } = wanted
    const { kind, query } = download
    const input = { kind, format, title: label, query, page: pageOf() }
    const answer = await post('/api/v1/exports', input, signal)
    const begun = (await answer.json()) as Answer & { code?: string }
    if (!answer.ok) return { ok: false, code: begun.code ?? String(answer.status) }
    if (begun.href) {
      save(begun.href)
      return { ok: true, job: false }
    }
    return await follow(begun.id ?? '', signal, progress)
  } catch {
    return { ok: false, code: 'unavailable' }
  }
}

async function follow(
  id: string,
  signal: AbortSignal,
  progress: (id: string, share: number | null) => void,
): Promise<End> {
  let missed = 0
  for (;;) {
    if (signal.aborted) return { ok: true, job: true }
    try {
      const answer = await fetch(`/api/v1/exports/${encodeURIComponent(id)}`, { signal })
      if (answer.status === 404) return { ok: false, code: 'not_found' }
      if (!answer.ok) throw new Error(String(answer.status))
      const job = (await answer.json()) as Answer
      missed = 0
      if (job.state === 'done') {
        save(`/api/v1/exports/${encodeURIComponent(id)}/file`)
        return { ok: true, job: true }
      }
      if (job.state !== 'queued' && job.state !== 'running')
        return { ok: false, code: job.error ?? job.state ?? 'failed' }
      progress(id, job.state === 'running' && job.total ? Math.min(1, (job.done ?? 0) / job.total) : null)
    } catch (error) {
      missed += 1
      // The job goes on without us; a short loss of the server is no failure of it.
      if (missed > 20) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, POLL))
  }
}

/** Takes back an export that is not done yet, or deletes its file. */
export async function cancelExport(id: string): Promise<void> {
  await fetch(`/api/v1/exports/${encodeURIComponent(id)}`, { method: 'DELETE' }).catch(() => undefined)
}

function post(url: string, body: unknown, signal: AbortSignal): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
}

const pageOf = () => `${window.location.pathname}${window.location.search}`

/** Exactly the rows on the screen, written by the server so that every file is written by the same code. */
async function exportRows({ download, label, format, shown, signal }: Wanted): Promise<End> {
  const { columns, rows } = shown()
  const kept = columns.filter((column) => !column.glyph)
  const answer = await post(
    '/export',
    {
      title: label,
      format,
      page: pageOf(),
      about: download.kind === 'rows' ? (download.about ?? []) : [],
      columns: kept.map((column) => column.label),
      rows: rows.map((row) =>
        kept.map((column) => {
          const cell = row.cells[column.id]
          return cell === undefined ? null : (cell.value ?? null)
        }),
      ),
    },
    signal,
  )
  if (!answer.ok) {
    const problem = (await answer.json().catch(() => ({}))) as { code?: string }
    return { ok: false, code: problem.code ?? String(answer.status) }
  }
  const url = URL.createObjectURL(await answer.blob())
  save(url, nameOf(answer, format))
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  return { ok: true, job: false }
}

function nameOf(answer: Response, format: string): string {
  const said = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  return said ? decodeURIComponent(said) : `helmline.${format}`
}

function save(href: string, name = ''): void {
  const link = document.createElement('a')
  link.href = href
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
