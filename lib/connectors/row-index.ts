/**
 * What a first pass over a file learns: which row of a group is its first and last, and how messages hang
 * together by their reply links. It holds one entry a group or message, never the rows.
 */
import type { CompiledMapping, RowNotes } from './compile-mapping'
import type { GroupPlace, RowPlace, SourceRow, ThreadPlace } from './row'

interface Group {
  first: number
  firstOrder: number | null
  last: number
  lastOrder: number | null
  size: number
}

interface Message {
  readonly parent: string
  readonly order: number
  readonly answer: boolean
  readonly rootCells: ReadonlyMap<string, string>
}

interface Root {
  readonly root: string
  readonly depth: number
  readonly branch: string
}

/** Filled by `add` for every row, then asked by `placeOf` for every row, both in file order. */
export class RowIndex {
  private readonly groups = new Map<string, Group>()
  private readonly messages = new Map<string, Message>()
  private readonly roots = new Map<string, Root>()
  private readonly answers = new Map<string, string[]>()
  private readonly seen = new Map<string, { count: number; before: ReadonlyMap<string, string> | null }>()
  private complete = false

  constructor(private readonly mapping: CompiledMapping) {}

  /** First pass. Rows whose key cannot be read are left out; the second pass reports them. */
  add(row: SourceRow): void {
    const notes = this.mapping.note(row)
    if (notes?.group) this.addGroup(row.number, notes.group)
    if (notes?.thread && !this.messages.has(notes.thread.id)) {
      const { id, parent, order, answer, rootCells } = notes.thread
      this.messages.set(id, { parent: parent === id ? '' : parent, order: order ?? 0, answer, rootCells })
    }
  }

  private addGroup(number: number, { key, order }: NonNullable<RowNotes['group']>): void {
    const group = this.groups.get(key)
    if (!group) {
      this.groups.set(key, { first: number, firstOrder: order, last: number, lastOrder: order, size: 1 })
      return
    }
    group.size += 1
    if (order === null || group.lastOrder === null || order >= group.lastOrder) {
      group.last = number
      group.lastOrder = order
    }
    if (order !== null && group.firstOrder !== null && order < group.firstOrder) {
      group.first = number
      group.firstOrder = order
    }
  }

  /** Second pass: the row's place; also remembers its watched cells for the group's next row. */
  placeOf(row: SourceRow): RowPlace {
    if (!this.complete) this.finish()
    const notes = this.mapping.note(row)
    return {
      group: notes?.group ? this.groupPlace(row, notes.group.key) : null,
      thread: notes?.thread ? this.threadPlace(notes.thread.id) : null,
    }
  }

  private groupPlace(row: SourceRow, key: string): GroupPlace | null {
    const group = this.groups.get(key)
    if (!group) return null
    const seen = this.seen.get(key) ?? { count: 0, before: null }
    const place = {
      key,
      number: seen.count + 1,
      size: group.size,
      first: group.first === row.number,
      last: group.last === row.number,
      before: seen.before,
    }
    if (place.number === group.size) this.seen.delete(key)
    else
      this.seen.set(key, {
        count: place.number,
        before: this.mapping.watches ? this.mapping.watch(row) : null,
      })
    return place
  }

  private threadPlace(id: string): ThreadPlace | null {
    const { root, depth, branch } = this.rootOf(id)
    const top = this.messages.get(root)
    if (!top) return null
    const answers = this.answers.get(root) ?? []
    return {
      root,
      depth,
      branch,
      outside: top.parent !== '' && !this.messages.has(top.parent) ? top.parent : '',
      answers: answers.length,
      answer: answers.indexOf(branch) + 1,
      rootCells: top.rootCells,
    }
  }

  private finish(): void {
    this.complete = true
    for (const [id, message] of this.messages) {
      if (!message.answer) continue
      const { root, depth } = this.rootOf(id)
      if (depth !== 1) continue
      const list = this.answers.get(root)
      if (list) list.push(id)
      else this.answers.set(root, [id])
    }
    const orderOf = (id: string) => this.messages.get(id)?.order ?? 0
    for (const list of this.answers.values()) list.sort((a, b) => orderOf(a) - orderOf(b) || (a < b ? -1 : 1))
  }

  /** Follows reply links upwards without recursion; a circle ends at the message where it closes. */
  private rootOf(id: string): Root {
    const path: string[] = []
    const onPath = new Set<string>()
    let at = id
    let known = this.roots.get(at)
    while (!known) {
      path.push(at)
      onPath.add(at)
      const parent = this.messages.get(at)?.parent ?? ''
      if (parent === '' || !this.messages.has(parent) || onPath.has(parent)) break
      at = parent
      known = this.roots.get(at)
    }
    for (let i = path.length - 1; i >= 0; i--) {
      const own = path[i] ?? id
      known = known
        ? { root: known.root, depth: known.depth + 1, branch: known.depth === 0 ? own : known.branch }
        : { root: own, depth: 0, branch: '' }
      this.roots.set(own, known)
    }
    return known ?? { root: id, depth: 0, branch: '' }
  }
}
