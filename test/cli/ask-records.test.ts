import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Domain } from '../../core/hashing/domain.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import type { TestDatabase } from '../helpers/postgres.ts';
import {
  parseRecorded,
  proofPath,
  RECORDED_AT,
  type RecordedChain,
  startRecordedChain,
  TAMPERED,
} from '../recorded-home/recorded.ts';
import { loadDatabase } from '../recorded-home/recorded-database.ts';
import { runLine } from './test-terminal.ts';

let folder = '';
let chain: RecordedChain;
let database: TestDatabase;
let server: HttpServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-ask-'));
  [chain, database] = await Promise.all([startRecordedChain(), loadDatabase()]);
  server = await startHttpServer(database.pool, RECORDED_AT, {}, parseRecorded('home/ledger.json') as Domain);
  const policy = parseRecorded('home/policy.json') as { rpc: object };
  const own = { ...policy, rpc: { ...policy.rpc, urls: [chain.url] } };
  await writeFile(join(folder, 'policy.json'), JSON.stringify(own));
});
afterAll(async () => {
  await Promise.all([server.stop(), chain.stop()]);
  await database.drop();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly text: string;
  readonly handles: readonly { readonly kind: string; readonly party?: { readonly identifier: string } }[];
}

/** Asks about registered records. Thin blanks between digits are left out of the answer. */
async function ask(...args: string[]): Promise<Answer> {
  const { exit, out } = await runLine(['ask', ...args, '--policy', 'policy.json', '--json'], {
    cwd: folder,
    env: { LEDGER_URL: server.url },
    now: 1000 * RECORDED_AT,
  });
  expect(exit).toBe(0);
  const { blocks, handles } = JSON.parse(out) as {
    readonly blocks: readonly { readonly text: string }[];
    readonly handles: Readonly<Record<string, Answer['handles'][number]>>;
  };
  const text = blocks.map((block) => block.text).join('\n');
  return { text: text.replaceAll(/[\u00a0\u202f]/gu, ''), handles: Object.values(handles) };
}

describe('ask about registered records', () => {
  it('shows a figure of a proof file that verifies, with party, period, gases and standing', async () => {
    const { text } = await ask('Which scope 1 does the record state?', proofPath('disclosure'));
    expect(text).toContain(
      'scope1/total (lei:0000EXAMPLESTEEL0025, 2023, CO2 + HFC-134a, AR5, consolidation operational-control): 32831.675 t CO2e',
    );
    expect(text).toContain('verified, newest version, assured: unqualified, limited');
    expect(text).toContain('2 other figures of the record, which are not shown');
  });

  it('shows no figure of a proof file with a changed digit, and says which check fails', async () => {
    const { text, handles } = await ask('Which scope 1 does the record state?', proofPath(TAMPERED));
    expect(text).toContain(
      'none of its figures is shown: Disclosure 2023: entries, proof-root [proof-fails]',
    );
    expect(handles.map(({ kind }) => kind)).not.toContain('figure');
  });

  it('finds records of the ledger by the words of the question, in Chinese too', async () => {
    const { text } = await ask('已登记的 accounts of China 在2022年是多少？', '--language', 'zh');
    expect(text).toContain(
      'production/CN/CO2/2022（urn:example.org:factor-service，2022，CO2）：11350.538 Mt',
    );
    expect(text).toContain('已核验，最新版本');
  });

  it('puts the accounts of a country side by side, each line with the figure that it is made from', async () => {
    const { text } = await ask('全景 China 2022', '--language', 'zh');
    const line =
      '：11350.538 Mt CO2（取整至 0.001，已核验，最新版本） [f3]。此数出自production/CN/CO2/2022（';
    expect(text).toContain(line);
    expect(text).toContain('没有该账户的数值：avoided [no-line]');
  });

  it('says that no record has words of the question', async () => {
    const { text } = await ask('What is registered of xylophones?');
    expect(text).toContain('[no-record]');
  });
});
