/** The sections of the settings, in groups as the list shows them. Data only: frame, index and pages read it. */

export type SectionKey =
  | 'company'
  | 'channels'
  | 'organisation'
  | 'calendars'
  | 'limits'
  | 'metricTargets'
  | 'targets'
  | 'deliveries'
  | 'followUp'
  | 'automation'
  | 'people'
  | 'keys'
  | 'screens'
  | 'retention'
  | 'audit'
  | 'file'

interface Section {
  readonly key: SectionKey
  readonly href: string
  /** who may open it */
  readonly roles: readonly string[]
}

const READERS = ['admin', 'manager', 'auditor']

export const SECTION_GROUPS: readonly {
  readonly key: 'business' | 'alarms' | 'access' | 'data'
  readonly sections: readonly Section[]
}[] = [
  {
    key: 'business',
    sections: [
      { key: 'company', href: '/settings/company', roles: READERS },
      { key: 'channels', href: '/settings/channels', roles: READERS },
      { key: 'organisation', href: '/settings/organisation', roles: READERS },
      { key: 'calendars', href: '/settings/calendars', roles: READERS },
      { key: 'limits', href: '/settings/limits', roles: READERS },
      { key: 'metricTargets', href: '/settings/metric-targets', roles: READERS },
    ],
  },
  {
    key: 'alarms',
    sections: [
      { key: 'targets', href: '/settings/targets', roles: READERS },
      { key: 'deliveries', href: '/settings/deliveries', roles: READERS },
      { key: 'followUp', href: '/settings/follow-up', roles: READERS },
      { key: 'automation', href: '/settings/automation', roles: READERS },
    ],
  },
  {
    key: 'access',
    sections: [
      { key: 'people', href: '/settings/people', roles: READERS },
      { key: 'keys', href: '/settings/keys', roles: READERS },
      { key: 'screens', href: '/screens', roles: ['admin', 'manager'] },
    ],
  },
  {
    key: 'data',
    sections: [
      { key: 'retention', href: '/settings/retention', roles: READERS },
      { key: 'audit', href: '/settings/audit', roles: ['admin', 'auditor'] },
      { key: 'file', href: '/settings/file', roles: ['admin'] },
    ],
  },
]

/** The groups as somebody of this role sees them; empty ones are left out. */
export function sectionGroups(role: string): typeof SECTION_GROUPS {
  return SECTION_GROUPS.map(({ key, sections }) => ({
    key,
    sections: sections.filter(({ roles }) => roles.includes(role)),
  })).filter(({ sections }) => sections.length > 0)
}

/** Whether somebody of this role may open a section. */
export function mayOpenSection(role: string, section: SectionKey): boolean {
  return SECTION_GROUPS.some(({ sections }) =>
    sections.some(({ key, roles }) => key === section && roles.includes(role)),
  )
}

/** Address of a section. */
export function sectionHref(section: SectionKey): string {
  return (
    SECTION_GROUPS.flatMap(({ sections }) => sections).find(({ key }) => key === section)?.href ?? '/settings'
  )
}
