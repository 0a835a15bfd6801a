import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { RefoldingNote } from '@/components/calendars/refolding-note'
import { LimitsEditor } from '@/components/limits/limits-editor'
import { limitDraft } from '@/lib/facts/limit-draft'
import { getLimits } from '@/lib/services/get-limits'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.limits') }
}

/** The limits of tickets, by edition. */
export default function LimitsPage() {
  return (
    <SectionPage
      section="limits"
      load={({ ctx }) => getLimits(ctx)}
      show={({ limits, defaults, channels, teams, refolding }, { ctx, locale }, role) => (
        <div className="flex flex-col gap-3">
          <RefoldingNote initial={refolding} />
          <LimitsEditor
            initial={limitDraft(limits, locale)}
            defaults={defaults}
            channels={channels}
            teams={teams}
            now={ctx.now}
            mayWrite={role === 'admin'}
          />
        </div>
      )}
    />
  )
}
