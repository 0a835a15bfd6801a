import type { Metadata } from 'next'
import { preferences } from '@/app/page-context'
import { setLocale } from '@/app/preferences'
import { WelcomeForm } from '@/components/settings/welcome-form'
import { Mark } from '@/components/shell/brand'
import { LanguageSwitch } from '@/components/shell/language-switch'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { messagesOf, translator } from '@/lib/i18n/translate'

export async function generateMetadata(): Promise<Metadata> {
  return {
    title: translator((await preferences()).locale)('welcome.title'),
    robots: { index: false },
    referrer: 'no-referrer',
  }
}

/** Where a one-time link leads: somebody sets their password. The token stands in the fragment; no server sees it. */
export default async function WelcomePage() {
  const { locale } = await preferences()
  const t = translator(locale)
  const { welcome, app } = messagesOf(locale)
  return (
    <LocaleProvider locale={locale} zone="Asia/Shanghai" messages={{ welcome, app }}>
      <div data-zoom className="flex min-h-[calc(100dvh/var(--zoom))] flex-col">
        <main id="content" className="grid flex-1 place-items-center px-5 py-10">
          <div className="w-full max-w-[352px]">
            <p className="flex items-center gap-2.5 text-ink">
              <Mark size={26} />
              <span className="text-[19px] leading-7 font-[640] tracking-[-0.01em]">{t('app.name')}</span>
              <span className="text-card text-ink-2">{t('app.tagline')}</span>
            </p>
            <h1 className="mt-10 mb-5 text-hero font-[620] tracking-[-0.01em]">{t('welcome.title')}</h1>
            <WelcomeForm />
          </div>
        </main>
        <LanguageSwitch locale={locale} setLocale={setLocale} />
      </div>
    </LocaleProvider>
  )
}
