import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { CalendarList } from '@/components/calendars/calendar-list'
import { hoursText } from '@/components/calendars/hours-words'
import { RefoldingNote } from '@/components/calendars/refolding-note'
import { draftOf, hoursOn } from '@/lib/core/calendar-draft'
import { dateText, dayNumberAt } from '@/lib/core/zone'
import { listCalendars } from '@/lib/services/list-calendars'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.calendars') }
}

/** Business calendars and where each holds. */
export default function CalendarsPage() {
  return (
    <SectionPage
      section="calendars"
      load={({ ctx }) => listCalendars(ctx)}
      show={({ calendars, assignments, channels, teams, refolding }, { ctx, t, f }, role) => (
        <div className="flex flex-col gap-3">
          <RefoldingNote initial={refolding} />
          <CalendarList
            calendars={calendars.map(({ id, name, calendar }) => {
              const today = hoursOn(draftOf(name, calendar), dateText(dayNumberAt(ctx.now, calendar.zone)))
              const hours = hoursText(today.spans, {
                closed: t('calendars.closed'),
                allDay: t('calendars.allDay'),
                list: f.list,
              })
              return { id, name, today: today.name === null ? hours : `${hours} · ${today.name}` }
            })}
            assignments={assignments}
            channels={channels}
            teams={teams}
            mayWrite={role === 'admin'}
          />
        </div>
      )}
    />
  )
}
