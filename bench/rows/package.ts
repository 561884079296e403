import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage, measureProgram } from '../../scripts/package/install-package.ts';
import { makeRelease } from '../../scripts/package/release.ts';
import type { Line, Row } from '../tools/row.ts';

/** The largest size of `carbon-ledger/verify` in a page, in bytes. */
const MOST_VERIFY = 110_000;

const METHOD = `Sizes of the npm package of \`npm run release\`. Programs are bundled for a browser by esbuild, minified, and compressed by gzip; each
includes all packages that it imports. Engines are apart: a page loads only those that its policy names. For comparison: what a page
needs of ethers to ask a node and read a contract. kB is 1,000 bytes.`;

const VERIFY = '`verifyProof`, with its reader of endpoints';

const PROGRAMS: Readonly<Record<string, string>> = {
  [VERIFY]: "export { verifyProof } from 'carbon-ledger/verify';",
  '`parseProof` alone': "export { parseProof } from 'carbon-ledger/verify';",
};
const PEER = "export { Contract, JsonRpcProvider } from 'ethers';";

/** Measures the sizes of the package, of an installation, and of its libraries in a page. */
export async function measureRow(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-sizes-'));
  try {
    const released = join(folder, 'release');
    const project = join(folder, 'project');
    const tarball = makeRelease(released).find((name) => name.endsWith('.tgz'))!;
    mkdirSync(project);
    installPackage(project, join(released, tarball));
    const sizes = new Map<string, number>();
    for (const [what, program] of Object.entries(PROGRAMS))
      sizes.set(what, await measureProgram(project, program));
    const peer = await measureProgram(project, PEER);
    return {
      title: 'The package',
      method: METHOD,
      head: ['', 'size'],
      lines: [
        ['the tarball', showSize(statSync(join(released, tarball)).size)],
        ...installed(join(project, 'node_modules')),
        ...[...sizes].map(([what, size]): Line => [`${what}, in a page`, showSize(size)]),
        ['`JsonRpcProvider` and `Contract` of ethers, in a page', showSize(peer)],
      ],
      goals: [
        { what: `${VERIFY} / 110 kB`, ratio: sizes.get(VERIFY)! / MOST_VERIFY, goal: 1, sense: 'at most' },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function installed(folder: string): Line[] {
  const own = join(folder, 'carbon-ledger');
  const packages = globSync(['*/package.json', '@*/*/package.json'], { cwd: folder }).length;
  return [
    ['the package, unpacked', showSize(sizeOf(own))],
    ['its engines, of that', showSize(sizeOf(join(own, 'engines')))],
    [`an installation: ${packages} packages`, showSize(sizeOf(folder))],
  ];
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

function showSize(bytes: number): string {
  return `${Math.round(bytes / 1000).toLocaleString('en-GB')} kB`;
}
