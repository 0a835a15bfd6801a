'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { ticketHref } from '@/components/boards/figure'
import { agentName } from '@/components/people/agent-names'
import { useAgentNames } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { NoteForm } from '@/components/tickets/note-form'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { StateGlyph, VipBadge } from '@/components/ui/state-badge'
import { type RadarRow, radarState, secondsLeft } from '@/lib/boards/radar'
import { channelName } from '@/lib/i18n/names'

/** Columns of the list from 768 px up; its head has the same. */
export const COLUMNS =
  'md:grid md:grid-cols-[22px_92px_minmax(120px,1fr)_minmax(84px,0.7fr)_72px_76px_minmax(90px,1fr)_minmax(110px,1fr)_minmax(120px,1.3fr)_128px] md:items-center md:gap-x-3'

export interface RowActions {
  readonly claim: (row: RadarRow) => void
  readonly release: (row: RadarRow) => void
  readonly note: (row: RadarRow, text: string) => Promise<boolean>
}

/** One conversation that waits: the time left, whose it is, and what can be done about it. */
export function RadarLine({
  row,
  now,
  stale,
  suggestion,
  actions,
  readOnly,
}: {
  readonly row: RadarRow
  readonly now: number
  readonly stale: boolean
  readonly suggestion: string | null
  readonly actions: RowActions
  readonly readOnly: boolean
}) {
  const t = useTranslations('radar')
  const s = useTranslations('state')
  const f = useFormats()
  const names = useAgentNames()
  const agent = row.agent === null ? t('unassigned') : agentName(names, row.agent)
  const [noting, setNoting] = useState(false)
  const left = secondsLeft(row, now)
  const state = stale ? 'none' : radarState(left, row.limitSeconds)
  const used = row.limitSeconds === 0 ? 1 : Math.min(1, Math.max(0, 1 - left / row.limitSeconds))
  const waiting = row.waitingFor === 'first_reply' ? t('firstReply') : t('nextReply')
  const claimed =
    row.claim === null ? null : row.claim.mine ? t('byMe') : t('byOther', { name: row.claim.name })
  const load =
    row.agentLoad === null
      ? null
      : row.agentLoad.capacity === null
        ? t('loadOpen', { open: f.count(row.agentLoad.open) })
        : t('load', { open: f.count(row.agentLoad.open), capacity: f.count(row.agentLoad.capacity) })
  return (
    <li
      data-radar-row
      data-state={state}
      data-vip={row.vip || undefined}
      className={cx(
        'px-4 max-md:px-5 max-md:py-2.5',
        row.vip
          ? 'relative z-[1] -mt-px border border-gold-line bg-gold-bg'
          : 'border-t border-line hover:bg-sunken',
      )}
    >
      <div
        className={cx(
          COLUMNS,
          'min-h-[43px] max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-3',
        )}
      >
        <StateGlyph state={state} label={s(state)} />
        <span
          className={cx(
            'text-row font-[600] whitespace-nowrap max-md:min-w-[84px] max-md:text-[23px] max-md:leading-8',
            state === 'bad' ? 'text-bad' : state === 'none' ? 'text-none' : 'text-ink',
          )}
        >
          {f.countdown(left)}
        </span>
        <Link
          href={ticketHref(row.source, row.subject)}
          prefetch={false}
          aria-label={t('open', { who: row.who })}
          className="flex min-w-0 items-center gap-2 text-body text-ink hover:underline max-md:min-h-[44px] max-md:flex-1 max-md:text-phone"
        >
          <span className="truncate">{row.who}</span>
          {row.vip ? <VipBadge /> : null}
          <span className="truncate text-ink-2 md:hidden">· {channelName(f.locale, row.channel)}</span>
        </Link>
        <span className="truncate text-body text-ink-2 max-md:hidden">
          {channelName(f.locale, row.channel)}
        </span>
        <span className="truncate text-body text-ink-2 max-md:hidden">{waiting}</span>
        <span className="text-body whitespace-nowrap text-ink-2 max-md:hidden">
          {f.duration(row.limitSeconds)}
        </span>
        <span className="h-1.5 min-w-0 bg-accent max-md:hidden" aria-hidden>
          <span
            className={cx(
              'block h-full',
              state === 'bad' ? 'bg-bad' : state === 'watch' ? 'bg-watch-shape' : 'bg-faint',
            )}
            style={{ width: `${Math.round(used * 100)}%` }}
          />
        </span>
        <span className="flex min-w-0 flex-col text-body max-md:hidden">
          <span className={cx('truncate', row.agent === null ? 'text-ink-3' : 'text-ink-2')}>{agent}</span>
          {load ? <span className="truncate text-caption text-ink-3">{load}</span> : null}
        </span>
        <span className="flex min-w-0 flex-col text-body max-md:w-full max-md:text-[13px] max-md:leading-5">
          <span className="truncate text-ink-3 md:hidden">
            {[waiting, f.duration(row.limitSeconds), agent, load].filter(Boolean).join(' · ')}
          </span>
          {claimed ? (
            <span className="truncate font-[540] text-ink">{claimed}</span>
          ) : suggestion ? (
            <span className="truncate text-ink-2">{t('free', { agent: agentName(names, suggestion) })}</span>
          ) : row.note ? null : (
            <span className="text-ink-3 max-md:hidden">—</span>
          )}
          {row.note ? (
            <span className="truncate text-caption text-ink-2" title={row.note.text}>
              {row.note.text} <span className="text-ink-3">· {row.note.by}</span>
            </span>
          ) : null}
        </span>
        <span className="flex items-center justify-end gap-1.5 max-md:mt-1 max-md:w-full">
          {readOnly ? null : (
            <>
              <Button look="quiet" size="small" aria-expanded={noting} onClick={() => setNoting(!noting)}>
                {t('note')}
              </Button>
              {row.claim === null ? (
                <Button
                  size="small"
                  data-row-key="c"
                  onClick={() => actions.claim(row)}
                  className="max-md:flex-1"
                >
                  {t('claim')}
                </Button>
              ) : row.claim.mine ? (
                <Button
                  look="quiet"
                  size="small"
                  onClick={() => actions.release(row)}
                  className="max-md:flex-1"
                >
                  {t('release')}
                </Button>
              ) : null}
            </>
          )}
        </span>
      </div>
      {noting ? (
        <NoteForm
          label={t('noteOf', { who: row.who })}
          onCancel={() => setNoting(false)}
          onSave={async (text) => {
            if (await actions.note(row, text)) setNoting(false)
          }}
        />
      ) : null}
    </li>
  )
}
