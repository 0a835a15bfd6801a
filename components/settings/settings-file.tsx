'use client'

import { Download } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button, button } from '@/components/ui/button'
import { said } from '@/components/ui/toast'
import type { Difference } from '@/lib/core/differences'
import { callApi, type Refusal } from './call-api'
import { refusalText } from './use-submit'

interface Preview {
  readonly changes: readonly {
    readonly section: string
    readonly name: string
    readonly added: boolean
    readonly places: readonly Difference[]
  }[]
  readonly withoutSecret: readonly string[]
}

type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'preview'; readonly file: unknown; readonly preview: Preview }
  | { readonly kind: 'done'; readonly preview: Preview }

const SHOWN_PLACES = 6

/** All settings out as one file, and back in: first what would change, then all of it or nothing. */
export function SettingsFile() {
  const t = useTranslations('settings.file')
  const s = useTranslations('settings')
  const [stage, setStage] = useState<Stage>({ kind: 'idle' })
  const [pending, setPending] = useState(false)

  const send = async (file: unknown, preview: boolean) => {
    setPending(true)
    const answer = await callApi<Preview>('POST', '/settings/file', { file, preview })
    setPending(false)
    if (!answer.ok) setStage({ kind: 'refused', refusal: answer.refusal })
    else if (preview) setStage({ kind: 'preview', file, preview: answer.value })
    else {
      setStage({ kind: 'done', preview: answer.value })
      said(t('done', { count: answer.value.changes.length }))
    }
  }

  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    setStage({ kind: 'reading' })
    let file: unknown
    try {
      file = JSON.parse(await chosen.text())
    } catch {
      setStage({ kind: 'unreadable' })
      return
    }
    await send(file, true)
  }

  return (
    <div className="flex flex-col gap-4">
      <section className="card px-5 py-5">
        <h3 className="text-card font-[600] text-ink">{t('export')}</h3>
        <p className="mt-1 mb-3 max-w-[68ch] text-body text-ink-2">{t('exportHint')}</p>
        <a href="/api/v1/settings/file" download className={button()} data-do="export">
          <Download size={15} aria-hidden />
          {t('exportNow')}
        </a>
      </section>
      <section className="card px-5 py-5">
        <h3 className="text-card font-[600] text-ink">{t('import')}</h3>
        <p className="mt-1 mb-3 max-w-[68ch] text-body text-ink-2">{t('importHint')}</p>
        <label className="flex flex-col gap-1.5 text-body font-[540] text-ink">
          {t('choose')}
          <input
            type="file"
            accept="application/json,.json"
            disabled={pending}
            onChange={(event) => void choose(event.currentTarget.files?.[0])}
            className="max-w-full text-body text-ink-2 file:mr-3 file:h-[30px] file:rounded-control file:border file:border-line-2 file:bg-surface file:px-3 file:font-[540] file:text-ink max-md:file:h-11"
          />
        </label>
        <div aria-live="polite" className="mt-3" data-stage={stage.kind}>
          {stage.kind === 'reading' ? <p className="text-body text-ink-2">{t('reading')}</p> : null}
          {stage.kind === 'unreadable' ? (
            <p role="alert" className="text-body text-bad">
              {t('unreadable')}
            </p>
          ) : null}
          {stage.kind === 'refused' ? (
            <div role="alert" className="text-body text-bad">
              <p>
                {stage.refusal.status === 400
                  ? t('wrong')
                  : stage.refusal.status === 409
                    ? t('lockout')
                    : refusalText(s, stage.refusal)}
              </p>
              {stage.refusal.status === 400 ? (
                <p className="mt-1 break-words text-ink-2">{stage.refusal.detail}</p>
              ) : null}
            </div>
          ) : null}
          {stage.kind === 'preview' ? (
            <>
              <p className="text-body font-[560] text-ink" data-changes={stage.preview.changes.length}>
                {stage.preview.changes.length === 0
                  ? t('same')
                  : t('would', { count: stage.preview.changes.length })}
              </p>
              <Changes preview={stage.preview} />
              {stage.preview.changes.length === 0 ? null : (
                <div className="mt-4 flex gap-2">
                  <Button
                    look="primary"
                    disabled={pending}
                    data-do="import"
                    onClick={() => void send(stage.file, false)}
                  >
                    {t('importNow')}
                  </Button>
                  <Button look="quiet" disabled={pending} onClick={() => setStage({ kind: 'idle' })}>
                    {s('cancel')}
                  </Button>
                </div>
              )}
            </>
          ) : null}
          {stage.kind === 'done' ? (
            <>
              <p className="text-body font-[560] text-ink">
                {t('done', { count: stage.preview.changes.length })}
              </p>
              <Changes preview={stage.preview} />
            </>
          ) : null}
        </div>
      </section>
    </div>
  )
}

function Changes({ preview }: { readonly preview: Preview }) {
  const t = useTranslations('settings.file')
  const sections = [...new Set(preview.changes.map(({ section }) => section))]
  const nameOf = (section: string) =>
    t.has(`part.${section}` as 'part.rules') ? t(`part.${section}` as 'part.rules') : section
  return (
    <>
      {preview.withoutSecret.length === 0 ? null : (
        <p className="mt-2 text-body text-watch">
          {t('secrets', { names: preview.withoutSecret.join('、') })}
        </p>
      )}
      {sections.map((section) => {
        const of = preview.changes.filter((change) => change.section === section)
        return (
          <details key={section} className="mt-2 border-t border-line pt-2" data-part={section}>
            <summary className="cursor-pointer text-body text-ink">
              {nameOf(section)}{' '}
              <span className="text-ink-3">
                {t('counts', {
                  added: of.filter(({ added }) => added).length,
                  changed: of.filter(({ added }) => !added).length,
                })}
              </span>
            </summary>
            <ul className="mt-1 flex flex-col gap-1.5 pl-4 text-body">
              {of.map((change) => (
                <li key={change.name}>
                  <span className="font-[540] text-ink">
                    {change.name === section ? nameOf(section) : change.name}
                  </span>
                  {change.added ? (
                    <span className="ml-2 text-caption text-ink-3">{t('new')}</span>
                  ) : (
                    change.places.slice(0, SHOWN_PLACES).map((place) => (
                      <span key={place.path} className="block break-words text-ink-2">
                        {place.path} <del className="text-ink-3">{place.before ?? '—'}</del>
                        <span aria-hidden className="mx-1 text-ink-3">
                          →
                        </span>
                        {place.after ?? '—'}
                      </span>
                    ))
                  )}
                  {!change.added && change.places.length > SHOWN_PLACES ? (
                    <span className="block text-caption text-ink-3">
                      {t('more', { count: change.places.length - SHOWN_PLACES })}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          </details>
        )
      })}
    </>
  )
}
