import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { preferences } from '@/app/page-context'
import { PairingScreen } from '@/components/screens/pairing'
import { Mark } from '@/components/shell/brand'
import { LocaleProvider } from '@/components/shell/locale-provider'
import { u } from '@/components/wall/wall-size'
import { currentContext } from '@/lib/http/session'
import { LOCALES, languageTag } from '@/lib/i18n/locale'
import { messagesOf, translator } from '@/lib/i18n/translate'
import './wall.css'

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await preferences()).locale)('pairing.title') }
}

/** What a television opens: a code to be paired by, or straight on to its board. It holds no data. */
export default async function PairingPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { lang } = await searchParams
  const locale = LOCALES.find((it) => it === lang) ?? (await preferences()).locale
  const t = translator(locale)
  // A database that is away must not hide the code's place: the page says so itself.
  const signedIn = (await currentContext().catch(() => null)) !== null
  const host = (await headers()).get('host') ?? ''
  const messages = messagesOf(locale)
  return (
    <div lang={languageTag(locale)}>
      <LocaleProvider locale={locale} zone="Asia/Shanghai" messages={messages}>
        <div data-wall data-density="middle" data-scene="pairing">
          <main
            id="content"
            className="mx-auto grid min-h-[100vh] w-full max-w-[1760px] grid-rows-[auto_1fr]"
            style={{ padding: `max(${u(40)}, 20px) max(${u(72)}, 20px)` }}
          >
            <p className="flex items-center gap-[0.5em] text-ink" style={{ fontSize: `max(${u(30)}, 17px)` }}>
              <Mark size={28} />
              <span className="font-[640] tracking-[-0.02em]">{t('app.name')}</span>
            </p>
            <PairingScreen signedIn={signedIn} address={`${host}/screens`} />
          </main>
        </div>
      </LocaleProvider>
    </div>
  )
}
