import {
  Bell,
  BookOpen,
  ChartColumn,
  Clock,
  Compass,
  LayoutDashboard,
  ListChecks,
  type LucideIcon,
  MapPin,
  MessageSquareWarning,
  MonitorPlay,
  Package,
  ScreenShare,
  Settings,
  SlidersHorizontal,
  Smile,
  Tags,
  Ticket,
  Timer,
  TrendingUp,
  User,
  Users,
} from 'lucide-react'
import type { Translate } from '@/lib/i18n/translate'
import { MoreTab } from './more-tab'
import { type NavItem, type NavKey, navGroups, TAB_KEYS } from './nav-items'
import { NavLink, TabLink } from './nav-link'

const ICONS: Record<NavKey, LucideIcon> = {
  overview: LayoutDashboard,
  radar: Timer,
  channels: ChartColumn,
  teams: Users,
  customers: User,
  satisfaction: Smile,
  complaints: MessageSquareWarning,
  incidents: Bell,
  tasks: ListChecks,
  improvements: TrendingUp,
  rules: SlidersHorizontal,
  tickets: Ticket,
  products: Package,
  issueTypes: Tags,
  regions: MapPin,
  time: Clock,
  explore: Compass,
  catalogue: BookOpen,
  screens: ScreenShare,
  settings: Settings,
}

const icon = (Icon: LucideIcon, size = 16) => (
  <Icon size={size} strokeWidth={1.6} aria-hidden className="shrink-0" />
)

const countsOf = (key: NavKey): 'overdue' | 'incidents' | undefined =>
  key === 'radar' ? 'overdue' : key === 'incidents' ? 'incidents' : undefined

/** The items of the side bar, in groups. */
export function NavLinks({ t, role }: { readonly t: Translate; readonly role: string }) {
  return (
    <div className="flex flex-col gap-[14px] px-2.5 max-xl:items-center max-xl:gap-3 max-xl:px-0">
      {navGroups(role).map((group) => (
        <ul key={group[0]?.key} className="flex flex-col gap-0.5">
          {group.map((item) => (
            <li key={item.key}>
              <NavLink
                href={item.href}
                also={item.also}
                label={t(`nav.${item.key}`)}
                icon={icon(ICONS[item.key])}
                counts={countsOf(item.key)}
              />
            </li>
          ))}
        </ul>
      ))}
    </div>
  )
}

/** The link to the wall at the foot of the side bar. */
export function WallLink({ t }: { readonly t: Translate }) {
  return (
    <a
      href="/wall/overview"
      title={t('nav.wall')}
      className="flex h-[30px] items-center gap-2.5 rounded-control px-2 text-ink-2 hover:bg-accent max-xl:h-9 max-xl:w-9 max-xl:justify-center"
    >
      {icon(MonitorPlay)}
      <span className="max-xl:sr-only">{t('nav.wall')}</span>
    </a>
  )
}

/** The phone's tab bar: what a supervisor needs, and a sheet with the rest. */
export function TabBar({ t, role }: { readonly t: Translate; readonly role: string }) {
  const groups = navGroups(role)
  const all = groups.flat()
  const tabs = TAB_KEYS.flatMap((key) => all.find((item) => item.key === key) ?? [])
  const rest = groups
    .map((group) => group.filter((item) => !TAB_KEYS.includes(item.key)))
    .filter((group) => group.length > 0)
  const word = (item: NavItem): string =>
    item.key === 'overview'
      ? t('nav.nowShort')
      : item.key === 'radar'
        ? t('nav.radarShort')
        : item.key === 'teams'
          ? t('nav.teamsShort')
          : item.key === 'tasks'
            ? t('nav.tasksShort')
            : t(`nav.${item.key}`)
  return (
    <nav
      aria-label={t('nav.label')}
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {tabs.map((item) => (
        <TabLink
          key={item.key}
          href={item.href}
          also={item.also}
          label={word(item)}
          icon={icon(ICONS[item.key], 20)}
          counts={countsOf(item.key)}
        />
      ))}
      <MoreTab
        label={t('nav.more')}
        places={rest.flat()}
        groups={rest.map((group) =>
          group.map((item) => ({
            href: item.href,
            label: t(`nav.${item.key}`),
            icon: icon(ICONS[item.key], 18),
          })),
        )}
      />
    </nav>
  )
}
