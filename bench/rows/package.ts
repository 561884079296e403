import { globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureProgram } from '../../scripts/package/install-package.ts';
import { measureInstallations, MOST, MOST_PACKAGE } from '../../scripts/package/installed-size.ts';
import { makeRelease } from '../../scripts/package/release.ts';
import type { Goal, Line, Row } from '../tools/row.ts';

const METHOD = `Sizes of the npm package of \`npm run release\`. Programs are bundled for a browser by esbuild, minified, and compressed by gzip; each
includes all packages that it imports. Engines are apart: a page loads only those that its policy names. For comparison: what a page
needs of ethers to ask a node and read a contract. kB is 1,000 bytes.

Then what is on disk where the project is installed, as \`du -m\` counts: a checkout with all packages, and a machine in service with those
of \`node scripts/set-up.mjs --production\`; in both the files of the project, and not Node.js itself.`;

const VERIFY = '`verifyProof`, with its reader of endpoints';

const PROGRAMS: Readonly<Record<string, string>> = {
  [VERIFY]: "export { verifyProof } from 'carbon-ledger/verify';",
  '`parseProof` alone': "export { parseProof } from 'carbon-ledger/verify';",
};
const PEER = "export { Contract, JsonRpcProvider } from 'ethers';";

const PLACES = [
  ['checkout', 'a checkout'],
  ['service', 'a machine in service'],
] as const;

/** Measures the sizes of the package, of its libraries in a page, and of what is installed where the project works. */
export async function measureRow(): Promise<Row> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-sizes-'));
  try {
    const installations = measureInstallations();
    const released = join(folder, 'release');
    const project = join(folder, 'project');
    mkdirSync(project);
    const tarball = makeRelease(released, project).find((name) => name.endsWith('.tgz'))!;
    const sizes = new Map<string, number>();
    for (const [what, program] of Object.entries(PROGRAMS))
      sizes.set(what, await measureProgram(project, program));
    const peer = await measureProgram(project, PEER);
    const unpacked = sizeOf(join(project, 'node_modules/carbon-ledger'));
    return {
      title: 'The package',
      method: METHOD,
      head: ['', 'size'],
      lines: [
        ['the tarball', showSize(statSync(join(released, tarball)).size)],
        ...installed(join(project, 'node_modules')),
        ...[...sizes].map(([what, size]): Line => [`${what}, in a page`, showSize(size)]),
        ['`JsonRpcProvider` and `Contract` of ethers, in a page', showSize(peer)],
        ...PLACES.map(([name, what]): Line => {
          const { packages, megabytes } = installations[name];
          return [`${what}: ${packages} packages`, `${megabytes} MB`];
        }),
      ],
      goals: [
        atMost(`${VERIFY} / ${showSize(MOST_PACKAGE.verify)}`, sizes.get(VERIFY)! / MOST_PACKAGE.verify),
        atMost(
          `the package, unpacked / ${showSize(MOST_PACKAGE.unpacked)}`,
          unpacked / MOST_PACKAGE.unpacked,
        ),
        ...PLACES.flatMap(([name, what]) => [
          atMost(
            `${what}, packages / ${MOST[name].packages}`,
            installations[name].packages / MOST[name].packages,
          ),
          atMost(
            `${what} / ${MOST[name].megabytes} MB`,
            installations[name].megabytes / MOST[name].megabytes,
          ),
        ]),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function atMost(what: string, ratio: number): Goal {
  return { what, ratio, goal: 1, sense: 'at most' };
}

function installed(folder: string): Line[] {
  const own = join(folder, 'carbon-ledger');
  const packages = globSync(['*/package.json', '@*/*/package.json'], { cwd: folder }).length;
  return [
    ['the package, unpacked', showSize(sizeOf(own))],
    ['its engines, of that', showSize(sizeOf(join(own, 'engines')))],
    [`an installation of it: ${packages} packages`, showSize(sizeOf(folder))],
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
