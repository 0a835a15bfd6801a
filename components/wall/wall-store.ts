/**
 * All a wall screen knows, outside React: its stream, its pairing, the turn of the scenes, the alarm in front. Parts
 * of the picture subscribe to just what they draw, so a frame repaints only what changed. Lives for weeks: every timer,
 * stream and list in here is bounded and ends with `stop`.
 */
import {
  backoff,
  initialState,
  isFrame,
  type LiveState,
  readJson,
  type Trouble,
  troubleOf,
  withDatabase,
  withFrame,
  withLink,
  withPing,
} from '@/components/boards/live-state'
import type { Density } from '@/lib/boards/density'
import type { ScreenSettings } from '@/lib/boards/screen-settings'
import type { Frame } from '@/lib/boards/types'
import { type AlarmState, giveWay, QUIET, stepAlarms } from './alarm-schedule'
import { planReload, reloadDue } from './reload-policy'
import { nextScene, type Rotation, tickRotation } from './rotation'
import { alarmsOf } from './wall-results'
import { PLAIN, type Session, type Standing, sessionOf } from './wall-session'

const HEARTBEAT_MS = 10_000
const BEAT_PATIENCE_MS = 4_000
/** A stream says something every ten seconds: one that has said nothing for this long is dead, whatever TCP thinks. */
const DEAF_MS = 21_000
/** A wall waits no longer than some 5 s between tries: its figures must be right within ten seconds of the line's return. */
const LONGEST_WAIT_STEP = 2
/** A scene that does not come within this time is left out this round. */
const SCENE_PATIENCE_MS = 10_000
/** Scenes that could not be had are tried again after this time. */
const SKIP_MS = 300_000
/** The scene somebody has chosen is waited for longer and tried again at once: it has no turn that could pass. */
const CHOSEN_PATIENCE_MS = DEAF_MS
const CHOSEN_SKIP_MS = 3_000
/** Tries after which a page that does not know who looks is loaded anew: about half a minute. */
const RELOAD_ATTEMPTS = 5
const RELOADED_KEY = 'helmline-wall-reloaded'
/** The pairing of this browser; written by the pairing page. */
export const TOKEN_KEY = 'helmline-screen'

export interface WallState {
  readonly live: LiveState
  readonly trouble: Trouble
  /** the board whose frames are shown */
  readonly scene: string
  readonly standing: Standing | null
  readonly settings: ScreenSettings
  readonly notice: { readonly text: string; readonly until: number | null } | null
  readonly alarm: AlarmState
  readonly rotation: Rotation
  /** milliseconds a scene stays; null = nothing rotates */
  readonly everyMs: number | null
  /** why there is nothing to see for good, or null */
  readonly ended: 'revoked' | 'unpaired' | null
}

interface WallOptions {
  readonly board: string
  readonly standing: Standing | null
  /** the server could not tell whether somebody is signed in: the page asks again by loading itself anew */
  readonly uncertain: boolean
  readonly renderedAt: number
  readonly build: string
  /** settings of somebody signed in, from the address; a paired screen is told its own */
  readonly settings: Partial<ScreenSettings>
  readonly locale: string
  /** what the heartbeat says about the picture */
  readonly density: () => Density
}

function has(said: unknown, key: string, value: unknown): boolean {
  return typeof said === 'object' && said !== null && key in said && Reflect.get(said, key) === value
}

/** The token of this screen: from the address's fragment, else as the pairing page kept it. */
function tokenOfScreen(): string {
  const own = window.location.hash.slice(1)
  if (own !== '') return own
  try {
    return storedToken(window.localStorage.getItem(TOKEN_KEY))
  } catch {
    return ''
  }
}

function storedToken(text: string | null): string {
  if (text === null) return ''
  const read = readJson(text)
  if (typeof read === 'object' && read !== null && 'token' in read && typeof read.token === 'string') {
    return read.token
  }
  return read === null ? text : ''
}

/** One stream of one board's frames. */
interface Link {
  readonly board: string
  readonly source: EventSource
  readonly openedAt: number
}

export class WallStore {
  private state: WallState
  private readonly listeners = new Set<() => void>()
  private readonly server: WallState
  private link: Link | null = null
  private coming: (Link & { readonly giveUpAt: number }) | null = null
  private retry: ReturnType<typeof setTimeout> | null = null
  private ticker: ReturnType<typeof setInterval> | null = null
  private beating = false
  private beatAt = 0
  private attempt = 0
  private running = false
  private opening = false
  private readonly skipped = new Map<string, number>()
  private pinned: string | null = null
  /** the command heard last; undefined = none was asked for yet */
  private commandId: string | null | undefined = undefined
  private servedBuild: string | null = null
  private plannedReload: number | null = null
  private home: string

