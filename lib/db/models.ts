/**
 * The Prisma models of facts and rollups, written from their descriptors, so that a measure or a fact field
 * added in one place reaches the schema. `node --import tsx lib/commands/write-models.ts` writes the files; a test holds them to this.
 */
import { FAMILIES } from '@/lib/metrics/families'
import {
  AGENT_SPAN_TABLE,
  BIN_COLUMNS,
  type Column,
  CUSTOMER_TABLE,
  FACT_NAMES,
  FACT_TABLES,
  ROLLUP_TABLES,
  type Table,
} from './columns'

const HEADER = '// Written by lib/commands/write-models.ts from lib/db/columns.ts; do not edit.\n'

const PRISMA_TYPE: Readonly<Record<Column['type'], string>> = {
  uuid: 'String',
  text: 'String',
  int: 'Int',
  bigint: 'BigInt',
  bool: 'Boolean',
  instant: 'DateTime',
  texts: 'String[]',
  instants: 'DateTime[]',
}
const NATIVE_TYPE: Readonly<Record<Column['type'], string>> = {
  uuid: ' @db.Uuid',
  text: '',
  int: '',
  bigint: '',
  bool: '',
  instant: ' @db.Timestamptz(3)',
  texts: '',
  instants: ' @db.Timestamptz(3)',
}

function modelName(table: string): string {
  return table
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
}

function field(column: Column): string {
  const list = column.type === 'texts' || column.type === 'instants'
  return `  ${column.name} ${PRISMA_TYPE[column.type]}${column.nullable && !list ? '?' : ''}${NATIVE_TYPE[column.type]}`
}

function model(table: Table, indexes: readonly string[]): string {
  return [
    `model ${modelName(table.name)} {`,
    ...table.columns.map(field),
    '',
    `  @@id([${table.key.join(', ')}])`,
    ...indexes.map((index) => `  @@index(${index})`),
    `  @@map("${table.name}")`,
    '  @@ignore',
    '}',
    '',
  ].join('\n')
}

/** By time alone, and by pairs of dimensions before it: what narrowed figures are found by. */
const narrowed = (at: string): readonly string[] => [
  `[${at}]`,
  `[issue_type, channel, ${at}]`,
  `[region, product, ${at}]`,
  `[team, agent, ${at}]`,
]

/** Indexes that Prisma can express; partial ones and those that hold what is counted are in the migrations by hand. */
const INDEXES: Readonly<Record<string, readonly string[]>> = {
  ticket: ['[opened_at]'],
  episode: ['[started_at]'],
  round: narrowed('started_at'),
  assignment: narrowed('assigned_at'),
  message: ['[at]'],
  answer: narrowed('at'),
  complaint: ['[filed_at]'],
  suggestion: ['[decided_at]'],
  contact: ['[agent, ended_at]'],
  agent_span: ['[started_at]'],
}

/** Text of `prisma/schema/facts.prisma`. */
export function factModels(): string {
  const tables = [...FACT_NAMES.map((name) => FACT_TABLES[name]), AGENT_SPAN_TABLE, CUSTOMER_TABLE]
  return [HEADER, ...tables.map((t) => model(t, INDEXES[t.name] ?? []))].join('\n')
}

const CELL = ['  cube String', '  bucket DateTime @db.Timestamptz(3)', '  k1 String', '  k2 String']

/** Text of `prisma/schema/rollups.prisma`. */
export function rollupModels(): string {
  const rollups = ROLLUP_TABLES.map((t) =>
    [
      `model ${modelName(t.name)} {`,
      ...CELL,
      '  n BigInt',
      ...t.measures.map((id) => `  ${id} BigInt`),
      '',
      '  @@id([cube, bucket, k1, k2])',
      `  @@map("${t.name}")`,
      '  @@ignore',
      '}',
      '',
    ].join('\n'),
  )
  const sketch = [
    'model RollupSketch {',
    '  measure String',
    ...CELL,
    ...BIN_COLUMNS.map((bin) => `  ${bin} Int`),
    '',
    '  @@id([measure, cube, bucket, k1, k2])',
    '  @@map("rollup_sketch")',
    '  @@ignore',
    '}',
    '',
  ].join('\n')
  return [
    `${HEADER}// ${FAMILIES.length} families, one table each, and the sketches of all of them.\n`,
    ...rollups,
    sketch,
  ].join('\n')
}
