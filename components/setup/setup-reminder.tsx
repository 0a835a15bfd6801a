import Link from 'next/link'
import type { SetupStep } from '@/lib/core/settings-forms'
import type { Translate } from '@/lib/i18n/translate'

/** One line on the overview while the first-run wizard has steps left. */
export function SetupReminder({
  t,
  missing,
}: {
  readonly t: Translate
  readonly missing: readonly SetupStep[]
}) {
  const [first] = missing
  if (first === undefined) return null
  return (
    <p
      className="card mt-3 flex flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2.5 text-body text-ink-2 max-md:mx-5"
      data-setup-missing={missing.length}
    >
      <span className="font-[560] text-ink">{t('setup.remind', { count: missing.length })}</span>
      {missing.map((step) => (
        <Link key={step} href={`/setup?step=${step}`} prefetch={false} className="link max-md:leading-[44px]">
          {t(`setup.step.${step}`)}
        </Link>
      ))}
      <Link
        href={`/setup?step=${first}`}
        prefetch={false}
        className="ml-auto font-[540] text-ink underline underline-offset-2 max-md:leading-[44px]"
      >
        {t('setup.continue')}
      </Link>
    </p>
  )
}
