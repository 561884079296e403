/**
 * Makes the files of a release in dist/release: the tarball of the package, the bill of materials of what an installation brings
 * (CycloneDX), verify.html, the SHA-256 of each file, and notes that state it. Publishes nothing.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildVerifyFile } from '../verify-file.ts';
import { buildPackage } from './build-package.ts';
import { installPackage, runNpm } from './install-package.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** Makes the files of a release in a folder and returns their names. */
export async function makeRelease(folder = join(ROOT, 'dist/release')): Promise<string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  runNpm(buildPackage(join(folder, '../package')), 'pack', '--silent', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  writeFileSync(join(folder, tarball.replace(/tgz$/, 'cdx.json')), listMaterials(join(folder, tarball)));
  writeFileSync(join(folder, 'verify.html'), await buildVerifyFile());
  writeFileSync(join(folder, 'NOTES.md'), writeNotes(tarball, digestFile(join(folder, 'verify.html'))));
  const files = readdirSync(folder).sort();
  const sums = files.map((name) => `${digestFile(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  return [...files, 'SHA256SUMS'];
}

function writeNotes(tarball: string, verifyFile: string): string {
  return `# ${tarball.replace(/\.tgz$/, '')}

- \`${tarball}\`: the npm package, with the command \`ledger\`.
- \`verify.html\`: the page that verifies proof files, as one file without a server. Its SHA-256 is
  \`${verifyFile}\`. Anybody can build the same bytes: \`npm run portal\` in a checkout of this version.
- \`SHA256SUMS\`: the SHA-256 of each file.
`;
}

/** Returns the bill of materials of an empty project that installs a tarball. */
function listMaterials(tarball: string): string {
  const project = mkdtempSync(join(tmpdir(), 'carbon-ledger-release-'));
  try {
    installPackage(project, tarball);
    return runNpm(project, 'sbom', '--sbom-format', 'cyclonedx');
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}

function digestFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

if (import.meta.main) for (const name of await makeRelease()) process.stdout.write(`dist/release/${name}\n`);
