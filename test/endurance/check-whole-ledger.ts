import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { openApi } from '../../cli/api.ts';
import type { ChainReader } from '../../core/chain-reader.ts';
import { openPolicyReader } from '../../cli/policy-file.ts';
import { type Policy, REQUIRED_CHECKS } from '../../core/policy.ts';
import { checkSignature } from '../../core/signature.ts';
import { digestReceipt } from '../../core/receipt.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import {
  batchViewSchema,
  recordViewSchema,
  sealedRecordSchema,
  statusSchema,
  streamSummarySchema,
} from '../../server/http/schemas.ts';
import { openRecover } from '../../server/recover.ts';
import { openSlowLedger, type SlowLedger, sealSlowly } from '../helpers/slow-ledger.ts';
import { slowAnchor, slowRecord, slowStream } from '../helpers/slow-reference.ts';
import type { KeptReceipt } from './submit.ts';

/** By what a whole ledger is judged: nothing of it comes from the ledger. */
export interface LedgerEvidence {
  /** Every receipt that clients hold. */
  readonly receipts: readonly KeptReceipt[];
  /** The address that signs receipts, EIP-55. */
  readonly operator: string;
  /** The verifier's policy, with the endpoints of the chain. */
  readonly policy: Policy;
}

/** What was checked, so that a test can say that it was not nothing. */
export interface LedgerCount {
  readonly batches: number;
  readonly records: number;
  readonly streams: number;
}

type SealedRecord = z.infer<typeof sealedRecordSchema>;

interface Check extends LedgerEvidence {
  readonly url: string;
  readonly reader: ChainReader;
  readonly problems: string[];
}

/**
 * Returns how much a ledger at rest holds, when all of it is right: every receipt is honoured by a record that is sealed once and
 * final; headers are one chain, recomputed from their records by the slow reference and equal to the words on chain; the chain
 * holds no other batch; every bundle verifies against the chain.
 * @throws Error that lists what is wrong
 */
export async function checkWholeLedger(url: string, evidence: LedgerEvidence): Promise<LedgerCount> {
  const reader = await openPolicyReader(evidence.policy);
  if (reader === null) throw new Error('the policy names no endpoints');
  const check: Check = { ...evidence, url, reader, problems: [] };
  const batches = await checkRest(check);
  const ledger = openSlowLedger();
  const sealed = new Map<string, number>();
  for (let number = 1; number <= batches; number++) await checkBatch(check, number, ledger, sealed);
  for (const receipt of check.receipts) await checkReceipt(check, receipt, sealed);
  const streams = await checkStreams(check, ledger);
  for (const id of sealed.keys()) await checkBundle(check, id);
  if (check.problems.length > 0)
    throw new Error(`the ledger is not whole:\n${check.problems.slice(0, 10).join('\n')}`);
  return { batches, records: sealed.size, streams };
}

