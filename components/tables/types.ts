/** What a table shows, as plain data: server pages build it, the browser sorts, narrows and scrolls it. */
import type { ReactNode } from 'react'
import type { TileState } from '@/lib/boards/types'

export interface TableColumn {
  readonly id: string
  readonly label: string
  /** explains the head; shown on hover */
  readonly hint?: string | undefined
  /** numbers stand right, in tabular digits; default left */
  readonly align?: 'left' | 'right'
  /** shown only when chosen in the columns menu */
  readonly defaultHidden?: boolean
  /** always there: cannot be chosen away */
  readonly fixed?: boolean
  /** takes the spare width and is cut with an ellipsis; one column at most */
  readonly grow?: boolean
  /** a narrow column of state shapes; the label is read aloud only */
  readonly glyph?: boolean
  /** px in a virtual table; measured from the texts where absent */
  readonly width?: number
  /** false = this column cannot be sorted by */
  readonly sortable?: boolean
  /** what its numbers are, where the cells do not say it themselves: each must lead to its rows */
  readonly metric?: string | undefined
  /** which way the first click sorts; numbers the largest first, texts the smallest */
  readonly first?: 'asc' | 'desc'
  /**
   * its place in the two lines of a phone: the title, the figure at the right, the second line, or behind "more".
   * Where no column says so, the first text is the title and the first two numbers are key and second line.
   */
  readonly phone?: 'title' | 'key' | 'sub' | 'more'
}

export interface TableCell {
  /** what is sorted and exported: a number in its unit (seconds, share 0–1), a text, null = no data */
  readonly value: number | string | null
  /** what is read; '' or "—" for no data */
  readonly text: string
  /** opens what stands behind: a number's rows, a name's page */
  readonly href?: string | undefined
  /** the metric and sample of a number, for machines: its link and its value carry them */
  readonly metric?: string | undefined
  readonly n?: number | undefined
  /** the text is not the metric's value (a change, or the cases alone): only `n` is told of its rows */
  readonly part?: boolean | undefined
  /** a glyph column shows the shape; digits turn red where it is `bad` */
  readonly state?: TileState | null | undefined
  /** shown on hover; for a state the word */
  readonly hint?: string | undefined
  /** small grey text after the value, such as n */
  readonly note?: string | undefined
  /** grey: few cases, or no data */
  readonly quiet?: boolean | undefined
  /** the gold word after the text */
  readonly vip?: boolean | undefined
  /** shown in place of the text, e.g. a name with a picture; `text` stays what is exported and sorted */
  readonly node?: ReactNode
}

export interface TableRow {
  /** unique in the table; used for selection and as key */
  readonly id: string
  /** Enter and a click beside the links open it */
  readonly href?: string | undefined
  readonly cells: Readonly<Record<string, TableCell>>
}

export interface TableSort {
  readonly id: string
  readonly desc: boolean
}

/** Where the file of a table comes from; see `POST /api/v1/exports`. */
export type TableExport =
  /** a question of the query door in its wire form: the server asks it again for the file */
  | { readonly kind: 'query'; readonly query: Readonly<Record<string, unknown>> }
  /** the parameters of `GET /tickets`, `GET /answers` or `GET /complaints` */
  | { readonly kind: 'tickets' | 'answers' | 'complaints'; readonly query: string }
  /** exactly the rows and columns on the screen; `about` heads the file */
  | {
      readonly kind: 'rows'
      readonly about?: readonly { readonly label: string; readonly text: string }[]
    }

export interface TableSelection {
  /** the chosen rows' ids are appended, encoded, with commas between */
  readonly href: string
  /** what the button says; `{count}` is filled in */
  readonly label: string
  readonly max: number
}

/** What the table shows at this moment. */
export interface Shown {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly TableRow[]
}
