'use client'

import { createContext, type ReactNode, useContext, useEffect, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import type { Target } from '@/lib/metrics/types'

const CLOSE_MS = 10_000

/** A metric's card, in the screen's language: served with the page, because a wall may ask the catalogue nothing. */
export interface MetricCard {
  readonly label: string
  readonly definition: string
  readonly formula: string
  readonly unit: 'count' | 'seconds' | 'share' | 'score' | 'points' | 'people' | 'money'
  readonly target: Pick<Target, 'value' | 'op'> | null
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

interface Shown {
  readonly metric: string
  readonly n: number | null
  readonly period: string | null
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
    period: dataset.period ?? null,
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
  const rows: readonly (readonly [string, string])[] = card
    ? [
        [t('formula'), card.formula],
        ...(card.target
          ? [[t('target'), f.target(card.target.op, card.unit, card.target.value)] as const]
          : []),
        [t('period'), shown.period ?? t('live')],
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
        {card?.label ?? shown.metric}
        {shown.provisional ? <span className="font-[420] text-ink-3"> · {t('provisional')}</span> : null}
      </p>
      <p>{card?.definition ?? t('none')}</p>
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
