'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { navGroups } from '@/components/shell/nav-items'
import { onPalette, type PaletteView } from './store'

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false })
const KeyList = dynamic(() => import('./key-list').then((module) => module.KeyList), { ssr: false })

/** Milliseconds the second key of "g c" may take. */
const SECOND_KEY_MS = 1_200

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  )
}

/** Rows of the table or list that has the focus, or of the first one; tables with keys of their own are left to them. */
function rowsToWalk(): readonly HTMLElement[] {
  const focused = document.activeElement
  if (focused?.closest('[role="grid"], [data-own-keys]')) return []
  const list =
    focused?.closest('table, [data-rows-walk]') ??
    document.querySelector('main table.grid-table, main [data-rows-walk]')
  return list === null
    ? []
    : [...list.querySelectorAll<HTMLElement>(list.matches('table') ? 'tbody tr' : ':scope > li')]
}

function walk(by: 1 | -1): boolean {
  const rows = rowsToWalk()
  if (rows.length === 0) return false
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
  // Rows that take the focus themselves have more to offer than their first link.
  const target = next?.hasAttribute('tabindex') ? next : next?.querySelector<HTMLElement>('a[href], button')
  target?.focus()
  target?.scrollIntoView({ block: 'nearest' })
  return target !== undefined && target !== null
}

/** Hears the keys of the whole product and shows the palette and the list of keys, which are loaded when wanted. */
export function PaletteHost({ role }: { readonly role: string }) {
  const router = useRouter()
  const [view, setView] = useState<PaletteView | null>(null)
  const waiting = useRef<number>(0)
  // Where the focus was, to give it back.
  const from = useRef<Element | null>(null)

  useEffect(() => {
    const open = (next: PaletteView) => {
      from.current = document.activeElement
      setView(next)
    }
    const stop = onPalette(open)
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault()
        setView((now) => {
          if (now !== 'search') from.current = document.activeElement
          return now === 'search' ? null : 'search'
        })
        return
      }
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return
      if (document.querySelector('[role="dialog"]')) return
      if (waiting.current > 0 && event.timeStamp - waiting.current < SECOND_KEY_MS) {
        waiting.current = 0
        const place = navGroups(role)
          .flat()
          .find((item) => item.shortcut === event.key.toLowerCase())
        if (place) {
          event.preventDefault()
          router.push(place.href)
        }
        return
      }
      waiting.current = 0
      if (event.key === 'g') waiting.current = event.timeStamp
      else if (event.key === '?') {
        event.preventDefault()
        open('keys')
      } else if (event.key === '/') {
        const filter = document.querySelector<HTMLElement>('[data-filter-bar] button')
        if (!filter) return
        event.preventDefault()
        filter.focus()
      } else if (event.key === 'j' || event.key === 'k') {
        if (walk(event.key === 'j' ? 1 : -1)) event.preventDefault()
      } else {
        // A button of the row that has the focus may have a key of its own.
        const row = document.activeElement?.closest('[data-rows-walk] > li')
        const own = [...(row?.querySelectorAll<HTMLElement>('button[data-row-key]') ?? [])].find(
          (button) => button.dataset.rowKey === event.key,
        )
        if (own === undefined) return
        event.preventDefault()
        own.click()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => {
      stop()
      document.removeEventListener('keydown', onKey)
    }
  }, [role, router])

  const close = () => setView(null)
  const giveBack = () => {
    if (from.current instanceof HTMLElement && from.current.isConnected) from.current.focus()
  }
  if (view === 'search') {
    return <Palette role={role} onClose={close} onClosed={giveBack} onKeys={() => setView('keys')} />
  }
  return view === 'keys' ? <KeyList role={role} onClose={close} onClosed={giveBack} /> : null
}
