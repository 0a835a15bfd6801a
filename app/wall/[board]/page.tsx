import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { preferences } from '@/app/page-context'
import { type Density, Wall } from '@/components/wall/wall-board'
import { currentContext } from '@/lib/http/session'
import { LOCALES, languageTag, parseLocale } from '@/lib/i18n/locale'
import { messagesOf, translator } from '@/lib/i18n/translate'
import { readTenant } from '@/lib/services/read-tenant'
import '../wall.css'

const DENSITIES: readonly Density[] = ['far', 'middle', 'near']

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await preferences()).locale)('nav.wall') }
}

/**
 * The page of a wall screen. It holds no data: they come over the stream, to a paired screen or to somebody signed in.
 * `?density=far|middle|near` and `?lang=zh|en` are set-up, chosen once on the television.
 */
export default async function WallPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ board: string }>
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { board } = await params
  if (board !== 'overview') notFound()
  const { density, lang } = await searchParams
  const asked = LOCALES.find((it) => it === lang)
  const locale = asked ? parseLocale(asked) : (await preferences()).locale
  const now = Date.now()
  // Only somebody signed in is told here whose board this is; a paired screen hears it when its token is checked.
  const standing = await currentContext()
    .then(async (ctx) => (ctx === null ? null : await readTenant(now)))
    .catch(() => null)
  return (
    <div lang={languageTag(locale)}>
      <Wall
        board={board}
        density={DENSITIES.find((it) => it === density) ?? 'middle'}
        locale={locale}
        messages={messagesOf(locale)}
        standing={standing}
        renderedAt={now}
      />
    </div>
  )
}
