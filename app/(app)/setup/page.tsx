import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { pageContext } from '@/app/page-context'
import { Refused } from '@/components/settings/section'
import { SetupWizard } from '@/components/setup/setup-wizard'
import { MoreMessages } from '@/components/shell/more-messages'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SETUP_STEPS } from '@/lib/core/settings-forms'
import { channelName, KNOWN_CHANNELS } from '@/lib/i18n/names'
import { messagesOf } from '@/lib/i18n/translate'
import { getCompany } from '@/lib/services/get-company'
import { listChannels } from '@/lib/services/list-channels'
import { readSetup } from '@/lib/services/read-setup'
import { originOf } from '../settings/_frame/origin'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('setup.title') }
}

/** The first-run wizard. Its step is in the address; what it decided is kept, and all of it can be come back to. */
export default async function SetupPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { ctx, t, locale } = await pageContext()
  const { principal } = ctx
  if (principal.kind !== 'user' || principal.role !== 'admin') {
    return (
      <PageBody>
        <PageHeader title={t('setup.title')} />
        <div className="pt-4">
          <Refused text={t('setup.forbidden')} />
        </div>
      </PageBody>
    )
  }
  const [asked, setup, company, entered, origin] = await Promise.all([
    searchParams,
    readSetup(ctx),
    getCompany(ctx),
    listChannels(ctx),
    headers().then(originOf),
  ])
  const first = setup.steps.find(({ state }) => state === 'open')?.step ?? 'end'
  const step = asked.step === 'end' ? 'end' : (SETUP_STEPS.find((it) => it === asked.step) ?? first)
  const { setup: texts, settings } = messagesOf(locale)
  return (
    <MoreMessages messages={{ setup: texts, settings }}>
      <PageBody>
        <PageHeader title={t('setup.title')} />
        <SetupWizard
          key={step}
          step={step}
          initial={{ steps: setup.steps, missing: setup.missing, testEvents: setup.testEvents }}
          start={{
            company: {
              company: company.company,
              zone: company.zone,
              baseUrl: company.baseUrl,
              locale: company.locale,
            },
            zones: Intl.supportedValuesOf('timeZone'),
            origin,
            channels: KNOWN_CHANNELS.map((id) => ({ id, name: channelName(locale, id) })),
            entered,
          }}
        />
      </PageBody>
    </MoreMessages>
  )
}
