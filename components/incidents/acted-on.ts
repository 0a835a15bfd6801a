/** What can be done about an incident depends on this. */
export interface ActedOn {
  readonly number: number
  readonly state: 'open' | 'recovered' | 'resolved'
  readonly acknowledged: boolean
  readonly assigned: boolean
  readonly snoozed: boolean
  readonly cause: string | null
  /** whether somebody further is in the ladder */
  readonly escalates: boolean
  /** the number is proven back: resolving needs no words */
  readonly proven: boolean
  readonly causes: readonly {
    readonly id: string
    readonly label: { readonly zh: string; readonly en: string }
  }[]
}
