import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentFinder } from '../../cli/inputs/document-inputs.ts';
import { addDocumentOptions, type DocumentOptions } from '../../cli/options/document-options.ts';
import { reportProgress } from '../../cli/output/progress-text.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { openApi } from '../../client/http/api.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import { startCuttingProxy } from '../helpers/cutting-proxy.ts';
import { makeDocument, nameDocument } from '../helpers/documents.ts';
import { signRecord } from '../helpers/signed-record.ts';
import { openSeededCli, type SeededCli } from './seeded-cli.ts';

const MEGABYTE = 1_000_000;
let cwd: string;
let said: string[] = [];

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'document-inputs-'));
  await mkdir(join(cwd, 'matrices/older'), { recursive: true });
});
afterAll(() => rm(cwd, { recursive: true }));

function nameOf(bytes: Uint8Array): DocumentName {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { sha256, size: bytes.length, mediaType: 'application/x-matrix-market' };
}

/** Writes a file, and returns the name of the document that it is. */
async function write(path: string, text: string): Promise<DocumentName> {
  const bytes = Buffer.from(text);
  await writeFile(join(cwd, path), bytes);
  return nameOf(bytes);
}

/** Opens the documents that a command line names; without a server if none is given. */
function open(args: readonly string[], url?: string): Promise<DocumentFinder> {
  const options = addDocumentOptions(new Command()).parse(args, { from: 'user' }).opts<DocumentOptions>();
  const terminal = { ...openTerminal(), cwd, env: { XDG_CACHE_HOME: join(cwd, 'cache') } };
  said = [];
  const places = { say: (line: string) => void said.push(line) };
  const server = url === undefined ? {} : { openApi: () => Promise.resolve(openApi(url)) };
  return DocumentFinder.open(terminal, options, { ...places, ...server });
}

async function read(finder: DocumentFinder, name: DocumentName): Promise<string | null> {
  const source = await finder.find(name);
  return source === null ? null : Buffer.from(await source.read(0, source.size)).toString();
}

describe('--document and --documents', () => {
  it('find a document by its hash, whatever its file is called, also in folders of the folder', async () => {
    const [one, two] = [await write('one.mtx', 'one'), await write('matrices/two', 'two')];
    const deep = await write('matrices/older/deep.parquet', 'deep');
    const finder = await open(['--document', 'one.mtx', '--documents', 'matrices']);
    expect(await read(finder, two)).toBe('two');
    expect(await read(finder, one)).toBe('one');
    expect(await read(finder, deep)).toBe('deep');
  });

  it('do not take a file for its size or name alone', async () => {
    const wanted = nameOf(Buffer.from('wanted'));
    await write(`matrices/${wanted.sha256}`, 'unwell');
    const finder = await open(['--documents', 'matrices']);
    expect(await read(finder, wanted)).toBeNull();
    expect(finder.describeMissing(wanted)).toBe(
      `the document ${wanted.sha256} (6 bytes, application/x-matrix-market) is not here. Give its file with --document, or its folder with --documents, or a server that has it with --url`,
    );
    await write('matrices/any-name', 'wanted');
    expect(await read(await open(['--documents', 'matrices']), wanted)).toBe('wanted');
  });

  it('refuse a file and a folder that are missing', async () => {
    await expect(open(['--document', 'none.mtx'])).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(open(['--documents', 'nowhere'])).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});

describe('a document on the server', () => {
  let cli: SeededCli;
  beforeAll(async () => {
    cli = await openSeededCli();
  });
  afterAll(() => cli.close());

  const cached = ({ sha256 }: DocumentName): string => join(cwd, 'cache/carbon-ledger/documents', sha256);

  /** Sends a document that anyone may read. */
  async function send(): Promise<{ readonly name: DocumentName; readonly bytes: Uint8Array }> {
    const document = makeDocument(5 * MEGABYTE);
    const record = signRecord({
      by: cli.ledger.company,
      subject: `matrix/${document.sha256.slice(0, 8)}`,
      entries: [nameDocument(document)],
    });
    const submission = { ...record.submission, public: true } as typeof record.submission;
    await cli.ledger.accept({ ...record, submission });
    await writeFile(join(cli.folder, document.sha256), document.bytes);
    await cli.json('document', 'send', document.sha256, '--key', 'company');
    return { name: nameOf(document.bytes), bytes: document.bytes };
  }

  it('is fetched once, over cut connections, and kept for the user alone', async () => {
    const { name, bytes } = await send();
    const proxy = await startCuttingProxy(cli.server.url, 2, 2 * MEGABYTE);
    const source = await (await open([], proxy.url)).find(name);
    await proxy.stop();
    expect(proxy.cuts()).toBe(2);
    expect(Buffer.compare(await source!.read(0, name.size), bytes)).toBe(0);
    expect((await stat(cached(name))).mode & 0o777).toBe(0o600);
    expect(existsSync(`${cached(name)}.part`)).toBe(false);
    expect(await (await open([])).find(name)).toMatchObject({ size: name.size });
  });

  it('continues where an earlier command was stopped', async () => {
    const { name, bytes } = await send();
    await writeFile(`${cached(name)}.part`, bytes.subarray(0, 3 * MEGABYTE));
    expect(await (await open([], cli.server.url)).find(name)).not.toBeNull();
    expect(Buffer.compare(await readFile(cached(name)), bytes)).toBe(0);
  });

  it('is fetched again if its file was damaged since', async () => {
    const { name, bytes } = await send();
    await writeFile(cached(name), bytes.subarray(1));
    expect(await (await open([])).find(name)).toBeNull();
    await (await open([], cli.server.url)).find(name);
    expect(Buffer.compare(await readFile(cached(name)), bytes)).toBe(0);
  });

  it('that the server does not have is missing, and the message says what the server answers', async () => {
    const name = nameOf(Buffer.from('nobody has it'));
    const finder = await open([], cli.server.url);
    expect(await finder.find(name)).toBeNull();
    expect(finder.describeMissing(name)).toMatch(/with --url \(.*no document.*\)$/i);
    expect(said.join()).toContain(`the server does not send the document ${name.sha256} (13 bytes, `);
    expect(existsSync(`${cached(name)}.part`)).toBe(false);
  });
});

describe('reportProgress', () => {
  it('says how much is done and how long the rest takes, and nothing about short work', () => {
    let now = 0;
    const lines: string[] = [];
    const report = reportProgress(
      'solving',
      (line) => void lines.push(line),
      () => now,
    );
    const at = (time: number, done: number): void => {
      now = time;
      report(done);
    };
    at(1_000, 0.1);
    at(10_000, 0.25);
    at(12_000, 0.3);
    at(300_000, 0.5);
    at(600_000, 1);
    at(600_000, 0.01);
    at(610_000, 0.5);
    expect(lines).toEqual([
      'solving: 25 %, about 30 s left',
      'solving: 50 %, about 5 min left',
      'solving: 1 %, about 0 s left',
      'solving: 50 %, about 10 s left',
    ]);
  });
});
