import { ChevronLeft } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { pageContext } from '@/app/page-context'
import { CalendarEditor } from '@/components/calendars/calendar-editor'
import { Empty } from '@/components/ui/notice'
import { draftOf } from '@/lib/core/calendar-draft'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { dateText, dayNumberAt } from '@/lib/core/zone'
import { listCalendars } from '@/lib/services/list-calendars'
import { SectionPage } from '../../_frame/section-page'

type Parameters = Promise<{ readonly id: string }>

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.calendars') }
}

/** One calendar: hours, holidays, editions. `new` = one that is to be made. */
export default async function CalendarPage({ params }: { readonly params: Parameters }) {
  const id = decodeURIComponent((await params).id)
  return (
    <SectionPage
      section="calendars"
      load={({ ctx }) => listCalendars(ctx)}
      show={({ calendars, zone }, { ctx, t }, role) => {
        const stored = calendars.find((it) => it.id === id)
        const preset = chinaCalendar()
        const draft =
          stored !== undefined
            ? draftOf(stored.name, stored.calendar)
            : id === 'new'
              ? draftOf('', {
                  zone,
                  versions: preset.versions.map((version) => ({
                    ...version,
                    validFrom: dateText(dayNumberAt(ctx.now, zone)),
                    exceptions: {},
                  })),
                })
              : null
        return (
          <div className="flex flex-col gap-4">
            <Link
              href="/settings/calendars"
              prefetch={false}
              className="inline-flex items-center gap-1 text-body text-ink-2 hover:text-ink max-md:min-h-11 max-md:px-5"
            >
              <ChevronLeft size={15} aria-hidden />
              {t('calendars.back')}
            </Link>
            {draft === null ? (
              <div className="card">
                <Empty title={t('settings.refused.gone')} />
              </div>
            ) : (
              <CalendarEditor
                key={id}
                id={stored?.id ?? null}
                initial={draft}
                zones={Intl.supportedValuesOf('timeZone')}
                now={ctx.now}
                mayWrite={role === 'admin'}
              />
            )}
          </div>
        )
      }}
    />
  )
}
