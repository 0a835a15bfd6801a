'use client'

import { usePathname, useRouter } from 'next/navigation'
import { useEffect, useTransition } from 'react'
import { type ViewState, viewQuery } from './view-state'

let changing = 0

/** Marks the page while new figures are on their way: the old ones stay, dimmed (globals.css). */
function mark(by: 1 | -1): void {
  changing += by
  if (changing > 0) document.body.dataset.changing = ''
  else delete document.body.dataset.changing
}

export interface ViewChange {
  /** whether figures are on their way */
  readonly pending: boolean
  /** address of the page with parts of its view replaced */
  readonly href: (changes: Partial<ViewState>) => string
  /** goes there; the figures shown stay until the new ones have come */
  readonly go: (changes: Partial<ViewState>) => void
}

/** Changes what a page looks at. `extra` = other parameters of the page to keep, as a query string. */
export function useView(view: ViewState, extra = ''): ViewChange {
  const path = usePathname()
  const router = useRouter()
  const [pending, start] = useTransition()
  useEffect(() => {
    if (!pending) return
    mark(1)
    return () => mark(-1)
  }, [pending])
  const href = (changes: Partial<ViewState>): string => {
    const query = [viewQuery(view, changes), extra].filter((part) => part !== '').join('&')
    return query === '' ? path : `${path}?${query}`
  }
  return {
    pending,
    href,
    go: (changes) => start(() => router.push(href(changes), { scroll: false })),
  }
}
