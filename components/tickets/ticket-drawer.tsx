'use client'

import dynamic from 'next/dynamic'
import { usePathname, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { ticketOfAddress, ticketOfPath, withTicket } from './drawer-address'

const TicketPanel = dynamic(() => import('./ticket-panel').then((it) => it.TicketPanel), { ssr: false })

/** Below this a ticket is a page of its own. */
const ROOM = '(min-width: 768px)'

/**
 * Opens links to tickets in a drawer beside the list they stand in, wherever that is; with a modifier key, and on
 * phones, they stay what they are. The ticket shown stands in the address.
 */
export function TicketDrawer() {
  const path = usePathname()
  const search = useSearchParams()
  const ticket = ticketOfPath(path) === null ? ticketOfAddress(search) : null

  useEffect(() => {
    const open = (event: MouseEvent) => {
      if (event.defaultPrevented || event.button !== 0) return
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
      if (!(event.target instanceof Element) || !window.matchMedia(ROOM).matches) return
      const link = event.target.closest('a[href]')
      if (!(link instanceof HTMLAnchorElement) || link.target === '_blank' || 'page' in link.dataset) return
      const { pathname, search: current } = window.location
      const asked = link.origin === window.location.origin ? ticketOfPath(link.pathname) : null
      if (asked === null || ticketOfPath(pathname) !== null) return
      event.preventDefault()
      window.history.pushState(null, '', withTicket(pathname, current, asked))
    }
    // before the router's own listener, which leaves a prevented click alone
    document.addEventListener('click', open, { capture: true })
    return () => document.removeEventListener('click', open, { capture: true })
  }, [])

  return ticket === null ? null : <TicketPanel ticket={ticket} />
}
