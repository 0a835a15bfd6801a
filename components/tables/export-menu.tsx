'use client'

import { Download, X } from 'lucide-react'
import Link from 'next/link'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { Pop } from '@/components/ui/pop'
import { moveFocus } from '@/components/views/move-focus'
import { MENU_ITEM } from './menu-item'
import type { Shown, TableExport } from './types'

const nothing = (): Shown => ({ columns: [], rows: [] })

type Step =
  | { readonly at: 'rest' }
  | { readonly at: 'asking' }
  | { readonly at: 'running'; readonly id: string; readonly share: number | null }
  | { readonly at: 'finished' }
  | { readonly at: 'failed'; readonly code: string }

/** A table's file: short ones come at once, long ones are made by the worker while this shows how far it is. */
export function ExportMenu({
  download,
  label,
  shown,
}: {
  readonly download: TableExport
  readonly label: string
  /** what the table shows, where the file is of exactly that */
  readonly shown?: () => Shown
}) {
  const t = useTranslations('exports')
  const f = useFormats()
  const [step, setStep] = useState<Step>({ at: 'rest' })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])

  const start = async (format: 'csv' | 'xlsx') => {
    stop.current?.abort()
    const control = new AbortController()
    stop.current = control
    setStep({ at: 'asking' })
    const { runExport } = await import('./run-export')
    const end = await runExport(
      { download, label, format, shown: shown ?? nothing, signal: control.signal },
      (id, share) => setStep({ at: 'running', id, share }),
    )
    if (control.signal.aborted) return
    setStep(end.ok ? { at: end.job ? 'finished' : 'rest' } : { at: 'failed', code: end.code })
  }
  const cancel = async (id: string) => {
    stop.current?.abort()
    setStep({ at: 'rest' })
    const { cancelExport } = await import('./run-export')
    await cancelExport(id)
  }

  const said =
    step.at === 'running'
      ? step.share === null
        ? t('queued')
        : t('running', { percent: f.share(Math.floor(step.share * 100) / 100) })
      : step.at === 'finished'
        ? t('finished')
        : step.at === 'failed'
          ? step.code === 'rate_limited'
            ? t('tooMany')
            : t('failed', { code: step.code })
          : ''
  return (
    <>
      <span role="status" className={said ? 'flex items-center gap-2 text-caption text-ink-2' : 'sr-only'}>
        {step.at === 'running' ? (
          <span
            aria-hidden
            title={t('started')}
            className="block h-1.5 w-24 overflow-hidden rounded-full bg-line"
          >
            <span
              className="block h-full bg-ink-2"
              style={{ width: `${Math.round((step.share ?? 0) * 100)}%` }}
            />
          </span>
        ) : null}
        <span data-export={step.at}>{said}</span>
      </span>
      {step.at === 'running' ? (
        <button
          type="button"
          onClick={() => void cancel(step.id)}
          aria-label={t('cancel')}
          title={t('cancel')}
          className={button({ look: 'quiet', size: 'icon' })}
        >
          <X size={14} aria-hidden />
        </button>
      ) : null}
      <Pop
        label={t('action')}
        aria-label={t('action')}
        align="end"
        width="min-w-[168px]"
        disabled={step.at === 'asking'}
        className={button({ look: 'quiet', size: 'small', className: 'max-md:w-11 max-md:px-0' })}
        panel={(close) => (
          <div
            role="menu"
            tabIndex={-1}
            aria-label={t('action')}
            onKeyDown={moveFocus}
            className="p-1 outline-none"
          >
            {(['csv', 'xlsx'] as const).map((format) => (
              <button
                key={format}
                type="button"
                role="menuitem"
                className={MENU_ITEM}
                onClick={() => {
                  close()
                  void start(format)
                }}
              >
                {t(format)}
              </button>
            ))}
            <hr className="my-1 border-line" />
            <Link href="/exports" prefetch={false} role="menuitem" className={MENU_ITEM}>
              {t('mine')}
            </Link>
          </div>
        )}
      >
        <Download size={14} strokeWidth={1.6} aria-hidden />
        <span className="max-md:hidden">{t('action')}</span>
      </Pop>
    </>
  )
}
