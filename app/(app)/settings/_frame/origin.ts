/** The address a page was opened at, `https://helm.example.com`, as its headers tell. */
export function originOf(headers: Headers): string {
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? 'localhost'
  return `${headers.get('x-forwarded-proto') ?? 'http'}://${host}`
}
