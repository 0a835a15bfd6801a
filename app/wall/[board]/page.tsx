import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { preferences } from '@/app/page-context'
import { Wall } from '@/components/wall/wall-board'
import type { Standing } from '@/components/wall/wall-session'
import { DENSITIES } from '@/lib/boards/density'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { type ScreenSettings, screenSettingsSchema } from '@/lib/boards/screen-settings'
import { buildId } from '@/lib/core/build'
import { currentContext } from '@/lib/http/session'
import { LOCALES, type Locale, languageTag } from '@/lib/i18n/locale'
import { messagesOf, translator } from '@/lib/i18n/translate'
import { metricById } from '@/lib/metrics/catalogue'
import { formulaText } from '@/lib/metrics/describe'
import { type MetricLookup, targetAt } from '@/lib/metrics/targets'
import type { Context } from '@/lib/services/context'
import { readMetrics } from '@/lib/services/read-metrics'
import { readTenant } from '@/lib/services/read-tenant'
import { namesForReader } from '@/lib/services/shown-names'
import '../wall.css'

type Parameters = Record<string, string | string[] | undefined>

export async function generateMetadata(): Promise<Metadata> {
  return { title: translator((await preferences()).locale)('nav.wall') }
}

/** Metrics whose figures stand on a wall: their cards come with the page, for a wall may ask nothing else. */
const EXPLAINED = [
  'frt_avg',
  'frt_within_target',
  'queue_now',
  'oldest_wait_now',
  'agents_available',
  'agents_online',
  'load',
  'csat',
  'nps',
  'ces',
  'csat_first_response',
  'csat_solution',
  'csat_complaint',
  'csat_process',
  'fcr_said',
  'survey_response_rate',
  'complaint_rate',
  'tickets_opened',
  'tickets_resolved',
]

function cardsOf(locale: Locale, metricOf: MetricLookup) {
  return Object.fromEntries(
    EXPLAINED.flatMap((id) => {
      const metric = metricOf(id)
      if (metric === undefined) return []
      const target = targetAt(metric, {})
      const { label, definition } = metric.text[locale]
      const { unit } = metric
      return [
        [
          id,
          {
            label,
            definition,
            formula: formulaText(metric),
            unit,
            target: target === null ? null : { value: target.value, op: target.op },
            momentary: 'gauge' in metric,
          },
        ],
      ]
    }),
  )
}

/** What a person who looks without a television may set in the address: `?scenes=overview,teams&rotate=20`. */
function settingsOf(given: Parameters): Partial<ScreenSettings> {
  const asked = screenSettingsSchema.pick({ scenes: true, rotateSeconds: true }).safeParse({
    scenes: typeof given.scenes === 'string' ? given.scenes.split(',') : [],
    rotateSeconds: typeof given.rotate === 'string' ? Number(given.rotate) : null,
  })
  return asked.success ? asked.data : {}
}

/**
 * The page of a wall screen. It holds no data: they come over the stream, to a paired screen or to somebody signed in.
 * `?density=far|middle|near` and `?lang=zh|en` win over the screen's settings.
 */
export default async function WallPage({
  params,
  searchParams,
}: {
  readonly params: Promise<{ board: string }>
  readonly searchParams: Promise<Parameters>
}) {
  const { board } = await params
  if (!KNOWN_BOARDS.includes(board)) notFound()
  const given = await searchParams
  const locale = LOCALES.find((it) => it === given.lang) ?? (await preferences()).locale
  const now = Date.now()
  // Only somebody signed in is told here whose board this is; a paired screen hears it when its token is checked.
  const known = await currentContext()
    .then(async (ctx) => ({ standing: ctx === null ? null : await standingOf(ctx, now), uncertain: false }))
    .catch(() => ({ standing: null, uncertain: true }))
  // Without a database a wall still has its cards, with the targets as shipped.
  const metricOf = await readMetrics(now).catch(() => metricById)
  const { app, automation, live, board: texts, tile, state, wall, dimension } = messagesOf(locale)
  return (
    <div lang={languageTag(locale)}>
      <Wall
        board={board}
        density={DENSITIES.find((it) => it === given.density) ?? null}
        locale={locale}
        messages={{ app, automation, live, board: texts, tile, state, wall, dimension }}
        cards={cardsOf(locale, metricOf)}
        standing={known.standing}
        uncertain={known.uncertain}
        build={buildId()}
        settings={settingsOf(given)}
        renderedAt={now}
      />
    </div>
  )
}

async function standingOf(ctx: Context, now: number): Promise<Standing> {
  const { company, zone, demo } = await readTenant(now)
  return { company, zone, demo, names: await namesForReader(ctx) }
}
