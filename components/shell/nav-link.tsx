'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import { useAttention } from './attention'
import { isUnder } from './nav-items'

interface Place {
  readonly href: string
  readonly also?: readonly string[] | undefined
  readonly label: string
  readonly icon: ReactNode
  /** what of it wants somebody's eye stands beside it: waits over their limit, incidents nobody has acknowledged */
  readonly counts?: 'overdue' | 'incidents' | undefined
}

function Count({ of, compact }: { readonly of: 'overdue' | 'incidents'; readonly compact: boolean }) {
  const count = useAttention()[of]
  const t = useTranslations()
  if (count === null || count === 0) return null
  const text = count > 99 ? '99+' : String(count)
  return (
    <span
      className={cx(
        'flex items-center gap-1.5 text-body font-[560] text-bad',
        compact
          ? 'absolute -top-1 left-[calc(50%+8px)] gap-1 text-[12px] leading-[14px]'
          : 'ml-auto max-xl:absolute max-xl:top-0.5 max-xl:right-0.5 max-xl:gap-0',
      )}
    >
      <StateGlyph state="bad" size={compact ? '7px' : '9px'} />
      <span aria-hidden className={compact ? undefined : 'max-xl:hidden'}>
        {text}
      </span>
      <span className="sr-only">
        {of === 'overdue' ? t('nav.overdue', { count }) : t('incidents.navCount', { count })}
      </span>
    </span>
  )
}

/** One place of the side bar: word from 1280 px up, an icon with its word as a tooltip below. */
export function NavLink({ href, also, label, icon, counts }: Place) {
  const on = isUnder({ href, ...(also ? { also } : {}) }, usePathname())
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={on ? 'page' : undefined}
      title={label}
      className={cx(
        'relative flex h-[30px] items-center gap-2.5 rounded-control px-2 hover:bg-accent max-xl:h-9 max-xl:w-9 max-xl:justify-center',
        on ? 'bg-accent font-[600] text-ink' : 'text-ink-2',
      )}
    >
      {icon}
      <span className="max-xl:sr-only">{label}</span>
      {counts ? <Count of={counts} compact={false} /> : null}
    </Link>
  )
}

/** One place of the phone's tab bar. */
export function TabLink({ href, also, label, icon, counts }: Place) {
  const on = isUnder({ href, ...(also ? { also } : {}) }, usePathname())
  return (
    <Link
      href={href}
      prefetch={false}
      aria-current={on ? 'page' : undefined}
      className={cx(
        'flex min-h-[56px] flex-col items-center justify-center gap-1 text-center text-[12px] leading-[14px]',
        on ? 'font-[600] text-ink' : 'text-ink-3',
      )}
    >
      <span className="relative w-full [&_svg]:mx-auto">
        {icon}
        {counts ? <Count of={counts} compact /> : null}
      </span>
      {label}
    </Link>
  )
}
