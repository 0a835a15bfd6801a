'use client'

import { BookOpen, ChartNoAxesColumn, LayoutDashboard, MonitorPlay, Ticket, Users } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'

const ITEMS = [
  { key: 'overview', href: '/', icon: LayoutDashboard },
  { key: 'channels', href: '/channels', icon: ChartNoAxesColumn },
  { key: 'agents', href: '/agents', icon: Users },
  { key: 'tickets', href: '/tickets', icon: Ticket },
  { key: 'catalogue', href: '/catalogue', icon: BookOpen },
] as const

function useActive(): (href: string) => boolean {
  const path = usePathname()
  return (href) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))
}

/** The items of the side bar: words from 1280 px up, icons with their word as a tooltip below. */
export function NavLinks() {
  const t = useTranslations('nav')
  const active = useActive()
  return (
    <ul className="flex flex-col gap-0.5 px-2.5 max-xl:items-center max-xl:px-0">
      {ITEMS.map(({ key, href, icon: Icon }) => {
        const on = active(href)
        return (
          <li key={key}>
            <Link
              href={href}
              aria-current={on ? 'page' : undefined}
              title={t(key)}
              className={cx(
                'flex h-[30px] items-center gap-2.5 rounded-control px-2 hover:bg-accent max-xl:h-9 max-xl:w-9 max-xl:justify-center',
                on ? 'bg-accent font-[600] text-ink' : 'text-ink-2',
              )}
            >
              <Icon size={16} strokeWidth={1.6} aria-hidden className="shrink-0" />
              <span className="max-xl:sr-only">{t(key)}</span>
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

/** The link to the wall at the foot of the side bar. */
export function WallLink() {
  const t = useTranslations('nav')
  return (
    <a
      href="/wall/overview"
      title={t('wall')}
      className="flex h-[30px] items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-accent max-xl:h-9 max-xl:w-9 max-xl:justify-center"
    >
      <MonitorPlay size={16} strokeWidth={1.6} aria-hidden className="shrink-0" />
      <span className="max-xl:sr-only">{t('wall')}</span>
    </a>
  )
}

/** The tab bar of the phone layout. */
export function TabBar() {
  const t = useTranslations('nav')
  const active = useActive()
  return (
    <nav
      aria-label={t('label')}
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {ITEMS.map(({ key, href, icon: Icon }) => {
        const on = active(href)
        return (
          <Link
            key={key}
            href={href}
            aria-current={on ? 'page' : undefined}
            className={cx(
              'flex min-h-[56px] flex-col items-center justify-center gap-1 text-center text-[12px] leading-[14px]',
              on ? 'font-[600] text-ink' : 'text-ink-3',
            )}
          >
            <Icon size={20} strokeWidth={on ? 2 : 1.6} aria-hidden />
            {key === 'agents' ? t('agentsShort') : t(key)}
          </Link>
        )
      })}
    </nav>
  )
}
