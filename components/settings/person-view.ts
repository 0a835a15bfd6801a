/** A person as the list and the form show them. */
export interface PersonView {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly phone: string | null
  readonly hasPassword: boolean
  readonly disabledAt: number | null
  readonly lastSignInAt: number | null
  readonly linkUntil: number | null
}

export interface PasswordLink {
  readonly path: string
  readonly expiresAt: number
}
