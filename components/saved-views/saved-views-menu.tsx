'use client'

import { Bookmark } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname, useSearchParams } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { isCurrent, queryOf, useViews } from './view-list'

const ViewsPanel = dynamic(() => import('./views-panel').then((module) => module.ViewsPanel), {
  ssr: false,
  loading: () => <div className="h-[180px]" />,
})

/** Pages without anything to narrow have no views. */
const WITHOUT = ['/screens']

/** Saved views in the title row: go to one, keep this one, share, rename, delete. The present one is named. */
export function SavedViewsMenu({
  compact = false,
}: {
  /** the mark alone, for the title row of a phone */
  readonly compact?: boolean
}) {
  const t = useTranslations('savedViews')
  const path = usePathname()
  const query = queryOf(useSearchParams().toString())
  const { views } = useViews()
  if (WITHOUT.some((page) => path.startsWith(page))) return null
  const current =
    views.find((view) => view.mine && isCurrent(view, path, query)) ??
    views.find((view) => isCurrent(view, path, query))
  return (
    <Pop
      label={t('button')}
      aria-label={current ? t('current', { name: current.name }) : t('button')}
      width="w-[320px] max-w-[calc(100vw-24px)]"
      align="end"
      className={cx(
        compact
          ? 'ml-auto grid size-11 shrink-0 place-items-center rounded-phone text-ink-2 hover:bg-accent md:hidden'
          : 'flex h-[30px] max-w-[220px] items-center gap-1.5 rounded-control border border-line-2 bg-surface px-2.5 text-body text-ink hover:bg-accent max-md:hidden',
      )}
      panel={(close) => <ViewsPanel path={path} query={query} current={current ?? null} close={close} />}
    >
      <Bookmark
        size={compact ? 18 : 14}
        strokeWidth={1.6}
        aria-hidden
        className={current ? 'fill-current' : undefined}
      />
      {compact ? null : <span className="truncate">{current ? current.name : t('button')}</span>}
    </Pop>
  )
}
