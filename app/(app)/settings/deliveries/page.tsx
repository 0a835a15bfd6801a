import type { Metadata } from 'next'
import Link from 'next/link'
import { pageContext } from '@/app/page-context'
import { withParameters } from '@/components/customers/address'
import { Pager } from '@/components/customers/pager'
import { MoreMessages } from '@/components/shell/more-messages'
import { DeliveriesTable } from '@/components/targets/deliveries-table'
import { DeliveryFilter } from '@/components/targets/delivery-filter'
import { messagesOf } from '@/lib/i18n/translate'
import { DELIVERY_STATES } from '@/lib/notify/types'
import { listDeliveries } from '@/lib/services/list-deliveries'
import { listTargets } from '@/lib/services/list-targets'
import { SectionPage } from '../_frame/section-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('settings.section.deliveries') }
}

const UUID = /^[0-9a-f-]{36}$/

/** The log of messages: filters and page are in the address. */
export default async function DeliveriesPage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}) {
  const params = await searchParams
  const one = (name: string) => {
    const value = params[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const id = (name: string) => {
    const value = one(name)
    return value !== null && UUID.test(value) ? value : null
  }
  const state = DELIVERY_STATES.find((it) => it === one('state')) ?? null
  const target = id('target')
  const digest = id('digest')
  const incident = id('incident')
  const before = /^\d{1,15}_[0-9a-f-]{36}$/.test(one('before') ?? '') ? one('before') : null
  const kept = {
    ...(state === null ? {} : { state }),
    ...(target === null ? {} : { target }),
    ...(incident === null ? {} : { incident }),
    ...(digest === null ? {} : { digest }),
  }
  return (
    <SectionPage
      section="deliveries"
      load={async ({ ctx }) => {
        const [log, { targets }] = await Promise.all([
          listDeliveries(ctx, { state: state === null ? [] : [state], target, incident, digest, before }),
          listTargets(ctx),
        ])
        return { log, targets }
      }}
      show={({ log, targets }, { t, locale }, role) => {
        const messages = messagesOf(locale)
        const here = (more: Readonly<Record<string, string>>) =>
          `/settings/deliveries${withParameters('', { ...kept, ...more })}`
        return (
          <MoreMessages
            messages={{
              targets: messages.targets,
              deliveries: messages.deliveries,
              notify: messages.notify,
            }}
          >
            {digest === null ? (
              <DeliveryFilter
                state={state}
                target={target}
                targets={targets.map(({ id: key, name, kind }) => ({
                  id: key,
                  name: kind === 'inbox' || kind === 'wall' ? t(`targets.builtIn.${kind}`) : name,
                }))}
              />
            ) : (
              <p className="flex flex-wrap gap-x-3 pb-3 text-body text-ink-2 max-md:px-5">
                {t('deliveries.digestTitle', { count: log.deliveries.length })}
                <Link href="/settings/deliveries" prefetch={false} className="underline underline-offset-2">
                  {t('deliveries.back')}
                </Link>
              </p>
            )}
            <DeliveriesTable rows={log.deliveries} mayReplay={role === 'admin' || role === 'manager'} />
            <Pager
              first={before === null ? null : { href: here({}), text: t('deliveries.first') }}
              next={
                log.next === null ? null : { href: here({ before: log.next }), text: t('deliveries.next') }
              }
            />
          </MoreMessages>
        )
      }}
    />
  )
}
