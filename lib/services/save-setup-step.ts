import type { BusinessCalendar, SpanText } from '@/lib/core/calendar'
import { chinaCalendar } from '@/lib/core/calendar-presets'
import { conflict } from '@/lib/core/errors'
import {
  channelsForm,
  hoursForm,
  limitsForm,
  SETUP_STEPS,
  type SetupStep,
  setupForm,
} from '@/lib/core/settings-forms'
import { appendAudit } from '@/lib/db/audit'
import { addChannels } from '@/lib/db/desk'
import { type Connection, transaction } from '@/lib/db/pool'
import {
  assignCalendar,
  holdSetting,
  readSettings,
  readSetupProgress,
  readTenant,
  writeCalendar,
} from '@/lib/db/settings'
import { channelName, KNOWN_CHANNELS } from '@/lib/i18n/names'
import { actorOf } from './actor'
import { changeSetting } from './change-setting'
import { type Context, requireRole } from './context'
import { forgetSettings } from './current-settings'
import { parseInput } from './parse-input'
import { readSetup, type SetupState } from './read-setup'
import { writeCompany } from './save-company'

/** The calendar the wizard makes. */
const CALENDAR = 'company'
/** From when its limits and hours hold: before anything that can have happened. */
const ALWAYS = '2000-01-01'

type Write = (ctx: Context, client: Connection, value: unknown) => Promise<unknown>

/** What each step writes; steps without an entry are done by what happens elsewhere and only noted. */
const WRITES: Partial<Record<SetupStep, Write>> = {
  company: writeCompany,
  channels: writeChannels,
  hours: writeHours,
  limits: writeLimits,
}

async function writeChannels(ctx: Context, client: Connection, value: unknown): Promise<void> {
  const { channels } = parseInput(channelsForm, value)
  const { locale } = await readTenant(client)
  const unique = [...new Set(channels)]
  const added = await addChannels(
    client,
    unique.map((channel) => ({
      channel,
      label: KNOWN_CHANNELS.includes(channel) ? channelName(locale, channel) : null,
    })),
    ctx.now,
  )
  if (added === 0) return
  await appendAudit(client, {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action: 'channel.created',
    object: 'organisation:channels',
    before: null,
    after: { channels: unique },
  })
}

async function writeHours(ctx: Context, client: Connection, value: unknown): Promise<void> {
  const hours = parseInput(hoursForm, value)
  const { tenant, assignments } = await readSettings(client)
  const standing = assignments.filter(({ scope }) => scope === 'tenant')
  if (standing.some(({ calendarId, validFrom }) => calendarId !== CALENDAR || validFrom !== ''))
    throw conflict('Business hours are set already; change them in the settings.')
  const span = ({ from, to }: { from: string; to: string }): SpanText => `${from}-${to}`
  const week: SpanText[] = hours.always ? ['00:00-24:00'] : [span(hours)]
  const weekend: SpanText[] = hours.always ? week : hours.weekend === null ? [] : [span(hours.weekend)]
  const preset = chinaCalendar(week, weekend)
  const calendar: BusinessCalendar = {
    zone: tenant.zone,
    versions: preset.versions.map((version) => ({
      ...version,
      validFrom: ALWAYS,
      exceptions: hours.holidays && !hours.always ? version.exceptions : {},
    })),
  }
  const name = tenant.locale === 'zh' ? '公司营业时间' : 'Company hours'
  const { before, after } = await writeCalendar(client, { id: CALENDAR, name, calendar }, ctx.now)
  await assignCalendar(client, { scope: 'tenant', key: '', calendarId: CALENDAR }, ctx.now)
  await appendAudit(client, {
    at: ctx.now,
    actor: actorOf(ctx.principal),
    action: before === null ? 'calendar.created' : 'calendar.changed',
    object: `calendar:${CALENDAR}`,
    before,
    after,
  })
}

async function writeLimits(ctx: Context, client: Connection, value: unknown): Promise<void> {
  const { chat, phone, ticket, resolution } = parseInput(limitsForm, value)
  await holdSetting(client, 'targets')
  const { targets } = await readSettings(client)
  const own = targets === null || (targets.versions.length === 1 && targets.versions[0]?.validFrom === ALWAYS)
  if (!own) throw conflict('Limits are set already; change them in the settings.')
  const of = (frtSeconds: number) => ({ frtSeconds, resolutionSeconds: resolution })
  const stood = targets?.versions[0]
  const version = {
    ...stood,
    validFrom: ALWAYS,
    kinds: { chat: of(chat), phone: of(phone), ticket: of(ticket) },
  }
  await changeSetting(ctx, client, 'targets', { versions: [version] }, 'limits.changed')
}

/**
 * Takes one step of the first-run wizard, `{step, value}` or `{step, skip: true}`; what it writes and that it is done
 * stand or fall together. `{step: "all", skip: true}` ends the reminders. Throws 409 where the settings have gone
 * beyond the wizard. Needs role admin. Answers how far it has come.
 */
export async function saveSetupStep(ctx: Context, input: unknown): Promise<SetupState> {
  requireRole(ctx, 'admin')
  const { step, skip, value } = parseInput(setupForm, input)
  await transaction(async (client) => {
    await holdSetting(client, 'setup')
    const stood = (await readSetupProgress(client)) ?? { steps: {}, dismissed: false }
    const one = SETUP_STEPS.find((it) => it === step)
    if (one !== undefined && !skip) await WRITES[one]?.(ctx, client, value)
    const after =
      one === undefined
        ? { ...stood, dismissed: skip }
        : { ...stood, steps: { ...stood.steps, [one]: skip ? 'skipped' : 'done' } }
    await changeSetting(ctx, client, 'setup', after, 'setup.changed', { stood })
  })
  forgetSettings()
  return await readSetup(ctx)
}
