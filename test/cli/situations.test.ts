import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedgerAdmin } from '../../chain/contracts/ledger-admin.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { type Bundle, formatBundle } from '../../core/proofs/bundle.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { cite, type Market, type MarketSketch, showMarket } from '../core/verify/market.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type LyingOperator, openLyingOperator } from '../helpers/lying-operator.ts';
import type { MemoryLedger } from '../helpers/memory-ledger.ts';
import type { TestParty } from '../helpers/registry.ts';
import { makeEntry, type SignedRecord } from '../helpers/signed-record.ts';
import { runLine } from './test-terminal.ts';

const DAY = 86_400;
const MAIN = new URL('../../cli/main.ts', import.meta.url).pathname;

/** One line of the table of situations (§11): what is verified, and how the command ends. */
interface Situation {
  readonly file: Bundle;
  readonly policy?: Partial<Policy>;
  readonly exit: number;
  /** What decides, as `check result code`. */
  readonly finding: string;
  /** Days from the newest block to the verifier's time. */
  readonly days?: number;
  /** What the first line says. */
  readonly first?: string;
}

const NAMES = [
  'superseded',
  'withdrawn',
  'basis-superseded',
  'basis-withdrawn',
  'adverse',
  'rejected',
  'answer-withdrawn',
  'answer-superseded',
  'another-version',
] as const;
type Name = (typeof NAMES)[number];

const RESTATED = { change: 'restatement', reason: 'new factors' };
const WITHDRAWN = { change: 'withdrawal', reason: 'a wrong meter' };

let chain: TestChain;
let folder: string;
let ledger: ChainedLedger;
let operator: LyingOperator;
let now: number;
const markets = new Map<Name, Market>();
const situations = new Map<string, Situation>();

/** Signs the next version of a record. */
function signNext(by: TestParty, after: SignedRecord, statement: JsonObject): SignedRecord {
  const { kind, subject, sources } = after.submission.record;
  const whole = { ...after.submission.statement, ...statement };
  return ledger.sign({ by, after, subject, statement: whole, record: { kind, sources } });
}

/** Returns the proof file of a market's disclosure as of the newest batch. */
function show(name: Name, sketch: MarketSketch = {}): Bundle {
  const market = {
    ...markets.get(name)!,
    ledger: { batches: [...operator.batches] } as unknown as MemoryLedger,
  };
  return { ...showMarket(market, sketch), ...ledger.domain };
}

const withoutRecord = (file: Bundle, { id }: SignedRecord): Bundle => ({
  ...file,
  records: file.records.filter((each) => each.id !== id),
});
const withoutHead = (file: Bundle, { submission: { record } }: SignedRecord): Bundle => ({
  ...file,
  heads: file.heads.filter(({ kind, subject }) => kind !== record.kind || subject !== record.subject),
});

/** Seals what every situation begins with: an inventory and a disclosure that cites it. */
async function sealMarkets(): Promise<void> {
  const { company, auditor, exchange, provider } = ledger.parties;
  const parties = { company, auditor, exchange, stranger: provider };
  for (const name of NAMES) {
    const inventory = ledger.sign({
      by: company,
      kind: 'result',
      subject: `inventory/${name}`,
      entries: [makeEntry('total', '22.5')],
    });
    const entries = [cite(inventory, 'total', '22.5')];
    const disclosure = ledger.sign({
      by: company,
      kind: 'disclosure',
      subject: `exchange/${name}`,
      sources: [inventory],
      entries,
    });
    markets.set(name, {
      ledger: { batches: operator.batches } as unknown as MemoryLedger,
      parties,
      inventory,
      disclosure,
    });
  }
  const all = [...markets.values()];
  await operator.seal({ records: all.flatMap(({ inventory, disclosure }) => [inventory, disclosure]) });
}

/** Adds the file from before, the one from after, and those that hide what is newer. */
function addNewer(name: Name, before: Bundle, later: SignedRecord): void {
  const { disclosure, inventory } = markets.get(name)!;
  const object = name.startsWith('basis') ? inventory : disclosure;
  const after = show(name, { also: [later] });
  const hidden = name.replace('withdrawn', 'superseded');
  situations.set(`${name}: fetched before`, { file: before, exit: 0, finding: 'currentness pass ok' });
  situations.set(`${name}: fetched before, and too old`, {
    file: before,
    exit: 1,
    finding: 'currentness fail too-old',
    days: 31,
  });
  situations.set(`${name}: fetched after`, { file: after, exit: 1, finding: `currentness fail ${name}` });
  situations.set(`${name}: the newer record removed`, {
    file: withoutRecord(after, later),
    exit: 1,
    finding: `currentness fail ${hidden}`,
  });
  situations.set(`${name}: the head removed`, {
    file: withoutHead(after, object),
    exit: 3,
    finding: 'currentness skipped no-head',
  });
}

