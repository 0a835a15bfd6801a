import Link from 'next/link'
import { IntervalDot } from '@/components/charts'
import { PictureMenu } from '@/components/charts/picture-menu'
import { agentHref, agentName, mayOpen, type Names } from '@/components/people/agent-names'
import { Card } from '@/components/ui/card'
import { figureData } from '@/components/ui/figure-data'
import { metricById } from '@/lib/metrics/catalogue'
import type { QueryResult } from '@/lib/metrics/types'
import { isSmall, nOf, numberOf, textOf } from './answers'
import type { PageKit } from './page-kit'
import { SectionError } from './section-error'

interface Person {
  readonly agent: string
  readonly value: number
  readonly n: number
  readonly interval: readonly [number, number]
}

/**
 * Agents by a share and its 95 % interval against the whole, in three groups and without ranks: a difference counts
 * only where the interval leaves the line of the whole behind.
 */
export function AgentIntervals({
  page,
  title,
  asked,
  names,
  whole,
  metricId,
  rowsHref,
  limit = 14,
}: {
  readonly page: PageKit
  readonly title: string
  readonly asked:
    | { readonly ok: true; readonly value: QueryResult }
    | { readonly ok: false; readonly code: string }
  /** how the reader sees agents */
  readonly names: Names
  /** the share of everybody together */
  readonly whole: number | null
  readonly metricId: string
  readonly rowsHref: (agent: string) => string
  readonly limit?: number
}) {
  const { t, f } = page
  if (!asked.ok) return <SectionError t={t} title={title} code={asked.code} href="" />
  const metric = metricById(metricId)
  const people: Person[] = []
  let few = 0
  for (const row of asked.value.rows) {
    const agent = textOf(row, 'agent')
    const value = numberOf(row, metricId)
    const interval = row.interval?.[metricId]
    const n = nOf(row, metricId)
    if (agent === null || value === null || !interval) continue
    if (metric && isSmall(metric, n)) few += 1
    else people.push({ agent, value, n, interval: [interval[0], interval[1]] })
  }
  people.sort((a, b) => b.value - a.value)
  const groups = [
    { name: t('channels.better'), people: people.filter((p) => whole !== null && p.interval[0] > whole) },
    {
      name: t('channels.same'),
      people: people.filter((p) => whole === null || (p.interval[0] <= whole && p.interval[1] >= whole)),
    },
    { name: t('channels.help'), people: people.filter((p) => whole !== null && p.interval[1] < whole) },
  ].filter((group) => group.people.length > 0)
  const scale = [
    Math.min(...people.map((p) => p.interval[0]), 1),
    Math.max(...people.map((p) => p.interval[1]), 0),
  ] as const
  const each = Math.max(3, Math.floor(limit / Math.max(groups.length, 1)))
  const line = (person: Person) => {
    const href = agentHref(names, person.agent)
    const name = agentName(names, person.agent)
    const share = {
      ...figureData(metricId, person.value, person.n),
      title: f.interval('share', person.interval, person.value),
    }
    return (
      <li
        key={person.agent}
        className="grid h-6 grid-cols-[88px_minmax(0,1fr)_48px_56px] items-center gap-2 px-4 text-body"
      >
        {href === undefined ? (
          <span className="truncate text-ink">{name}</span>
        ) : (
          <Link href={href} prefetch={false} className="num truncate text-ink">
            {name}
          </Link>
        )}
        <IntervalDot value={person.value} interval={person.interval} whole={whole} scale={scale} />
        {mayOpen(names, person.agent) ? (
          <Link href={rowsHref(person.agent)} prefetch={false} className="num text-right text-ink" {...share}>
            {f.share(person.value)}
          </Link>
        ) : (
          <span className="text-right text-ink" {...share}>
            {f.share(person.value)}
          </span>
        )}
        <span className="text-right text-ink-3">{f.n(person.n)}</span>
      </li>
    )
  }
  return (
    <Card
      title={title}
      hint={<span>{t('channels.intervalHint')}</span>}
      aside={
        whole === null ? null : (
          <span className="flex items-center gap-2">
            <span aria-hidden className="h-3 w-px bg-line-2" />
            {t('channels.whole', { value: f.share(whole) })}
            <PictureMenu />
          </span>
        )
      }
    >
      {groups.length === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3">
          {few > 0 ? t('tile.smallSampleShort') : t('agents.empty')}
        </p>
      ) : (
        groups.map((group) => (
          <div key={group.name} className="border-t border-line first:border-t-0" data-drawing>
            <p className="px-4 pt-1.5 text-caption text-ink-2">
              {group.name}{' '}
              <span className="text-ink-3">{t('channels.peopleCount', { count: group.people.length })}</span>
            </p>
            <ul className="pb-1">{group.people.slice(0, each).map(line)}</ul>
            {group.people.length > each ? (
              <details className="pb-1">
                <summary className="cursor-pointer px-4 text-caption text-ink-2 max-md:py-3">
                  {t('filter.more', { count: group.people.length - each })}
                </summary>
                <ul>{group.people.slice(each).map(line)}</ul>
              </details>
            ) : null}
          </div>
        ))
      )}
    </Card>
  )
}
