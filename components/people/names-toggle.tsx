'use client'

import { Eye, EyeOff } from 'lucide-react'
import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTransition } from 'react'
import { useTranslations } from 'use-intl'
import { button } from '@/components/ui/button'

/** Hides or shows agents' names, remembered in this browser. An address that says it is followed and cleaned. */
export function NamesToggle({
  hidden,
  fixed,
  setNamesHidden,
}: {
  readonly hidden: boolean
  /** the role decides: only told, not switched */
  readonly fixed: boolean
  readonly setNamesHidden: (hidden: boolean) => Promise<void>
}) {
  const t = useTranslations('people')
  const router = useRouter()
  const path = usePathname()
  const search = useSearchParams()
  const [pending, start] = useTransition()
  if (fixed) {
    return (
      <span className="flex items-center gap-1.5 text-caption text-ink-3" title={t('namesAlways')}>
        <EyeOff size={13} strokeWidth={1.6} aria-hidden />
        {t('namesHidden')}
      </span>
    )
  }
  return (
    <button
      type="button"
      aria-pressed={hidden}
      disabled={pending}
      className={button({ look: 'quiet', size: 'small' })}
      onClick={() =>
        start(async () => {
          await setNamesHidden(!hidden)
          if (!search.has('names')) {
            router.refresh()
            return
          }
          const rest = new URLSearchParams(search)
          rest.delete('names')
          router.replace(rest.size === 0 ? path : `${path}?${rest}`, { scroll: false })
        })
      }
    >
      {hidden ? (
        <Eye size={13} strokeWidth={1.6} aria-hidden />
      ) : (
        <EyeOff size={13} strokeWidth={1.6} aria-hidden />
      )}
      {hidden ? t('showNames') : t('hideNames')}
    </button>
  )
}
