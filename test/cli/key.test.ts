import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLine } from './test-terminal.ts';

const DEVELOPMENT_KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-key-'));
  await writeFile(join(folder, 'password'), 'correct horse\n');
  await writeFile(join(folder, 'hex.key'), `${DEVELOPMENT_KEY}\n`, { mode: 0o600 });
});
afterAll(() => rm(folder, { recursive: true }));

const run = (args: string[], setting: Parameters<typeof runLine>[1] = {}): ReturnType<typeof runLine> =>
  runLine(['key', ...args], { cwd: folder, ...setting });

describe('key new', () => {
  it('writes a keystore, which only its owner may read', async () => {
    const { exit, out } = await run(['new', 'a.key.json', '--password-file', 'password', '--json']);
    expect(exit).toBe(0);
    // test/client/keys/key-bytes.test.ts opens such a file with ethers.
    const { address } = JSON.parse(out) as { address: string };
    const text = await readFile(join(folder, 'a.key.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: 3, address: address.slice(2).toLowerCase() });
    expect((await stat(join(folder, 'a.key.json'))).mode & 0o777).toBe(0o600);
  });

  it('overwrites nothing', async () => {
    await writeFile(join(folder, 'kept'), 'kept');
    const result = await run(['new', 'kept'], { env: { LEDGER_KEY_PASSWORD: 'x' } });
    expect(result).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error \([a-z0-9-]+\): kept exists[^\n]*\n$/),
    });
    expect(await readFile(join(folder, 'kept'), 'utf8')).toBe('kept');
  });

  it('asks twice for a typed password, and shows it nowhere', async () => {
    const good = await run(['new', 'typed.key.json'], { secrets: ['hidden', 'hidden'] });
    expect(good.exit).toBe(0);
    expect(good.out + good.err).not.toContain('hidden');
    const bad = await run(['new', 'other.key.json'], { secrets: ['hidden', 'hiden'] });
    expect(bad).toMatchObject({ exit: 2, err: expect.stringContaining('differ') });
    await expect(stat(join(folder, 'other.key.json'))).rejects.toThrow('ENOENT');
  });

  it('refuses an empty password', async () => {
    expect((await run(['new', 'empty.key.json'], { env: { LEDGER_KEY_PASSWORD: '' } })).exit).toBe(2);
  });
});

describe('key show', () => {
  it('tells the address of a keystore without its password', async () => {
    const made = await run(['new', 'show.key.json', '--json'], { env: { LEDGER_KEY_PASSWORD: 'p' } });
    const { address } = JSON.parse(made.out) as { address: string };
    expect(await run(['show', 'show.key.json'])).toMatchObject({ exit: 0, out: `${address}\n` });
    const opened = await run(['show', 'show.key.json', '--open', '--json'], {
      env: { LEDGER_KEY_PASSWORD: 'p' },
    });
    expect(JSON.parse(opened.out)).toEqual({ address, format: 'keystore' });
    const wrong = await run(['show', 'show.key.json', '--open'], { env: { LEDGER_KEY_PASSWORD: 'q' } });
    expect(wrong).toMatchObject({
      exit: 2,
      err: 'error (wrong-password): the password does not open show.key.json: try again, or name another key file\n',
    });
  });

  it('reads a development key only where no one else may', async () => {
    expect((await run(['show', 'hex.key'])).out).toContain(ADDRESS);
    await writeFile(join(folder, 'open.key'), DEVELOPMENT_KEY);
    await chmod(join(folder, 'open.key'), 0o644);
    const refused = await run(['show', 'open.key']);
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('chmod 600') });
    expect(refused.out + refused.err).not.toContain(DEVELOPMENT_KEY.slice(4));
  });

  it.each([
    ['text', 'hello'],
    ['other JSON', '{"a":1}'],
    ['a key of zero', `0x${'00'.repeat(32)}`],
    ['a keystore that holds none', '{"crypto":{},"version":3}'],
  ])('refuses a file that holds no key: %s', async (_what, text) => {
    await writeFile(join(folder, 'bad'), text, { mode: 0o600 });
    await chmod(join(folder, 'bad'), 0o600);
    const result = await run(['show', 'bad', '--open'], { env: { LEDGER_KEY_PASSWORD: 'p' } });
    expect(result).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error \([a-z0-9-]+\): [^\n]*\n$/),
    });
  });

  it('says how to give a password where no one can type one', () => {
    const result = spawnSync(
      process.execPath,
      ['cli/main.ts', 'key', 'new', join(folder, 'never.key.json')],
      {
        input: '',
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] },
      },
    );
    expect({ status: result.status, stdout: result.stdout }).toEqual({ status: 2, stdout: '' });
    expect(result.stderr).toContain('--password-file');
  });
});
