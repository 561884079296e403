/** The borders between the rooms (docs/decisions, architecture): who may import whom. `npm run check` holds them. */

const ROOMS = ['core', 'chain', 'engine', 'db', 'server', 'indexer', 'cli', 'web', 'scripts', 'test'];

/** Room → the rooms it may import, besides itself, and the packages it may use; null: any package. */
const BORDERS = {
  core: { rooms: [], packages: ['@noble/[^/]+', 'canonicalize', 'zod', 'hash-wasm'] },
  chain: { rooms: ['core'], packages: ['ethers', 'zod', '@ethereumjs/[^/]+'] },
  engine: { rooms: ['core'], packages: ['zod'] },
  db: { rooms: ['core'], packages: ['pg'] },
  server: { rooms: ['core', 'chain', 'engine', 'db'], packages: null },
  indexer: { rooms: ['core', 'chain', 'db'], packages: null },
  cli: {
    rooms: ['core', 'chain', 'engine'],
    packages: [
      'commander',
      'csv-parse',
      '@e965/xlsx',
      'hyparquet',
      'ethers',
      'merkletreejs',
      'zod',
      '@noble/[^/]+',
    ],
  },
  web: { rooms: ['core', 'chain', 'engine'], packages: null },
};

/** What serves every machine, and what only Node.js has. */
const BROWSER_TOO = ['core', 'engine'];

const oneOf = (names) => `(${names.join('|')})`;
const inRooms = (names) => `^${oneOf(names)}/`;
const inPackages = (names) => `(^|/)node_modules/${oneOf(names.map((name) => name.replaceAll('.', '\\.')))}/`;

const roomRules = Object.entries(BORDERS).map(([room, { rooms }]) => ({
  name: `${room}-rooms`,
  comment: `${room} may import ${rooms.length === 0 ? 'no other room' : rooms.join(', ')}.`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: { path: inRooms(ROOMS.filter((other) => other !== room && !rooms.includes(other))) },
}));

const packageRules = Object.entries(BORDERS)
  .filter(([, { packages }]) => packages !== null)
  .map(([room, { packages }]) => ({
    name: `${room}-packages`,
    comment: `${room} may use ${packages.join(', ')}.`,
    severity: 'error',
    from: { path: `^${room}/` },
    to: { path: '(^|/)node_modules/', pathNot: inPackages(packages) },
  }));

module.exports = {
  forbidden: [
    ...roomRules,
    ...packageRules,
    {
      name: 'no-node-built-ins',
      comment: 'core and engine run in browsers too, and are pure.',
      severity: 'error',
      from: { path: inRooms(BROWSER_TOO) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycle',
      comment: 'Files that import each other cannot be read, or tested, one at a time.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-tests-in-programs',
      comment: 'Development dependencies are for scripts, tests and configuration.',
      severity: 'error',
      from: { path: inRooms(Object.keys(BORDERS)) },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(artifacts|cache|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
