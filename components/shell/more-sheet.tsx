'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '@/components/ui/classes'
import { Sheet } from '@/components/ui/sheet'
import type { MorePlace } from './more-place'
import { isUnder } from './nav-items'

/** All pages without a tab, two in a row, under the thumb. */
export function MoreSheet({
  label,
  groups,
  onClose,
}: {
  readonly label: string
  readonly groups: readonly (readonly MorePlace[])[]
  readonly onClose: () => void
}) {
  const path = usePathname()
  return (
    <Sheet title={label} onClose={onClose}>
      <div className="flex flex-col gap-2 px-3 pb-3">
        {groups.map((group) => (
          <ul
            key={group[0]?.href}
            className="grid grid-cols-2 gap-x-2 border-t border-line pt-2 first:border-0"
          >
            {group.map((place) => {
              const on = isUnder(place, path)
              return (
                <li key={place.href}>
                  <Link
                    href={place.href}
                    prefetch={false}
                    onClick={onClose}
                    aria-current={on ? 'page' : undefined}
                    className={cx(
                      'flex h-12 items-center gap-3 rounded-phone px-3 text-phone',
                      on ? 'bg-accent font-[600] text-ink' : 'text-ink-2',
                    )}
                  >
                    {place.icon}
                    {place.label}
                  </Link>
                </li>
              )
            })}
          </ul>
        ))}
      </div>
    </Sheet>
  )
}
