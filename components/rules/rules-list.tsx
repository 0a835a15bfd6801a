'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi, type Refusal } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { failed, said } from '@/components/ui/toast'

export interface RuleLine {
  readonly id: string
  readonly name: string
  readonly about: string | null
  /** what of a preset is still to be filled in */
  readonly toFill: string | null
  readonly preset: boolean
  readonly enabled: boolean
  readonly severity: 'watch' | 'bad'
  readonly condition: string
  readonly ladder: string | null
  readonly open: number
  readonly incidents: number
  readonly lastAt: number | null
  /** fires by timers of conversations: nothing is planned */
  readonly timed: boolean
  readonly planned: number
  /** in time or caught up */
  readonly done: number
  readonly missed: number
  readonly failed: number
}

const SHOWN = ['all', 'firing', 'on', 'off'] as const
type Shown = (typeof SHOWN)[number]

const KEEPS: Readonly<Record<Shown, (line: RuleLine) => boolean>> = {
  all: () => true,
  firing: ({ open }) => open > 0,
  on: ({ enabled }) => enabled,
  off: ({ enabled }) => !enabled,
}

/** All rules in a table; on a phone one below the other. What is shown stands in the address. */
export function RulesList({
  lines,
  show,
  mayWrite,
}: {
  readonly lines: readonly RuleLine[]
  readonly show: string
  readonly mayWrite: boolean
}) {
  const t = useTranslations('rules')
  const f = useFormats()
  const chosen: Shown = SHOWN.find((it) => it === show) ?? 'all'
  const shown = lines.filter(KEEPS[chosen])
  return (
    <>
      <nav aria-label={t('title')} className="flex flex-wrap gap-1.5 pb-3 max-md:px-5">
        {SHOWN.map((it) => (
          <Link
            key={it}
            href={it === 'all' ? '/rules' : `/rules?show=${it}`}
            aria-current={it === chosen ? 'page' : undefined}
            className={cx(
              'inline-flex h-7 items-center rounded-control border px-2.5 text-body max-md:h-11',
              it === chosen ? 'border-ink bg-accent text-ink' : 'border-line-2 text-ink-2 hover:bg-accent',
            )}
          >
            {t(`filter.${it}`)} {f.count(lines.filter(KEEPS[it]).length)}
          </Link>
        ))}
      </nav>
      <div className="card overflow-x-auto">
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">{t('column.name')}</th>
              <th scope="col">{t('column.when')}</th>
              <th scope="col" className="max-md:hidden">
                {t('column.ladder')}
              </th>
              <th scope="col" className="right">
                {t('column.fired')}
              </th>
              <th scope="col" className="max-md:hidden">
                {t('column.last')}
              </th>
              <th scope="col" className="right max-md:hidden">
                {t('column.evaluations')}
              </th>
              <th scope="col">{t('column.on')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.id} data-rule={line.id}>
                <td className="min-w-[180px] py-2">
                  <div className="flex items-center gap-2">
                    <StateGlyph
                      state={!line.enabled ? 'none' : line.open > 0 ? line.severity : 'ok'}
                      size="12px"
                      label={
                        !line.enabled
                          ? t('off')
                          : line.open > 0
                            ? t('firing', { count: line.open })
                            : t('quietNow')
                      }
                    />
                    <Link
                      href={`/rules/${line.id}`}
                      className={cx('font-[560] hover:underline', line.enabled ? 'text-ink' : 'text-ink-3')}
                    >
                      {line.name}
                    </Link>
                    {line.open > 0 ? (
                      <span
                        className={cx('text-caption', line.severity === 'bad' ? 'text-bad' : 'text-watch')}
                      >
                        {t('firing', { count: line.open })}
                      </span>
                    ) : null}
                  </div>
                </td>
                <td className="max-w-[460px] min-w-[220px] py-2 whitespace-normal text-ink-2">
                  {line.condition}
                  {line.about === null ? null : <div className="text-caption text-ink-3">{line.about}</div>}
                  {line.toFill === null ? null : (
                    <div className="text-caption font-[540] text-watch" data-to-fill>
                      {line.toFill}
                    </div>
                  )}
                </td>
                <td className="max-w-[220px] py-2 whitespace-normal text-ink-2 max-md:hidden">
                  {line.ladder ?? t('noLadder')}
                </td>
                <td className="right text-ink">
                  {line.incidents === 0 ? (
                    '—'
                  ) : (
                    <Link href={`/incidents?rule=${line.id}`} className="hover:underline">
                      {f.count(line.incidents)}
                    </Link>
                  )}
                </td>
                <td className="text-ink-2 max-md:hidden">
                  {line.lastAt === null ? t('never') : f.dateTime(line.lastAt)}
                </td>
                <td className="right max-md:hidden">
                  {line.timed ? (
                    <span className="text-ink-3">{t('timed')}</span>
                  ) : line.planned === 0 ? (
                    '—'
                  ) : (
                    <>
                      {f.count(line.done)} / {f.count(line.planned)}
                      {line.missed > 0 ? (
                        <span className="text-bad"> · {t('missed', { count: line.missed })}</span>
                      ) : null}
                      {line.failed > 0 ? (
                        <span className="text-watch"> · {t('failedRuns', { count: line.failed })}</span>
                      ) : null}
                    </>
                  )}
                </td>
                <td>
                  <Switch line={line} mayWrite={mayWrite} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="px-4 py-6 text-body text-ink-3">{t('empty')}</p> : null}
      </div>
    </>
  )
}

function Switch({ line, mayWrite }: { readonly line: RuleLine; readonly mayWrite: boolean }) {
  const t = useTranslations('rules')
  const router = useRouter()
  const [on, setOn] = useState(line.enabled)
  const [pending, setPending] = useState(false)
  const flip = async () => {
    const next = !on
    setOn(next)
    setPending(true)
    const answered = await callApi('POST', `/rules/${line.id}/switch`, { enabled: next })
    setPending(false)
    if (answered.ok) {
      said(t(next ? 'turnedOn' : 'turnedOff', { name: line.name }))
      router.refresh()
      return
    }
    setOn(!next)
    failed(reasonOf(answered.refusal, t))
  }
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={t(on ? 'turnOff' : 'turnOn', { name: line.name })}
      disabled={!mayWrite || pending}
      onClick={flip}
      className={cx(
        'relative inline-block h-[18px] w-[32px] rounded-full border align-middle before:absolute before:-inset-3 before:content-[""] disabled:cursor-default',
        on ? 'border-ink bg-ink' : 'border-line-2 bg-sunken',
        !mayWrite && 'opacity-60',
      )}
    >
      <i
        aria-hidden
        className={cx(
          'absolute top-[2px] size-3 rounded-full',
          on ? 'right-[3px] bg-bg' : 'left-[3px] bg-ink-3',
        )}
      />
    </button>
  )
}

/** Why something about rules was refused, in words. */
export function reasonOf(
  { status, detail }: Refusal,
  t: ReturnType<typeof useTranslations<'rules'>>,
): string {
  if (status === 409) return t('conflict')
  if (status === 0 || status === 503) return t('unreachable')
  return t('failed', { detail })
}
