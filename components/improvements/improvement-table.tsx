import { DataTable, type TableColumn, type TableRow } from '@/components/tables/data-table'
import type { PageKit } from '@/components/views/page-kit'
import type { MeasuredEffect } from '@/lib/follow-up/effect'
import type { ImprovementState } from '@/lib/follow-up/improvement'
import { channelName } from '@/lib/i18n/names'
import { metricById } from '@/lib/metrics/catalogue'
import { EditImprovement } from './edit-improvement'
import type { ImprovementChoices } from './types'

/** An improvement as a table shows it. */
export interface ListedImprovement {
  readonly number: number
  readonly title: string
  readonly note: string | null
  readonly state: ImprovementState
  readonly ownerId: string | null
  readonly ownerName: string | null
  readonly team: string | null
  readonly dueOn: string | null
  readonly startedOn: string | null
  readonly metric: string | null
  readonly scope: { readonly channel?: string | null }
  readonly expected: number | null
  readonly incidentId: string | null
  readonly incidentNumber: number | null
  readonly suggestion: string | null
  readonly effect: MeasuredEffect | null
  readonly unmeasured: 'no_metric' | 'not_started' | 'too_early' | null
  readonly verdict: 'better' | 'worse' | 'unclear' | null
}

const STATE_OF = { better: 'ok', worse: 'bad', unclear: 'none' } as const

/** The improvement list: who, when, what is expected, and what came of it. `choices` null = the reader may not write. */
export function ImprovementTable({
  page,
  rows,
  title,
  choices,
}: {
  readonly page: Pick<PageKit, 't' | 'f' | 'locale'>
  readonly rows: readonly ListedImprovement[]
  readonly title: string
  readonly choices: ImprovementChoices | null
}) {
  const { t } = page
  const columns: TableColumn[] = [
    { id: 'title', label: t('improvements.column.title'), fixed: true, grow: true, phone: 'title' },
    { id: 'state', label: t('improvements.column.state'), phone: 'sub' },
    { id: 'owner', label: t('improvements.column.owner'), phone: 'sub' },
    { id: 'due', label: t('improvements.column.due'), phone: 'more' },
    { id: 'started', label: t('improvements.column.started'), phone: 'more' },
    { id: 'metric', label: t('improvements.column.metric'), phone: 'more' },
    { id: 'expected', label: t('improvements.column.expected'), align: 'right', phone: 'more' },
    { id: 'effect', label: t('improvements.column.effect'), align: 'right', phone: 'key' },
    { id: 'verdict', label: t('improvements.column.verdict'), phone: 'more' },
    ...(choices === null
      ? []
      : [{ id: 'edit', label: t('improvements.edit'), sortable: false, phone: 'more' } as const]),
  ]
  return (
    <DataTable
      id="improvements"
      label={t('improvements.title')}
      title={title}
      columns={columns}
      rows={rows.map((row) => rowOf(page, row, choices))}
      download={{ kind: 'rows' }}
    />
  )
}

function rowOf(
  { t, f, locale }: Pick<PageKit, 't' | 'f' | 'locale'>,
  row: ListedImprovement,
  choices: ImprovementChoices | null,
): TableRow {
  const metric = row.metric === null ? undefined : metricById(row.metric)
  const channel = row.scope.channel ?? null
  const { effect } = row
  const change = (value: number) => (metric === undefined ? '—' : f.change(metric.unit, value))
  return {
    id: String(row.number),
    cells: {
      title: {
        value: row.title,
        text: row.title,
        note:
          row.incidentNumber === null
            ? t('improvements.number', { number: row.number })
            : t('improvements.fromIncident', { number: row.incidentNumber }),
        hint: row.note ?? undefined,
      },
      state: { value: row.state, text: t(`improvements.states.${row.state}`) },
      owner: { value: row.ownerName, text: row.ownerName ?? '—', quiet: row.ownerName === null },
      due: { value: row.dueOn, text: row.dueOn ?? '—' },
      started: { value: row.startedOn, text: row.startedOn ?? '—' },
      metric: {
        value: row.metric,
        text: metric === undefined ? '—' : metric.text[locale].label,
        note: channel === null ? undefined : channelName(locale, channel),
        href:
          metric === undefined
            ? undefined
            : `/explore?${new URLSearchParams({ metrics: metric.id, preset: 'last_28_days', ...(channel === null ? {} : { channel }) })}`,
      },
      expected: { value: row.expected, text: row.expected === null ? '—' : change(row.expected) },
      effect:
        effect === null || metric === undefined
          ? {
              value: null,
              text: row.unmeasured === null ? '—' : t(`improvements.unmeasured.${row.unmeasured}`),
              quiet: true,
            }
          : {
              value: effect.change,
              text: change(effect.change),
              hint: t('improvements.effectHint', {
                days: effect.days,
                low: change(effect.interval[0]),
                high: change(effect.interval[1]),
              }),
              note: `${change(effect.interval[0])} – ${change(effect.interval[1])}`,
              quiet: !effect.clear,
            },
      verdict: {
        value: row.verdict,
        text: row.verdict === null ? '—' : t(`improvements.verdicts.${row.verdict}`),
        state: row.verdict === null || row.verdict === 'unclear' ? null : STATE_OF[row.verdict],
      },
      ...(choices === null
        ? {}
        : {
            edit: {
              value: null,
              text: '',
              node: (
                <EditImprovement
                  choices={choices}
                  improvement={{
                    number: row.number,
                    title: row.title,
                    note: row.note,
                    state: row.state,
                    ownerId: row.ownerId,
                    team: row.team,
                    dueOn: row.dueOn,
                    startedOn: row.startedOn,
                    metric: row.metric,
                    scope: row.scope,
                    expected: row.expected,
                    incidentId: row.incidentId,
                    suggestion: row.suggestion,
                  }}
                />
              ),
            },
          }),
    },
  }
}