/** Adds the answer of a judge and of a party that is not a judge, and the files that hide it. */
function addObjection(
  name: 'adverse' | 'rejected',
  before: Bundle,
  answer: SignedRecord,
  judge: TestParty,
): void {
  const policy = { judges: [judge.party] };
  const after = show(name, { also: [answer], judges: [judge] });
  const removed = withoutRecord(after, answer);
  situations.set(`${name}: fetched before`, { file: before, policy, exit: 0, finding: 'answers pass ok' });
  situations.set(`${name}: fetched after`, {
    file: after,
    policy,
    exit: 1,
    finding: `answers fail answer-${name}`,
  });
  situations.set(`${name}: the answer removed`, {
    file: removed,
    policy,
    exit: 3,
    finding: 'answers skipped answer-not-shown',
  });
  situations.set(`${name}: the answer and its head removed`, {
    file: withoutHead(removed, answer),
    policy,
    exit: 3,
    finding: 'answers skipped answer-not-shown',
  });
  situations.set(`${name}: of a party that is not a judge`, {
    file: after,
    exit: 0,
    finding: `answers warn answer-${name}`,
    first: `says ${name}`,
  });
}

/** Adds an answer that was taken back or replaced. */
function addReplaced(
  name: 'answer-withdrawn' | 'answer-superseded',
  first: SignedRecord,
  later: SignedRecord,
): void {
  const { auditor } = ledger.parties;
  const policy = { judges: [auditor.party] };
  const file = show(name, { also: [first, later], judges: [auditor] });
  situations.set(name, { file, policy, exit: 0, finding: `answers pass ${name}` });
  situations.set(`${name}: an answer required`, {
    file,
    policy: { ...policy, require: ['answers'] },
    exit: name === 'answer-withdrawn' ? 1 : 0,
    finding: name === 'answer-withdrawn' ? 'answers fail no-answer' : 'answers pass ok',
  });
  situations.set(`${name}: the newer answer removed`, {
    file: withoutRecord(file, later),
    policy,
    exit: 3,
    finding: 'answers skipped answer-not-shown',
  });
}

beforeAll(async () => {
  chain = await startTestChain();
  folder = await mkdtemp(join(tmpdir(), 'situations-'));
  ledger = await deployChainedLedger(chain);
  operator = await openLyingOperator(ledger, join(folder, 'publication'));
  const { company, auditor, exchange } = ledger.parties;
  await sealMarkets();
  const of = (name: Name): Market => markets.get(name)!;
  const object = ledger.sign({ by: company, kind: 'disclosure', subject: 'exchange/early' });
  const early = ledger.sign({ by: auditor, kind: 'assurance', answers: object });
  await operator.seal({ records: [early] });
  const before = Object.fromEntries(NAMES.map((name) => [name, show(name)])) as Record<Name, Bundle>;
  const silent = {
    adverse: show('adverse', { judges: [auditor] }),
    rejected: show('rejected', { judges: [exchange] }),
  };

  const later = {
    superseded: signNext(company, of('superseded').disclosure, RESTATED),
    withdrawn: signNext(company, of('withdrawn').disclosure, WITHDRAWN),
    'basis-superseded': signNext(company, of('basis-superseded').inventory, RESTATED),
    'basis-withdrawn': signNext(company, of('basis-withdrawn').inventory, WITHDRAWN),
  };
  const object1 = (name: Name): { answers: SignedRecord } => ({ answers: of(name).disclosure });
  const opine = (name: Name): SignedRecord =>
    ledger.sign({ by: auditor, kind: 'assurance', ...object1(name), statement: { opinion: 'adverse' } });
  const [adverse, taken, replaced, another] = [
    opine('adverse'),
    opine('answer-withdrawn'),
    opine('answer-superseded'),
    opine('another-version'),
  ];
  const rejected = ledger.sign({
    by: exchange,
    kind: 'decision',
    ...object1('rejected'),
    statement: { outcome: 'rejected' },
  });
  await operator.seal({
    records: [...Object.values(later), adverse, taken, replaced, another, rejected, object],
  });

  const takenBack = signNext(auditor, taken, { opinion: 'withdrawn' });
  const replacement = signNext(auditor, replaced, { opinion: 'unqualified' });
  const second = signNext(company, of('another-version').disclosure, RESTATED);
  await operator.seal({ records: [takenBack, replacement, second] });
  now = (await chain.head()).time;

  for (const [name, record] of Object.entries(later)) addNewer(name as Name, before[name as Name], record);
  addObjection('adverse', silent.adverse, adverse, auditor);
  addObjection('rejected', silent.rejected, rejected, exchange);
  addReplaced('answer-withdrawn', taken, takenBack);
  addReplaced('answer-superseded', replaced, replacement);
  const policy = { judges: [auditor.party] };
  const other = show('another-version', {
    subject: second,
    also: [of('another-version').disclosure, another],
    judges: [auditor],
  });
  situations.set('an answer to another version', {
    file: other,
    policy,
    exit: 0,
    finding: 'answers pass other-version',
  });
  situations.set('an answer to another version: an answer required', {
    file: other,
    policy: { ...policy, require: ['answers'] },
    exit: 1,
    finding: 'answers fail no-answer',
  });
  situations.set("a judge's stream not shown", {
    file: show('adverse'),
    policy,
    exit: 3,
    finding: 'answers skipped answer-not-shown',
  });
  const earlyFile = show('adverse', { subject: object, also: [early], heads: [object, early] });
  situations.set('an answer sealed before its object', {
    file: { ...earlyFile, records: [earlyFile.records[0]!, earlyFile.records[2]!] },
    exit: 1,
    finding: 'answers fail answer-too-early',
  });
});

