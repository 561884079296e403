import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listen, type Listening } from '../../cli/mcp/http/listen.ts';
import { openSuiteServer } from './suite/suite-server.ts';
import { openTokenProxy, type TokenProxy } from './token-proxy.ts';

const SUITE = resolve(import.meta.dirname, '../../node_modules/@modelcontextprotocol/conformance');
const TOKEN = 'a-token-of-thirty-two-characters';
const TIMEOUT = 60_000;

/** Returns the scenarios that a server of a revision must pass: those of the list `server`. */
async function readRequired(revision: string): Promise<string[]> {
  const file = await readFile(join(SUITE, `requirements/${revision}.yaml`), 'utf8');
  const [, list = ''] = /^server:\n((?: {2}- .*\n)+)/m.exec(file) ?? [];
  return [...list.matchAll(/- (.+)\n/g)].map(([, name]) => name!);
}

/** Runs the scenarios of a revision, and returns those that passed every check. */
function runSuite(
  url: string,
  revision: string,
  folder: string,
): Promise<{ exit: number; passed: string[] }> {
  const args = ['server', '--url', url, '--requirements', revision, '--output-dir', folder];
  return new Promise((done) => {
    const child = execFile(process.execPath, [join(SUITE, 'dist/index.js'), ...args], (_error, out) =>
      done({
        exit: child.exitCode ?? -1,
        passed: [...out.matchAll(/^✓ (\S+): [1-9]\d* passed, 0 failed$/gm)].map(([, name]) => name!),
      }),
    );
  });
}

describe('The conformance suite of MCP', () => {
  let folder: string;
  let listening: Listening;
  let proxy: TokenProxy;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-conformance-'));
    const setting = { folder, env: process.env, reader: [], policy: [], portal: null };
    const openServer = () => openSuiteServer(setting);
    listening = await listen({ openServer, port: 0, token: TOKEN, onError: () => {} });
    proxy = await openTokenProxy(listening.url, TOKEN);
  });

  afterAll(async () => {
    await proxy.close();
    await listening.close();
    await rm(folder, { recursive: true });
  });

  it.concurrent.each([
    ['2025-11-25', 30],
    ['2026-07-28', 37],
  ])(
    'passes all scored scenarios of %s',
    async (revision, count) => {
      const required = await readRequired(revision);
      const { exit, passed } = await runSuite(proxy.url, revision, join(folder, revision));
      expect(required).toHaveLength(count);
      expect(passed).toEqual(expect.arrayContaining(required));
      expect(exit).toBe(0);
    },
    TIMEOUT,
  );
});
