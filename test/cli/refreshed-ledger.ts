import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { cite } from '../core/verify/market.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase } from '../helpers/postgres.ts';
import { makeEntry, type RecordSketch, type SignedRecord } from '../helpers/signed-record.ts';

/** Records whose proof files are fetched: one for each thing that can happen afterwards. */
export const SUBJECTS = [
  'unchanged',
  'restated',
  'withdrawn',
  'judged',
  'assured',
  'inventory',
  'disclosed',
  'acceptance',
] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** A ledger whose server and database are gone: the chain, the publication, and proof files that were fetched before. */
export interface AbandonedLedger {
  readonly chain: TestChain;
  readonly ledger: ChainedLedger;
  readonly home: string;
  readonly publication: string;
  /** Unix seconds: when the old proof files were fetched, and now. */
  readonly fetchedAt: number;
  readonly now: number;
  readonly records: Readonly<Record<SubjectName, SignedRecord>>;
  /** What was registered after the old proof files were fetched. */
  readonly later: Readonly<
    Record<
      'restated' | 'again' | 'withdrawn' | 'rejection' | 'retraction' | 'inventory' | 'opinion' | 'late',
      SignedRecord
    >
  >;
  /** The proof files of before, and those that the server made at the end. */
  readonly old: Readonly<Record<SubjectName, string>>;
  readonly fresh: Readonly<Record<SubjectName, string>>;
  readonly headers: readonly Hex[];
  policy(changes?: Partial<Policy>): Policy;
  stop(): Promise<void>;
}

const DAYS = 40 * 86_400;

/**
 * Plays a ledger. Batches 1 and 2: records, an acceptance of one and an assurance of another; proof files are fetched. 3: another
 * record. 40 days later, batch 4: restatements, a withdrawal, a rejection, a withdrawn assurance and a new one. 5: a replay of batch 4. 6: one
 * more restatement, and a decision.
 */
export async function abandonLedger(): Promise<AbandonedLedger> {
  const chain = await startTestChain();
  const ledger = await deployChainedLedger(chain);
  const home = await mkdtemp(join(tmpdir(), 'refresh-'));
  const publication = join(home, 'publication');
  const database = await createTestDatabase();
  const { pool } = database;
  const { company, provider, auditor, exchange } = ledger.parties;
  const headers: Hex[] = [];
  const publish = async (...records: readonly SignedRecord[]): Promise<void> => {
    headers.push(hashHeader(await ledger.publish(pool, publication, ...records)));
    // Authority is checked as of a final block later than the anchoring.
    await chain.mineAt((await chain.head()).time + 60);
    await chain.mine(4);
    await ledger.index(pool);
  };
  await ledger.index(pool);

  const factors = ledger.sign({ by: provider, subject: 'factors' });
  const result = (subject: string, sketch: Partial<RecordSketch> = {}): SignedRecord =>
    ledger.sign({ by: company, kind: 'result', subject, sources: [factors], ...sketch });
  const inventory = result('inventory', { entries: [makeEntry('total', '22.5')] });
  const disclosed = ledger.sign({
    by: company,
    kind: 'disclosure',
    subject: 'disclosed',
    sources: [inventory],
    entries: [cite(inventory, 'total', '22.5')],
  });
  const plain = ['unchanged', 'restated', 'withdrawn', 'judged', 'assured'] as const;
  const plainRecords = {
    ...(Object.fromEntries(plain.map((name) => [name, result(name)])) as Record<
      (typeof plain)[number],
      SignedRecord
    >),
    inventory,
    disclosed,
  };
  await ledger.accept(pool, factors);
  for (const record of [inventory, disclosed]) await ledger.accept(pool, record, true);
  await publish(...plain.map((name) => plainRecords[name]));
  const acceptance = ledger.sign({ by: exchange, kind: 'decision', answers: plainRecords.judged });
  const records = { ...plainRecords, acceptance };
  const assurance = ledger.sign({ by: auditor, kind: 'assurance', answers: records.assured });
  await publish(acceptance, assurance);
  const fetchAll = async (): Promise<Record<SubjectName, string>> => {
    const server = await startHttpServer(pool, (await chain.head()).time, {}, ledger.domain);
    const files: [string, string][] = [];
    for (const name of SUBJECTS) {
      const judges = name === 'judged' ? `?judges=${exchange.party},${auditor.party}` : '';
      const { text } = await server.call('GET', `/v1/records/${records[name].id}/bundle${judges}`);
      files.push([name, text]);
    }
    await server.stop();
    return Object.fromEntries(files) as Record<SubjectName, string>;
  };
  const old = await fetchAll();
  const fetchedAt = (await chain.head()).time;
  await publish(ledger.sign({ by: provider, subject: 'other' }));

  await chain.mineAt(fetchedAt + DAYS);
  await chain.mine(4);
  await ledger.index(pool);
  const change = (
    after: SignedRecord,
    word: 'restatement' | 'withdrawal',
    sketch: Partial<RecordSketch> = {},
  ): SignedRecord =>
    result(after.submission.record.subject, {
      after,
      statement: { change: word, reason: `a ${word}` },
      ...sketch,
    });
  const restated = change(records.restated, 'restatement');
  const later = {
    restated,
    again: change(restated, 'restatement'),
    withdrawn: change(records.withdrawn, 'withdrawal'),
    inventory: change(inventory, 'restatement'),
    late: ledger.sign({ by: exchange, kind: 'decision', answers: records.assured }),
    opinion: ledger.sign({
      by: auditor,
      kind: 'assurance',
      answers: disclosed,
      statement: { opinion: 'adverse' },
    }),
    rejection: ledger.sign({
      by: exchange,
      kind: 'decision',
      answers: records.judged,
      after: acceptance,
      statement: { outcome: 'rejected', reason: 'no meter' },
    }),
    retraction: ledger.sign({
      by: auditor,
      kind: 'assurance',
      answers: records.assured,
      after: assurance,
      statement: { opinion: 'withdrawn', reason: 'an error' },
    }),
  };
  const { again, late, ...fourth } = later;
  await publish(...Object.values(fourth));
  const replay = { number: 4, header: headers[3]! };
  await publish(
    ledger.sign({
      by: auditor,
      subject: 'replay',
      statement: { replay },
      record: { kind: KINDS.assurance },
    }),
  );
  await publish(again, late);
  const fresh = await fetchAll();
  const now = (await chain.head()).time;
  await database.drop();
  const policy = (changes: Partial<Policy> = {}): Policy => ({
    ...createPolicy({ ...ledger.domain, urls: [chain.url] }),
    ...changes,
  });
  for (const [name, text] of Object.entries(old)) await writeFile(join(home, `${name}.old.json`), text);
  return {
    ...{ chain, ledger, home, publication, fetchedAt, now, records, later, old, fresh, headers, policy },
    async stop() {
      await chain.stop();
      await rm(home, { recursive: true });
    },
  };
}
