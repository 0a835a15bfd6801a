'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { sectionGroups } from './sections'

/** The sections beside the content, from 768 px up; phones have the index as their list. */
export function SettingsNav({ role }: { readonly role: string }) {
  const t = useTranslations('settings')
  const path = usePathname()
  const at = (href: string) => path === href || path.startsWith(`${href}/`)
  const item = (href: string, label: string, on: boolean) => (
    <li key={href}>
      <Link
        href={href}
        prefetch={false}
        aria-current={on ? 'page' : undefined}
        className={cx(
          'flex h-[30px] items-center rounded-control px-2.5 text-body',
          on ? 'bg-accent font-[600] text-ink' : 'text-ink-2 hover:bg-accent',
        )}
      >
        {label}
      </Link>
    </li>
  )
  return (
    <nav
      aria-label={t('title')}
      className="sticky top-3 flex w-[168px] shrink-0 flex-col gap-4 self-start max-md:hidden"
    >
      <ul>{item('/settings', t('overview'), path === '/settings')}</ul>
      {sectionGroups(role).map(({ key, sections }) => (
        <div key={key}>
          <p className="px-2.5 pb-1 text-caption text-ink-3">{t(`group.${key}`)}</p>
          <ul className="flex flex-col gap-0.5">
            {sections.map(({ key: section, href }) => item(href, t(`section.${section}`), at(href)))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
