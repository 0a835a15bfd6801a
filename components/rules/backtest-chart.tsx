'use client'

import { type KeyboardEvent, type PointerEvent, useId, useMemo, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { type Point, splitAtLimit } from '@/components/charts/limit'
import { axisText, linear, linePath, timeMarks } from '@/components/charts/scale'
import { Tip } from '@/components/charts/tip'
import { useSize } from '@/components/charts/use-size'
import { useFormats } from '@/components/shell/locale-provider'
import type { Firing } from '@/lib/alerts/backtest'
import type { Backtest, BacktestSeries } from '@/lib/alerts/backtest-answer'
import { isUpper, type Limit } from '@/lib/alerts/kinds/limits'
import { backtestAxis, limitStep } from './backtest-axis'
import { type NumberKind, writeNumber } from './written'

const FONT = 12
const LEFT = 46
/** room for the handle */
const RIGHT = 62
const TOP = 14
const BOTTOM = 46
const MARK = 7

/**
 * The number of a rule over 28 days under its limit, which is dragged or moved by arrow keys: red where it is beyond, a
 * square below where it would have fired (hollow where nobody knows of trouble), bands where somebody does.
 */
export function BacktestChart({
  answer,
  series,
  limit,
  firings,
  falseAlarms,
  kind,
  disabled,
  onLimit,
}: {
  readonly answer: Backtest
  readonly series: BacktestSeries
  readonly limit: Limit
  /** of this series, by time */
  readonly firings: readonly Firing[]
  readonly falseAlarms: ReadonlySet<Firing>
  readonly kind: NumberKind
  readonly disabled: boolean
  readonly onLimit: (limit: number) => void
}) {
  const t = useTranslations('rules.backtest')
  const f = useFormats()
  const { box, width, height } = useSize()
  const clip = useId()
  const [index, setIndex] = useState<number | null>(null)
  // While the limit is dragged the axis stays where it was when it was taken.
  const [held, setHeld] = useState<number | null>(null)
  const grip = useRef<HTMLDivElement>(null)
  const { scale, unit, target, from, to } = answer

  const points = useMemo<readonly Point[]>(
    () => answer.at.map((at, i) => [at, series.values[i] ?? null]),
    [answer, series],
  )
  const values = useMemo(() => series.values.flatMap((value) => (value === null ? [] : [value])), [series])
  const axisLimit = held ?? limit.limit
  const axis = useMemo(
    () => backtestAxis(values, axisLimit, target, unit, scale),
    [values, axisLimit, target, unit, scale],
  )
  const right = width - RIGHT
  const bottom = height - BOTTOM
  const x = useMemo(() => linear(from, to, LEFT, right), [from, to, right])
  const y = useMemo(() => linear(axis.min, axis.max, bottom, TOP), [axis, bottom])
  const line = useMemo(() => linePath(points, x, y), [points, x, y])
  const beyond = linePath(splitAtLimit(points, limit.limit, isUpper(limit.op) ? '<=' : '>=').beyond, x, y)
  const sparse = values.length < points.length * 0.4

  const write = (value: number) => writeNumber(kind, value, f)
  const snap = (value: number) => {
    const step = limitStep(unit, scale, limit.limit)
    const inside = Math.min(axis.max, Math.max(axis.min, value))
    return Math.round(Math.round(inside / step) * step * 1e6) / 1e6
  }
  const move = (value: number) => {
    const next = snap(value)
    if (next !== limit.limit) onLimit(next)
  }
  const valueAt = (clientY: number): number => {
    const bounds = box.current?.getBoundingClientRect()
    if (bounds === undefined) return limit.limit
    const place = (clientY - bounds.top) * (height / (bounds.height || 1))
    return axis.min + ((bottom - place) / (bottom - TOP || 1)) * (axis.max - axis.min)
  }
  const keys = (event: KeyboardEvent) => {
    const step = limitStep(unit, scale, limit.limit)
    const by: Record<string, number> = {
      ArrowUp: step,
      ArrowRight: step,
      ArrowDown: -step,
      ArrowLeft: -step,
      PageUp: step * 10,
      PageDown: -step * 10,
    }
    const change = by[event.key]
    if (change === undefined || disabled) return
    event.preventDefault()
    move(limit.limit + change)
  }
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    if (held !== null || points.length === 0) return
    const bounds = event.currentTarget.getBoundingClientRect()
    const place = (event.clientX - bounds.left) * (width / (bounds.width || 1))
    const at = from + ((place - LEFT) / (right - LEFT || 1)) * (to - from)
    let best = 0
    for (const [i, point] of points.entries()) {
      if (Math.abs(point[0] - at) < Math.abs((points[best]?.[0] ?? 0) - at)) best = i
    }
    setIndex(place < LEFT || place > right ? null : best)
  }

  const limitY = Math.min(bottom, Math.max(TOP, y(limit.limit)))
  const marks = timeMarks(from, to, f.zone, (right - LEFT) / 64).filter(({ at }) => at < to)
  const pointed = index === null ? undefined : points[index]
  const over =
    pointed === undefined
      ? undefined
      : firings.find((it) => it.from <= pointed[0] && pointed[0] <= (it.to ?? to))
  return (
    <div
      ref={box}
      className="relative h-[372px] max-md:h-[300px]"
      onPointerMove={hover}
      onPointerLeave={() => setIndex(null)}
    >
      {width > 120 ? (
        <>
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={t('label', {
              metric: answer.label,
              limit: write(limit.limit),
              count: firings.length,
            })}
            className="block overflow-visible"
          >
            <clipPath id={clip}>
              <rect x={LEFT} y={TOP} width={Math.max(0, right - LEFT)} height={Math.max(0, bottom - TOP)} />
            </clipPath>
            {answer.known.map((trouble) => {
              const start = Math.max(LEFT, x(trouble.from))
              const end = Math.max(start + 6, Math.min(right, x(trouble.to)))
              return (
                <rect
                  key={`${trouble.from} ${trouble.text}`}
                  x={start - 2}
                  y={TOP}
                  width={end - start + 4}
                  height={bottom - TOP}
                  fill="var(--band)"
                >
                  <title>{trouble.text}</title>
                </rect>
              )
            })}
            {axis.lines.map((value, i) => (
              <g key={value}>
                <line
                  x1={LEFT}
                  x2={right}
                  y1={Math.round(y(value)) + 0.5}
                  y2={Math.round(y(value)) + 0.5}
                  stroke={i === 0 ? 'var(--line-2)' : 'var(--line)'}
                />
                <text
                  x={LEFT - 8}
                  y={y(value)}
                  dy="0.35em"
                  textAnchor="end"
                  fill="var(--ink-3)"
                  fontSize={FONT}
                >
                  {scale === 'value' ? axisText(unit, value, f) : write(value)}
                </text>
              </g>
            ))}
            {target !== null && target !== limit.limit && target >= axis.min && target <= axis.max ? (
              <g>
                <line
                  x1={LEFT}
                  x2={right}
                  y1={y(target)}
                  y2={y(target)}
                  stroke="var(--ink-3)"
                  strokeDasharray="2 3"
                />
                {Math.abs(y(target) - limitY) < 16 ? null : (
                  <text x={right} y={y(target) - 5} textAnchor="end" fill="var(--ink-3)" fontSize={FONT}>
                    {t('target', { value: write(target) })}
                  </text>
                )}
              </g>
            ) : null}
            <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round" strokeLinecap="round">
              <path d={line} stroke="var(--ink-2)" strokeWidth={sparse ? 2 : 1} />
              <path d={beyond} stroke="var(--bad)" strokeWidth={sparse ? 2.5 : 1.75} />
            </g>
            <line x1={LEFT} x2={right} y1={limitY} y2={limitY} stroke="var(--ink)" strokeWidth={1.5} />
            {firings.map((firing) => {
              const place = x(firing.firedAt)
              const hollow = falseAlarms.has(firing)
              return (
                <rect
                  key={firing.from}
                  x={place - MARK / 2}
                  y={bottom + 9}
                  width={MARK}
                  height={MARK}
                  fill={hollow ? 'var(--surface)' : 'var(--bad)'}
                  stroke="var(--bad)"
                  strokeWidth={hollow ? 1.4 : 0}
                />
              )
            })}
            {marks.map((mark) => (
              <text
                key={mark.at}
                x={x(mark.at)}
                y={bottom + 36}
                textAnchor="middle"
                fill="var(--ink-3)"
                fontSize={FONT}
              >
                {mark.hour === null ? f.axisDay(mark.at) : f.time(mark.at)}
              </text>
            ))}
            {pointed === undefined ? null : (
              <line x1={x(pointed[0])} x2={x(pointed[0])} y1={TOP} y2={bottom} stroke="var(--line-2)" />
            )}
          </svg>
          <div
            ref={grip}
            role="slider"
            tabIndex={disabled ? -1 : 0}
            aria-label={t('handle')}
            aria-orientation="vertical"
            aria-disabled={disabled}
            aria-valuemin={axis.min}
            aria-valuemax={axis.max}
            aria-valuenow={limit.limit}
            aria-valuetext={write(limit.limit)}
            onKeyDown={keys}
            onPointerDown={(event) => {
              if (disabled) return
              event.currentTarget.setPointerCapture(event.pointerId)
              setHeld(limit.limit)
              setIndex(null)
            }}
            onPointerMove={(event) => {
              if (held !== null) move(valueAt(event.clientY))
            }}
            onPointerUp={() => setHeld(null)}
            onPointerCancel={() => setHeld(null)}
            className="absolute z-[6] flex h-[24px] min-w-[50px] cursor-ns-resize touch-none items-center justify-center rounded-[3px] bg-ink px-2 text-caption font-[600] text-bg tabular-nums select-none before:absolute before:-inset-2.5 before:content-[''] max-md:h-[30px]"
            style={{ left: right + 4, top: limitY, transform: 'translateY(-50%)' }}
          >
            {write(limit.limit)}
          </div>
          {pointed === undefined ? null : (
            <Tip from={x(pointed[0])} width={width}>
              <div className="text-ink-3">{f.dateTime(pointed[0])}</div>
              <div className="tabular-nums text-ink">{pointed[1] === null ? '—' : write(pointed[1])}</div>
              {over === undefined ? null : (
                <div className="text-bad">
                  {t('firing', {
                    from: f.time(over.from),
                    span: over.to === null ? t('open') : f.span((over.to - over.from) / 1000),
                    worst: write(over.worst),
                  })}
                </div>
              )}
            </Tip>
          )}
        </>
      ) : null}
    </div>
  )
}

/** Points beyond either end of the picture. */
export function outsideOf(
  series: BacktestSeries,
  answer: Pick<Backtest, 'target' | 'unit' | 'scale'>,
  limit: number,
): { readonly above: number; readonly below: number } {
  const values = series.values.flatMap((value) => (value === null ? [] : [value]))
  const axis = backtestAxis(values, limit, answer.target, answer.unit, answer.scale)
  return {
    above: values.filter((value) => value > axis.max).length,
    below: values.filter((value) => value < axis.min).length,
  }
}
