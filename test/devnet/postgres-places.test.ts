import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { findPostgresFolder } from '../../devnet/postgres/postgres-programs.ts';
import { startElsewhere } from './starter.ts';

const isRoot = process.getuid?.() === 0;
const UNPRIVILEGED = 65_534;
/** Lists of users. `initdb` looks up its user; these users exist on every machine. */
const USERS = {
  'with a user postgres': `root:x:0:0::/root:/bin/sh\npostgres:x:1:1::/:/bin/sh\n`,
  'without a user postgres': `root:x:0:0::/root:/bin/sh\nnobody:x:${UNPRIVILEGED}:${UNPRIVILEGED}::/:/bin/false\n`,
};

let folder: string;
let umask: number;

beforeEach(async () => {
  umask = process.umask(0o022);
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-places-'));
});

afterEach(async () => {
  process.umask(umask);
  await rm(folder, { recursive: true, force: true });
});

/** Copies PostgreSQL's programs to a place with the permissions that `npm ci` sets under this umask; returns their folder. */
async function installPrograms(place: string, mask: number): Promise<string> {
  await mkdir(place, { recursive: true });
  await cp(join(findPostgresFolder(), '..'), join(place, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => !each.isSymbolicLink())) {
    const isOpen = entry.isDirectory() || entry.parentPath.endsWith('/bin');
    await chmod(join(entry.parentPath, entry.name), (isOpen ? 0o777 : 0o666) & ~mask);
  }
  return join(place, 'native', 'bin');
}

async function expectAnswer(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  await client.end();
}

describe.runIf(isRoot)('startPostgres as root', () => {
  const places = [
    { who: 'with a user postgres', how: 'umask 022', mask: 0o022 },
    { who: 'without a user postgres', how: 'umask 077', mask: 0o077 },
  ] as const;

  test.each(places)('starts in a folder that others cannot enter, $who, with $how', async ({ who, mask }) => {
    const clone = join(folder, 'a clone');
    await mkdir(clone);
    process.umask(mask);
    const programs = await installPrograms(join(clone, 'node_modules'), mask);
    await chmod(clone, 0o700);
    const machine = { folder: programs, users: USERS[who] };
    const dataDir = join(clone, '.carbon-ledger', 'postgres');
    const first = await startPostgres({ dataDir, profile: 'fast', machine });
    await expectAnswer(first.url);
    await first.stop();
    const second = await startPostgres({ dataDir, profile: 'fast', machine });
    await expectAnswer(second.url);
    await second.stop();
  });

  test('reports in one line that no other user exists', async () => {
    const start = startPostgres({
      dataDir: join(folder, 'data'),
      machine: { users: 'root:x:0:0::/root:/bin/sh\n' },
    });
    await expect(start).rejects.toMatchObject({
      code: 'not-permitted',
      message: expect.stringMatching(/^.*no user postgres or nobody\. Start as another user\.$/) as string,
    });
  });

  test('reports in one line which user cannot enter which folder if setpriv is missing', async () => {
    const path = process.env['PATH'];
    await chmod(folder, 0o700);
    process.env['PATH'] = '';
    const start = startPostgres({ dataDir: join(folder, 'data') });
    await expect(start.finally(() => (process.env['PATH'] = path))).rejects.toMatchObject({
      code: 'not-permitted',
      message: expect.stringMatching(
        /^PostgreSQL refuses to run as root\. .*\/data.*Start as another user.*$/,
      ) as string,
    });
  });
});

describe('startPostgres as an ordinary user', () => {
  test('starts in a path with blanks', async () => {
    const mask = '077';
    const home = join(folder, 'my own folder');
    const programs = await installPrograms(join(home, 'node modules'), 0o022);
    await chmod(folder, 0o755);
    if (isRoot) await chown(home, UNPRIVILEGED, UNPRIVILEGED);
    const user = isRoot ? UNPRIVILEGED : null;
    const starter = await startElsewhere('postgres', join(home, 'data'), { mask, user, programs });
    await expectAnswer(starter.url);
    await starter.kill();
    await (await startElsewhere('postgres', join(home, 'data'), { mask, user, programs })).stop();
  });
});
