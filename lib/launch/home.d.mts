interface Holder {
  pid: number
  born?: string | null
  kind: string
}
interface Home {
  folder: string
  postgres: string
  secrets(): Record<string, string>
  state(): Record<string, unknown>
  remember(change: Record<string, unknown>): void
  runtime(): Record<string, unknown> | null
  setRuntime(value: Record<string, unknown> | null): void
  holder(): Holder | null
  take(kind: string): Holder | null
  release(): void
}
export const root: string
export function openHome(): Home
export function environment(home: Home, databaseUrl: string): Record<string, string>
