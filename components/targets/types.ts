import type { TargetKind } from '@/lib/notify/types'

/** A target as the API gives it. */
export interface TargetView {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  readonly builtIn: boolean
  readonly locale: 'zh' | 'en'
  readonly enabled: boolean
  readonly fallbackId: string | null
  readonly fields: Readonly<Record<string, unknown>>
  readonly hints: Readonly<Record<string, string>>
  readonly state: 'ok' | 'new' | 'failing' | 'down' | 'off'
  readonly failures: number
  readonly lastOkAt: number | null
  readonly lastError: string | null
  readonly nextSendAt: number | null
  readonly sent: number
  readonly failed: number
  readonly waiting: number
}

/** What saving one answers. */
export interface SavedView {
  readonly id: string
  /** made by the server; shown this once */
  readonly secret: string | null
  readonly unknownHost: boolean
}

export interface OutgoingView {
  readonly allow: readonly string[]
  readonly heartbeatUrl: string | null
  readonly staffNames: 'masked' | 'full'
}

/** What became of a test. */
export interface TestView {
  readonly ok: boolean
  readonly status: number | null
  readonly response: string
  readonly why: string | null
  readonly tookMs: number
}
