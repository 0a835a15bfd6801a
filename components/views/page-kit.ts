import type { Formats } from '@/lib/i18n/format'
import type { Locale } from '@/lib/i18n/locale'
import type { Translate } from '@/lib/i18n/translate'
import type { MetricLookup } from '@/lib/metrics/targets'

/** What a section needs to know of the page it stands on. */
export interface PageKit {
  readonly t: Translate
  readonly f: Formats
  readonly locale: Locale
  readonly zone: string
  readonly ctx: { readonly now: number }
  /** metrics with the company's own targets */
  readonly metric: MetricLookup
}
