import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { LOCALE_COOKIE, languageTag, parseLocale, parseTheme, THEME_COOKIE } from '@/lib/i18n/locale'
import { translator } from '@/lib/i18n/translate'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = translator(parseLocale((await cookies()).get(LOCALE_COOKIE)?.value))
  return {
    title: { default: `${t('app.name')} · ${t('app.tagline')}`, template: `%s · ${t('app.name')}` },
    description: t('app.description'),
    applicationName: t('app.name'),
    icons: { icon: '/mark.svg', apple: '/apple-touch-icon.png' },
    appleWebApp: { capable: true, title: t('app.name'), statusBarStyle: 'default' },
    robots: { index: false, follow: false },
  }
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0c0e11' },
  ],
}

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const jar = await cookies()
  const locale = parseLocale(jar.get(LOCALE_COOKIE)?.value)
  return (
    // The theme is in the markup itself, and CSS knows the system's: no script, no flash. The menu changes it at once,
    // before the server hears of it.
    <html
      lang={languageTag(locale)}
      data-theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      suppressHydrationWarning
    >
      <body>{children}</body>
    </html>
  )
}
