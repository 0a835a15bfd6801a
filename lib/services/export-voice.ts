import type { Formats } from '@/lib/i18n/format'
import { dimensionValueName } from '@/lib/i18n/names'
import type { Translate } from '@/lib/i18n/translate'
import { DIMENSION_TEXT } from '@/lib/metrics/dimensions'
import type { Context } from './context'
import { listAnswers, type ShownAnswer } from './list-answers'
import { listComplaints, type ShownComplaint } from './list-complaints'

type Cell = string | number | null

/** What a file of answers or complaints holds: columns with their widths in characters, and rows newest first. */
interface VoiceTable {
  readonly columns: readonly { readonly label: string; readonly width: number }[]
  readonly rows: AsyncGenerator<readonly Cell[]>
}

interface Tongue {
  readonly t: Translate
  readonly f: Formats
}

type Column<Row> = readonly [label: string, width: number, read: (row: Row) => Cell]

/** Rows asked for at once. */
const PIECE = 1_000

/** What answers and complaints say of their ticket and its customer. */
function aboutTicket<Row extends ShownAnswer | ShownComplaint>({ t, f }: Tongue): readonly Column<Row>[] {
  const { locale } = f
  const label = (id: keyof typeof DIMENSION_TEXT) => DIMENSION_TEXT[id][locale]
  return [
    [t('tickets.subject'), 18, (row) => row.subject],
    [t('tickets.customer'), 16, (row) => row.who],
    [
      label('customerTier'),
      12,
      ({ customerTier: tier }) => (tier === null ? null : dimensionValueName(locale, 'customerTier', tier)),
    ],
    [
      label('channel'),
      12,
      ({ channel }) => (channel === null ? null : dimensionValueName(locale, 'channel', channel)),
    ],
    [label('team'), 16, (row) => row.team],
    [label('agent'), 12, (row) => row.agent],
    [label('product'), 16, (row) => row.product],
    [label('issueType'), 14, (row) => row.issueType],
    [t('exports.seconds', { metric: t('tickets.frt') }), 16, (row) => row.firstResponseSeconds],
    [label('source'), 20, (row) => row.source],
  ]
}

const when = (text: string): string => text.slice(0, 19).replace('T', ' ')

function answerColumns(tongue: Tongue): readonly Column<ShownAnswer>[] {
  const { t } = tongue
  const bands = {
    low: t('satisfaction.bandLow'),
    middle: t('satisfaction.bandMiddle'),
    high: t('satisfaction.bandHigh'),
  }
  return [
    [t('complaints.at'), 20, (row) => when(row.at)],
    [t('satisfaction.kindLabel'), 16, (row) => t(`surveyKind.${row.kind}` as 'surveyKind.csat')],
    [t('tickets.score'), 10, (row) => row.score],
    [t('satisfaction.bandLabel'), 10, (row) => bands[row.band]],
    [t('tickets.comment'), 40, (row) => row.comment],
    ...aboutTicket<ShownAnswer>(tongue),
  ]
}

function complaintColumns(tongue: Tongue): readonly Column<ShownComplaint>[] {
  const { t } = tongue
  const states: Readonly<Record<string, string>> = {
    open: t('tickets.stateOpen'),
    resolved: t('tickets.stateResolved'),
    closed: t('tickets.stateClosed'),
    abandoned: t('tickets.stateAbandoned'),
  }
  return [
    [t('complaints.at'), 20, (row) => when(row.at)],
    [t('complaints.level'), 10, (row) => t(row.level === 'high' ? 'complaints.high' : 'complaints.normal')],
    [t('complaints.category'), 16, (row) => row.category],
    [t('complaints.onlyCounted'), 14, (row) => t(row.counted ? 'tickets.yes' : 'tickets.no')],
    [t('complaints.text'), 40, (row) => row.text],
    ...aboutTicket<ShownComplaint>(tongue),
    [t('exports.seconds', { metric: t('complaints.reply') }), 16, (row) => row.replySeconds],
    [t('complaints.state'), 12, (row) => (row.state === null ? null : (states[row.state] ?? row.state))],
  ]
}

interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

async function pieces<Row>(
  columns: readonly Column<Row>[],
  list: (cursor: string | null) => Promise<Listed<Row>>,
): Promise<VoiceTable> {
  // The first piece at once: what is wrong with the question is said before the file begins.
  const first = await list(null)
  async function* rows(): AsyncGenerator<readonly Cell[]> {
    for (let listed = first; ; listed = await list(listed.nextCursor)) {
      for (const row of listed.rows) yield columns.map(([, , read]) => read(row))
      if (listed.nextCursor === null) return
    }
  }
  return { columns: columns.map(([label, width]) => ({ label, width })), rows: rows() }
}

/**
 * All answers or complaints of a question (the parameters of `GET /answers` or `GET /complaints`), read a piece at a
 * time within the asker's teams. Throws what those lists throw; what goes wrong later is thrown by the rows.
 */
export function exportVoice(
  ctx: Context,
  kind: 'answers' | 'complaints',
  search: URLSearchParams,
  tongue: Tongue,
): Promise<VoiceTable> {
  const asked = (cursor: string | null): URLSearchParams => {
    const next = new URLSearchParams(search)
    next.set('limit', String(PIECE))
    if (cursor !== null) next.set('cursor', cursor)
    return next
  }
  return kind === 'answers'
    ? pieces(answerColumns(tongue), (cursor) => listAnswers(ctx, asked(cursor)))
    : pieces(complaintColumns(tongue), (cursor) => listComplaints(ctx, asked(cursor)))
}
