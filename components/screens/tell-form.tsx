'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import { callScreens, type Refusal } from './screens-api'
import type { ScreenView } from './types'
import { useRefusal, useSceneName } from './wording'

const MINUTES = [10, 30, 60, 120, 480] as const

/** Switches a screen's scene and puts a notice on it, from afar. */
export function TellForm({ screen, onTold }: { readonly screen: ScreenView; readonly onTold: () => void }) {
  const t = useTranslations('screens')
  const f = useFormats()
  const sceneName = useSceneName()
  const refusalText = useRefusal()
  const [text, setText] = useState('')
  const [minutes, setMinutes] = useState<number>(30)
  // Offered back here: a note at the edge of the screen cannot be reached from an open sheet.
  const [gone, setGone] = useState<{ readonly text: string; readonly until: string } | null>(null)
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const scenes = [...new Set([screen.board, ...screen.settings.scenes])]
  const held = screen.command?.scene ?? null
  const notice = screen.command?.notice ?? null

  const tell = async (what: object, done: string) => {
    setPending(true)
    setRefusal(null)
    const answer = await callScreens('POST', `/${screen.id}/command`, what)
    setPending(false)
    if (!answer.ok) return setRefusal(answer.refusal)
    said(done)
    onTold()
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto overscroll-contain px-5 py-5">
      <section>
        <h3 className="text-card font-[600]">{t('switchScene')}</h3>
        {scenes.length < 2 ? (
          <p className="mt-2 text-body text-ink-2">{t('onlyOne')}</p>
        ) : (
          <div className="mt-2 flex flex-col gap-1.5">
            {scenes.map((scene) => (
              <Row
                key={scene}
                scene={scene}
                on={held === scene}
                disabled={pending}
                onPick={() => tell({ scene }, t('switched', { scene: sceneName(scene) }))}
              >
                {sceneName(scene)}
              </Row>
            ))}
            <Row
              scene=""
              on={held === null}
              disabled={pending}
              onPick={() => tell({ scene: null }, t('resumed'))}
            >
              {t('rotation')}
            </Row>
          </div>
        )}
      </section>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          const until = Date.now() + minutes * 60_000
          void tell(
            { notice: { text: text.trim(), until: new Date(until).toISOString() } },
            t('sent', { time: f.time(until) }),
          ).then(() => setText(''))
        }}
      >
        <h3 className="text-card font-[600]">{t('noticeTitle')}</h3>
        {notice ? (
          <div className="flex items-start justify-between gap-3 rounded-control border border-line-2 px-3 py-2">
            <p className="min-w-0 text-body break-words text-ink">
              {notice.text}
              <span className="block text-caption text-ink-3">
                {t('noticeUntil', { time: f.time(notice.until) })}
              </span>
            </p>
            <Button
              size="small"
              disabled={pending}
              className="max-md:h-11!"
              onClick={() => void tell({ notice: null }, t('takenDown')).then(() => setGone(notice))}
            >
              {t('takeDown')}
            </Button>
          </div>
        ) : gone ? (
          <div className="flex items-start justify-between gap-3 px-3 py-2">
            <p className="min-w-0 text-body break-words text-ink-3">
              {t('takenDown')}
              <span className="block text-caption line-through">{gone.text}</span>
            </p>
            <Button
              size="small"
              disabled={pending}
              className="max-md:h-11!"
              onClick={() => void tell({ notice: gone }, t('sent', { time: f.time(gone.until) }))}
            >
              {t('undo')}
            </Button>
          </div>
        ) : null}
        <Field label={t('noticeText')}>
          <Text
            name="notice"
            required
            maxLength={200}
            placeholder={t('noticeHint')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </Field>
        <Field label={t('noticeEnd')}>
          <Choice value={minutes} onChange={(event) => setMinutes(Number(event.currentTarget.value))}>
            {MINUTES.map((value) => (
              <option key={value} value={value}>
                {value < 60 ? t('minutes', { minutes: value }) : t('hours', { hours: value / 60 })}
              </option>
            ))}
          </Choice>
        </Field>
        <p role="alert" className="text-body text-bad empty:hidden">
          {refusal === null ? null : refusalText(refusal)}
        </p>
        <Button type="submit" look="primary" disabled={pending} className="self-start max-md:h-11!">
          {t('send')}
        </Button>
      </form>
    </div>
  )
}

function Row({
  scene,
  on,
  disabled,
  onPick,
  children,
}: {
  readonly scene: string
  readonly on: boolean
  readonly disabled: boolean
  readonly onPick: () => void
  readonly children: ReactNode
}) {
  return (
    <button
      type="button"
      data-scene={scene}
      aria-pressed={on}
      disabled={disabled}
      onClick={onPick}
      className={cx(
        'flex h-[34px] items-center justify-between rounded-control border px-3 text-left text-body text-ink max-md:h-11 max-md:text-phone',
        on ? 'border-ink bg-accent font-[540]' : 'border-line-2 hover:bg-accent',
      )}
    >
      {children}
      {on ? <span aria-hidden>●</span> : null}
    </button>
  )
}
