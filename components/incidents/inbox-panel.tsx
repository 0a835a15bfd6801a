'use client'

import Link from 'next/link'
import { useCallback, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { refreshAttention } from '@/components/shell/attention'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StateGlyph } from '@/components/ui/state-badge'
import type { AlarmMessage } from '@/lib/notify/types'

interface Row {
  readonly id: string
  readonly at: string
  readonly read: boolean
  readonly message: AlarmMessage
}

interface Answer {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
  readonly unread: number
}

/** The inbox in a sheet, for phones. */
export function InboxSheet({ title, onClose }: { readonly title: string; readonly onClose: () => void }) {
  return (
    <Sheet title={title} onClose={onClose}>
      <InboxPanel onClose={onClose} />
    </Sheet>
  )
}

/** What was told to the reader, the newest first; opening one marks it as read. */
export function InboxPanel({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('incidents.inbox')
  const [rows, setRows] = useState<readonly Row[] | null>(null)
  const [next, setNext] = useState<string | null>(null)
  const [unread, setUnread] = useState(0)
  const [only, setOnly] = useState(false)
  const [trouble, setTrouble] = useState(false)

  const load = useCallback(
    async (cursor: string | null) => {
      const query = new URLSearchParams({ limit: '30' })
      if (only) query.set('unread', 'true')
      if (cursor !== null) query.set('cursor', cursor)
      const answer = await callApi<Answer>('GET', `/inbox?${query}`)
      setTrouble(!answer.ok)
      if (!answer.ok) return
      const { value } = answer
      setRows((before) => (cursor === null ? value.rows : [...(before ?? []), ...value.rows]))
      setNext(value.nextCursor)
      setUnread(value.unread)
    },
    [only],
  )
  useEffect(() => void load(null), [load])

  const mark = async (which: { ids: string[] } | { before: string }) => {
    const ids = 'ids' in which ? which.ids : null
    setRows((before) =>
      (before ?? []).map((row) => (ids === null || ids.includes(row.id) ? { ...row, read: true } : row)),
    )
    const answer = await callApi<{ unread: number }>('POST', '/inbox/read', which)
    if (answer.ok) setUnread(answer.value.unread)
    else void load(null)
    refreshAttention()
  }

  return (
    <div data-inbox-panel>
      <header className="sticky top-0 flex items-center gap-2 border-b border-line bg-raised px-4 py-2 max-md:px-5">
        <span className="text-card font-[600] text-ink max-md:sr-only">{t('title')}</span>
        <span className="text-caption text-ink-3">{t('unread', { count: unread })}</span>
        <span className="ml-auto flex gap-1">
          <Button size="small" look="quiet" aria-pressed={only} onClick={() => setOnly(!only)}>
            <span className={only ? 'font-[600] text-ink' : undefined}>{t('onlyUnread')}</span>
          </Button>
          <Button
            size="small"
            look="quiet"
            disabled={unread === 0}
            onClick={() => void mark({ before: rows?.[0]?.at ?? new Date().toISOString() })}
          >
            {t('markAll')}
          </Button>
        </span>
      </header>
      {trouble ? (
        <div role="alert" className="flex items-center gap-3 px-4 py-4 text-body text-ink-2 max-md:px-5">
          {t('failed')}
          <Button size="small" onClick={() => void load(null)}>
            {t('retry')}
          </Button>
        </div>
      ) : rows === null ? (
        <SkeletonRows rows={6} />
      ) : rows.length === 0 ? (
        <div className="px-4 py-6 max-md:px-5">
          <p className="text-card font-[600] text-ink">{t('empty')}</p>
          <p className="text-body text-ink-2">{t('emptyHint')}</p>
        </div>
      ) : (
        <ul className="max-h-[60dvh] overflow-y-auto max-md:max-h-none">
          {rows.map((row) => (
            <Message
              key={row.id}
              row={row}
              onOpen={() => {
                if (!row.read) void mark({ ids: [row.id] })
                onClose()
              }}
            />
          ))}
        </ul>
      )}
      {next === null ? null : (
        <div className="border-t border-line px-4 py-2 max-md:px-5">
          <Button size="small" onClick={() => void load(next)}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Message({ row, onOpen }: { readonly row: Row; readonly onOpen: () => void }) {
  const t = useTranslations('incidents.inbox')
  const k = useTranslations('notify.kind')
  const f = useFormats()
  const { message } = row
  const number =
    message.value === null
      ? null
      : message.limit === null
        ? f.value(message.unit, message.value)
        : t('value', {
            value: f.value(message.unit, message.value),
            limit: f.value(message.unit, message.limit),
          })
  const calm = message.kind === 'recovered' || message.kind === 'resolved'
  return (
    <li className="border-t border-line first:border-0">
      <Link
        href={message.path}
        prefetch={false}
        data-message={row.id}
        data-read={row.read}
        onClick={onOpen}
        className="flex gap-3 px-4 py-2 hover:bg-accent focus-visible:bg-accent max-md:min-h-[60px] max-md:px-5"
      >
        <span className="pt-1">
          <StateGlyph state={calm ? 'ok' : message.severity} size="11px" />
        </span>
        <span className="min-w-0 flex-1">
          <span
            className={cx(
              'block text-body break-words max-md:text-phone',
              row.read ? 'text-ink-2' : 'font-[600] text-ink',
            )}
          >
            {message.title[f.locale]}
          </span>
          <span className="block text-caption text-ink-3">
            {[k.has(message.kind) ? k(message.kind) : message.kind, number, message.note]
              .filter((part) => part !== null && part !== '')
              .join(' · ')}
          </span>
        </span>
        <span className="shrink-0 text-right text-caption text-ink-3">
          {f.day(row.at) === f.day(Date.now()) ? f.time(row.at) : f.day(row.at)}
          {row.read ? null : <span aria-hidden className="mt-1 ml-auto block size-2 rounded-full bg-ink" />}
        </span>
      </Link>
    </li>
  )
}
