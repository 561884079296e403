/** The borders between the rooms (docs/architecture.md): who may import whom. `npm run check` enforces them. */

/** Room → the rooms it may import, besides itself, and the packages it may use; null: any package. */
const BORDERS = {
  core: { rooms: [], packages: ['@noble/[^/]+', 'zod'] },
  chain: { rooms: ['core'], packages: ['ethers', 'zod', '@ethereumjs/[^/]+', 'secp256k1', 'tiny-secp256k1'] },
  engine: { rooms: ['core'], packages: ['zod', 'hyparquet'] },
  db: { rooms: ['core'], packages: ['pg'] },
  threads: { rooms: ['core'], packages: [] },
  runtime: { rooms: ['core', 'chain', 'db'], packages: null },
  tables: {
    rooms: ['core', 'engine'],
    packages: ['@e965/xlsx', 'hyparquet', 'hyparquet-writer', 'yauzl', 'zod'],
  },
  pictures: { rooms: ['core', 'engine'], packages: ['zod', '@noble/[^/]+'] },
  client: { rooms: ['core', 'chain'], packages: ['zod', '@noble/[^/]+'] },
  jobs: {
    rooms: ['core', 'chain', 'engine', 'threads', 'tables', 'pictures', 'client'],
    packages: ['zod', '@noble/[^/]+'],
  },
  library: { rooms: ['core', 'chain', 'client', 'jobs'], packages: [] },
  web: {
    rooms: ['core', 'chain', 'tables', 'pictures', 'client', 'jobs', 'library'],
    packages: [
      '@dagrejs/dagre',
      'ethers',
      '@mantine/[^/]+',
      '@tanstack/[^/]+',
      'react',
      'react-dom',
      'vite',
      'zod',
    ],
  },
  server: { rooms: ['core', 'chain', 'engine', 'db', 'runtime', 'threads'], packages: null },
  indexer: { rooms: ['core', 'chain', 'db', 'runtime'], packages: null },
  operator: { rooms: ['core', 'chain', 'db', 'runtime', 'client', 'server'], packages: null },
  cli: {
    rooms: ['core', 'chain', 'engine', 'tables', 'pictures', 'client', 'jobs'],
    packages: ['commander', 'ethers', 'js-sha3', 'merkletreejs', 'zod'],
  },
  devnet: {
    rooms: [
      ...['core', 'chain', 'engine', 'db', 'threads', 'runtime', 'tables', 'pictures', 'client'],
      ...['jobs', 'server', 'indexer', 'operator', 'cli'],
    ],
    packages: null,
  },
};

/** Every room: those above, and those that nothing above may import. */
const ROOMS = [...Object.keys(BORDERS), 'bench', 'scripts', 'test'];

/** What serves every machine, and what only Node.js has. */
const BROWSER_TOO = ['core', 'engine', 'pictures', 'web'];

/** What commands of the command line are made of: they parse options, call a job, and print. */
const OF_COMMANDS = [
  '^cli/(commands|inputs|options|output|protocol|terminal)/',
  '^jobs/',
  '^core/encoding/',
  '^core/(errors|exit-codes|outside-text|records/kind)\\.ts$',
  // They parse arguments: identifiers and addresses.
  '^core/(parties/identifier|hashing/domain)\\.ts$',
  '^node_modules/commander/',
];

/** Commands that still use other rooms. Who clears one deletes its line. */
const OTHER_COMMANDS = [
  'compare',
  'compute',
  'dataset/diff',
  'dataset/fuse',
  'dataset/import',
  'dataset/register',
  'dataset/show',
  'dataset/table',
  'document/get',
  'document/send',
  'events',
  'explain',
  'grant',
  'key',
  'normalise',
  'policy',
  'proof',
  'record/build',
  'record/build-each',
  'record/entries',
  'record/list',
  'record/register',
  'record/register-bulk',
  'record/show',
  'record/signing-checks',
  'solution-file',
  'verify',
];

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
      name: 'commands-call-jobs',
      comment: 'A command parses its options, calls one job and prints the outcome.',
      severity: 'error',
      from: { path: '^cli/commands/', pathNot: OTHER_COMMANDS.map((name) => `^cli/commands/${name}\\.ts$`) },
      to: { pathNot: OF_COMMANDS, dependencyTypesNot: ['core', 'type-only'] },
    },
    {
      name: 'no-node-built-ins',
      comment: 'These rooms run in browsers too, and are pure.',
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
      name: 'map-internals',
      comment:
        'Outside its folder the sparse Merkle map is one class, its types, and the checks of its proofs.',
      severity: 'error',
      from: { pathNot: '^(test/)?core/merkle/map/' },
      to: {
        path: '^core/merkle/map/',
        pathNot: '^core/merkle/map/(sparse-merkle-map|stored-nodes|item|proof)\\.ts$',
      },
    },
    {
      name: 'vectors-without-engine',
      comment:
        'The vectors of proof files have an engine of their own: a change of engine/ changes none of them.',
      severity: 'error',
      from: { path: '^test/core/proof-vectors/list-vectors\\.ts$' },
      to: { path: '^engine/', reachable: true },
    },
    {
      name: 'no-unresolved',
      comment: 'An import leads nowhere.',
      severity: 'error',
      from: {},
      // Vite supplies modules with such a name.
      to: { couldNotResolve: true, pathNot: '^virtual:' },
    },
    {
      name: 'no-tests-in-programs',
      comment:
        'Development dependencies are for npm start, scripts, tests and configuration: a production install has none.',
      severity: 'error',
      // The portal is built before it is served. Optional packages are peers, and a program says when one is missing.
      from: { path: inRooms(Object.keys(BORDERS).filter((room) => !['devnet', 'web'].includes(room))) },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm-peer'] },
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
