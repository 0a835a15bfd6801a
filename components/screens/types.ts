import type { ScreenCommand, ScreenSettings } from '@/lib/boards/screen-settings'

/** A wall screen as the list of screens knows it; instants are epoch milliseconds. */
export interface ScreenView {
  readonly id: string
  readonly label: string
  readonly board: string
  readonly scope: { readonly team: string | null }
  readonly settings: ScreenSettings
  readonly command: ScreenCommand | null
  readonly state: 'live' | 'lost' | 'waiting' | 'ended'
  readonly build: string | null
  readonly oldBuild: boolean
  readonly viewport: { readonly width: number; readonly height: number; readonly dpr: number } | null
  readonly scene: string | null
  readonly density: string | null
  readonly lastSeenAt: number | null
  readonly revokedAt: number | null
}

/** What a screen can be given: boards there are, and the teams within the asker's reach. */
export interface ScreenChoices {
  readonly boards: readonly string[]
  readonly teams: readonly string[]
  /** whether a screen of the whole company may be made */
  readonly company: boolean
}
