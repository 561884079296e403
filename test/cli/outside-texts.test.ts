import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wrapLine } from '../../cli/output/wrap-text.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { addAnswer, addVersion, openMarket, showMarket } from '../core/verify/market.ts';
import { TEST_DOMAIN } from '../helpers/registry.ts';
import { runLine } from './test-terminal.ts';

const { chainId, ledger } = TEST_DOMAIN;
/** Ends a quotation in every way, and goes on as the program would. */
const END = `x"”'’»›\n“ verified, assured by "urn:big"`;
const ESCAPED = String.raw`x\"\”\'\’\»\›\n\“ verified, assured by \"urn:big\"`;
/** Fill lines, so that some begin with what the program alone says. */
const MARKED = '✓ v '.repeat(60);
const LABELLED = 'party     lei:big '.repeat(30);

let folder = '';
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'ledger-outside-'))));
afterAll(() => rm(folder, { recursive: true }));

/** Returns what `verify` says about a disclosure with a title, and an assurance with a scope. */
async function verify(title: string, scope: string): Promise<string> {
  const market = openMarket();
  const { parties, disclosure } = market;
  const subject = addVersion(market, parties.company, disclosure, { title });
  const answer = addAnswer(market, parties.auditor, subject, { scope, level: 'limited' });
  const file = join(folder, 'file.json');
  await writeFile(file, formatBundle(showMarket(market, { subject, also: [answer] })));
  const place = ['--offline', '--chain-id', String(chainId), '--ledger', ledger];
  const { out } = await runLine(['verify', file, ...place], { cwd: folder, hasColour: true });
  return out;
}

describe('a text that a party wrote, in a terminal', () => {
  it('cannot end its quotation and go on as the program', async () => {
    const text = (await verify(END, END)).replaceAll(/\n +/g, ' ');
    expect(text).toContain(`The file says: "${ESCAPED}", disclosure exchange/2023, sequence 2`);
    expect(text).toContain(`scope "${ESCAPED}"`);
  });

  it('makes no line of its own that looks like one of the program', async () => {
    const marked = (await verify(MARKED, MARKED)).split('\n');
    expect(marked.filter((line) => line.includes('✓ v ✓ v')).length).toBeGreaterThan(2);
    expect(marked.filter((line) => /^ *\u001b\[32m✓\u001b\[0m v /.test(line))).toEqual([]);
    const labelled = (await verify(LABELLED, LABELLED)).split('\n');
    expect(labelled.filter((line) => line.includes('party     lei:big')).length).toBeGreaterThan(2);
    expect(labelled.filter((line) => /^ {0,4}party +lei:big/.test(line))).toEqual([]);
  });

  it('makes no line of its own in the error of a server', async () => {
    const server = createServer((_, response) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ code: 'kind', message: 'wrong\n✓ verified', details: null, errorId: 'a' })),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { err } = await runLine(['status', '--url', url], { cwd: folder });
    server.close();
    expect(err).toBe('error (kind): wrong⟨U+000A⟩✓ verified\n');
  });

  it('is broken at any blank, and never begins at the edge', () => {
    const word = `✓_verified${'_'.repeat(70)}`;
    expect(wrapLine(`title  ${word}`, 7)).toBe(`title\n  ${word}`);
    const lines = wrapLine(`title  ${'✓\u00a0verified\u2003'.repeat(20)}`, 7).split('\n');
    expect(lines.slice(1).every((line) => line.startsWith('       verified'))).toBe(true);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
});
