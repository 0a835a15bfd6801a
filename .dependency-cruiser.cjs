/** The layers of the house. A folder imports itself and anything on a lower row; see ARCHITECTURE.md. */
const rows = [
  ['core'],
  ['stats', 'facts', 'i18n'],
  ['metrics'],
  ['alerts', 'connectors', 'follow-up', 'notify', 'nlq', 'boards', 'demo'],
  ['db'],
  ['services'],
  ['http', 'live'],
  ['jobs', 'commands'],
]

const layers = rows.flatMap((row, depth) =>
  row.map((folder) => {
    const allowed = [folder, ...rows.slice(0, depth).flat()]
    return {
      name: `layer-${folder}`,
      comment: `lib/${folder} (row ${depth}) may import itself and lower rows only`,
      severity: 'error',
      from: { path: `^lib/${folder}/` },
      // a benchmark in a browser finds it the way the tests do
      to: {
        path: '^(app|components|lib)/',
        pathNot: [
          `^lib/(${allowed.join('|')})/`,
          ...(folder === 'commands' ? ['^lib/launch/browser[.]'] : []),
        ],
      },
    }
  }),
)

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-circles',
      comment: 'circles, type imports included, make two files one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'app-never-db',
      comment: 'pages and routes call services; SQL and Prisma stay in lib/db',
      severity: 'error',
      from: { path: '^app/' },
      to: { path: '^lib/(db|jobs|commands)/' },
    },
    {
      name: 'components-pure',
      comment: 'components import types and pure code, never services, db, live or jobs',
      severity: 'error',
      from: { path: '^components/' },
      // the page of last resort stands outside the layout and brings the style sheet itself
      to: {
        path: '^(app/|lib/)',
        pathNot: ['^lib/(core|stats|i18n|metrics|facts|boards|alerts|notify|follow-up)/', '[.]css$'],
      },
    },
    {
      name: 'launch-built-ins',
      comment: 'the bootstrap runs before anything is installed',
      severity: 'error',
      from: { path: '^lib/launch/' },
      to: { pathNot: '^lib/launch/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'sql-drivers-in-db',
      comment: 'Postgres and Prisma are touched in lib/db only (the worker owns its queue)',
      severity: 'error',
      from: { path: '^(app|components|lib)/', pathNot: '^lib/(db|jobs)/' },
      to: { path: 'node_modules/(pg|@prisma)/' },
    },
    {
      name: 'not-to-tests',
      severity: 'error',
      from: { path: '^(app|components|lib)/' },
      to: { path: '^tests/' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: { path: '^(app|components|lib)/' },
      to: { couldNotResolve: true, pathNot: ['^lib/db/generated/', '[.]css$', '^bun:'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^lib/db/generated/'] },
    exclude: { path: ['[.]next/', '[.]helmline'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
    cache: false,
  },
}
