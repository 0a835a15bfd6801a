/** Figures about the product itself, for Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { readHealth } from '@/lib/services/read-health'

interface Instruments {
  readonly registry: Registry
  readonly requests: Histogram<'route' | 'method' | 'status'>
  readonly events: Counter<'outcome'>
  readonly gauges: {
    readonly database: Gauge
    readonly accepted: Gauge
    readonly applied: Gauge
    readonly tick: Gauge
    readonly quarantined: Gauge
    readonly alarmLag: Gauge
    readonly missed: Gauge
    readonly lag: Gauge<'source'>
  }
}

const KEY = Symbol.for('helmline.prometheus')

function instruments(): Instruments {
  const holder = globalThis as { [KEY]?: Instruments }
  holder[KEY] ??= make()
  return holder[KEY]
}

function make(): Instruments {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    registry,
    requests: new Histogram({
      name: 'helmline_http_request_seconds',
      help: 'Time until an API answer began',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 5],
      registers,
    }),
    events: new Counter({
      name: 'helmline_ingest_events_total',
      help: 'Events at the door, by outcome: accepted, duplicate, rejected',
      labelNames: ['outcome'],
      registers,
    }),
    gauges: {
      database: gauge('helmline_database_up', '1 while the database answers'),
      accepted: gauge('helmline_stream_accepted', 'Position of accepted events'),
      applied: gauge('helmline_stream_applied', 'Position up to which events are in every figure'),
      tick: gauge('helmline_worker_last_tick_seconds', 'Seconds since the last tick of any worker'),
      quarantined: gauge('helmline_quarantined_units', 'Units whose events cannot be folded'),
      alarmLag: gauge('helmline_alarms_lag_seconds', 'How far the oldest due rule or timer is behind'),
      missed: gauge('helmline_evaluations_missed', 'Planned evaluations of the last day that never happened'),
      lag: new Gauge({
        name: 'helmline_source_lag_seconds',
        help: 'Seconds since the last event of a source',
        labelNames: ['source'],
        registers,
      }),
    },
  }
}

/** Notes one answered request; `route` is the path's pattern, never the path. */
export function countRequest(route: string, method: string, status: number, milliseconds: number): void {
  instruments().requests.observe({ route, method, status: String(status) }, milliseconds / 1000)
}

/** Notes what became of the events of one request. */
export function countEvents(accepted: number, duplicates: number, rejected: number): void {
  const { events } = instruments()
  events.inc({ outcome: 'accepted' }, accepted)
  events.inc({ outcome: 'duplicate' }, duplicates)
  events.inc({ outcome: 'rejected' }, rejected)
}

/** The page of all figures in Prometheus' text format, and its content type. */
export async function prometheusPage(now: number): Promise<{ text: string; type: string }> {
  const { registry, gauges } = instruments()
  const health = await readHealth(now)
  gauges.database.set(health.database === 'up' ? 1 : 0)
  if (health.accepted !== null) gauges.accepted.set(health.accepted)
  if (health.applied !== null) gauges.applied.set(health.applied)
  if (health.worker.lastTickAt !== null) gauges.tick.set((now - Date.parse(health.worker.lastTickAt)) / 1000)
  gauges.quarantined.set(health.worker.quarantined)
  if (health.alarms !== null) {
    gauges.alarmLag.set(health.alarms.lagMs / 1000)
    gauges.missed.set(health.alarms.missed)
  }
  gauges.lag.reset()
  for (const { source, lagSeconds } of health.sources)
    if (lagSeconds !== null) gauges.lag.set({ source }, lagSeconds)
  return { text: await registry.metrics(), type: registry.contentType }
}
