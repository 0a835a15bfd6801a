import type { Metadata } from 'next'
import Link from 'next/link'
import { type Page, pageContext } from '@/app/page-context'
import { auditWords } from '@/components/settings/audit-words'
import { VerifySeals } from '@/components/settings/verify-seals'
import { Button, button } from '@/components/ui/button'
import { Choice, Field, Text } from '@/components/ui/fields'
import { Empty } from '@/components/ui/notice'
import { type AuditEntry, type AuditPage, auditChoices, listAudit } from '@/lib/services/list-audit'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.audit') }
}

const FILTERS = ['actor', 'object', 'action', 'from', 'to', 'before'] as const
type Asked = Partial<Record<(typeof FILTERS)[number], string>>

/** Who changed what into what: filters in the address, the newest first, the chain of seals to verify. */
export default async function AuditPageView({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const given = await searchParams
  const asked: Asked = Object.fromEntries(
    FILTERS.flatMap((name) => {
      const value = given[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
  return (
    <SectionPage
      section="audit"
      load={({ ctx }) => Promise.all([listAudit(ctx, asked), auditChoices(ctx)])}
      show={([log, choices], page) => (
        <div className="flex flex-col gap-3">
          <div className="max-md:px-5">
            <VerifySeals />
          </div>
          <Filters asked={asked} choices={choices} page={page} />
          <Entries log={log} asked={asked} page={page} />
        </div>
      )}
    />
  )
}

function Filters({
  asked,
  choices,
  page,
}: {
  readonly asked: Asked
  readonly choices: Awaited<ReturnType<typeof auditChoices>>
  readonly page: Page
}) {
  const { t } = page
  const words = auditWords(t)
  const kinds = [...new Set(choices.actions.map((action) => action.slice(0, action.indexOf('.') + 1)))]
  return (
    // A form that only reads: its fields become the address.
    <form action="/settings/audit" className="flex flex-wrap items-end gap-3 max-md:px-5" data-filters>
      <div className="w-[150px] max-md:w-full">
        <Field label={t('settings.audit.who')}>
          <Choice name="actor" defaultValue={asked.actor ?? ''}>
            <option value="">{t('settings.audit.anybody')}</option>
            {choices.actors.map(({ actor, name }) => (
              <option key={actor} value={actor}>
                {actor.startsWith('user:') ? name : `${words.kindOf(actor)} · ${name}`}
              </option>
            ))}
          </Choice>
        </Field>
      </div>
      <div className="w-[180px] max-md:w-full">
        <Field label={t('settings.audit.what')}>
          <Choice name="action" defaultValue={asked.action ?? ''}>
            <option value="">{t('settings.audit.anything')}</option>
            {kinds.map((kind) => (
              <optgroup key={kind} label={words.kind(kind.slice(0, -1))}>
                <option value={kind}>
                  {t('settings.audit.allOf', { kind: words.kind(kind.slice(0, -1)) })}
                </option>
                {choices.actions
                  .filter((action) => action.startsWith(kind))
                  .map((action) => (
                    <option key={action} value={action}>
                      {words.action(action)}
                    </option>
                  ))}
              </optgroup>
            ))}
          </Choice>
        </Field>
      </div>
      {/* Whose history: set by the link on an object, kept while other filters change. */}
      {asked.object === undefined ? null : <input type="hidden" name="object" value={asked.object} />}
      <div className="w-[140px] max-md:flex-1">
        <Field label={t('settings.audit.from')}>
          <Text type="date" name="from" defaultValue={asked.from ?? ''} />
        </Field>
      </div>
      <div className="w-[140px] max-md:flex-1">
        <Field label={t('settings.audit.to')}>
          <Text type="date" name="to" defaultValue={asked.to ?? ''} />
        </Field>
      </div>
      <Button type="submit" className="h-[34px]! max-md:w-full">
        {t('settings.audit.filter')}
      </Button>
      {Object.keys(asked).length > 0 ? (
        <Link href="/settings/audit" className={button({ look: 'quiet', className: 'h-[34px]!' })}>
          {t('error.clear')}
        </Link>
      ) : null}
    </form>
  )
}

function Entries({
  log,
  asked,
  page,
}: {
  readonly log: AuditPage
  readonly asked: Asked
  readonly page: Page
}) {
  const { t } = page
  const href = (more: Asked) => {
    const { before: _, ...kept } = asked
    return `/settings/audit?${new URLSearchParams({ ...kept, ...more })}`
  }
  if (log.entries.length === 0) {
    return (
      <div className="card">
        <Empty title={t('settings.audit.none')} hint={t('settings.audit.noneHint')} />
      </div>
    )
  }
  return (
    <>
      {asked.object === undefined ? null : (
        <p className="text-body text-ink-2 max-md:px-5">
          {t('settings.audit.onlyObject', { object: log.entries[0]?.objectName ?? asked.object })}
        </p>
      )}
      <ol className="card" data-audit={log.entries.length}>
        {log.entries.map((entry) => (
          <Entry key={entry.seq} entry={entry} page={page} historyHref={href({ object: entry.object })} />
        ))}
      </ol>
      <nav className="flex gap-2 max-md:px-5" aria-label={t('settings.audit.pages')}>
        {asked.before === undefined ? null : (
          <Link href={href({})} className={button()}>
            {t('settings.audit.newest')}
          </Link>
        )}
        {log.nextCursor === null ? null : (
          <Link href={href({ before: String(log.nextCursor) })} className={button()} data-older>
            {t('settings.audit.older')}
          </Link>
        )}
      </nav>
    </>
  )
}

const SHOWN_CHANGES = 4

function Entry({
  entry,
  page,
  historyHref,
}: {
  readonly entry: AuditEntry
  readonly page: Page
  readonly historyHref: string
}) {
  const { t, f } = page
  const words = auditWords(t)
  const { changes } = entry
  const list = (some: typeof changes) => (
    <dl className="mt-1 grid grid-cols-[minmax(96px,max-content)_1fr] gap-x-4 gap-y-0.5 text-body max-md:grid-cols-1">
      {some.map((change) => (
        <div key={change.path} className="contents">
          <dt className="break-all text-ink-3">
            {change.path === '' ? t('settings.audit.all') : change.path}
          </dt>
          <dd className="min-w-0 break-words text-ink">
            {change.before === null ? null : <del className="text-ink-3">{change.before}</del>}
            {change.before !== null && change.after !== null ? (
              <span className="mx-1.5 text-ink-3" aria-hidden>
                →
              </span>
            ) : null}
            {change.after === null ? null : <ins className="no-underline">{change.after}</ins>}
          </dd>
        </div>
      ))}
    </dl>
  )
  return (
    <li className="border-t border-line px-4 py-2.5 first:border-0 max-md:px-5" data-seq={entry.seq}>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 text-body">
        <time
          className="w-[148px] shrink-0 text-ink-3 tabular-nums"
          dateTime={new Date(entry.at).toISOString()}
        >
          {f.dateTime(entry.at)}
        </time>
        <span className="font-[560] text-ink">
          {entry.actor.startsWith('user:')
            ? entry.actorName
            : `${words.kindOf(entry.actor)} · ${entry.actorName}`}
        </span>
        <span className="text-ink">{words.action(entry.action)}</span>
        <Link
          href={historyHref}
          className="link min-w-0 break-all text-ink-2"
          title={t('settings.audit.history')}
        >
          {entry.object.startsWith('setting') ? words.kindOf(entry.object) : entry.objectName}
        </Link>
        <span className="ml-auto text-caption text-ink-3">#{entry.seq}</span>
      </p>
      {changes.length === 0 ? null : list(changes.slice(0, SHOWN_CHANGES))}
      {changes.length > SHOWN_CHANGES ? (
        <details>
          <summary className="cursor-pointer py-1 text-caption text-ink-2">
            {t('settings.audit.more', { count: changes.length - SHOWN_CHANGES })}
          </summary>
          {list(changes.slice(SHOWN_CHANGES))}
        </details>
      ) : null}
    </li>
  )
}
