/** What a week came to: incidents, tasks, complaints' grades, suggestions. */
import type { Instant } from '@/lib/facts/event'
import { databaseError, readPool } from './pool'

export interface WeekCounts {
  readonly incidents: {
    readonly opened: number
    readonly bad: number
    readonly stillOpen: number
    /** incidents that somebody acknowledged, commented, or made a task of */
    readonly acted: number
    /** medians, ms; null = none */
    readonly acknowledgedMs: number | null
    readonly recoveredMs: number | null
  }
  readonly tasks: {
    readonly made: number
    readonly done: number
    /** of those done: before their due time, or without one */
    readonly onTime: number
    /** open at the end of the week and past a limit then */
    readonly overdue: number
  }
  /** complaints made a task in the week, by grade; null = not graded */
  readonly grades: readonly { readonly grade: string | null; readonly n: number }[]
  readonly suggestions: { readonly decided: number; readonly adopted: number }
}

interface Row {
  opened: number
  bad: number
  stillOpen: number
  acted: number
  acknowledgedMs: number | null
  recoveredMs: number | null
  made: number
  done: number
  onTime: number
  overdue: number
  grades: { grade: string | null; n: number }[] | null
  decided: number
  adopted: number
}

/** Counts between two instants within these teams (null = all). Suggestions count where their ticket's team does. */
export async function readWeek(
  from: Instant,
  to: Instant,
  teams: readonly string[] | null,
): Promise<WeekCounts> {
  try {
    const { rows } = await readPool().query<Row>(
      `WITH i AS (
         SELECT *, EXISTS (SELECT FROM incident_event e WHERE e.incident_id = incident.id
           AND e.kind IN ('acknowledged', 'assigned', 'handed_over', 'commented')) OR
           EXISTS (SELECT FROM task k WHERE k.incident_id = incident.id) AS cared
         FROM incident WHERE opened_at >= $1 AND opened_at < $2 AND ($3::text[] IS NULL OR teams && $3)
       ), k AS (
         SELECT * FROM task WHERE ($3::text[] IS NULL OR team = ANY($3)) AND created_at < $2
       ), s AS (
         SELECT adopted FROM suggestion WHERE decided_at >= $1 AND decided_at < $2
           AND ($3::text[] IS NULL OR team = ANY($3))
       )
       SELECT (SELECT count(*) FROM i)::int AS opened,
         (SELECT count(*) FROM i WHERE severity = 'bad')::int AS bad,
         (SELECT count(*) FROM i WHERE state = 'open')::int AS "stillOpen",
         (SELECT count(*) FROM i WHERE cared)::int AS acted,
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM acknowledged_at - opened_at) * 1000)
           FROM i WHERE acknowledged_at IS NOT NULL) AS "acknowledgedMs",
         (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM recovered_at - opened_at) * 1000)
           FROM i WHERE recovered_at IS NOT NULL) AS "recoveredMs",
         (SELECT count(*) FROM k WHERE created_at >= $1)::int AS made,
         (SELECT count(*) FROM k WHERE state = 'done' AND done_at >= $1 AND done_at < $2)::int AS done,
         (SELECT count(*) FROM k WHERE state = 'done' AND done_at >= $1 AND done_at < $2
           AND (due_at IS NULL OR done_at <= due_at))::int AS "onTime",
         (SELECT count(*) FROM k WHERE (done_at IS NULL OR done_at >= $2)
           AND (due_at < $2 OR (respond_by < $2 AND coalesce(responded_at, $2) >= respond_by)))::int AS overdue,
         (SELECT jsonb_agg(g) FROM (SELECT grade, count(*)::int AS n FROM k
           WHERE kind = 'complaint' AND created_at >= $1 GROUP BY grade) g) AS grades,
         (SELECT count(*) FROM s)::int AS decided, (SELECT count(*) FROM s WHERE adopted)::int AS adopted`,
      [new Date(from), new Date(to), teams],
    )
    const row = rows[0]
    if (row === undefined) throw new Error('counting a week returned no row')
    const { opened, bad, stillOpen, acted, acknowledgedMs, recoveredMs } = row
    const { made, done, onTime, overdue, grades, decided, adopted } = row
    return {
      incidents: { opened, bad, stillOpen, acted, acknowledgedMs, recoveredMs },
      tasks: { made, done, onTime, overdue },
      grades: grades ?? [],
      suggestions: { decided, adopted },
    }
  } catch (error) {
    throw databaseError(error)
  }
}
