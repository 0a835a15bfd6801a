'use client'

import { Download, Trash2, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { Empty } from '@/components/ui/notice'

/** An export as `GET /api/v1/exports` lists it. */
export interface ListedExport {
  readonly id: string
  readonly title: string
  readonly page: string
  readonly format: string
  readonly state: string
  readonly done: number
  readonly total: number | null
  readonly bytes: number | null
  readonly error: string | null
  readonly createdAt: string
  readonly expiresAt: string
}

const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})

const POLL = 1_500
const STATES = ['queued', 'running', 'done', 'failed', 'cancelled', 'expired'] as const

function sizeText(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} kB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}

/** The files somebody has asked for: how far each is, to download, to cancel, to delete. */
export function ExportList({ first }: { readonly first: readonly ListedExport[] }) {
  const t = useTranslations('exports')
  const f = useFormats()
  const [jobs, setJobs] = useState(first)
  const [asked, setAsked] = useState<ListedExport | null>(null)
  const moving = jobs.some((job) => job.state === 'queued' || job.state === 'running')

  useEffect(() => {
    if (!moving) return
    const timer = setInterval(() => {
      fetch('/api/v1/exports')
        .then((answer) => (answer.ok ? answer.json() : null))
        .then((list: { exports: readonly ListedExport[] } | null) => {
          if (list) setJobs(list.exports)
        })
        .catch(() => undefined)
    }, POLL)
    return () => clearInterval(timer)
  }, [moving])

  const remove = async (id: string) => {
    const answer = await fetch(`/api/v1/exports/${id}`, { method: 'DELETE' }).catch(() => null)
    if (!answer?.ok) return
    const list = await fetch('/api/v1/exports').catch(() => null)
    if (list?.ok) setJobs(((await list.json()) as { exports: readonly ListedExport[] }).exports)
  }

  if (jobs.length === 0) return <Empty title={t('empty')} hint={t('emptyHint')} />
  const stateName = (state: string) => {
    const known = STATES.find((it) => it === state) ?? 'failed'
    return t(`state${known[0]?.toUpperCase() ?? ''}${known.slice(1)}` as 'stateDone')
  }
  return (
    <>
      <ul className="border-t border-line">
        {jobs.map((job) => {
          const open = job.state === 'queued' || job.state === 'running'
          const share = job.total ? Math.min(1, job.done / job.total) : 0
          return (
            <li
              key={job.id}
              data-job={job.state}
              className="flex min-h-[56px] flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0 max-md:px-5"
            >
              <div className="min-w-0 flex-1 basis-[240px]">
                <p className="truncate text-body font-[560] text-ink">
                  <Link href={job.page} className="num">
                    {job.title}
                  </Link>
                  <span className="ml-2 text-caption font-[420] text-ink-3">{job.format.toUpperCase()}</span>
                </p>
                <p className="text-caption text-ink-3">
                  {f.dateTime(job.createdAt)}
                  {job.state === 'done' ? ` · ${t('expires')} ${f.dateTime(job.expiresAt)}` : ''}
                </p>
              </div>
              <div className="flex items-center gap-3 text-caption text-ink-2">
                <span className={job.state === 'failed' ? 'font-[540] text-bad' : undefined}>
                  {stateName(job.state)}
                  {job.state === 'failed' && job.error ? ` (${job.error})` : ''}
                </span>
                {open ? (
                  <span
                    role="progressbar"
                    aria-label={job.title}
                    aria-valuemin={0}
                    aria-valuemax={100}
                    aria-valuenow={Math.round(share * 100)}
                    className="block h-1.5 w-28 overflow-hidden rounded-full bg-line"
                  >
                    <span className="block h-full bg-ink-2" style={{ width: `${share * 100}%` }} />
                  </span>
                ) : null}
                <span className="text-ink-3">
                  {open && job.total
                    ? t('rowsOf', { done: f.integer(job.done), total: f.integer(job.total) })
                    : job.state === 'done'
                      ? `${t('rowsDone', { done: f.integer(job.done) })} · ${sizeText(job.bytes ?? 0)}`
                      : ''}
                </span>
              </div>
              <div className="ml-auto flex items-center gap-1">
                {job.state === 'done' ? (
                  <a
                    href={`/api/v1/exports/${job.id}/file`}
                    download
                    className={button({ size: 'small' })}
                    data-download
                  >
                    <Download size={13} strokeWidth={1.6} aria-hidden />
                    {t('download')}
                  </a>
                ) : null}
                <button
                  type="button"
                  onClick={() => (job.state === 'done' ? setAsked(job) : void remove(job.id))}
                  title={open ? t('cancel') : t('remove')}
                  aria-label={`${open ? t('cancel') : t('remove')}: ${job.title}`}
                  className={button({ look: 'quiet', size: 'icon' })}
                >
                  {open ? <X size={14} aria-hidden /> : <Trash2 size={14} strokeWidth={1.6} aria-hidden />}
                </button>
              </div>
            </li>
          )
        })}
      </ul>
      {asked === null ? null : (
        <Confirm
          title={t('removeAsk', { title: asked.title })}
          body={t('removeWords')}
          deed={t('remove')}
          onCancel={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null)
            void remove(asked.id)
          }}
        />
      )}
    </>
  )
}
