import { existsSync } from 'node:fs';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../core/exit-codes.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import { makeDocument, nameDocument, type TestDocument } from '../helpers/documents.ts';
import { type SignedRecord, signRecord } from '../helpers/signed-record.ts';
import { openSeededCli, type SeededCli } from './seeded-cli.ts';

const MEGABYTE = 1_000_000;

let cli: SeededCli;
let count = 0;

beforeAll(async () => {
  cli = await openSeededCli();
});
afterAll(() => cli.close());

const at = (name: string): string => join(cli.folder, name);
const stored = ({ sha256 }: TestDocument): string => at(`documents/${sha256}`);

const publish = (record: SignedRecord): SignedRecord => ({
  ...record,
  submission: { ...record.submission, public: true } as SignedRecord['submission'],
});

/** Registers a record of the company that names a document, and writes its file. */
async function name(size: number, isPublic = false): Promise<TestDocument & { readonly file: string }> {
  const document = makeDocument(size);
  const entries = [nameDocument(document)];
  const record = signRecord({ by: cli.ledger.company, subject: `document/${++count}`, entries });
  await cli.ledger.accept(isPublic ? publish(record) : record);
  const file = `document-${count}.bin`;
  await writeFile(at(file), document.bytes);
  return { ...document, file };
}

describe('ledger document send', () => {
  it('sends a file once', async () => {
    const { file, sha256 } = await name(2 * MEGABYTE);
    const send = (): Promise<unknown> =>
      cli.json('document', 'send', file, '--sha256', sha256, '--key', 'company');
    expect(await send()).toEqual({ sha256, size: 2 * MEGABYTE, isNew: true });
    expect(await send()).toEqual({ sha256, size: 2 * MEGABYTE, isNew: false });
  });

  it('refuses another file than the one expected, one that no record names, and a missing key', async () => {
    const { file } = await name(1000);
    const other = '0'.repeat(64);
    expect(await cli.run('document', 'send', file, '--sha256', other, '--key', 'company')).toMatchObject({
      exit: EXIT_CODES.usage,
      err: expect.stringContaining(`expected ${other}`) as string,
    });
    await writeFile(at('unnamed.bin'), 'unnamed');
    expect(await cli.run('document', 'send', 'unnamed.bin', '--key', 'company')).toMatchObject({
      exit: EXIT_CODES.refused,
      err: expect.stringContaining('document-not-named') as string,
    });
    expect((await cli.run('document', 'send', file)).exit).toBe(EXIT_CODES.usage);
  });
});

describe('ledger document get', () => {
  it('writes the file after cut connections, and leaves no part', async () => {
    const { file, sha256, bytes } = await name(5 * MEGABYTE, true);
    await cli.json('document', 'send', file, '--key', 'company');
    const proxy = await startCuttingProxy(cli.server.url, 2, 2 * MEGABYTE);
    const options = ['-o', 'again.bin', '--url', proxy.url];
    const { exit, out, err } = await cli.run('document', 'get', sha256, ...options);
    await proxy.stop();
    expect({ exit, out }).toEqual({ exit: 0, out: 'written to again.bin, 5000000 bytes\n' });
    expect(err).toContain('; trying again in ');
    expect(proxy.cuts()).toBe(2);
    expect((await readFile(at('again.bin'))).equals(bytes)).toBe(true);
    expect(existsSync(at('again.bin.part'))).toBe(false);
  });

  it('continues the part of an earlier run', async () => {
    const { file, sha256, bytes } = await name(MEGABYTE);
    await cli.json('document', 'send', file, '--key', 'company');
    await writeFile(at('later.bin.part'), bytes.subarray(0, 600_000));
    expect(await cli.json('document', 'get', sha256, '-o', 'later.bin', '--key', 'company')).toEqual({
      sha256,
      size: MEGABYTE,
      output: 'later.bin',
    });
    expect((await readFile(at('later.bin'))).equals(bytes)).toBe(true);
  });

  it('keeps no file that the server, or an earlier part, got wrong', async () => {
    const { file, sha256, bytes } = await name(1000);
    await cli.json('document', 'send', file, '--key', 'company');
    await writeFile(at('wrong.bin.part'), Buffer.alloc(500));
    const get = (): ReturnType<SeededCli['run']> =>
      cli.run('document', 'get', sha256, '-o', 'wrong.bin', '--key', 'company');
    expect(await get()).toMatchObject({
      exit: EXIT_CODES.refused,
      err: expect.stringContaining('server-answer') as string,
    });
    expect(existsSync(at('wrong.bin')) || existsSync(at('wrong.bin.part'))).toBe(false);
    expect((await get()).exit).toBe(0);
    expect((await readFile(at('wrong.bin'))).equals(bytes)).toBe(true);
    await rm(at('wrong.bin'));
    await truncate(stored({ sha256, bytes }), 999);
    expect(await get()).toMatchObject({ exit: EXIT_CODES.unavailable });
  }, 60_000);

  it('refuses who may not read it, a file that exists and a malformed hash', async () => {
    const { file, sha256 } = await name(1000);
    await cli.json('document', 'send', file, '--key', 'company');
    expect(await cli.run('document', 'get', sha256, '-o', 'new.bin')).toMatchObject({
      exit: EXIT_CODES.refused,
      err: expect.stringContaining('document-unknown') as string,
    });
    expect(existsSync(at('new.bin.part'))).toBe(false);
    expect((await cli.run('document', 'get', sha256, '-o', file, '--key', 'company')).exit).toBe(
      EXIT_CODES.usage,
    );
    expect((await cli.run('document', 'get', 'abc')).exit).toBe(EXIT_CODES.usage);
  });
});
