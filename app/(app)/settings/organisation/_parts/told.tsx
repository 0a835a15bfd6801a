import type { Page } from '@/app/page-context'
import { ToldPicker } from '@/components/organisation/told-picker'
import { Card } from '@/components/ui/card'
import type { Told } from '@/lib/services/who-is-told'

/** Who would be told of an alarm: by the words of ladders, and step by step. */
export function ToldCard({
  told,
  page: { t, f, ctx },
  teams,
  channels,
}: {
  readonly told: Told
  readonly page: Page
  readonly teams: readonly string[]
  readonly channels: readonly { readonly id: string; readonly name: string }[]
}) {
  const word = (audience: Told['audiences'][number]['audience']) => t(`incidents.audience.${audience}`)
  const names = (people: readonly string[]) =>
    people.length === 0 ? <span className="text-bad">{t('organisation.nobody')}</span> : f.list(people)
  return (
    <Card
      title={
        told.at === ctx.now
          ? t('organisation.told.title')
          : t('organisation.told.titleAt', { at: f.dateTime(told.at) })
      }
      hint={t('organisation.told.hint')}
      bodyClassName="flex flex-col gap-4 px-4 pb-4 max-md:px-5"
    >
      <ToldPicker teams={teams} channels={channels} />
      <dl className="flex flex-col gap-1.5 text-body" data-told>
        {told.audiences.map(({ audience, people, insteadOf, found }) => (
          <div key={audience} className="flex gap-3 max-md:flex-col max-md:gap-0" data-audience={audience}>
            <dt className="w-[112px] shrink-0 text-ink-3">{word(audience)}</dt>
            <dd className="min-w-0 text-ink">
              {names(people)}
              {insteadOf === null ? null : (
                <span className="ml-2 text-caption text-watch">
                  {people.length === 0
                    ? t('organisation.told.nobody')
                    : found === insteadOf || found === audience
                      ? t('organisation.told.admin', { meant: word(insteadOf) })
                      : t('organisation.told.instead', { meant: word(insteadOf), found: word(found) })}
                </span>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {told.ladders.length === 0 ? null : (
        <details>
          <summary className="cursor-pointer text-body font-[540] text-ink-2 max-md:min-h-11">
            {t('organisation.told.ladders')}
          </summary>
          <ul className="mt-2 flex flex-col gap-2">
            {told.ladders.map(({ id, name, steps }) => (
              <li key={id} className="text-body">
                <span className="font-[560] text-ink">{name}</span>
                <ol className="mt-0.5 flex flex-col gap-0.5 text-ink-2">
                  {steps.map(({ afterMinutes, people }) => (
                    <li key={afterMinutes} className="flex gap-3">
                      <span className="w-[112px] shrink-0 text-ink-3 tabular-nums">
                        {afterMinutes === 0
                          ? t('organisation.told.atOnce')
                          : t('organisation.told.after', { minutes: afterMinutes })}
                      </span>
                      <span className="min-w-0">{people.length === 0 ? '—' : f.list(people)}</span>
                    </li>
                  ))}
                </ol>
              </li>
            ))}
          </ul>
        </details>
      )}
    </Card>
  )
}