function expectEqual({ problems }: Check, what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) problems.push(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

/** Returns the number of batches of a ledger in which nothing waits, neither here nor on the chain. */
async function checkRest(check: Check): Promise<number> {
  const { sealed, anchored, final, queue, halted } = await openApi(check.url).get('/v1/status', statusSchema);
  expectEqual(check, 'the reason to halt', halted, null);
  expectEqual(check, 'records that wait', queue.waiting, 0);
  expectEqual(check, 'the newest anchored batch', anchored, sealed);
  expectEqual(check, 'the newest final batch', final, sealed);
  expectEqual(check, 'the newest batch on chain', await check.reader.latest(), sealed);
  return sealed;
}

async function checkBatch(
  check: Check,
  number: number,
  ledger: SlowLedger,
  sealed: Map<string, number>,
): Promise<void> {
  const batch = await openApi(check.url).get(`/v1/batches/${number}`, batchViewSchema);
  const records = await readRecords(check.url, number);
  for (const { id } of records) {
    const before = sealed.get(id);
    if (before !== undefined) check.problems.push(`${id} is sealed in batch ${before} and in ${number}`);
    sealed.set(id, number);
  }
  // Each continues the head that the ones before it made, or the header differs.
  for (const { id, record } of records)
    expectEqual(check, `the id in batch ${number}`, id, slowRecord(record));
  const bySequence = records.toSorted((a, b) => a.record.sequence - b.record.sequence);
  for (const sealedRecord of bySequence) checkContinues(check, ledger, sealedRecord, bySequence);
  const { header, id } = sealSlowly(ledger, records.map(describe), batch.header.sealedAt);
  const name = `header ${number}`;
  expectEqual(check, name, JSON.stringify(batch.header), JSON.stringify(header));
  expectEqual(check, `the id of ${name}`, batch.id, id);
  expectEqual(check, `the state of batch ${number}`, batch.state, 'final');
  const word = slowAnchor(id, batch.anchor?.anchoredAt ?? 0);
  expectEqual(check, `the word of batch ${number}`, await check.reader.anchor(number), word);
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

/** The lines of a batch, in the order of its leaves. */
async function readRecords(url: string, number: number): Promise<SealedRecord[]> {
  const response = await fetch(`${url}/v1/batches/${number}/records`);
  if (!response.ok || response.body === null) throw new Error(`batch ${number}: ${response.status}`);
  const records: SealedRecord[] = [];
  for await (const line of createInterface({ input: Readable.fromWeb(response.body) }))
    records.push(sealedRecordSchema.parse(JSON.parse(line)));
  return records;
}

async function checkReceipt(
  check: Check,
  kept: KeptReceipt,
  sealed: ReadonlyMap<string, number>,
): Promise<void> {
  const { record: id, acceptedAt, anchorBy, signature } = kept;
  const { chainId, ledger } = check.policy;
  checkSignature(
    digestReceipt({ chainId, ledger }, { record: id, acceptedAt, anchorBy }),
    signature,
    check.operator,
  );
  const view = await openApi(check.url).get(`/v1/records/${id}`, recordViewSchema);
  expectEqual(check, `the state of ${id}`, view.state, 'final');
  expectEqual(check, `acceptedAt of ${id}`, view.acceptedAt, acceptedAt);
  expectEqual(check, `the batch of ${id}`, view.batch?.number, sealed.get(id));
  if ((view.anchor?.anchoredAt ?? Infinity) > anchorBy)
    check.problems.push(`${id} is not anchored by ${anchorBy}`);
}

/** Returns how many streams there are, their heads being those that the batches give. */
async function checkStreams(check: Check, { heads }: SlowLedger): Promise<number> {
  let count = 0;
  for (const [party, streams] of heads) {
    const listed = await readStreams(check.url, party);
    expectEqual(check, `the streams of ${party}`, listed.length, streams.size);
    for (const { stream, head, accepted } of listed) {
      expectEqual(check, `the head of ${stream}`, head?.record, streams.get(stream)?.record);
      expectEqual(check, `what ${stream} accepted last`, accepted?.record, head?.record);
    }
    count += streams.size;
  }
  return count;
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

async function checkBundle(check: Check, id: string): Promise<void> {
  const { policy, reader, problems } = check;
  const file = await openApi(check.url).getBytes(`/v1/records/${id}/bundle`);
  const now = Math.floor(Date.now() / 1000);
  const { verdict, checks, bundle } = await verifyBundle(file, { policy, reader, now, recover });
  expectEqual(check, 'the subject of a bundle', bundle?.records[0]?.id, id);
  if (verdict !== 'verified') {
    const failed = checks.filter(
      ({ result, check: name }) =>
        result === 'fail' || (result === 'skipped' && REQUIRED_CHECKS.includes(name)),
    );
    problems.push(`the bundle of ${id} is ${verdict}: ${JSON.stringify(failed)}`);
  }
}
