import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { openApi } from '../../client/http/api.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { REQUIRED_CHECKS } from '../../core/verify/policy.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import {
  batchViewSchema,
  sealedRecordSchema,
  statusSchema,
  streamSummarySchema,
} from '../../server/http/schemas.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { openSlowLedger, type SlowLedger, sealSlowly } from '../helpers/slow-ledger.ts';
import { slowAnchor, slowRecord, slowStream } from '../helpers/slow-reference.ts';
import { checkEntries, checkReceipts } from './check-kept.ts';
import { attempt, type Check, expectEqual, type LedgerEvidence } from './ledger-check.ts';

/** How much was checked, so that a test can require that it was something. */
export interface LedgerCount {
  readonly batches: number;
  readonly records: number;
  readonly streams: number;
}

type SealedRecord = z.infer<typeof sealedRecordSchema>;

/** The most problems that are listed. */
const MOST_LISTED = 500;

/**
 * Checks all of a ledger in which nothing waits, and returns how much it holds:
 * - every record with a receipt is sealed once, is final and was anchored in time
 * - the headers form one chain, and are what the slow reference computes from their records and what the contract holds
 * - the chain holds no other batch
 * - the entries are there
 * - every proof file verifies against the chain
 *
 * @throws Error that lists what is wrong
 */
export async function checkWholeLedger(url: string, evidence: LedgerEvidence): Promise<LedgerCount> {
  const reader = await openPolicyReader(evidence.policy);
  if (reader === null) throw new Error('the policy names no endpoints');
  const check: Check = { ...evidence, url, reader, problems: [], anchored: new Map(), sealed: new Map() };
  const batches = await checkRest(check);
  const ledger = openSlowLedger();
  for (let number = 1; number <= batches; number++)
    await attempt(check, `batch ${number}`, () => checkBatch(check, number, ledger));
  await checkReceipts(check);
  await checkEntries(check);
  await attempt(check, 'the streams', () => checkStreams(check, ledger));
  await checkBundles(check);
  const { problems, sealed } = check;
  if (problems.length > 0)
    throw new Error(
      `the ledger is wrong or incomplete, ${problems.length} problems:\n${problems.slice(0, MOST_LISTED).join('\n')}`,
    );
  return { batches, records: sealed.size, streams: countStreams(ledger) };
}

/** Checks that nothing waits, neither in the ledger nor on the chain. Returns the number of batches. */
async function checkRest(check: Check): Promise<number> {
  const { sealed, anchored, final, queue, halted } = await openApi(check.url).get('/v1/status', statusSchema);
  expectEqual(check, 'the reason to halt', halted, null);
  expectEqual(check, 'records that wait', queue.waiting, 0);
  expectEqual(check, 'the newest anchored batch', anchored, sealed);
  expectEqual(check, 'the newest final batch', final, sealed);
  expectEqual(check, 'the newest batch on chain', await check.reader.latest(), sealed);
  // A batch that was sent and is unknown here may be anchored at any time.
  if ((await check.reader.anchorInLatestBlock(sealed + 1)) !== ZERO_HASH)
    check.problems.push(`the chain holds batch ${sealed + 1}, which the ledger does not know`);
  return sealed;
}

async function checkBatch(check: Check, number: number, ledger: SlowLedger): Promise<void> {
  const { sealed } = check;
  const batch = await openApi(check.url).get(`/v1/batches/${number}`, batchViewSchema);
  const records = await readRecords(check.url, number);
  for (const { id } of records) {
    const before = sealed.get(id);
    if (before !== undefined) check.problems.push(`${id} is sealed in batches ${before} and ${number}`);
    sealed.set(id, number);
  }
  // Each record must follow the head that earlier records made; otherwise the header differs.
  for (const { id, record } of records)
    expectEqual(check, `the id in batch ${number}`, id, slowRecord(record));
  const bySequence = records.toSorted((a, b) => a.record.sequence - b.record.sequence);
  for (const sealedRecord of bySequence) checkContinues(check, ledger, sealedRecord, bySequence);
  const { header, id } = sealSlowly(ledger, records.map(describe), batch.header.sealedAt);
  const name = `header ${number}`;
  expectEqual(check, name, JSON.stringify(batch.header), JSON.stringify(header));
  expectEqual(check, `the id of ${name}`, batch.id, id);
  expectEqual(check, `the state of batch ${number}`, batch.state, 'final');
  const anchoredAt = batch.anchor?.anchoredAt ?? 0;
  const word = await check.reader.anchor(number);
  expectEqual(check, `the word of batch ${number}`, word, slowAnchor(id, anchoredAt));
  if (word === slowAnchor(id, anchoredAt)) check.anchored.set(number, anchoredAt);
}

