/** Shapes the organisation's page hands to its client components. */

export interface PersonChoice {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly disabled: boolean
}

export interface TeamRow {
  readonly team: string
  readonly label: string | null
  readonly leads: readonly string[]
  readonly supervisors: readonly string[]
  /** false = only sources name it */
  readonly entered: boolean
}

export interface AgentRow {
  readonly agent: string
  readonly label: string | null
  readonly team: string | null
  readonly userId: string | null
  readonly newcomer: boolean
  readonly entered: boolean
  /** where sources last saw them */
  readonly seenIn: string | null
}

export interface ProductRow {
  readonly product: string
  readonly label: string | null
  readonly owners: readonly string[]
  readonly entered: boolean
}

export interface DutyRow {
  readonly id: string
  readonly kind: 'shift' | 'duty'
  readonly userId: string
  readonly team: string | null
  readonly channel: string | null
  readonly weekdays: readonly number[]
  readonly from: string
  readonly to: string
  readonly validFrom: number | null
  readonly validTo: number | null
}

export interface ChannelRow {
  readonly channel: string
  readonly label: string | null
  readonly owners: readonly string[]
  readonly hidden: boolean
  readonly entered: boolean
  /** of the last 28 days */
  readonly tickets: number
}
