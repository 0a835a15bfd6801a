import Link from 'next/link'
import type { ReactNode } from 'react'
import { Sparkline } from '@/components/charts'
import { cx } from '@/components/ui/classes'
import { figureData } from '@/components/ui/figure-data'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import type { TileState } from '@/lib/boards/types'

/** What a card shows, already written out. */
export interface KpiCardProps {
  readonly id: string
  readonly state: TileState | null
  readonly label: string
  /** the state's word; absent for 正常 */
  readonly word?: string | undefined
  readonly aside?: string | undefined
  /** the aside in full, where it is shortened */
  readonly asideTitle?: string | undefined
  readonly digits: ReactNode
  readonly unit?: string | undefined
  /** a second figure beside the first: 最久 4:38 */
  readonly beside?: readonly { readonly label: string; readonly value: string }[] | undefined
  readonly spark?: readonly (number | null)[] | undefined
  readonly sparkTarget?: number | null | undefined
  readonly left1?: ReactNode
  readonly right1?: ReactNode
  readonly left2?: ReactNode
  readonly right2?: ReactNode
  readonly href?: string | undefined
  /** the number in the metric's unit, for machines; the link is its rows */
  readonly figure?:
    | { readonly metric: string; readonly value: number | null; readonly n?: number | null }
    | undefined
  /** grey digits: stale, or too few cases to judge */
  readonly quiet?: boolean | undefined
  readonly live?: boolean | undefined
}

/** One figure with everything that must stand beside it. Cards share one frame with hairlines between. */
export function KpiCard(props: KpiCardProps) {
  const { state, digits, href } = props
  const loud = state === 'bad' && !props.quiet
  const number = (
    <span
      className={cx(
        'text-kpi font-[620] tracking-[-0.03em] whitespace-nowrap',
        props.quiet ? 'text-none' : loud ? 'text-bad' : 'text-ink',
      )}
    >
      {digits}
    </span>
  )
  return (
    <div
      data-tile={props.id}
      data-state={state ?? (props.quiet ? 'none' : 'ok')}
      className="relative flex min-w-0 flex-col bg-surface px-4 pt-3 pb-3"
    >
      <div className="flex h-5 items-center gap-1.5">
        {state ? <StateGlyph state={state} size="11px" /> : null}
        <span className="truncate text-body font-[540] text-ink-2">{props.label}</span>
        {props.word && state ? (
          <span className={cx('shrink-0 text-body font-[540]', WORD_COLOR[state])}>{props.word}</span>
        ) : null}
        {props.aside ? (
          <span className="ml-auto shrink-0 text-caption text-ink-3" title={props.asideTitle}>
            {props.aside}
          </span>
        ) : null}
      </div>
      <div className="flex h-[46px] items-center gap-2">
        <span className="flex items-baseline gap-1">
          {href ? (
            <Link
              href={href}
              prefetch={false}
              className={cx('num', loud ? 'text-bad' : 'text-ink')}
              {...(props.figure ? figureData(props.figure.metric, props.figure.value, props.figure.n) : {})}
            >
              {number}
            </Link>
          ) : (
            number
          )}
          {props.unit ? <span className="text-card text-ink-2">{props.unit}</span> : null}
        </span>
        {props.beside ? (
          <span className="ml-1 flex min-w-0 flex-wrap items-baseline gap-x-3 self-center text-caption leading-4 text-ink-2">
            {props.beside.map((it) => (
              <span key={it.label} className="whitespace-nowrap">
                {it.label} <span className="text-card font-[600] text-ink">{it.value}</span>
              </span>
            ))}
          </span>
        ) : null}
        {props.spark?.some((v) => v !== null) ? (
          <span className="ml-auto min-w-0 shrink [&>svg]:block [&>svg]:max-w-full">
            <Sparkline
              values={props.spark}
              target={props.sparkTarget ?? null}
              stale={props.quiet === true}
              width={78}
              height={26}
            />
          </span>
        ) : null}
      </div>
      <div className="flex h-5 justify-between gap-2 text-caption whitespace-nowrap text-ink-2">
        <span className="truncate">{props.left1}</span>
        <span>{props.right1}</span>
      </div>
      <div className="flex h-5 justify-between gap-2 text-caption whitespace-nowrap text-ink-3">
        <span className="truncate">{props.left2}</span>
        <span>{props.right2}</span>
      </div>
    </div>
  )
}

/** The frame cards share. `columns` from 1280 px up; fewer on smaller screens. */
export function KpiStrip({ columns, children }: { readonly columns: 5 | 6; readonly children: ReactNode }) {
  return (
    <div
      data-figures
      className={cx(
        'grid gap-px overflow-hidden rounded-card border border-line bg-line max-md:grid-cols-2 max-md:rounded-none max-md:border-x-0 max-xl:grid-cols-3 [&>*:last-child:nth-child(odd)]:max-md:col-span-2',
        columns === 5
          ? 'xl:grid-cols-5 [&>*:last-child:nth-child(3n+2)]:md:max-xl:col-span-2'
          : 'xl:grid-cols-6',
      )}
    >
      {children}
    </div>
  )
}
