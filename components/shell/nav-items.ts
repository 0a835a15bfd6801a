/** Where one can go, in the order of the side bar. Data only: the bar, the phone's sheet and the palette read it. */
export type NavKey =
  | 'overview'
  | 'radar'
  | 'channels'
  | 'teams'
  | 'customers'
  | 'satisfaction'
  | 'complaints'
  | 'incidents'
  | 'tasks'
  | 'improvements'
  | 'rules'
  | 'tickets'
  | 'products'
  | 'issueTypes'
  | 'regions'
  | 'time'
  | 'explore'
  | 'catalogue'
  | 'screens'
  | 'settings'

export interface NavItem {
  readonly key: NavKey
  readonly href: string
  /** pages that belong to it though their addresses begin otherwise */
  readonly also?: readonly string[]
  /** who sees it; absent = everybody */
  readonly roles?: readonly string[]
  /** after "g": the key that leads there */
  readonly shortcut?: string
}

/** Groups of the side bar: what burns and who it concerns; what is done about it; what to look through; what to manage. */
export const NAV_GROUPS: readonly (readonly NavItem[])[] = [
  [
    { key: 'overview', href: '/', shortcut: 'o' },
    { key: 'radar', href: '/radar', shortcut: 'r' },
    { key: 'channels', href: '/channels', shortcut: 'c' },
    { key: 'teams', href: '/teams', also: ['/agents'], shortcut: 'a' },
    { key: 'customers', href: '/customers', shortcut: 'u' },
    { key: 'satisfaction', href: '/satisfaction', shortcut: 's' },
    { key: 'complaints', href: '/complaints', shortcut: 'v' },
  ],
  [
    { key: 'incidents', href: '/incidents', shortcut: 'n' },
    { key: 'tasks', href: '/tasks', shortcut: 'k' },
    { key: 'improvements', href: '/improvements', also: ['/review'], shortcut: 'g' },
    { key: 'rules', href: '/rules', roles: ['admin', 'manager', 'supervisor', 'auditor'], shortcut: 'y' },
  ],
  [
    { key: 'tickets', href: '/tickets', shortcut: 't' },
    { key: 'products', href: '/products', shortcut: 'p' },
    { key: 'issueTypes', href: '/issue-types', shortcut: 'i' },
    { key: 'regions', href: '/regions', shortcut: 'l' },
    { key: 'time', href: '/time', shortcut: 'h' },
    { key: 'explore', href: '/explore', shortcut: 'e' },
    { key: 'catalogue', href: '/catalogue', shortcut: 'm' },
  ],
  [
    { key: 'screens', href: '/screens', roles: ['admin', 'manager'], shortcut: 'w' },
    { key: 'settings', href: '/settings', roles: ['admin', 'manager', 'auditor'], shortcut: ',' },
  ],
]

/** What the phone's tab bar holds; the rest is in its sheet. */
export const TAB_KEYS: readonly NavKey[] = ['overview', 'radar', 'incidents', 'tasks']

/** The groups as somebody of this role sees them; empty ones are left out. */
export function navGroups(role: string): readonly (readonly NavItem[])[] {
  return NAV_GROUPS.map((group) => group.filter((item) => item.roles?.includes(role) ?? true)).filter(
    (group) => group.length > 0,
  )
}

/** Whether a path belongs to an item. */
export function isUnder(item: Pick<NavItem, 'href' | 'also'>, path: string): boolean {
  const under = (href: string) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))
  return under(item.href) || (item.also?.some(under) ?? false)
}
