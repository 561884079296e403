/**
 * Makes the files of a release in dist/release: the tarball of the package, the bill of materials of what an installation brings
 * (CycloneDX), the built portal as a tarball, verify.html, the SHA-256 of each file, and notes that state it. Publishes nothing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { buildPackage } from './build-package.ts';
import { installPackage, runNpm } from './install-package.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PORTAL = join(ROOT, 'dist/portal');

interface Manifest {
  readonly version: string;
  readonly license: string;
}

/** Makes the files of a release in a folder and returns their names. For the bill of materials it installs the package in another folder: a project with nothing else. */
export function makeRelease(folder: string, project: string): string[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  runNpm(buildPackage(join(folder, '../package')), 'pack', '--silent', '--pack-destination', folder);
  const [tarball = ''] = readdirSync(folder);
  installPackage(project, join(folder, tarball));
  const materials = runNpm(project, 'sbom', '--sbom-format', 'cyclonedx');
  writeFileSync(join(folder, tarball.replace(/tgz$/, 'cdx.json')), materials);
  const portal = packPortal(folder);
  cpSync(join(PORTAL, 'verify.html'), join(folder, 'verify.html'));
  writeFileSync(
    join(folder, 'NOTES.md'),
    writeNotes(tarball, portal, digestFile(join(folder, 'verify.html'))),
  );
  const files = readdirSync(folder).sort();
  const sums = files.map((name) => `${digestFile(join(folder, name))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
  return [...files, 'SHA256SUMS'];
}

/** Packs the built portal into a folder, and returns the name of the tarball. The same portal gives the same bytes. */
export function packPortal(folder: string): string {
  execFileSync(process.execPath, [join(ROOT, 'scripts/build-portal.ts'), '--if-changed'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const packed = mkdtempSync(join(tmpdir(), 'carbon-ledger-portal-'));
  try {
    cpSync(PORTAL, packed, { recursive: true, filter: (file) => !basename(file).startsWith('.') });
    const { version, license } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
    const manifest = { name: 'carbon-ledger-portal', version, license };
    writeFileSync(join(packed, 'package.json'), JSON.stringify(manifest));
    runNpm(packed, 'pack', '--silent', '--pack-destination', folder);
    return `${manifest.name}-${version}.tgz`;
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}

function writeNotes(tarball: string, portal: string, verifyFile: string): string {
  return `# ${tarball.replace(/\.tgz$/, '')}

- \`${tarball}\`: the npm package, with the command \`ledger\`.
- \`${portal}\`: the portal as it is served, built. \`docs/operate.md\` says where it goes.
- \`verify.html\`: the page that verifies proof files, as one file without a server. Its SHA-256 is
  \`${verifyFile}\`. Anybody can build the same bytes: \`npm run portal\` in a checkout of this version.
- \`SHA256SUMS\`: the SHA-256 of each file.
`;
}

function digestFile(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

if (import.meta.main) {
  const project = mkdtempSync(join(tmpdir(), 'carbon-ledger-release-'));
  try {
    for (const name of makeRelease(join(ROOT, 'dist/release'), project))
      process.stdout.write(`dist/release/${name}\n`);
  } finally {
    rmSync(project, { recursive: true, force: true });
  }
}
