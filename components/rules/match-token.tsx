'use client'

import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { Tick } from '@/components/ui/fields'
import type { Match } from '@/lib/alerts/kinds/matching'
import type { Locale } from '@/lib/i18n/locale'
import { dimensionValueName } from '@/lib/i18n/names'
import { EntryPages } from './entry-pages'
import { TokenPanel } from './token'
import { ValuesPanel } from './values-panel'

const FIELDS = [
  'channels',
  'teams',
  'customerTiers',
  'entryPages',
  'products',
  'issueTypes',
  'priorities',
  'tags',
  'complaints',
] as const
type Field = (typeof FIELDS)[number]

/** The dimension whose values a condition lists; the others are written by hand. */
const DIMENSION: Partial<Record<Field, string>> = {
  channels: 'channel',
  teams: 'team',
  customerTiers: 'customerTier',
  products: 'product',
  issueTypes: 'issueType',
  priorities: 'priority',
}

/** Which conversations a rule is about; a panel with one condition at a time. */
export function MatchToken({
  match,
  disabled,
  onChange,
}: {
  readonly match: Match
  readonly disabled: boolean
  readonly onChange: (match: Match) => void
}) {
  const t = useTranslations('rules')
  const locale = useLocale() as Locale
  const [field, setField] = useState<Field>(FIELDS.find((it) => match[it] !== undefined) ?? 'channels')
  const values = match[field] ?? []
  const dimension = DIMENSION[field]
  const set = (next: readonly string[]) => {
    const { [field]: _, ...rest } = match
    onChange(next.length === 0 ? rest : { ...rest, [field]: [...next] })
  }
  return (
    <TokenPanel
      label={t('token.match')}
      text={matchText(match, t, locale)}
      disabled={disabled}
      width="w-[340px]"
      panel={() => (
        <div>
          <div className="flex flex-wrap gap-1.5 border-b border-line p-2">
            {FIELDS.map((it) => (
              <button
                key={it}
                type="button"
                aria-pressed={it === field}
                onClick={() => setField(it)}
                className={cx(
                  'h-7 rounded-control border px-2 text-body max-md:h-11',
                  it === field ? 'border-ink bg-accent text-ink' : 'border-line-2 text-ink-2 hover:bg-accent',
                  match[it] !== undefined && 'font-[600]',
                )}
              >
                {t(`match.${it}`)}
              </button>
            ))}
          </div>
          {field === 'complaints' ? (
            <div className="border-b border-line px-3 py-1">
              <Tick
                checked={match.complaints !== undefined}
                onChange={(on) => {
                  const { complaints: _, ...rest } = match
                  onChange(on ? { ...rest, complaints: [] } : rest)
                }}
              >
                {t('match.anyComplaint')}
              </Tick>
            </div>
          ) : null}
          {field === 'entryPages' ? <EntryPages chosen={values} onChange={set} /> : null}
          {dimension === undefined ? (
            <Lines
              key={`${field} ${field === 'entryPages' ? values.join(' ') : ''}`}
              label={t(`match.${field}`)}
              values={values}
              hint={t('match.hint')}
              onChange={set}
            />
          ) : (
            <ValuesPanel key={field} dimension={dimension} chosen={values} onChange={set} />
          )}
          <div className="border-t border-line px-3 py-1">
            <Tick
              checked={match.any === true}
              onChange={(on) => {
                const { any: _, ...rest } = match
                onChange(on ? { ...rest, any: true } : rest)
              }}
            >
              {t('match.any')}
            </Tick>
          </div>
        </div>
      )}
    />
  )
}

/** A list that is written by hand, one entry a line. */
function Lines({
  label,
  values,
  hint,
  onChange,
}: {
  readonly label: string
  readonly values: readonly string[]
  readonly hint: string
  readonly onChange: (values: readonly string[]) => void
}) {
  const [text, setText] = useState(values.join('\n'))
  return (
    <div className="p-2">
      <textarea
        aria-label={label}
        placeholder={hint}
        rows={5}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() =>
          onChange([
            ...new Set(
              text
                .split('\n')
                .map((line) => line.trim())
                .filter((line) => line !== ''),
            ),
          ])
        }
        className="w-full rounded-control border border-line-2 bg-surface p-2 text-body text-ink placeholder:text-ink-3 max-md:text-[16px]"
      />
    </div>
  )
}

/** Conditions in words: 客户等级 VIP · 入口页面 /premium 等 2 个. */
export function matchText(
  match: Match,
  t: ReturnType<typeof useTranslations<'rules'>>,
  locale: Locale,
): string {
  const parts = FIELDS.flatMap((field) => {
    const list = match[field]
    if (list === undefined) return []
    const [first] = list
    if (first === undefined) return [t('match.anyComplaint')]
    const value = dimensionValueName(locale, DIMENSION[field] ?? '', first)
    return [
      t('scope.part', {
        dimension: t(`match.${field}`),
        value: list.length > 1 ? t('scope.count', { first: value, count: list.length }) : value,
      }),
    ]
  })
  if (parts.length === 0) return t('sentence.anyConversation')
  return `${match.any === true && parts.length > 1 ? t('sentence.matchAny') : ''}${parts.join(' · ')}`
}
