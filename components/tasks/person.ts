/** Somebody work can be given to. */
export interface Person {
  readonly id: string
  readonly name: string
}