  constructor(private readonly options: WallOptions) {
    const settings = { ...PLAIN, ...options.settings }
    this.home = options.board
    this.state = {
      live: initialState(null, options.renderedAt),
      trouble: 'connecting',
      scene: options.board,
      standing: options.standing,
      settings,
      notice: null,
      alarm: QUIET,
      rotation: { since: options.renderedAt, seenAt: options.renderedAt },
      everyMs: everyOf(settings),
      ended: null,
    }
    this.server = this.state
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly get = (): WallState => this.state
  /** What the server rendered with: nothing has come over the line yet. */
  readonly getServer = (): WallState => this.server

  start(): void {
    if (this.running) return
    this.running = true
    this.ticker = setInterval(() => this.tick(), 1_000)
    window.addEventListener('online', this.online)
    void this.open()
  }

  stop(): void {
    this.running = false
    if (this.ticker !== null) clearInterval(this.ticker)
    if (this.retry !== null) clearTimeout(this.retry)
    this.ticker = null
    this.retry = null
    window.removeEventListener('online', this.online)
    this.link?.source.close()
    this.coming?.source.close()
    this.link = null
    this.coming = null
  }

  private set(patch: Partial<WallState>): void {
    const next = { ...this.state, ...patch }
    if ((Object.keys(patch) as (keyof WallState)[]).every((key) => Object.is(next[key], this.state[key])))
      return
    this.state = next
    for (const listener of this.listeners) listener()
  }

  // ── the stream ────────────────────────────────────────────────────────────

  private readonly online = (): void => {
    if (this.link === null && this.retry !== null) {
      clearTimeout(this.retry)
      this.retry = null
      void this.open()
    }
  }

  private again(): void {
    this.link?.source.close()
    this.link = null
    this.set({ live: withLink(this.state.live, 'lost') })
    if (!this.running || this.retry !== null || this.state.ended !== null) return
    this.retry = setTimeout(
      () => {
        this.retry = null
        void this.open()
      },
      backoff(Math.min(this.attempt, LONGEST_WAIT_STEP), Math.random()),
    )
    this.attempt += 1
  }

  private async open(): Promise<void> {
    if (this.opening) return
    this.opening = true
    const answer = await this.beat()
    this.opening = false
    if (!this.running || this.state.ended !== null) return
    if (answer === 'no') return this.end()
    if (answer === 'later') return this.again()
    this.link?.source.close()
    const board = this.state.scene
    this.link = { board, source: this.listen(board), openedAt: Date.now() }
  }

  /** Opens the frames of a board. They count once the link is the shown one; a coming one becomes it by its first. */
  private listen(board: string): EventSource {
    const source = new EventSource(`/api/v1/live/${encodeURIComponent(board)}`)
    const shown = () => this.link?.source === source
    source.addEventListener('frame', (event) => {
      const frame = readJson((event as MessageEvent<string>).data)
      if (!isFrame(frame)) return
      if (!shown()) this.promote(source, frame)
      if (!shown()) return
      this.attempt = 0
      this.take(withFrame(this.state.live, frame, Date.now()))
    })
    source.addEventListener('open', () => {
      if (shown()) this.take(withDatabase(this.state.live, true, Date.now()))
    })
    source.addEventListener('ping', () => {
      if (shown()) this.take(withPing(this.state.live, Date.now()))
    })
    source.addEventListener('status', (event) => {
      const down = has(readJson((event as MessageEvent<string>).data), 'database', 'down')
      if (shown()) this.take(withDatabase(this.state.live, !down, Date.now()))
    })
    source.addEventListener('bye', (event) => {
      const ended = has(readJson((event as MessageEvent<string>).data), 'reason', 'ended')
      source.close()
      if (!shown()) return this.drop(source)
      if (!ended) return this.again()
      // The right to look may be gone for good: asking tells.
      this.link = null
      void this.open()
    })
    source.addEventListener('error', () => {
      source.close()
      if (shown()) this.again()
      else this.drop(source)
    })
    return source
  }

  private take(live: LiveState): void {
    const now = Date.now()
    const trouble = troubleOf(live, now)
    this.set({ live, trouble, alarm: this.alarmsAt(live, trouble, now + live.skew) })
  }

  private alarmsAt(live: LiveState, trouble: Trouble, now: number): AlarmState {
    // An old picture starts no alarm; the one in front stays as long as it may.
    if (trouble !== 'none') {
      const { showing } = this.state.alarm
      return showing !== null && now >= showing.until
        ? { ...this.state.alarm, showing: null }
        : this.state.alarm
    }
    return stepAlarms(this.state.alarm, alarmsOf(live.tiles.alarms)?.rows ?? [], now)
  }

  // ── the pairing ───────────────────────────────────────────────────────────

  private end(): void {
    this.link?.source.close()
    this.coming?.source.close()
    this.link = null
    this.coming = null
    if (this.retry !== null) clearTimeout(this.retry)
    this.retry = null
    this.set({
      live: withLink(this.state.live, 'ended'),
      trouble: 'ended',
      ended: tokenOfScreen() === '' ? 'unpaired' : 'revoked',
    })
  }

  /** Says that the screen lives and hears what it is to show. Somebody signed in without a token needs none of it. */
  private async beat(): Promise<'yes' | 'no' | 'later'> {
    const token = tokenOfScreen()
    if (token === '') return this.beatOfPerson()
    this.beatAt = Date.now()
    const post = (body: object) =>
      fetch('/api/v1/screens/session', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        cache: 'no-store',
        signal: AbortSignal.timeout(BEAT_PATIENCE_MS),
      })
    try {
      let answer = await post({
        token,
        build: this.options.build,
        viewport: {
          width: Math.max(1, Math.round(window.innerWidth)),
          height: Math.max(1, Math.round(window.innerHeight)),
          dpr: window.devicePixelRatio || 1,
        },
        scene: this.state.alarm.showing?.mode === 'full' ? 'alarm' : this.state.scene,
        density: this.options.density(),
      })
      // A server of before knows the token only.
      if (answer.status === 400 || answer.status === 422) answer = await post({ token })
      if (answer.status === 401 || answer.status === 403) return 'no'
      if (!answer.ok) return 'later'
      const session = sessionOf(await answer.json())
      if (session === null) return 'later'
      return this.obey(session)
    } catch {
      return 'later'
    }
  }

