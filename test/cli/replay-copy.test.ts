import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSource } from '../../client/publication/source.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import { nameBatchFile, nameRecordsFile } from '../../core/publication/format.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type PlayedLedger, playLedger } from '../helpers/played-ledger.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let chain: TestChain;
let home: string;
let played: PlayedLedger;
let folder: string;
let server: Server | null = null;

beforeAll(async () => {
  chain = await startTestChain();
  home = await mkdtemp(join(tmpdir(), 'copy-'));
  played = await playLedger(chain, join(home, 'publication'), ['one', 'two']);
});

beforeEach(async () => {
  folder = await mkdtemp(join(home, 'run-'));
  await cp(played.publication, join(folder, 'publication'), { recursive: true });
});

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

afterAll(async () => {
  await chain.stop();
  await rm(home, { recursive: true });
});

const nameOf = (number: number): { number: number; id: `0x${string}` } => ({
  number,
  id: hashHeader(played.operator.batches[number - 1]!.header),
});
const batchFile = (): string => nameBatchFile(nameOf(2));
const recordsFile = (): string => nameRecordsFile(nameOf(2));

function replay(publication: string): Promise<CliRun> {
  const where = ['--rpc', chain.url, '--ledger', played.ledger.domain.ledger, '--state', 'state'];
  return runLine(['replay', '--publication', publication, ...where, '--threads', '1'], { cwd: folder });
}

/** Serves the publication, but answers for one file as a hostile server would. */
async function serve(
  path: string,
  answer: (response: ServerResponse, right: Buffer) => void,
): Promise<string> {
  server = createServer((request, response) => {
    const right = readFileSync(join(played.publication, request.url!));
    if (request.url === `/${path}`) answer(response, right);
    else response.end(right);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Writes for as long as somebody reads. */
function writeForEver(response: ServerResponse, text: string): void {
  const block = Buffer.from(text.repeat(Math.ceil((1 << 20) / text.length)));
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  };
  response.on('drain', more);
  more();
}

/** Expects that batch 1 was replayed, that the replay ended with this code before batch 2, and that little memory was needed. */
async function expectEnd(publication: string, exit: number, code: string, words: string): Promise<void> {
  const before = process.memoryUsage().rss;
  const ended = await replay(publication);
  const text = `${ended.out}${ended.err}`.replaceAll(/\s+/g, ' ');
  expect(ended.exit, text).toBe(exit);
  expect(text).toContain(code);
  expect(text).toContain(words);
  expect(process.memoryUsage().rss - before).toBeLessThan(512 << 20);
}

describe('A replay from a server that is slow, endless or lies', () => {
  it('ends where a file of a batch never ends', async () => {
    const url = await serve(batchFile(), (response) => writeForEver(response, ' '));
    await expectEnd(url, 3, 'copy-damaged', 'expected at most 65536 bytes, got more');
  });

  it('ends where the records never end: in one line, or in many', async () => {
    const one = await serve(recordsFile(), (response) => writeForEver(response, 'x'));
    await expectEnd(one, 3, 'copy-damaged', 'got more');
  });

  it('ends where records never end though the file of the batch promises them', async () => {
    const name = join(played.publication, batchFile());
    const huge = readFileSync(name, 'utf8').replace(/"bytes":\d+/, '"bytes":9007199254740991');
    server = createServer((request, response) => {
      if (request.url === `/${batchFile()}`) return void response.end(huge);
      if (request.url === `/${recordsFile()}`) return writeForEver(response, 'x');
      response.end(readFileSync(join(played.publication, request.url!)));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expectEnd(url, 3, 'copy-damaged', 'a line has more than 20971520 bytes');
  });

  it('follows no redirect, and names its target', async () => {
    const url = await serve(recordsFile(), (response) =>
      response.writeHead(302, { location: 'http://127.0.0.1:9/other' }).end(),
    );
    await expectEnd(url, 4, 'copy-unreadable', 'it redirects to "http://127.0.0.1:9/other"');
  });

  it('ends where a page of HTML comes instead of a file', async () => {
    const url = await serve(batchFile(), (response) => response.end('<!doctype html><title>Sign in</title>'));
    await expectEnd(url, 3, 'copy-damaged', 'Find another copy');
  });

  it('ends where fewer bytes come than were announced, and where the server fails', async () => {
    const short = await serve(recordsFile(), (response, right) => {
      response.writeHead(200, { 'content-length': right.length + 1 }).write(right);
      setTimeout(() => response.destroy(), 50);
    });
    await expectEnd(short, 4, 'copy-unreadable', 'Check the path or URL');
    server?.close();
    const failing = await serve(recordsFile(), (response) => response.writeHead(500).end());
    await expectEnd(failing, 4, 'copy-unreadable', 'status 500');
  });

  it('ends where a file that was announced is missing', async () => {
    const url = await serve(recordsFile(), (response) => response.writeHead(404).end());
    await expectEnd(url, 3, 'copy-lacks', 'Try again later, or name another copy');
  });
});

describe('A replay from a folder with something else in the place of a file', () => {
  it.each([
    ['a folder', (path: string) => mkdir(path)],
    ['a FIFO', (path: string) => void spawnSync('mkfifo', [path])],
    ['a link to a device', (path: string) => symlink('/dev/zero', path)],
  ])('ends where that is %s', async (_what, make) => {
    const path = join(folder, 'publication', recordsFile());
    await rm(path);
    await make(path);
    await expectEnd('publication', 3, 'copy-damaged', 'is not a regular file');
  });

  it('follows a link to a regular file, and takes a link to nothing for a missing file', async () => {
    const path = join(folder, 'publication', recordsFile());
    await rm(path);
    await symlink(join(played.publication, recordsFile()), path);
    expect(await replay('publication')).toMatchObject({ exit: 0 });
    await rm(path);
    await symlink('nothing', path);
    await rm(join(folder, 'state'), { recursive: true });
    await expectEnd('publication', 3, 'copy-lacks', 'lacks batches/');
  });
});

describe('openSource', () => {
  async function readAll(url: string, patience: { silence: number; rate: number }): Promise<number> {
    let bytes = 0;
    for await (const chunk of (await openSource(url, undefined, patience)('ledger.json'))!)
      bytes += chunk.length;
    return bytes;
  }

  it.each([
    ['never answers', () => {}],
    ['answers, and then sends nothing', (response: ServerResponse) => response.write('{')],
  ])('gives up a server that %s', async (_what, answer) => {
    const url = await serve('ledger.json', (response) => void answer(response));
    await expect(readAll(url, { silence: 100, rate: 1 })).rejects.toMatchObject({
      code: 'copy-unreadable',
      message: expect.stringContaining('nothing came for') as string,
    });
  });

  it('gives up a server that sends a byte now and then', async () => {
    const url = await serve('ledger.json', (response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    await expect(readAll(url, { silence: 200, rate: 1000 })).rejects.toMatchObject({
      code: 'copy-unreadable',
      message: expect.stringContaining('fewer than 1000 bytes a second') as string,
    });
  });

  it('counts only the time that it waits: a slow reader does not blame the server', async () => {
    const text = 'x'.repeat(8 << 20);
    const url = await serve('ledger.json', (response) => response.end(text));
    let bytes = 0;
    for await (const chunk of (await openSource(url, undefined, { silence: 1000, rate: 1 << 30 })(
      'ledger.json',
    ))!) {
      bytes += chunk.length;
      if (bytes < 3 << 20) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(bytes).toBe(text.length);
  });
});
