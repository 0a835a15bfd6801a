/** The limits of tickets as people edit them: editions of rows, each limit as typed. Pure; schemas come as types only. */
import { durationText, parseDuration } from '@/lib/core/duration-text'
import { parseDate } from '@/lib/core/zone'
import type { TargetSettings } from './config'
import type { ChannelKind } from './shapes'

export const LIMITS = ['frt', 'serviceLevel', 'round', 'resolution', 'shortAbandon'] as const
export type Limit = (typeof LIMITS)[number]
export const KINDS: readonly ChannelKind[] = ['phone', 'chat', 'ticket']

/** Limits that can be none: no reply within a round is measured, no abandon leaves the rates. */
export const CAN_BE_NONE: readonly Limit[] = ['round', 'shortAbandon']

export interface LimitRow {
  readonly scope: 'kind' | 'channel' | 'team'
  readonly key: string
  /** as typed; '' = as the wider row says */
  readonly limits: Readonly<Record<Limit, string>>
}

export interface LimitEdition {
  readonly validFrom: string
  readonly rows: readonly LimitRow[]
}

/** Seconds; null = none. */
export type KindLimits = Readonly<Record<Limit, number | null>>

const NONE = /^(?:无|没有|不限|none|no|-|—)$/i
const EMPTY: Readonly<Record<Limit, string>> = {
  frt: '',
  serviceLevel: '',
  round: '',
  resolution: '',
  shortAbandon: '',
}

type Stored = TargetSettings['versions'][number]
type StoredLimits = NonNullable<NonNullable<Stored['channels']>[string]>

const FIELD = {
  frt: 'frtSeconds',
  serviceLevel: 'serviceLevelSeconds',
  round: 'roundSeconds',
  resolution: 'resolutionSeconds',
  shortAbandon: 'shortAbandonSeconds',
} as const

/** A row without limits of its own. */
export const emptyRow = (scope: LimitRow['scope'], key: string): LimitRow => ({ scope, key, limits: EMPTY })

/** Stored limits to edit; the three kinds are always there. */
export function limitDraft(settings: TargetSettings | null, locale: 'zh' | 'en'): LimitEdition[] {
  const none = locale === 'zh' ? '无' : 'none'
  const row = (scope: LimitRow['scope'], key: string, stored: StoredLimits | undefined): LimitRow => ({
    scope,
    key,
    limits: Object.fromEntries(
      LIMITS.map((limit) => {
        const value = stored?.[FIELD[limit]]
        return [limit, value === undefined ? '' : value === null ? none : durationText(value, locale)]
      }),
    ) as Record<Limit, string>,
  })
  return (settings?.versions ?? []).map(({ validFrom, kinds, channels, teams }) => ({
    validFrom,
    rows: [
      ...KINDS.map((kind) => row('kind', kind, kinds?.[kind])),
      ...Object.entries(channels ?? {}).map(([key, stored]) => row('channel', key, stored)),
      ...Object.entries(teams ?? {}).map(([key, stored]) => row('team', key, stored)),
    ],
  }))
}

/** What is typed for a limit: seconds, `null` = none, `undefined` = as the wider row says; `wrong` = not understood. */
export function readLimit(limit: Limit, text: string): number | null | undefined | 'wrong' {
  const plain = text.trim()
  if (plain === '') return undefined
  if (NONE.test(plain)) return CAN_BE_NONE.includes(limit) ? null : 'wrong'
  const seconds = parseDuration(plain)
  return seconds === null || seconds > 366 * 86_400 ? 'wrong' : seconds
}

export type LimitFault =
  | { readonly code: 'edition_date' | 'edition_order'; readonly edition: number }
  | { readonly code: 'limit'; readonly edition: number; readonly row: number; readonly limit: Limit }

/** What keeps editions from being saved. */
export function limitFaults(editions: readonly LimitEdition[]): readonly LimitFault[] {
  return editions.flatMap(({ validFrom, rows }, edition): LimitFault[] => [
    ...(parseDate(validFrom) === null ? [{ code: 'edition_date' as const, edition }] : []),
    ...(edition > 0 && (editions[edition - 1]?.validFrom ?? '') >= validFrom
      ? [{ code: 'edition_order' as const, edition }]
      : []),
    ...rows.flatMap(({ limits }, row) =>
      LIMITS.filter((limit) => readLimit(limit, limits[limit]) === 'wrong').map(
        (limit): LimitFault => ({ code: 'limit', edition, row, limit }),
      ),
    ),
  ])
}

/** What is saved; rows without limits are left out. */
export function limitSettings(editions: readonly LimitEdition[]): TargetSettings {
  return {
    versions: editions.map(({ validFrom, rows }) => {
      const of = (scope: LimitRow['scope']) =>
        Object.fromEntries(
          rows.flatMap((row): [string, StoredLimits][] => {
            const stored = storedOf(row)
            return row.scope === scope && Object.keys(stored).length > 0 ? [[row.key, stored]] : []
          }),
        )
      return { validFrom, kinds: of('kind'), channels: of('channel'), teams: of('team') }
    }),
  }
}

function storedOf({ limits }: LimitRow): StoredLimits {
  return Object.fromEntries(
    LIMITS.flatMap((limit) => {
      const value = readLimit(limit, limits[limit])
      return value === undefined || value === 'wrong' ? [] : [[FIELD[limit], value]]
    }),
  )
}
