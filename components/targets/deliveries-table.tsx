'use client'

import Link from 'next/link'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { ListTable, RowDeed } from '@/components/settings/list-table'
import { refusalText } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Empty } from '@/components/ui/notice'
import { StateBadge } from '@/components/ui/state-badge'
import { failed, said } from '@/components/ui/toast'
import type { TileState } from '@/lib/boards/types'
import { type AlarmMessage, DELIVERY_STATES, type DeliveryState, type TargetKind } from '@/lib/notify/types'

/** A message of the log as the API gives it. */
export interface DeliveryView {
  readonly id: string
  readonly incidentNumber: number | null
  readonly step: string
  readonly targetName: string
  readonly targetKind: TargetKind
  readonly recipientName: string | null
  readonly message: AlarmMessage
  readonly state: string
  readonly attempts: number
  readonly createdAt: number
  readonly nextAt: number
  readonly sentAt: number | null
  readonly status: number | null
  readonly response: string | null
  readonly error: string | null
  readonly resent: boolean
  readonly digestId: string | null
  readonly digestState: string | null
  readonly fallbackOf: string | null
  readonly folded: number
}

const LOOK: Record<DeliveryState, TileState> = {
  waiting: 'none',
  sending: 'none',
  sent: 'ok',
  failed: 'bad',
  digested: 'ok',
  dropped: 'closed',
}
type Column = 'at' | 'what' | 'target' | 'state' | 'answer'

/** Every message: to whom, what came of it, what was answered; to send one again. */
export function DeliveriesTable({
  rows,
  mayReplay,
}: {
  readonly rows: readonly DeliveryView[]
  readonly mayReplay: boolean
}) {
  const t = useTranslations('deliveries')
  const g = useTranslations('targets')
  const s = useTranslations('settings')
  const f = useFormats()

  const replay = async (row: DeliveryView) => {
    const answer = await callApi('POST', `/deliveries/${row.id}/replay`)
    if (answer.ok) said(t('replayed'))
    else failed(answer.refusal.status === 409 ? t('replayBusy') : refusalText(s, answer.refusal))
  }

  if (rows.length === 0)
    return (
      <div className="card">
        <Empty title={t('empty')} hint={t('emptyHint')} />
      </div>
    )
  return (
    <ListTable<Column>
      label={s('section.deliveries')}
      columns={[
        { key: 'at', label: t('column.at') },
        { key: 'what', label: t('column.what'), wrap: true },
        { key: 'target', label: t('column.target'), wrap: true },
        { key: 'state', label: t('column.state') },
        { key: 'answer', label: t('column.answer'), wrap: true },
      ]}
      actions={mayReplay ? t('column.actions') : null}
      rows={rows.map((row) => {
        const state = DELIVERY_STATES.find((it) => it === row.state) ?? 'waiting'
        const title = row.message.title[f.locale]
        const name =
          row.targetKind === 'inbox' || row.targetKind === 'wall'
            ? g(`builtIn.${row.targetKind}`)
            : row.targetName
        return {
          id: row.id,
          dim: state === 'dropped',
          cells: {
            at: (
              <>
                {f.timeSeconds(row.createdAt)}
                <span className="block text-caption text-ink-3">{f.date(row.createdAt)}</span>
              </>
            ),
            what: <What row={row} title={title} />,
            target: (
              <>
                <span className="block">{row.recipientName ?? name}</span>
                <span className="block text-caption text-ink-3">
                  {[
                    ...(row.recipientName === null ? [] : [name]),
                    ...(row.targetKind === 'inbox' || row.targetKind === 'wall'
                      ? []
                      : [g(`kind.${row.targetKind}`)]),
                  ].join(' · ')}
                  {row.fallbackOf === null ? '' : ` · ${t('fallback')}`}
                </span>
              </>
            ),
            state: (
              <>
                <StateBadge state={LOOK[state]} word={t(`state.${state}`)} />
                <span className="block text-caption text-ink-3">
                  {state === 'digested'
                    ? row.digestState === 'sent'
                      ? t('inDigestSent')
                      : t('inDigest')
                    : state === 'sent' && row.sentAt !== null
                      ? t('took', { took: f.span(Math.max(0, row.sentAt - row.createdAt) / 1000) })
                      : state === 'waiting' && row.attempts > 0
                        ? t('nextAt', { time: f.timeSeconds(row.nextAt) })
                        : ''}
                  {row.attempts > 1 ? ` · ${t('attempts', { count: row.attempts })}` : ''}
                </span>
              </>
            ),
            answer: (
              <span className="block max-w-[44ch] text-caption break-words text-ink-3">
                {[row.status === null ? '' : String(row.status), row.error ?? row.response ?? '']
                  .filter((text) => text !== '')
                  .join(' · ') || '—'}
              </span>
            ),
          },
          actions:
            mayReplay && state !== 'waiting' && state !== 'sending' ? (
              <RowDeed about={title} data-do="replay" onClick={() => void replay(row)}>
                {t('replay')}
              </RowDeed>
            ) : null,
        }
      })}
    />
  )
}

function What({ row, title }: { readonly row: DeliveryView; readonly title: string }) {
  const t = useTranslations('deliveries')
  const n = useTranslations('notify')
  const text = (
    <>
      {row.incidentNumber === null ? '' : `A-${row.incidentNumber} `}
      {title}
    </>
  )
  return (
    <>
      <span className="block">
        {row.resent ? <span className="mr-1.5 font-[560] text-watch">{t('resent')}</span> : null}
        {row.incidentNumber === null ? (
          text
        ) : (
          <Link href={row.message.path} prefetch={false} className="underline-offset-2 hover:underline">
            {text}
          </Link>
        )}
      </span>
      <span className="block text-caption text-ink-3">
        {n(`kind.${row.message.kind}`)}
        {row.folded === 0 ? null : (
          <>
            {' · '}
            <Link
              href={`/settings/deliveries?digest=${row.id}`}
              prefetch={false}
              className="underline underline-offset-2"
              title={t('showDigest')}
            >
              {t('digest', { count: row.folded })}
            </Link>
          </>
        )}
        {row.digestId === null ? null : (
          <>
            {' · '}
            <Link
              href={`/settings/deliveries?digest=${row.digestId}`}
              prefetch={false}
              className="underline underline-offset-2"
            >
              {t('inDigest')}
            </Link>
          </>
        )}
      </span>
    </>
  )
}
