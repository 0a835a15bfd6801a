/** What a message says, in one language, as plain parts; targets escape and arrange them. Pure. */
import { type Formats, formats } from '@/lib/i18n/format'
import { dimensionValueName } from '@/lib/i18n/names'
import { translator } from '@/lib/i18n/translate'
import type { Unit } from '@/lib/metrics/types'
import { oneLine } from './escape'
import type { AlarmMessage, MessageItem, MessageKind, MessageSetting } from './types'

const TITLE_MOST = 120
const ITEM_MOST = 72
const VALUE_MOST = 60
const NOTE_MOST = 200

/** One labelled line; `value` is data and must be escaped. */
export interface ContentLine {
  readonly key: 'value' | 'since' | 'scope' | 'owner' | 'trend' | 'note'
  readonly label: string
  readonly value: string
}

export interface ContentItem {
  readonly text: string
  readonly url: string
}

/** The parts of a message. All texts may hold data of others: escape each. */
export interface Content {
  /** ■ ▲ ● */
  readonly glyph: string
  /** 【重发】 or nothing */
  readonly mark: string
  /** `异常 · 告警` */
  readonly kind: string
  /** `A-2207` or nothing */
  readonly number: string
  readonly title: string
  readonly vip: boolean
  readonly lines: readonly ContentLine[]
  readonly items: readonly ContentItem[]
  readonly link: { readonly text: string; readonly url: string }
}

/** `A-2207` */
export function incidentName(number: number): string {
  return `A-${number}`
}

const CALM: ReadonlySet<MessageKind> = new Set(['recovered', 'resolved', 'test', 'task', 'assigned'])

function glyphOf(kind: MessageKind, severity: 'watch' | 'bad'): string {
  if (kind === 'recovered' || kind === 'resolved' || kind === 'test') return '●'
  return severity === 'bad' ? '■' : '▲'
}

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Bars of one character each between the least and the greatest value; a gap is a blank, fewer than two values are nothing. */
export function trendBars(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return ''
  const low = Math.min(...known)
  const span = Math.max(...known) - low
  return values
    .map((value) =>
      value === null ? '·' : (BARS[span === 0 ? 3 : Math.round(((value - low) / span) * 7)] ?? ''),
    )
    .join('')
}

/** A value as it stands in a sentence. */
export function valueText(f: Formats, unit: Unit, value: number | null): string {
  return unit === 'seconds' ? f.durationWords(value) : f.value(unit, value)
}

/** The address of a page of ours; a path that is none of ours leads to the start. */
export function linkTo(baseUrl: string, path: string): string {
  const safe = /^\/(?![/\\])[A-Za-z0-9\-._~/?&=%]*$/.test(path) ? path : '/'
  return `${baseUrl}${safe}`
}

/** What a message says, in the setting's language and zone. */
export function contentOf(message: AlarmMessage, at: MessageSetting): Content {
  const t = translator(at.locale)
  const f = formats(at.locale, at.zone)
  const { kind, severity, incident, items = [] } = message
  const many = kind === 'summary' && items.length > 0
  const lines: ContentLine[] = []
  const add = (key: ContentLine['key'], label: string, value: string) => {
    if (value !== '') lines.push({ key, label, value })
  }
  if (message.value !== null) {
    const value = valueText(f, message.unit, message.value)
    add(
      'value',
      t('notify.value'),
      message.limit === null
        ? value
        : t('notify.limit', { value, limit: valueText(f, message.unit, message.limit) }),
    )
  }
  if (!many && kind !== 'test' && kind !== 'target_failing') {
    add(
      'since',
      t('notify.since'),
      t('notify.sinceText', {
        at: f.dateTime(message.since),
        span: f.span(Math.max(0, at.now - message.since) / 1000),
      }),
    )
  }
  add(
    'scope',
    t('notify.scope'),
    message.scope
      .slice(0, 6)
      .map(({ dimension, value }) => {
        const name = oneLine(dimensionValueName(at.locale, dimension, value), VALUE_MOST)
        const label = dimensionLabel(at.locale, dimension)
        return label === null ? name : `${label} ${name}`
      })
      .join(' · '),
  )
  if (message.owner !== null) add('owner', t('notify.owner'), oneLine(message.owner, VALUE_MOST))
  add('trend', t('notify.trend'), trendBars(message.trend.slice(-24)))
  if (message.note !== null) add('note', t('notify.note'), oneLine(message.note, NOTE_MOST))
  const word = t(`notify.kind.${kind}`)
  const number = incident === null ? '' : incidentName(incident.number)
  return {
    glyph: glyphOf(kind, severity),
    mark: at.resent ? `【${t('notify.resent')}】` : '',
    kind: CALM.has(kind) || many ? word : `${t(`notify.severity.${severity}`)} · ${word}`,
    number,
    title: oneLine(message.title[at.locale], TITLE_MOST),
    vip: message.vip,
    lines,
    items: items.map((item) => itemOf(item, at, f)),
    link: {
      text:
        number !== '' ? t('notify.openIncident', { number }) : many ? t('notify.openAll') : t('notify.open'),
      url: linkTo(at.baseUrl, message.path),
    },
  }
}

const DIMENSIONS = [
  'channel',
  'team',
  'agent',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
  'source',
  'subject',
  'customer',
] as const

function dimensionLabel(locale: MessageSetting['locale'], dimension: string): string | null {
  const known = DIMENSIONS.find((it) => it === dimension)
  return known === undefined ? null : translator(locale)(`notify.dimension.${known}`)
}

function itemOf(item: MessageItem, at: MessageSetting, f: Formats): ContentItem {
  const t = translator(at.locale)
  const parts = [
    item.kind === undefined ? '' : glyphOf(item.kind, item.severity ?? 'watch'),
    item.number === undefined ? '' : incidentName(item.number),
    item.at === undefined ? '' : f.time(item.at),
    item.kind === undefined || item.kind === 'fired' ? '' : t(`notify.kind.${item.kind}`),
    oneLine(item.title[at.locale], ITEM_MOST),
  ]
  return { text: parts.filter((part) => part !== '').join(' '), url: linkTo(at.baseUrl, item.path) }
}