function describe({
  id,
  record,
  statement,
  signature,
}: SealedRecord): Parameters<typeof sealSlowly>[1][number] {
  const stream = slowStream(record.party, record.kind, record.subject) as typeof id;
  return { id, stream, submission: { record, statement, signature } };
}

function checkContinues(
  check: Check,
  ledger: SlowLedger,
  { id, record }: SealedRecord,
  batch: readonly SealedRecord[],
): void {
  const stream = slowStream(record.party, record.kind, record.subject);
  const sameStream = batch.filter(
    (each) => slowStream(each.record.party, each.record.kind, each.record.subject) === stream,
  );
  const before = sameStream[sameStream.findIndex((each) => each.id === id) - 1];
  const head =
    before === undefined
      ? ledger.heads.get(record.party)?.get(stream)
      : { sequence: before.record.sequence, record: before.id };
  expectEqual(check, `the sequence of ${id}`, record.sequence, (head?.sequence ?? 0) + 1);
  if (head !== undefined) expectEqual(check, `previous of ${id}`, record.previous, head.record);
}

/** Returns the records of a batch, in the order of its leaves. */
async function readRecords(url: string, number: number): Promise<SealedRecord[]> {
  const response = await fetch(`${url}/v1/batches/${number}/records`);
  if (!response.ok || response.body === null) throw new Error(`batch ${number}: ${response.status}`);
  const records: SealedRecord[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) }))
    records.push(sealedRecordSchema.parse(JSON.parse(line)));
  return records;
}

/** Checks that the heads are those that the batches result in. */
async function checkStreams(check: Check, { heads }: SlowLedger): Promise<void> {
  for (const [party, streams] of heads) {
    const listed = await readStreams(check.url, party);
    expectEqual(check, `the streams of ${party}`, listed.length, streams.size);
    for (const { stream, head, accepted } of listed) {
      expectEqual(check, `the head of ${stream}`, head?.record, streams.get(stream)?.record);
      expectEqual(check, `the last accepted record of ${stream}`, accepted?.record, head?.record);
    }
  }
}

function countStreams({ heads }: SlowLedger): number {
  return [...heads.values()].reduce((sum, streams) => sum + streams.size, 0);
}

const streamsSchema = z.object({ items: z.array(streamSummarySchema), next: z.string().nullable() });

async function readStreams(url: string, party: string): Promise<z.infer<typeof streamSummarySchema>[]> {
  const streams: z.infer<typeof streamSummarySchema>[] = [];
  let cursor = '';
  for (;;) {
    const page = await openApi(url).get(`/v1/parties/${party}/streams?limit=500${cursor}`, streamsSchema);
    streams.push(...page.items);
    if (page.next === null) return streams;
    cursor = `&cursor=${page.next}`;
  }
}

const recover = openRecover({
  warn: () => {
    throw new Error('the native secp256k1 is missing');
  },
});

/** Proof files that are requested at once. */
const LANES = 4;

async function checkBundles(check: Check): Promise<void> {
  const ids = check.sealed.keys();
  const lane = async (): Promise<void> => {
    for (const id of ids) await attempt(check, `the proof file of ${id}`, () => checkBundle(check, id));
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

async function checkBundle(check: Check, id: string): Promise<void> {
  const { policy, reader, problems } = check;
  const file = await openApi(check.url).getBytes(`/v1/records/${id}/bundle`);
  const now = Math.floor(Date.now() / 1000);
  const { verdict, checks, bundle } = await verifyBundle(file, {
    policy: { ...policy, newest: 'not-asked' },
    reader,
    now,
    recover,
  });
  expectEqual(check, 'the subject of the proof file', bundle?.records[0]?.id, id);
  if (verdict !== 'verified') {
    const failed = checks.filter(
      ({ result, check: name }) =>
        result === 'fail' || (result === 'skipped' && REQUIRED_CHECKS.includes(name)),
    );
    problems.push(`the proof file of ${id} is ${verdict}: ${JSON.stringify(failed)}`);
  }
}
