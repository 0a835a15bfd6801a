import type { Page } from '@/app/page-context'
import { type EditorChoices, type MetricOption, SCOPE_DIMENSIONS } from '@/components/rules/types'
import { METRICS } from '@/lib/metrics/catalogue'
import { targetAt } from '@/lib/metrics/targets'
import { listLadders } from '@/lib/services/list-ladders'
import { listRules } from '@/lib/services/list-rules'
import { readOpenings } from '@/lib/services/read-openings'

/** Everything a rule's sentence can choose from; `except` is the rule itself. */
export async function editorChoices(page: Page, except: string | null): Promise<EditorChoices> {
  const { ctx, locale } = page
  const [ladders, rules, openings] = await Promise.all([listLadders(ctx), listRules(ctx), readOpenings(ctx)])
  return {
    metrics: METRICS.flatMap((metric): MetricOption[] =>
      metric.type === 'scan'
        ? []
        : [
            {
              id: metric.id,
              label: metric.text[locale].label,
              unit: metric.unit,
              polarity: metric.polarity,
              dimensions: SCOPE_DIMENSIONS.filter((dimension) => metric.dimensions.includes(dimension)),
              minSample: metric.minSample,
              target: targetAt(page.metric(metric.id), {})?.value ?? null,
              isState: metric.type === 'gauge',
            },
          ],
    ),
    ladders: ladders.ladders.map(({ id, name, steps, faults }) => ({ id, name, steps, faults })),
    rules: rules.flatMap(({ rule }) => (rule.id === except ? [] : [{ id: rule.id, name: rule.name }])),
    people: ladders.people.map(({ id, name }) => ({ id, name })),
    targets: ladders.targets.map(({ id, name }) => ({ id, name })),
    openings,
  }
}
