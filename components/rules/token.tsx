'use client'

import { ChevronDown } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { type NumberKind, readNumber, writeNumber } from './written'

/** A word of the sentence that can be changed: 30 px high, 44 on a phone. */
const BOX =
  'inline-flex h-[30px] max-w-full items-center gap-1.5 rounded-control border bg-surface px-2 text-[15px] leading-[22px] font-[560] text-ink max-md:h-11'
const edge = (wrong: boolean) => (wrong ? 'border-bad' : 'border-line-2 hover:bg-accent')

export interface TokenOption {
  readonly value: string
  readonly label: string
}

/** One of a few. A native list: it opens by keyboard, on phones by the phone's own wheel. */
export function TokenChoice({
  label,
  value,
  options,
  onChange,
  disabled,
  wrong = false,
  lead,
  tone,
}: {
  readonly label: string
  readonly value: string
  readonly options: readonly TokenOption[]
  readonly onChange: (value: string) => void
  readonly disabled: boolean
  readonly wrong?: boolean
  /** stands in front of the word, e.g. a state's shape */
  readonly lead?: ReactNode
  readonly tone?: string
}) {
  return (
    <span className={cx(BOX, edge(wrong), 'relative pr-1.5', tone)}>
      {lead}
      <select
        aria-label={label}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
        className="field-sizing-content max-w-[260px] cursor-pointer appearance-none truncate bg-transparent pr-5 outline-none after:absolute after:inset-0"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} className="bg-raised text-ink">
            {option.label}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden className="pointer-events-none absolute right-2 text-ink-3" />
    </span>
  )
}

/** A number written as people write it: 1:15, 85 %, 20. What cannot be read gives way to the last that could. */
export function TokenNumber({
  label,
  kind,
  value,
  onChange,
  disabled,
  wrong = false,
  hint,
  empty,
  min = 0,
}: {
  readonly label: string
  readonly kind: NumberKind
  readonly value: number | null
  readonly onChange: (value: number | null) => void
  readonly disabled: boolean
  readonly wrong?: boolean
  readonly hint: string
  /** what stands where there is none; absent = there must be one */
  readonly empty?: string
  readonly min?: number
}) {
  const f = useFormats()
  const written = value === null ? '' : writeNumber(kind, value, f)
  const [draft, setDraft] = useState<string | null>(null)
  const bad = draft !== null && draft.trim() !== '' && readNumber(kind, draft) === null
  const take = () => {
    if (draft === null) return
    const read = readNumber(kind, draft)
    if (read !== null && read >= min && read !== value) onChange(read)
    else if (draft.trim() === '' && empty !== undefined && value !== null) onChange(null)
    setDraft(null)
  }
  return (
    <input
      aria-label={label}
      title={hint}
      aria-invalid={bad || wrong}
      disabled={disabled}
      inputMode="text"
      value={draft ?? written}
      placeholder={empty ?? hint}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={take}
      onKeyDown={(event: KeyboardEvent<HTMLInputElement>) => {
        if (event.key === 'Enter') take()
        if (event.key === 'Escape') setDraft(null)
      }}
      className={cx(
        BOX,
        edge(bad || wrong),
        'field-sizing-content min-w-[44px] text-center tabular-nums placeholder:text-ink-3',
      )}
    />
  )
}

/** A word that opens a panel of its own. */
export function TokenPanel({
  label,
  text,
  disabled,
  wrong = false,
  width,
  panel,
}: {
  readonly label: string
  readonly text: ReactNode
  readonly disabled: boolean
  readonly wrong?: boolean
  readonly width?: string
  readonly panel: (close: () => void) => ReactNode
}) {
  return (
    <Pop
      label={label}
      aria-label={typeof text === 'string' ? `${label} ${text}` : label}
      disabled={disabled}
      className={cx(BOX, edge(wrong), 'pr-2')}
      panel={panel}
      {...(width === undefined ? {} : { width })}
    >
      <span className="max-w-[420px] truncate">{text}</span>
      <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-3" />
    </Pop>
  )
}

/** Words to tick in a panel, with a search above where there are many. */
export function TickList({
  options,
  chosen,
  onChange,
  search,
  empty,
}: {
  readonly options: readonly TokenOption[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
  readonly search: string
  readonly empty: string
}) {
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const wanted = typed.trim().toLowerCase()
  const shown = options.filter(
    ({ value, label }) => label.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  )
  return (
    <div>
      <div className="border-b border-line p-2">
        <input
          ref={field}
          aria-label={search}
          placeholder={search}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          className="h-[30px] w-full rounded-control bg-sunken px-2 text-body text-ink placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]"
        />
      </div>
      <ul className="max-h-[280px] overflow-y-auto p-1">
        {shown.length === 0 ? <li className="px-2 py-2 text-caption text-ink-3">{empty}</li> : null}
        {shown.slice(0, 200).map(({ value, label }) => (
          <li key={value}>
            <label className="flex min-h-[30px] cursor-pointer items-center gap-2.5 rounded-control px-2 text-body text-ink hover:bg-accent max-md:min-h-11">
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                onChange={(event) =>
                  onChange(
                    event.currentTarget.checked ? [...chosen, value] : chosen.filter((it) => it !== value),
                  )
                }
                className="size-4 accent-ink"
              />
              <span className="min-w-0 break-words">{label}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Plain words of the sentence. */
export function Words({ children }: { readonly children: ReactNode }) {
  const [first] = Array.isArray(children) ? children : [children]
  // Punctuation belongs to the word before it.
  const joins = typeof first === 'string' && /^[，。；,.;]/.test(first)
  return (
    <span className={cx('text-[15px] leading-[30px] text-ink-2 max-md:leading-11', joins && '-ml-1')}>
      {children}
    </span>
  )
}
