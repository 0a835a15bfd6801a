export function findBrowser(): Promise<{
  readonly path: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
} | null>
