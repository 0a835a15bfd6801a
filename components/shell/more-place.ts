import type { ReactNode } from 'react'

/** A page without a tab of its own, as the sheet behind 更多 shows it. */
export interface MorePlace {
  readonly href: string
  readonly label: string
  readonly icon: ReactNode
}
