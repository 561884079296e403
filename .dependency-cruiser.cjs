/** The borders between the rooms (docs/architecture.md): who may import whom. `npm run check` enforces them. */

const { BORDERS, PROGRAM_ROOMS, ROOMS } = require('./scripts/rooms.ts');

/** What serves every machine, and what only Node.js has. */
const BROWSER_TOO = ['core', 'engine', 'pictures', 'jobs', 'agents', 'web'];

/**
 * What pages may read of the protocol as values: how values are written, errors, how text from outside is shown, the names of kinds and
 * roles, and what a statement says. Hashing, proofs, verification, rows and calls of contracts are for jobs and clients.
 */
const PROTOCOL_OF_PAGES = [
  'core/encoding/(decimal|hex|json|schema|time)',
  'core/(errors|outside-text)',
  'core/records/(kind|statement)',
  'tables/(row-place|sheet-choice)',
  'tables/layout/finding',
];

/** What commands of the command line are made of: they parse options, call a job, and print. */
const OF_COMMANDS = [
  '^cli/(commands|engines|inputs|mcp|options|output|protocol|replay|terminal|threads)/',
  '^(agents|jobs)/',
  '^core/encoding/',
  '^core/(errors|exit-codes|outside-text|records/kind)\\.ts$',
  // They parse arguments: identifiers and addresses.
  '^core/(parties/identifier|hashing/domain)\\.ts$',
  '^node_modules/commander/',
];

/** Commands without a counterpart in the portal: what they call is no job, because a job would only forward it. */
const OTHER_COMMANDS = [
  'compare',
  'dataset/diff',
  'dataset/fuse',
  'dataset/import',
  'dataset/register',
  'dataset/table',
  'document/send',
  'events',
  'grant',
  'key',
  'normalise',
  'proof',
  'record/build',
  'record/entries',
  'record/list',
  'record/register',
  'record/register-bulk',
  'record/show',
  'record/sign',
  'record/signing-checks',
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
      name: 'pages-without-protocol',
      comment: 'Pages show what jobs decide: they read types of the protocol, and few values.',
      severity: 'error',
      from: { path: '^web/' },
      to: {
        path: inRooms(['core', 'chain', 'tables']),
        pathNot: PROTOCOL_OF_PAGES.map((file) => `^${file}\\.ts$`),
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'admitted-by-the-gate',
      comment: 'Faces show what the gate admitted, and nothing else marks it.',
      severity: 'error',
      from: { pathNot: '^(agents/gate/(admit|admitted)\\.ts$|test/agents/)' },
      to: { path: '^agents/gate/mark\\.ts$' },
    },
    {
      name: 'models-behind-their-port',
      comment: 'What a model writes is not shown: no face reads its steps.',
      severity: 'error',
      from: { path: inRooms(['cli', 'web', 'library', 'devnet']) },
      to: {
        path: '^agents/model/',
        pathNot: '^agents/model/open-model\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'agents-by-jobs',
      comment: 'Agents compute by jobs: of the engine they read types alone.',
      severity: 'error',
      from: { path: '^agents/' },
      to: { path: '^engine/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'models-in-their-folder',
      comment: 'The rest of agents/ knows no host.',
      severity: 'error',
      from: { path: '^agents/', pathNot: '^agents/model/' },
      to: { path: '(^|/)node_modules/(ai|@ai-sdk)/' },
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
      from: { path: inRooms(PROGRAM_ROOMS.filter((room) => !['devnet', 'web'].includes(room))) },
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
