'use client'

import { createContext, type ReactNode, useContext, useEffect, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import type { Messages } from '@/lib/i18n/translate'
import type { Target } from '@/lib/metrics/types'
import type { BehindPeriod } from './wall-figure'

const CLOSE_MS = 10_000

/** A metric's card, in the screen's language: served with the page, because a wall may ask the catalogue nothing. */
export interface MetricCard {
  readonly label: string
  readonly definition: string
  readonly formula: string
  readonly unit: 'count' | 'seconds' | 'share' | 'score' | 'points' | 'people' | 'money'
  readonly target: Pick<Target, 'value' | 'op'> | null
  /** it is of a moment, not of a stretch of time */
  readonly momentary: boolean
}
export type MetricCards = Readonly<Record<string, MetricCard>>

const Cards = createContext<MetricCards>({})

export function CardsProvider({
  cards,
  children,
}: {
  readonly cards: MetricCards
  readonly children: ReactNode
}) {
  return <Cards value={cards}>{children}</Cards>
}

export function useCards(): MetricCards {
  return useContext(Cards)
}

const PERIODS: readonly BehindPeriod[] = ['last15', 'lastHour', 'today', 'night', 'now']
/** Figures of the wall that are no metrics of the catalogue. */
type OwnId = keyof Messages['wall']['explain']['own']

interface Shown {
  readonly metric: string
  readonly n: number | null
  readonly period: string | undefined
  /** '' = its row has none; undefined = the company's */
  readonly target: string | undefined
  readonly age: number | null
  readonly provisional: boolean
  readonly left: number
  readonly top: number
  readonly above: boolean
}

function explained(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-explain]') : null
}

const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text))

function shownOf(element: HTMLElement): Shown {
  const box = element.getBoundingClientRect()
  const { dataset } = element
  const above = box.bottom > window.innerHeight * 0.6
  return {
    metric: dataset.explain ?? '',
    n: numberOf(dataset.n),
    period: dataset.period,
    target: dataset.target,
    age: numberOf(dataset.age),
    provisional: dataset.provisional !== undefined,
    left: Math.max(8, Math.min(box.left, window.innerWidth * 0.64)),
    top: above ? window.innerHeight - box.top + 8 : box.bottom + 8,
    above,
  }
}

/** The card of the figure that is pointed at, touched or focused. Closes by Escape, elsewhere, or after ten seconds. */
export function Explainer() {
  const [shown, setShown] = useState<Shown | null>(null)
  const id = useId()

  useEffect(() => {
    const open = (event: Event) => {
      const element = explained(event.target)
      setShown(element === null ? null : shownOf(element))
    }
    const leave = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && explained(event.target) !== null) setShown(null)
    }
    const hover = (event: PointerEvent) => {
      if (event.pointerType === 'mouse' && explained(event.target) !== null) open(event)
    }
    const keys = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setShown(null)
    }
    document.addEventListener('pointerover', hover)
    document.addEventListener('pointerout', leave)
    document.addEventListener('click', open)
    document.addEventListener('focusin', open)
    document.addEventListener('keydown', keys)
    return () => {
      document.removeEventListener('pointerover', hover)
      document.removeEventListener('pointerout', leave)
      document.removeEventListener('click', open)
      document.removeEventListener('focusin', open)
      document.removeEventListener('keydown', keys)
    }
  }, [])

  useEffect(() => {
    if (shown === null) return
    const timer = setTimeout(() => setShown(null), CLOSE_MS)
    return () => clearTimeout(timer)
  }, [shown])

  return (
    <div role="status" aria-live="polite" id={id}>
      {shown === null ? null : <Card shown={shown} />}
    </div>
  )
}

function Card({ shown }: { readonly shown: Shown }) {
  const cards = useCards()
  const f = useFormats()
  const t = useTranslations('wall.explain')
  const card = cards[shown.metric]
  const own = t.has(`own.${shown.metric as OwnId}.name`) ? (shown.metric as OwnId) : null
  const unit = card?.unit ?? (shown.metric === 'source_silent' ? 'seconds' : 'count')
  const target =
    shown.target === undefined ? card?.target?.value : shown.target === '' ? undefined : Number(shown.target)
  const period = PERIODS.find((it) => it === shown.period) ?? (card?.momentary === false ? null : 'now')
  const rows: readonly (readonly [string, string])[] =
    card || own
      ? [
          ...(card ? [[t('formula'), card.formula] as const] : []),
          ...(target === undefined
            ? []
            : [[t('target'), f.target(card?.target?.op ?? '<=', unit, target)] as const]),
          ...(period === null ? [] : [[t('period'), t(`periods.${period}`)] as const]),
          ...(shown.n === null ? [] : [[t('sample'), f.n(shown.n)] as const]),
          ...(shown.age === null ? [] : [[t('fresh'), f.age(shown.age)] as const]),
        ]
      : []
  return (
    <div
      className="wall-explain"
      data-explaining={shown.metric}
      style={{ left: shown.left, ...(shown.above ? { bottom: shown.top } : { top: shown.top }) }}
    >
      <p className="font-[600] text-ink">
        {card?.label ?? (own ? t(`own.${own}.name`) : t('figure'))}
        {shown.provisional ? <span className="font-[420] text-ink-3"> · {t('provisional')}</span> : null}
      </p>
      <p>{card?.definition ?? (own ? t(`own.${own}.about`) : t('none'))}</p>
      {rows.length > 0 ? (
        <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
          {rows.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd className="text-ink break-words">{value}</dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  )
}
