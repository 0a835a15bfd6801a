/** Demo events as the public door takes them: CloudEvents 1.0. */
import type { UnifiedEvent } from '@/lib/facts/event'
import { DEMO_OFFSET_MS } from './company'

/** `2026-11-20T14:37:08.250+08:00` */
function localTime(at: number): string {
  return `${new Date(at + DEMO_OFFSET_MS).toISOString().slice(0, -1)}+08:00`
}

/** One event in its wire form. */
export function toCloudEvent(event: UnifiedEvent): Record<string, unknown> {
  return {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: event.type,
    time: localTime(event.time),
    ...(event.subject === null ? {} : { subject: event.subject }),
    data: event.data,
  }
}
