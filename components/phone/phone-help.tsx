import Link from 'next/link'
import { Card } from '@/components/ui/card'
import type { PageKit } from '@/components/views/page-kit'
import { teamName } from '@/lib/i18n/names'

export interface FreePerson {
  /** as the reader may see them */
  readonly name: string
  readonly href: string | undefined
  readonly open: number
  readonly capacity: number | null
}

export interface FreeTeam {
  readonly team: string | null
  readonly online: number
  readonly people: readonly FreePerson[]
}

const NAMED = 4

/** Who can help: teams with somebody free now, those with the most room first. */
export function PhoneHelp({ page, teams }: { readonly page: PageKit; readonly teams: readonly FreeTeam[] }) {
  const { t, f } = page
  const free = teams.reduce((sum, team) => sum + team.people.length, 0)
  return (
    <div className="md:hidden">
      <Card title={t('phone.help')} aside={<span>{t('phone.free', { count: free })}</span>}>
        {teams.length === 0 ? (
          <p className="border-t border-line px-5 py-4 text-body text-ink-3">{t('phone.nobodyFree')}</p>
        ) : (
          <ul>
            {teams.map((team) => (
              <li
                key={team.team ?? '_none'}
                className="flex min-h-[52px] items-center gap-3 border-t border-line px-5 py-2"
              >
                <span className="w-[104px] shrink-0 truncate text-phone font-[560] text-ink">
                  {team.team === null ? t('dimension.missing') : teamName(team.team)}
                </span>
                <span className="flex min-w-0 flex-1 flex-wrap gap-x-3 gap-y-1 text-body text-ink-2">
                  {team.people.slice(0, NAMED).map((person) => {
                    const load =
                      person.capacity === null ? f.count(person.open) : `${person.open}/${person.capacity}`
                    return person.href ? (
                      <Link
                        key={person.name}
                        href={person.href}
                        prefetch={false}
                        className="whitespace-nowrap text-ink"
                      >
                        {person.name} <span className="text-caption text-ink-3">{load}</span>
                      </Link>
                    ) : (
                      <span key={person.name} className="whitespace-nowrap">
                        {person.name} <span className="text-caption text-ink-3">{load}</span>
                      </span>
                    )
                  })}
                  {team.people.length > NAMED ? (
                    <span className="text-ink-3">
                      {t('filter.more', { count: team.people.length - NAMED })}
                    </span>
                  ) : null}
                </span>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </div>
  )
}
