import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type PlayedLedger, playLedger } from '../helpers/played-ledger.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const PROGRAM = resolve(import.meta.dirname, '../../cli/main.ts');

let chain: TestChain;
let home: string;
let played: PlayedLedger;
let server: Server;
let url: string;
let state: string;
/** Called when the server is asked for records. While it holds them back, a replay waits. */
let asked: () => void = () => {};
const children: ChildProcess[] = [];

beforeAll(async () => {
  chain = await startTestChain();
  home = await mkdtemp(join(tmpdir(), 'lock-'));
  played = await playLedger(chain, join(home, 'publication'), ['one']);
  server = createServer((request, response) => {
    if (request.url!.endsWith('.ndjson')) return asked();
    response.end(readFileSync(join(played.publication, request.url!)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(async () => {
  state = await mkdtemp(join(home, 'state-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await chain.stop();
  await rm(home, { recursive: true });
});

const argsOf = (publication: string): string[] => {
  const where = ['--rpc', chain.url, '--ledger', played.ledger.domain.ledger, '--state', state];
  return ['replay', '--publication', publication, ...where, '--threads', '1'];
};

const replay = (): Promise<CliRun> => runLine(argsOf(played.publication), { cwd: home });

/** Starts a replay that waits for records, and so keeps the folder. */
async function startWaiting(...args: readonly string[]): Promise<ChildProcess> {
  const waits = new Promise<void>((done) => (asked = done));
  const child = spawn('node', [PROGRAM, ...argsOf(url), ...args], { cwd: home, stdio: 'ignore' });
  children.push(child);
  await waits;
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The file of the lock, and what it says about its holder. */
async function readLock(): Promise<{ path: string; holder: Record<string, unknown> }> {
  const names = (await readdir(state)).filter((name) => name.startsWith('lock.'));
  expect(names).toHaveLength(1);
  const path = join(state, names[0]!);
  return { path, holder: JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown> };
}

describe('Two replays with one state folder', () => {
  it('the second one ends with state-locked and names the first one, until that is killed', async () => {
    const child = await startWaiting();
    const { exit, out, err } = await replay();
    expect([exit, out]).toEqual([4, '']);
    expect(err).toContain('error (state-locked)');
    expect(err).toContain(`process ${child.pid}`);
    expect(err).toContain('--state');
    await kill(child);
    expect(await replay()).toMatchObject({ exit: 0 });
    expect(await replay()).toMatchObject({ exit: 0 });
  });

  it('of many that start at once, one has the folder at a time', async () => {
    await kill(await startWaiting());
    const all = await Promise.all(Array.from({ length: 8 }, replay));
    const exits = all.map(({ exit }) => exit);
    expect(exits.filter((exit) => exit === 0).length).toBeGreaterThan(0);
    for (const { exit, err } of all) if (exit !== 0) expect(err).toContain('error (state-locked)');
    expect(await replay()).toMatchObject({ exit: 0 });
    await readLock();
  });

  it('a process that got the number of the killed one later does not keep the folder', async () => {
    await kill(await startWaiting());
    const { path, holder } = await readLock();
    await writeFile(path, JSON.stringify({ ...holder, pid: process.pid }));
    expect(await replay()).toMatchObject({ exit: 0 });
  });

  it('one on another machine or in another container keeps it for as long as it gives signs of life', async () => {
    await kill(await startWaiting());
    const { path, holder } = await readLock();
    await writeFile(path, JSON.stringify({ ...holder, place: 'elsewhere' }));
    expect(await replay()).toMatchObject({ exit: 4, err: expect.stringContaining('elsewhere') as string });
    const before = new Date(Date.now() - 61_000);
    await utimes(path, before, before);
    expect(await replay()).toMatchObject({ exit: 0 });
  });

  it('a following one gives it back when SIGTERM ends it, also while it waits for the publication', async () => {
    const child = await startWaiting('--follow');
    const began = performance.now();
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(child.exitCode).toBe(0);
    // Without the signal it would wait for 30 seconds.
    expect(performance.now() - began).toBeLessThan(20_000);
    expect((await readLock()).holder).toEqual({});
    expect(await replay()).toMatchObject({ exit: 0 });
  });
});
