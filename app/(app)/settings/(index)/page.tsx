import { ChevronRight } from 'lucide-react'
import type { Metadata } from 'next'
import Link from 'next/link'
import { settle } from '@/app/ask'
import { type Page, pageContext } from '@/app/page-context'
import { type SectionKey, sectionGroups } from '@/components/settings/sections'
import { StateGlyph } from '@/components/ui/state-badge'
import { SectionError } from '@/components/views/section-error'
import { SETTINGS_FILE_VERSION } from '@/lib/core/settings-forms'
import { type Desk, readDesk } from '@/lib/services/read-desk'
import { roleOf } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.title') }
}

/** Every section with one line of how it stands. On phones this is the way into all of them. */
export default async function SettingsPage() {
  const page = await pageContext()
  const { t, ctx } = page
  const role = roleOf(page)
  const groups = sectionGroups(role)
  if (groups.length === 0) return null
  const desk = await settle(readDesk(ctx))
  return (
    <div className="flex flex-col gap-5" data-settings-index>
      {desk.ok ? null : (
        <SectionError t={t} title={t('settings.overview')} code={desk.code} href="/settings" />
      )}
      {groups.map(({ key, sections }) => (
        <section key={key}>
          <h2 className="pb-1.5 text-caption text-ink-3 max-md:px-5">{t(`settings.group.${key}`)}</h2>
          <ul className="card overflow-hidden">
            {sections.map((section) => (
              <li key={section.key} className="border-t border-line first:border-0">
                <Link
                  href={section.href}
                  prefetch={false}
                  data-section={section.key}
                  className="flex min-h-[52px] items-center gap-4 px-4 py-2 hover:bg-accent focus-visible:-outline-offset-2 max-md:px-5"
                >
                  <span className="min-w-0 flex-1 md:flex md:items-baseline md:gap-4">
                    <span className="block w-[148px] shrink-0 text-body font-[560] text-ink max-md:text-phone">
                      {t(`settings.section.${section.key}`)}
                    </span>
                    <span className="flex min-w-0 items-center gap-1.5 text-body text-ink-2">
                      {desk.ok ? <State section={section.key} desk={desk.value} page={page} /> : null}
                    </span>
                  </span>
                  <ChevronRight size={15} aria-hidden className="shrink-0 text-ink-3" />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

function State({
  section,
  desk,
  page,
}: {
  readonly section: SectionKey
  readonly desk: Desk
  readonly page: Page
}) {
  const { text, watch } = stateOf(section, desk, page)
  return (
    <>
      {watch ? <StateGlyph state="watch" size="11px" /> : null}
      <span className={watch ? 'text-watch' : undefined}>{text}</span>
    </>
  )
}

interface Line {
  readonly text: string
  /** it wants somebody's eye */
  readonly watch?: boolean
}

function stateOf(section: SectionKey, desk: Desk, { t, f, ctx }: Page): Line {
  const age = (at: number) => f.age(Math.max(0, (ctx.now - at) / 1000))
  switch (section) {
    case 'company':
      return { text: t('settings.state.company', { company: desk.company, zone: desk.zone }) }
    case 'channels':
      return { text: t('settings.state.channels', { count: desk.channels }) }
    case 'organisation':
      return desk.teams === 0 && desk.duties === 0
        ? { text: t('settings.state.organisationNone'), watch: true }
        : { text: t('settings.state.organisation', { teams: desk.teams, duties: desk.duties }) }
    case 'calendars':
      return desk.calendars === 0
        ? { text: t('settings.state.calendarsNone') }
        : { text: t('settings.state.calendars', { count: desk.calendars, places: desk.calendarPlaces }) }
    case 'limits':
      return {
        text:
          desk.limitsFrom === null
            ? t('settings.state.limitsNone')
            : t('settings.state.limits', { date: desk.limitsFrom }),
      }
    case 'metricTargets':
      return {
        text:
          desk.metricTargets === 0
            ? t('settings.state.metricTargetsNone')
            : t('settings.state.metricTargets', { count: desk.metricTargets }),
      }
    case 'targets':
      if (desk.targetsFailing > 0)
        return { text: t('settings.state.targetsFailing', { count: desk.targetsFailing }), watch: true }
      return {
        text:
          desk.targets === 0
            ? t('settings.state.targetsNone')
            : t('settings.state.targets', { count: desk.targets }),
      }
    case 'deliveries':
      return desk.failed > 0
        ? {
            text: t('settings.state.deliveriesFailed', { sent: desk.sent, failed: desk.failed }),
            watch: true,
          }
        : { text: t('settings.state.deliveries', { sent: desk.sent }) }
    case 'followUp': {
      const word = (on: boolean) => t(on ? 'settings.state.followUpOn' : 'settings.state.followUpOff')
      const { callback, complaint } = desk.followUp
      return {
        text: t('settings.state.followUp', {
          callback: word(callback.enabled),
          complaint: word(complaint.enabled),
        }),
      }
    }
    case 'automation':
      return desk.automation.off
        ? {
            text: t('settings.state.automationOff', {
              since: desk.automation.since === null ? '—' : f.dateTime(desk.automation.since),
            }),
            watch: true,
          }
        : { text: t('settings.state.automationOn') }
    case 'people':
      return { text: t('settings.state.people', { count: desk.people, admins: desk.admins }) }
    case 'keys':
      if (desk.keys === 0) return { text: t('settings.state.keysNone') }
      return {
        text:
          desk.keysIdle > 0
            ? t('settings.state.keysIdle', { count: desk.keys, idle: desk.keysIdle })
            : t('settings.state.keys', { count: desk.keys }),
      }
    case 'screens':
      return {
        text:
          desk.screens.count === 0
            ? t('settings.state.screensNone')
            : t('settings.state.screens', desk.screens),
        watch: desk.screens.live < desk.screens.count,
      }
    case 'retention': {
      const days = desk.retention.textDays
      return {
        text:
          desk.purgedAt === null
            ? t('settings.state.retention', { days })
            : t('settings.state.retentionPurged', { days, at: age(desk.purgedAt) }),
      }
    }
    case 'audit':
      return {
        text:
          desk.auditAt === null
            ? t('settings.state.auditNone')
            : t('settings.state.audit', { count: f.integer(desk.auditEntries), at: age(desk.auditAt) }),
      }
    case 'file':
      return { text: t('settings.state.file', { version: SETTINGS_FILE_VERSION }) }
  }
}
