import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { preferences } from '@/app/page-context'
import { setLocale } from '@/app/preferences'
import { Mark } from '@/components/shell/brand'
import { LanguageSwitch } from '@/components/shell/language-switch'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { SignInForm } from '@/components/shell/sign-in-form'
import { env } from '@/lib/core/env'
import { oidcEnabled } from '@/lib/http/auth'
import { currentContext } from '@/lib/http/session'
import { messagesOf, translator } from '@/lib/i18n/translate'

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await preferences()).locale)('signIn.title') }
}

/** A path of ours to go to after signing in; anything else is the first page. */
function ownPath(value: string | string[] | undefined): string {
  const wanted = typeof value === 'string' ? value : ''
  return /^\/(?![/\\])[^\s\\]*$/.test(wanted) ? wanted : '/'
}

export default async function SignInPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { locale } = await preferences()
  const params = await searchParams
  const next = ownPath(params.next ?? params.callbackUrl)
  // A database that is away must not hide the form: signing in then says so itself.
  const ctx = await currentContext().catch(() => null)
  if (ctx !== null) redirect(next)
  const t = translator(locale)
  return (
    <LocaleProvider locale={locale} zone="Asia/Shanghai" messages={messagesOf(locale)}>
      <div data-zoom className="flex min-h-[calc(100dvh/var(--zoom))] flex-col">
        <main id="content" className="grid flex-1 place-items-center px-5 py-10">
          <div className="w-full max-w-[352px]">
            <p className="flex items-center gap-2.5 text-ink">
              <Mark size={26} />
              <span className="text-[19px] leading-7 font-[640] tracking-[-0.01em]">{t('app.name')}</span>
              <span className="text-card text-ink-2">{t('app.tagline')}</span>
            </p>
            <h1 className="mt-10 mb-5 text-hero font-[620] tracking-[-0.01em]">{t('signIn.title')}</h1>
            <SignInForm next={next} oidcName={oidcEnabled() ? env().OIDC_NAME : null} />
            <p className="mt-6 text-caption text-ink-3">{t('signIn.help')}</p>
          </div>
        </main>
        <LanguageSwitch locale={locale} setLocale={setLocale} />
      </div>
    </LocaleProvider>
  )
}
