'use client'

import { Search } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { useTranslations } from 'use-intl'
import { openPalette } from './store'

const never = () => () => undefined
const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Opens the palette; looks like the field one will type in. On narrow screens an icon. */
export function SearchField() {
  const t = useTranslations('nav')
  const mac = useSyncExternalStore(never, isMac, () => false)
  return (
    <button
      type="button"
      data-search
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      aria-label={t('searchShort')}
      onClick={() => openPalette()}
      className="flex h-[30px] w-[212px] items-center gap-2 rounded-control border border-line-2 bg-surface pr-1.5 pl-2.5 text-body text-ink-3 hover:bg-accent max-2xl:w-[176px] max-xl:w-[30px] max-xl:justify-center max-xl:px-0 max-md:hidden"
    >
      <Search size={14} strokeWidth={1.6} aria-hidden className="shrink-0" />
      <span className="min-w-0 flex-1 truncate text-left max-xl:hidden">{t('search')}</span>
      <kbd className="rounded-badge border border-line-2 px-1 text-[11px] leading-[16px] font-[500] max-xl:hidden">
        {mac ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  )
}

/** The same in the phone's header. */
export function SearchIcon() {
  const t = useTranslations('nav')
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-label={t('searchShort')}
      onClick={() => openPalette()}
      className="grid size-11 place-items-center rounded-phone text-ink-2 hover:bg-accent"
    >
      <Search size={18} strokeWidth={1.7} aria-hidden />
    </button>
  )
}