  private beatOfPerson(): 'yes' | 'no' | 'later' {
    if (this.options.standing !== null) return 'yes'
    if (!this.options.uncertain) return 'no'
    if (this.attempt >= RELOAD_ATTEMPTS) window.location.reload()
    return 'later'
  }

  private obey(session: Session): 'yes' | 'later' {
    const { settings, command } = session
    if (session.board !== this.home) {
      this.home = session.board
      window.location.replace(
        `/wall/${encodeURIComponent(session.board)}${window.location.search}${window.location.hash}`,
      )
      return 'later'
    }
    if (settings.locale !== null && settings.locale !== this.options.locale) {
      const url = new URL(window.location.href)
      url.searchParams.set('lang', settings.locale)
      window.location.replace(url)
      return 'later'
    }
    const { standing } = this.state
    const same =
      standing?.company === session.company &&
      standing.zone === session.zone &&
      standing.demo === session.demo &&
      JSON.stringify(standing.names) === JSON.stringify(session.names)
    this.choose(command?.id ?? null, command?.scene ?? null)
    this.servedBuild = session.build
    const until = command?.notice ? Date.parse(command.notice.until) : Number.NaN
    const notice = command?.notice
      ? { text: command.notice.text, until: Number.isFinite(until) ? until : null }
      : null
    this.set({
      ...(same
        ? {}
        : {
            standing: {
              company: session.company,
              zone: session.zone,
              demo: session.demo,
              names: session.names,
            },
          }),
      settings:
        JSON.stringify(settings) === JSON.stringify(this.state.settings) ? this.state.settings : settings,
      notice: JSON.stringify(notice) === JSON.stringify(this.state.notice) ? this.state.notice : notice,
      everyMs: everyOf(settings),
    })
    return 'yes'
  }

  /** Takes a command for what it says now: earlier failures count no longer, and its scene is prepared at once. */
  private choose(id: string | null, scene: string | null): void {
    const fresh = id !== this.commandId
    const heardBefore = this.commandId !== undefined
    const changed = scene !== this.pinned
    this.commandId = id
    this.pinned = scene
    if (!fresh) return
    this.skipped.clear()
    if (scene !== null && this.coming !== null && this.coming.board !== scene) {
      this.coming.source.close()
      this.coming = null
    }
    const now = Date.now()
    if (heardBefore && changed && scene !== null) {
      this.set({ alarm: giveWay(this.state.alarm, now + this.state.live.skew) })
    }
    const due = this.state.trouble === 'none' ? this.due(now) : null
    if (due !== null) this.prepare(due, now)
  }

