/** A server for one test run; `url` is that of the superuser's database `postgres`. */
export function temporaryServer(
  root: string,
  tempFolder: string,
): Promise<{ url: string; stop: () => Promise<void> }>
/** Removes folders that killed test runs left in the temp folder. */
export function sweepTemporary(tempFolder: string): void