afterAll(async () => {
  await chain.stop();
  await rm(folder, { recursive: true });
});

async function writeFiles({ file, policy }: Situation): Promise<{ proof: string; rules: string }> {
  const [proof, rules] = [join(folder, 'proof.json'), join(folder, 'policy.json')];
  await writeFile(proof, formatBundle(file));
  await writeFile(
    rules,
    JSON.stringify({ ...createPolicy({ ...ledger.domain, urls: [chain.url] }), ...policy }),
  );
  return { proof, rules };
}

/** Runs `ledger verify` and compares how it ends, and what it finds, with the table. */
async function compare(situation: Situation): Promise<void> {
  const { proof, rules } = await writeFiles(situation);
  const line = ['verify', proof, '--policy', rules];
  const setting = { cwd: folder, now: 1000 * (now + 60 + (situation.days ?? 0) * DAY) };
  const { exit, out } = await runLine([...line, '--json'], setting);
  const { checks } = JSON.parse(out) as { checks: readonly CheckResult[] };
  const found = checks.map(({ check, result, code }) => `${check} ${result} ${code}`);
  expect(found).toContain(situation.finding);
  expect(exit, [...new Set(found)].join('\n')).toBe(situation.exit);
  const failures = found.filter((each) => each.includes(' fail '));
  expect([...new Set(failures)]).toEqual(failures.length === 0 ? [] : [situation.finding]);
  if (situation.first === undefined) return;
  const text = (await runLine(line, setting)).out.replaceAll(/\s+/g, ' ');
  expect(text.slice(0, text.indexOf('The file says'))).toMatch(new RegExp(`^! .*${situation.first}`));
}

/** Every row of the table, each with the files that a reader may hold. */
const ROWS = [
  ...['superseded', 'withdrawn', 'basis-superseded', 'basis-withdrawn'].flatMap((name) =>
    [
      'fetched before',
      'fetched before, and too old',
      'fetched after',
      'the newer record removed',
      'the head removed',
    ].map((file) => `${name}: ${file}`),
  ),
  ...['adverse', 'rejected'].flatMap((name) =>
    [
      'fetched before',
      'fetched after',
      'the answer removed',
      'the answer and its head removed',
      'of a party that is not a judge',
    ].map((file) => `${name}: ${file}`),
  ),
  ...['answer-withdrawn', 'answer-superseded'].flatMap((name) => [
    name,
    `${name}: an answer required`,
    `${name}: the newer answer removed`,
  ]),
  'an answer to another version',
  'an answer to another version: an answer required',
  "a judge's stream not shown",
  'an answer sealed before its object',
] as const;

describe('ledger verify ends as the table of situations says', () => {
  it.each(ROWS)('%s', async (row) => {
    await compare(situations.get(row)!);
  });

  it('with rows for everything that happened', () => {
    expect([...situations.keys()].sort()).toEqual([...ROWS].sort());
  });

  it.each(['superseded: fetched before', 'superseded: fetched after', 'superseded: the head removed'])(
    'as a process of its own: %s',
    async (row) => {
      const situation = situations.get(row)!;
      const { proof, rules } = await writeFiles(situation);
      const { status, stderr } = spawnSync(process.execPath, [MAIN, 'verify', proof, '--policy', rules], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect({ status, stderr }).toEqual({ status: situation.exit, stderr: expect.any(String) });
    },
  );

  it('with a warning once the ledger is closed', async () => {
    const successor = chain.accounts.stranger.address;
    await openLedgerAdmin(ledger.deployment.ledger, chain.accounts.admin).close(successor);
    await chain.mine(4);
    const { file } = situations.get('adverse: fetched before')!;
    await compare({ file, exit: 0, finding: 'currentness warn ledger-closed' });
  });
});
