'use client'

import { createContext, type ReactNode, useContext } from 'react'

const Seen = createContext<number | null>(null)

/** What the page below is as of; its forms say it with what they change, so that nobody overwrites what they never saw. */
export function SeenProvider({
  seen,
  children,
}: {
  readonly seen: number | null
  readonly children: ReactNode
}) {
  return <Seen value={seen}>{children}</Seen>
}

/** What the page is as of; null = not known. */
export const useSeen = (): number | null => useContext(Seen)
