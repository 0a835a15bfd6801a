'use client'

import Link from 'next/link'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'

export interface CatalogueItem {
  readonly id: string
  readonly label: string
  readonly group: string
  /** everything it may be searched by, lower case */
  readonly words: string
}

/** All metrics by group, narrowed by a search over names, ids and synonyms of both languages. */
export function CatalogueList({
  items,
  selected,
}: {
  readonly items: readonly CatalogueItem[]
  readonly selected: string | null
}) {
  const t = useTranslations('catalogue')
  const [search, setSearch] = useState('')
  const wanted = search.trim().toLowerCase()
  const shown = items.filter((item) => wanted === '' || item.words.includes(wanted))
  const groups = [...new Set(shown.map((item) => item.group))]
  return (
    <div className="card flex min-h-0 flex-col max-md:rounded-none max-md:border-x-0">
      <div className="border-b border-line p-3">
        <input
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          placeholder={t('search')}
          aria-label={t('search')}
          className="h-[30px] w-full rounded-control bg-sunken px-2.5 text-body placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]"
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {shown.length === 0 ? <p className="px-2 py-4 text-body text-ink-3">{t('none')}</p> : null}
        {groups.map((group) => (
          <section key={group} className="pb-2">
            <h2 className="px-2 py-1 text-caption font-[420] text-ink-3">{group}</h2>
            <ul>
              {shown
                .filter((item) => item.group === group)
                .map((item) => (
                  <li key={item.id}>
                    <Link
                      href={`/catalogue?metric=${item.id}`}
                      scroll={false}
                      aria-current={item.id === selected ? 'true' : undefined}
                      className={cx(
                        'flex min-h-[30px] items-center justify-between gap-3 rounded-control px-2 hover:bg-accent max-md:min-h-11',
                        item.id === selected ? 'bg-accent font-[600] text-ink' : 'text-ink',
                      )}
                    >
                      <span className="truncate">{item.label}</span>
                      <code className="shrink-0 font-sans text-caption font-[420] text-ink-3">{item.id}</code>
                    </Link>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
