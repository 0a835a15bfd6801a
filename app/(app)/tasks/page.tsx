import type { Metadata } from 'next'
import { knownTeams, settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { withParameters } from '@/components/customers/address'
import { Segment } from '@/components/customers/segment'
import { DataTable, type TableColumn, type TableRow } from '@/components/tables/data-table'
import { NewTask } from '@/components/tasks/new-task'
import { Card } from '@/components/ui/card'
import { Empty } from '@/components/ui/notice'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import type { SearchParams } from '@/components/views/view-state'
import { TASK_KINDS } from '@/lib/follow-up/task'
import { teamName } from '@/lib/i18n/names'
import { taskTitle } from '@/lib/i18n/task-title'
import { listColleagues } from '@/lib/services/list-colleagues'
import { listTasks, type ShownTask } from '@/lib/services/list-tasks'
import { managesTasks } from '@/lib/services/task-reach'

const VIEWS = {
  open: { state: 'open,doing' },
  mine: { state: 'open,doing', owner: 'me' },
  nobody: { state: 'open,doing', owner: 'nobody' },
  overdue: { overdue: 'true' },
  over: { state: 'done,cancelled' },
} as const
type View = keyof typeof VIEWS
const VIEW_NAMES = Object.keys(VIEWS) as View[]
const MOST = 500

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('tasks.title') }
}

/** Everything that is to be done, the most urgent first. */
export default async function TasksPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  const page = await pageContext()
  const params = await searchParams
  const { ctx, t, f } = page
  const one = (key: string) => (typeof params[key] === 'string' ? params[key] : '')
  const view = VIEW_NAMES.find((it) => it === one('view')) ?? 'open'
  const kind = TASK_KINDS.find((it) => it === one('kind')) ?? null
  const manages = managesTasks(ctx)
  const [asked, people, teams] = await Promise.all([
    settle(listTasks(ctx, { ...VIEWS[view], ...(kind === null ? {} : { kind }), limit: MOST })),
    manages ? listColleagues(ctx) : [],
    manages ? knownTeams(page) : [],
  ])
  const at = (changes: Readonly<Record<string, string | null>>) =>
    `/tasks${withParameters(withParameters('', { view: view === 'open' ? null : view, kind }).slice(1), changes)}`
  return (
    <PageBody>
      <PageHeader title={t('tasks.title')}>
        {manages ? <NewTask people={people} teams={teams} /> : null}
      </PageHeader>
      {asked.ok ? (
        <>
          <div className="flex flex-wrap gap-2 py-3 max-md:px-5">
            <Segment
              label={t('tasks.column.progress')}
              items={VIEW_NAMES.map((it) => {
                const { open, mine, nobodys, overdue } = asked.value.counts
                const count = { open, mine, nobody: nobodys, overdue, over: null }[it]
                return {
                  href: at({ view: it === 'open' ? null : it }),
                  text: `${t(`tasks.views.${it}`)}${count === null ? '' : ` ${f.integer(count)}`}`,
                  current: it === view,
                }
              })}
            />
            <Segment
              label={t('tasks.column.kind')}
              items={[null, ...TASK_KINDS].map((it) => ({
                href: at({ kind: it }),
                text: it === null ? t('tasks.anyKind') : t(`tasks.kinds.${it}`),
                current: it === kind,
              }))}
            />
          </div>
          {asked.value.rows.length === 0 ? (
            <Card title={t(`tasks.views.${view}`)}>
              <Empty title={t('tasks.emptyTitle')} hint={t('tasks.emptyHint')} />
            </Card>
          ) : (
            <DataTable
              id="tasks"
              label={t('tasks.title')}
              title={t(`tasks.views.${view}`)}
              hint={t('tasks.countOf', { count: f.integer(asked.value.total) })}
              columns={columnsOf(page)}
              rows={asked.value.rows.map((row) => rowOf(page, row))}
              total={asked.value.total}
              download={{ kind: 'rows' }}
            />
          )}
        </>
      ) : (
        <SectionError
          t={t}
          title={t('tasks.title')}
          code={asked.code}
          href={at({})}
          message={asked.message}
        />
      )}
    </PageBody>
  )
}

function columnsOf({ t }: Page): TableColumn[] {
  const text = (id: 'title' | 'kind' | 'priority' | 'owner' | 'due' | 'team' | 'from' | 'progress') => ({
    id,
    label: t(`tasks.column.${id}`),
  })
  return [
    { id: 'state', label: t('tasks.column.state'), glyph: true },
    { ...text('title'), fixed: true, grow: true, phone: 'title' },
    { ...text('due'), phone: 'key' },
    { ...text('owner'), phone: 'sub' },
    { ...text('kind'), phone: 'sub' },
    { ...text('priority'), phone: 'more' },
    { ...text('progress'), phone: 'more' },
    { ...text('team'), phone: 'more' },
    { ...text('from'), phone: 'more' },
  ]
}

const ORDER = { bad: 0, watch: 1, ok: 2 } as const
const RANK = { high: 0, normal: 1, low: 2 } as const

function rowOf({ t, f, ctx }: Page, task: ShownTask): TableRow {
  const over = task.state === 'done' || task.state === 'cancelled'
  const limits = [task.respondedAt === null ? task.respondBy : null, task.dueAt].filter((it) => it !== null)
  const next = over || limits.length === 0 ? null : Math.min(...limits)
  const left = next === null ? null : (next - ctx.now) / 1000
  const ticket =
    task.source === null || task.subject === null
      ? null
      : `/tickets/${encodeURIComponent(task.source)}/${encodeURIComponent(task.subject)}`
  return {
    id: task.id,
    href: `/tasks/${task.number}`,
    cells: {
      state: over
        ? { value: 3, text: t(`tasks.states.${task.state}`), state: null }
        : {
            value: ORDER[task.urgency],
            text: t(`tasks.urgency.${task.urgency}`),
            state: task.urgency,
            hint: t(`tasks.urgency.${task.urgency}`),
          },
      title: {
        value: taskTitle(t, task.kind, task.title),
        text: taskTitle(t, task.kind, task.title),
        href: `/tasks/${task.number}`,
        note: t('tasks.number', { number: task.number }),
      },
      kind: { value: task.kind, text: t(`tasks.kinds.${task.kind}`) },
      priority: { value: RANK[task.priority], text: t(`tasks.priorities.${task.priority}`) },
      owner: {
        value: task.ownerName,
        text: task.ownerName ?? t('tasks.nobody'),
        quiet: task.ownerName === null,
      },
      due: {
        value: next,
        text:
          left === null
            ? over
              ? f.dateTime(task.doneAt ?? task.updatedAt)
              : t('tasks.noLimit')
            : left < 0
              ? t('tasks.over', { time: f.span(-left) })
              : t('tasks.left', { time: f.span(left) }),
        state: over ? null : task.urgency === 'ok' ? null : task.urgency,
        hint: next === null ? undefined : f.dateTime(next),
        quiet: left === null,
      },
      team: { value: task.team, text: task.team === null ? '—' : teamName(task.team) },
      progress: { value: task.state, text: t(`tasks.states.${task.state}`) },
      from:
        task.incidentNumber !== null
          ? {
              value: task.incidentNumber,
              text: t('tasks.fromIncident', { number: task.incidentNumber }),
              href: `/incidents/${task.incidentNumber}`,
            }
          : ticket !== null
            ? { value: task.subject, text: t('tasks.fromTicket'), href: ticket }
            : { value: null, text: t('tasks.byHand') },
    },
  }
}
