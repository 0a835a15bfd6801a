/** What the descriptions of all parts of the API share: problem documents, JSON answers, who may call. */
import type { RouteConfig } from '@asteasolutions/zod-to-openapi'
import { z } from 'zod'

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('stable; see the description'),
    detail: z.string().describe('what is wrong, and the cure'),
    instance: z.string(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })

/** A JSON answer. */
export const json = (schema: z.ZodType, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'the request is wrong; `errors` names the places',
  401: 'no or dead credentials',
  403: 'a scope or role that does not reach',
  404: 'not there, or another team’s: the same body for both',
  405: 'the path does not know the method; Allow names those it knows',
  406: 'no representation that is asked for',
  409: 'in conflict with what there is',
  413: 'too large',
  415: 'content type or encoding',
  429: 'too many; Retry-After says how long to wait',
  503: 'the database is away; Retry-After says how long to wait',
}

/** Refusals of a route beside 405 and 503, which every one has. */
export function problems(...statuses: number[]): Record<number, RouteConfig['responses'][string]> {
  return Object.fromEntries(
    [...statuses, 405, 503].map((status) => [
      status,
      { description: PROBLEMS[status] ?? '', content: { 'application/problem+json': { schema: Problem } } },
    ]),
  )
}

/** An API key, or somebody signed in. */
export const KEY = [{ apiKey: [] }, { session: [] }]
