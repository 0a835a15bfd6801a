/** A key that was just made; its token is shown this once. */
export interface MadeKey {
  readonly name: string
  readonly token: string
  readonly scopes: readonly string[]
}
