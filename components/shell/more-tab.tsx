'use client'

import { Ellipsis } from 'lucide-react'
import dynamic from 'next/dynamic'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { cx } from '@/components/ui/classes'
import type { MorePlace } from './more-place'
import { isUnder, type NavItem } from './nav-items'

const MoreSheet = dynamic(() => import('./more-sheet').then((module) => module.MoreSheet), { ssr: false })

/** The last tab: opens the sheet with every page that has no tab of its own. */
export function MoreTab({
  label,
  places,
  groups,
}: {
  readonly label: string
  readonly places: readonly Pick<NavItem, 'href' | 'also'>[]
  readonly groups: readonly (readonly MorePlace[])[]
}) {
  const path = usePathname()
  const [open, setOpen] = useState(false)
  const on = places.some((place) => isUnder(place, path))
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        className={cx(
          'flex min-h-[56px] flex-col items-center justify-center gap-1 text-center text-[12px] leading-[14px]',
          on ? 'font-[600] text-ink' : 'text-ink-3',
        )}
      >
        <Ellipsis size={20} strokeWidth={1.6} aria-hidden />
        {label}
      </button>
      {open ? <MoreSheet label={label} groups={groups} onClose={() => setOpen(false)} /> : null}
    </>
  )
}
