'use client'

import { Check, ChevronDown, Copy, Plus, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { said } from '@/components/ui/toast'
import { DIMENSIONS, type Dimension, type Filter, GRAINS, type Grain } from '@/lib/metrics/types'
import {
  type ChartForm,
  type ExploreState,
  exploreQuery,
  type MetricChoice,
  MOST_DIMENSIONS,
  type Refusal,
  refuseDimension,
  refuseGrain,
  refuseMetric,
} from './explore-state'

const MetricPicker = dynamic(() => import('./metric-picker').then((it) => it.MetricPicker), {
  ssr: false,
  loading: () => <div className="h-[380px]" />,
})

const CHIP =
  'inline-flex h-[30px] items-center gap-1.5 rounded-control border border-line-2 bg-surface px-2.5 text-body text-ink hover:bg-accent max-md:h-11 max-md:rounded-phone'
const EMPTY_CHIP = 'border-dashed bg-transparent text-ink-2'
const ROW =
  'flex min-h-[30px] w-full items-center gap-2 rounded-control px-2 py-1 text-left text-body text-ink hover:bg-accent aria-disabled:text-ink-3 aria-disabled:hover:bg-transparent max-md:min-h-11'

/** Words for why something cannot be chosen. */
export function useRefusal(): (refusal: Exclude<Refusal, null>) => string {
  const t = useTranslations('explore.why')
  const d = useTranslations('dimension')
  return (refusal) => {
    if (refusal.why === 'dimension') return t('dimension', { dimension: d(refusal.dimension) })
    if (refusal.why === 'metric' || refusal.why === 'momentary')
      return t(refusal.why, { metric: refusal.metric })
    return t(refusal.why)
  }
}

/** What the explore page asks: metrics, splits, grain and form; every choice is a new address. */
export function ExploreBar({
  state,
  choices,
  filters,
  period,
  forms,
  rest,
  wire,
}: {
  readonly state: ExploreState
  readonly choices: readonly MetricChoice[]
  readonly filters: readonly Filter[]
  readonly period: { readonly from: number; readonly to: number }
  /** the forms the answer can take, the fitting one first */
  readonly forms: readonly ChartForm[]
  /** period, comparison and filters as they stand in the address */
  readonly rest: string
  /** the question in its wire form; null = nothing asked */
  readonly wire: Readonly<Record<string, unknown>> | null
}) {
  const t = useTranslations('explore')
  const d = useTranslations('dimension')
  const f = useFormats()
  const why = useRefusal()
  const path = usePathname()
  const router = useRouter()
  const [pending, start] = useTransition()
  const go = (changes: Partial<ExploreState>) => {
    const query = [exploreQuery(state, changes), rest].filter((part) => part !== '').join('&')
    start(() => router.push(query ? `${path}?${query}` : path, { scroll: false }))
  }
  const chosen = state.metrics.flatMap((id) => choices.find((choice) => choice.id === id) ?? [])
  const splitPanel = (at: number) => (close: () => void) => (
    <ul className="max-h-[360px] overflow-y-auto p-1">
      <li>
        <button
          type="button"
          className={ROW}
          onClick={() => {
            close()
            go({ by: state.by.filter((_, i) => i !== at) })
          }}
        >
          <span className="w-4">{state.by[at] === undefined ? <Check size={14} aria-hidden /> : null}</span>
          {t('noSplit')}
        </button>
      </li>
      {DIMENSIONS.filter((it) => !state.by.includes(it) || state.by[at] === it).map((dimension) => {
        const others = state.by.filter((_, i) => i !== at)
        const refusal = refuseDimension(dimension, { ...state, by: others }, chosen)
        return (
          <li key={dimension}>
            <button
              type="button"
              className={ROW}
              aria-disabled={refusal !== null}
              onClick={() => {
                if (refusal) return
                close()
                const by: Dimension[] = [...state.by]
                by[at] = dimension
                go({ by })
              }}
            >
              <span className="w-4">
                {state.by[at] === dimension ? <Check size={14} aria-hidden /> : null}
              </span>
              <span className="flex-1">{d(dimension)}</span>
              {refusal ? <span className="text-caption text-ink-3">{why(refusal)}</span> : null}
            </button>
          </li>
        )
      })}
    </ul>
  )
  const grainPanel = (close: () => void) => (
    <ul className="p-1">
      {([null, ...GRAINS] as const).map((grain) => {
        const refusal = grain === null ? null : refuseGrain(grain, chosen, period)
        return (
          <li key={grain ?? 'none'}>
            <button
              type="button"
              className={ROW}
              aria-disabled={refusal !== null}
              onClick={() => {
                if (refusal) return
                close()
                go({ grain, form: null })
              }}
            >
              <span className="w-4">{state.grain === grain ? <Check size={14} aria-hidden /> : null}</span>
              <span className="flex-1">{grainName(grain)}</span>
              {refusal ? <span className="text-caption text-ink-3">{why(refusal)}</span> : null}
            </button>
          </li>
        )
      })}
    </ul>
  )
  const grainName = (grain: Grain | null) => (grain === null ? t('noGrain') : t(grain))
  const copy = async () => {
    const body = JSON.stringify(wire, null, 2).replaceAll("'", "'\\''")
    const text = `curl -sS '${window.location.origin}/api/v1/query' \\\n  -H "Authorization: Bearer $HELMLINE_API_KEY" \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`
    try {
      await navigator.clipboard.writeText(text)
      said(t('copied'))
    } catch {
      said(t('copyFailed'))
    }
  }

  return (
    <section
      aria-label={t('title')}
      aria-busy={pending}
      className={cx(
        'card flex flex-wrap items-center gap-2 px-4 py-3 max-md:px-5',
        pending && 'opacity-80 transition-opacity',
      )}
    >
      {chosen.map((choice) => (
        <span
          key={choice.id}
          data-metric={choice.id}
          className="inline-flex h-[30px] items-stretch overflow-hidden rounded-control border border-line-2 bg-surface max-md:h-11 max-md:rounded-phone"
        >
          <span className="flex items-center px-2.5 text-body font-[540] text-ink">{choice.label}</span>
          <button
            type="button"
            aria-label={t('removeMetric', { metric: choice.label })}
            onClick={() => go({ metrics: state.metrics.filter((id) => id !== choice.id) })}
            className="grid w-7 place-items-center border-l border-line text-ink-3 hover:bg-accent hover:text-ink max-md:w-11"
          >
            <X size={13} aria-hidden />
          </button>
        </span>
      ))}
      <Pop
        label={t('addMetric')}
        width="w-[340px]"
        className={cx(CHIP, EMPTY_CHIP)}
        data-chip="metric"
        panel={() => (
          <MetricPicker
            choices={choices}
            chosen={state.metrics}
            refuse={(choice) => {
              const refusal = refuseMetric(choice, state, filters)
              return refusal === null ? null : why(refusal)
            }}
            onToggle={(id) =>
              go({
                metrics: state.metrics.includes(id)
                  ? state.metrics.filter((it) => it !== id)
                  : [...state.metrics, id],
              })
            }
          />
        )}
      >
        <Plus size={13} aria-hidden />
        {t('addMetric')}
      </Pop>
      {state.metrics.length > 0 ? (
        <>
          <span className="mx-1 h-5 w-px bg-line max-md:hidden" aria-hidden />
          {Array.from({ length: Math.min(state.by.length + 1, MOST_DIMENSIONS) }, (_, at) => at).map((at) => (
            <Pop
              key={`${at} ${state.by[at] ?? ''}`}
              label={t('addSplit')}
              width="w-[300px]"
              className={cx(CHIP, state.by[at] === undefined && EMPTY_CHIP)}
              data-chip={`by-${at}`}
              panel={splitPanel(at)}
            >
              <span className="text-ink-3">{at === 0 ? t('by') : t('thenBy')}</span>
              {state.by[at] === undefined ? t('noSplit') : d(state.by[at])}
              <ChevronDown size={13} aria-hidden className="text-ink-3" />
            </Pop>
          ))}
          <Pop
            label={t('grain')}
            width="w-[280px]"
            className={cx(CHIP, state.grain === null && EMPTY_CHIP)}
            data-chip="grain"
            panel={grainPanel}
          >
            <span className="text-ink-3">{t('grain')}</span>
            {grainName(state.grain)}
            <ChevronDown size={13} aria-hidden className="text-ink-3" />
          </Pop>
          <div className="ml-auto flex items-center gap-2 max-md:ml-0 max-md:w-full max-md:flex-wrap">
            {forms.length > 1 ? (
              <nav
                aria-label={t('form')}
                className="flex h-[30px] items-stretch overflow-hidden rounded-control border border-line-2 bg-surface max-md:h-11"
              >
                {forms.map((form, i) => {
                  const on = (state.form ?? forms[0]) === form
                  return (
                    <button
                      key={form}
                      type="button"
                      aria-pressed={on}
                      data-form={form}
                      onClick={() => go({ form: i === 0 ? null : form })}
                      className={cx(
                        'border-l border-line px-2.5 text-body -outline-offset-2 first:border-l-0 max-md:px-3.5',
                        on ? 'bg-accent font-[600] text-ink' : 'text-ink-2 hover:bg-accent',
                      )}
                    >
                      {t(form)}
                    </button>
                  )
                })}
              </nav>
            ) : null}
            {wire ? (
              <button
                type="button"
                onClick={() => void copy()}
                title={t('copyQuery')}
                className={button({ look: 'quiet', size: 'small' })}
              >
                <Copy size={13} strokeWidth={1.6} aria-hidden />
                <span className="max-xl:sr-only">{t('copyQuery')}</span>
              </button>
            ) : null}
          </div>
        </>
      ) : null}
      <span className="sr-only" role="status">
        {pending ? f.list(chosen.map((choice) => choice.label)) : ''}
      </span>
    </section>
  )
}
