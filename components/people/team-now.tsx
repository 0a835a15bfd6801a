import Link from 'next/link'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { StateGlyph } from '@/components/ui/state-badge'
import type { PageKit } from '@/components/views/page-kit'
import { loadState, roomOf } from '@/lib/boards/team-rows'
import { teamName } from '@/lib/i18n/names'
import type { Translate } from '@/lib/i18n/translate'
import { agentHref, agentName, type Names } from './agent-names'
import { fillOf, helpers, isOnline, type PersonNow, teamsNow } from './load'

const STATUSES = ['available', 'busy', 'wrapup', 'break', 'away', 'offline'] as const

/** A status in words; one that no source of ours names is "other". */
export function statusName(status: string, t: Translate): string {
  return t(`people.status.${STATUSES.find((it) => it === status) ?? 'other'}`)
}

const HELPERS_SHOWN = 12

/**
 * Who is there now: a square per person online, filled by load, over capacity with a red cap, free as a bright empty
 * frame; and who could take something. With one team its people are listed, with several the teams.
 */
export function TeamNowCard({
  page,
  people,
  names,
  teamHref,
  single,
}: {
  readonly page: PageKit
  readonly people: readonly PersonNow[]
  readonly names: Names
  readonly teamHref: (team: string | null) => string
  /** the page is one team's */
  readonly single: boolean
}) {
  const { t, f } = page
  const teams = teamsNow(people)
  const free = helpers(people)
  const online = people.filter(isOnline).length
  return (
    <Card
      title={t('people.now')}
      data-tile="now"
      className="h-full max-md:rounded-none max-md:border-x-0"
      hint={
        <>
          <span>{t('people.nowHint')}</span>
          <span className="flex items-center gap-1.5 text-ink-2">
            <span aria-hidden className="size-3 border-[1.5px] border-ink" />
            {t('people.freeSquare')}
          </span>
        </>
      }
      aside={<span>{t('people.onlineOf', { online, all: people.length })}</span>}
    >
      {online === 0 ? (
        <p className="border-t border-line px-4 py-6 text-body text-ink-3 max-md:px-5">
          {t('people.offlineNow')}
        </p>
      ) : (
        <>
          <ul className="border-t border-line">
            {teams
              .filter((team) => team.online.length > 0 || single)
              .map((team) => {
                const state = loadState(team.load, page.metric('load'), team.team)
                return (
                  <li
                    key={team.team ?? '\u0000'}
                    className="grid min-h-[38px] grid-cols-[14px_minmax(72px,112px)_minmax(0,1fr)_52px_60px] items-center gap-x-3 gap-y-2 border-b border-line px-4 py-1.5 text-body last:border-b-0 max-md:grid-cols-[14px_minmax(0,1fr)_52px_60px] max-md:px-5 max-md:py-2.5"
                  >
                    <StateGlyph state={state} size="11px" label={t(`state.${state}`)} />
                    {single ? (
                      <span className="truncate text-ink-2">{t('people.load')}</span>
                    ) : (
                      <Link
                        href={teamHref(team.team)}
                        prefetch={false}
                        className="num truncate font-[540] text-ink"
                      >
                        {team.team === null ? t('people.noTeam') : teamName(team.team)}
                      </Link>
                    )}
                    <span className="flex flex-wrap gap-1.5 max-md:order-last max-md:col-span-full max-md:gap-2">
                      {team.online.map((person) => (
                        <Square key={person.agent} page={page} person={person} names={names} />
                      ))}
                    </span>
                    <span
                      className={cx(
                        'text-right font-[560]',
                        state === 'bad' ? 'text-bad' : state === 'none' ? 'text-ink-3' : 'text-ink',
                      )}
                    >
                      {f.share(team.load)}
                    </span>
                    <span className="text-right text-caption whitespace-nowrap text-ink-2">
                      {t('people.free')} <b className="font-[600] text-ink">{team.free}</b>
                    </span>
                  </li>
                )
              })}
          </ul>
          <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 text-body max-md:px-5">
            <span className="text-ink-2">
              {free.length === 0 ? t('people.nobodyFree') : t('people.canHelp')}
            </span>
            {free.slice(0, HELPERS_SHOWN).map((person) => (
              <span key={person.agent} className="whitespace-nowrap">
                <AgentLink names={names} agent={person.agent} />{' '}
                <span className="text-caption text-ink-3">
                  {t('people.room', { count: roomOf(person) })}
                  {single || person.team === null ? '' : ` · ${teamName(person.team)}`}
                </span>
              </span>
            ))}
            {free.length > HELPERS_SHOWN ? (
              <span className="text-caption text-ink-3">
                {t('people.more', { count: free.length - HELPERS_SHOWN })}
              </span>
            ) : null}
          </div>
        </>
      )}
    </Card>
  )
}

function AgentLink({ names, agent }: { readonly names: Names; readonly agent: string }) {
  const href = agentHref(names, agent)
  const name = agentName(names, agent)
  return href === undefined ? (
    <span className="font-[560] text-ink">{name}</span>
  ) : (
    <Link href={href} prefetch={false} className="num font-[560] text-ink">
      {name}
    </Link>
  )
}

/** What a square says in words: who, how full, since when. */
function words({ t, f }: PageKit, person: PersonNow, names: Names): string {
  return [
    agentName(names, person.agent),
    statusName(person.status, t),
    person.capacity === null
      ? t('people.openCases', { count: person.open })
      : t('people.openOf', { open: person.open, capacity: person.capacity }),
    t('people.since', { time: f.time(person.since) }),
  ].join(' · ')
}

function Square({
  page,
  person,
  names,
}: {
  readonly page: PageKit
  readonly person: PersonNow
  readonly names: Names
}) {
  const fill = fillOf(person)
  const room = roomOf(person)
  const over = fill !== null && fill > 1
  const look = cx(
    'relative block size-[18px] overflow-hidden max-md:size-9',
    // Free is what the viewer needs, so it is the brightest: an empty frame in ink.
    room > 0 && person.open === 0 ? 'border-[1.5px] border-ink' : 'bg-band',
  )
  const inside = (
    <>
      {fill === null || fill === 0 ? null : (
        <span
          aria-hidden
          className="absolute inset-x-0 bottom-0 bg-ink-3"
          style={{ height: `${Math.min(1, fill) * 100}%` }}
        />
      )}
      {over ? <span aria-hidden className="absolute inset-x-0 top-0 h-1 bg-bad" /> : null}
      {fill === null && room === 0 ? <span aria-hidden className="hatch absolute inset-0" /> : null}
    </>
  )
  const title = words(page, person, names)
  const href = agentHref(names, person.agent)
  return href === undefined ? (
    <span className={look} title={title} role="img" aria-label={title}>
      {inside}
    </span>
  ) : (
    <Link href={href} prefetch={false} className={look} title={title} aria-label={title}>
      {inside}
    </Link>
  )
}
