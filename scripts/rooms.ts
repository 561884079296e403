/** The rooms of the project (docs/architecture.md): who may import whom. Checks and builds take their lists of folders from here. */

/** What a room may use. */
interface Border {
  /** The rooms that it may import, besides itself. */
  readonly rooms: readonly string[];
  /** Regular expressions of the packages that it may use; null: any package. */
  readonly packages: readonly string[] | null;
}

/** Each room, after those that it may import. */
export const BORDERS: Readonly<Record<string, Border>> = {
  core: { rooms: [], packages: ['@noble/[^/]+', 'zod'] },
  chain: { rooms: ['core'], packages: ['ethers', 'zod', '@ethereumjs/[^/]+', 'secp256k1', 'tiny-secp256k1'] },
  engine: { rooms: ['core'], packages: ['zod', 'hyparquet'] },
  db: { rooms: ['core'], packages: ['pg'] },
  threads: { rooms: ['core'], packages: [] },
  runtime: { rooms: ['core', 'chain', 'db'], packages: null },
  tables: {
    rooms: ['core', 'engine'],
    packages: ['@e965/xlsx', 'htmlparser2', 'hyparquet', 'hyparquet-writer', 'yauzl', 'zod'],
  },
  pictures: { rooms: ['core', 'engine'], packages: ['zod', '@noble/[^/]+'] },
  client: { rooms: ['core', 'chain'], packages: ['zod', '@noble/[^/]+'] },
  jobs: {
    rooms: ['core', 'chain', 'engine', 'tables', 'pictures', 'client'],
    packages: ['zod', '@noble/[^/]+'],
  },
  agents: {
    rooms: ['core', 'engine', 'pictures', 'client', 'jobs'],
    packages: ['zod', 'ai', '@ai-sdk/openai-compatible'],
  },
  library: { rooms: ['core', 'chain', 'client', 'jobs', 'agents'], packages: [] },
  web: {
    rooms: ['core', 'chain', 'tables', 'pictures', 'client', 'jobs', 'agents', 'library'],
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
  server: { rooms: ['core', 'chain', 'engine', 'tables', 'db', 'runtime', 'threads'], packages: null },
  indexer: { rooms: ['core', 'chain', 'db', 'runtime'], packages: null },
  operator: { rooms: ['core', 'chain', 'db', 'runtime', 'client', 'server'], packages: null },
  cli: {
    rooms: ['core', 'chain', 'engine', 'threads', 'tables', 'pictures', 'client', 'jobs', 'agents'],
    packages: ['@modelcontextprotocol/server', 'commander', 'ethers', 'js-sha3', 'merkletreejs', 'zod'],
  },
  devnet: {
    rooms: [
      ...['core', 'chain', 'engine', 'db', 'threads', 'runtime', 'tables', 'pictures', 'client'],
      ...['jobs', 'agents', 'server', 'indexer', 'operator', 'cli'],
    ],
    packages: null,
  },
};

/** The rooms that are programs, or parts of programs. */
export const PROGRAM_ROOMS: readonly string[] = Object.keys(BORDERS);

/** Every room: those above, and those that no program may import. */
export const ROOMS: readonly string[] = [...PROGRAM_ROOMS, 'bench', 'scripts', 'test'];

/** Returns a room and all rooms that it may reach over imports. */
export function listReachable(room: string): string[] {
  const reached = new Set([room]);
  for (const each of reached) for (const other of BORDERS[each]?.rooms ?? []) reached.add(other);
  return [...reached];
}
