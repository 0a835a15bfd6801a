'use client'

import { type ComponentType, useEffect, useRef, useState } from 'react'
import type { ToasterProps, toast } from 'sonner'
import { useTranslations } from 'use-intl'
import { hostToasts } from './toast'

interface Loaded {
  readonly Toaster: ComponentType<ToasterProps>
  readonly toast: typeof toast
}

/** Stands in the layout and shows the notes of `toast.ts`; loads them with the first. */
export function ToastHost() {
  const t = useTranslations('nav')
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const waiting = useRef<((ready: typeof toast) => void)[]>([])
  const ready = useRef<typeof toast | null>(null)

  useEffect(
    () =>
      hostToasts(async () => {
        if (ready.current !== null) return ready.current
        const library = await import('sonner')
        setLoaded({ Toaster: library.Toaster, toast: library.toast })
        return await new Promise((resolve) => waiting.current.push(resolve))
      }),
    [],
  )
  // Notes raised before the list stands on the page would be lost.
  useEffect(() => {
    if (loaded === null) return
    ready.current = loaded.toast
    for (const resolve of waiting.current.splice(0)) resolve(loaded.toast)
  }, [loaded])

  if (loaded === null) return null
  const { Toaster } = loaded
  return (
    <Toaster
      position="bottom-center"
      style={{ fontFamily: 'var(--font-sans)' }}
      containerAriaLabel={t('notes')}
      hotkey={['altKey', 'KeyT']}
      offset={20}
      mobileOffset={{ bottom: 'calc(var(--note-foot) + env(safe-area-inset-bottom))', left: 16, right: 16 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-card border border-line-2 bg-raised py-2.5 pr-2.5 pl-4 text-body text-ink shadow-menu sm:w-[380px]',
          content: 'min-w-0 flex-1',
          title: 'font-[540]',
          description: 'text-ink-2',
          error: 'text-bad',
          actionButton:
            'h-[26px] shrink-0 rounded-control border border-line-2 px-2.5 font-[540] hover:bg-accent max-md:h-11',
          icon: 'hidden',
        },
      }}
    />
  )
}