  private async heartbeat(): Promise<void> {
    if (this.beating) return
    this.beating = true
    const answer = await this.beat()
    this.beating = false
    if (this.running && answer === 'no') this.end()
  }

  // ── the turn of the scenes ────────────────────────────────────────────────

  private scenes(): readonly string[] {
    const { scenes } = this.state.settings
    return scenes.length > 0 ? scenes : [this.home]
  }

  /** Which scene should be on now, and is not; null = the present one stays. */
  private due(now: number): string | null {
    const { scene, everyMs, alarm, rotation } = this.state
    if (this.pinned !== null) {
      const failedAt = this.skipped.get(this.pinned)
      const waits = failedAt !== undefined && now - failedAt < CHOSEN_SKIP_MS
      return this.pinned !== scene && !waits ? this.pinned : null
    }
    if (alarm.showing !== null) return null
    const skipped = new Set([...this.skipped].flatMap(([id, at]) => (now - at < SKIP_MS ? [id] : [])))
    if (everyMs === null) {
      const first = this.scenes().includes(this.home) ? this.home : (this.scenes()[0] ?? this.home)
      return first !== scene && !skipped.has(first) ? first : null
    }
    // The next one is opened a little before its turn, so that it is there in time.
    const over = rotation.seenAt - rotation.since
    return over >= everyMs - 1_500 ? nextScene(this.scenes(), scene, skipped) : null
  }

  private prepare(board: string, now: number): void {
    if (this.coming?.board === board) return
    this.coming?.source.close()
    this.coming = null
    const source = this.listen(board)
    const patience = board === this.pinned ? CHOSEN_PATIENCE_MS : SCENE_PATIENCE_MS
    this.coming = { board, source, openedAt: now, giveUpAt: now + patience }
  }

  /** The coming scene has its first frame: it takes the place of the shown one in a single step. */
  private promote(source: EventSource, frame: Frame): void {
    if (this.coming?.source !== source || !frame.full) return
    const { board } = this.coming
    this.coming = null
    this.link?.source.close()
    this.link = { board, source, openedAt: Date.now() }
    this.skipped.delete(board)
    if (this.retry !== null) clearTimeout(this.retry)
    this.retry = null
    this.set({ scene: board, rotation: { since: Date.now(), seenAt: Date.now() } })
  }

  private drop(source: EventSource): void {
    if (this.coming?.source !== source) return
    this.skipped.set(this.coming.board, Date.now())
    this.coming.source.close()
    this.coming = null
  }

  // ── once a second ─────────────────────────────────────────────────────────

  private tick(): void {
    const now = Date.now()
    if (this.state.ended !== null) return
    const { live, notice } = this.state
    const trouble = troubleOf(live, now)
    const alarm = this.alarmsAt(live, trouble, now + live.skew)
    // A scene of one's own choice has no turn; an alarm in front stops the clock.
    const paused = alarm.showing !== null || trouble !== 'none' || this.pinned !== null
    this.set({
      trouble,
      alarm,
      rotation:
        this.state.everyMs === null ? this.state.rotation : tickRotation(this.state.rotation, paused, now),
      notice: notice?.until !== null && notice !== null && now + live.skew >= notice.until ? null : notice,
    })
    if (this.link !== null && now - Math.max(live.heardAt, this.link.openedAt) >= DEAF_MS) this.again()
    if (this.coming !== null && now >= this.coming.giveUpAt) this.drop(this.coming.source)
    const due = trouble === 'none' ? this.due(now) : null
    if (due !== null) this.prepare(due, now)
    if (now - this.beatAt >= HEARTBEAT_MS && !this.opening && tokenOfScreen() !== '') {
      this.beatAt = now
      void this.heartbeat()
    }
    this.reloadWhenNew(now, trouble === 'none')
  }

  private reloadWhenNew(now: number, online: boolean): void {
    const last = Number(window.sessionStorage.getItem(RELOADED_KEY))
    this.plannedReload = planReload({
      own: this.options.build,
      served: this.servedBuild,
      planned: this.plannedReload,
      lastAt: last > 0 ? last : null,
      now,
      random: Math.random(),
    })
    if (!reloadDue(this.plannedReload, online, now)) return
    window.sessionStorage.setItem(RELOADED_KEY, String(now))
    this.plannedReload = null
    this.stop()
    window.location.reload()
  }
}

function everyOf(settings: ScreenSettings): number | null {
  return settings.rotateSeconds !== null && settings.scenes.length > 1 ? settings.rotateSeconds * 1000 : null
}
