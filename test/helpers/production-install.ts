import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { packPortal } from '../../scripts/package/release.ts';
import { PROGRAM_ROOMS } from '../../scripts/rooms.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SHIPPED = [
  ...PROGRAM_ROOMS.filter((room) => !['devnet', 'web'].includes(room)),
  ...['data', 'deploy', 'engines', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json'],
];
/** Programs find only what is installed in the folder. */
const PLAIN = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(npm_|INIT_CWD|NODE_PATH|LEDGER_)/.test(name)),
);

/** Installs the programs in a new folder for production, and the portal by the commands of docs/operate.md; `release` gets its tarball. */
export async function installForProduction(folder: string, release: string): Promise<void> {
  const run = promisify(execFile);
  packPortal(release);
  for (const name of SHIPPED) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await run(process.execPath, ['scripts/set-up.mjs', '--production'], { cwd: folder, env: PLAIN });
  const page = await readFile(join(ROOT, 'docs/operate.md'), 'utf8');
  const [unpack] = /^install -d [^ ]*\/dist\/portal\ntar .*$/m.exec(page)!;
  await run('bash', ['-euc', unpack.replaceAll('/opt/carbon-ledger', folder)], { cwd: release, env: PLAIN });
}
