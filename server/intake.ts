import type { Pool, PoolClient } from 'pg';
import type { Domain } from '../core/domain.ts';
import type { Hex } from '../core/hex.ts';
import type { Recover } from '../core/signature.ts';
import { answersOf } from '../core/statement.ts';
import { readChainState } from '../db/chain-state.ts';
import { lockAgainstRejections } from '../db/locks.ts';
import { readWindows } from '../db/party-views.ts';
import { type Queryable, withTransaction } from '../db/pool.ts';
import { type RecordState, findRecordView } from '../db/record-views.ts';
import { type SignedReceipt, insertRecord, readNamed, readReceipt } from '../db/records.ts';
import { lockStream, moveStream } from '../db/streams.ts';
import { checkContinues, checkSources, findAuthorityRefusal, requireFinalTime } from './intake-rules.ts';
import { type Promises, signReceipt } from './receipt.ts';
import { type Submission, checkEntries, checkLength, parseSubmission } from './submission.ts';

/** What intake works with. */
export interface IntakeDeps extends Promises {
  readonly pool: Pool;
  /** The ledger that records must be signed for. */
  readonly domain: Domain;
  readonly recover: Recover;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
}

/** What whoever sends a record is told when the ledger has it. */
export interface Acceptance {
  readonly id: Hex;
  readonly receipt: SignedReceipt;
  readonly state: RecordState;
  /** False when the ledger had the record before: the receipt is the one given then. */
  readonly created: boolean;
}

/**
 * Returns the receipt of a record that is durably accepted (§9): nothing is answered before the commit, and a refusal leaves
 * nothing behind. The same record again gets its first receipt, whatever signature, entries and flags come with it; a record
 * that was rejected is accepted anew when all is well now.
 * @throws BadInput with the code of the value that is wrong; Refusal with the code of what the ledger does not take
 */
export async function acceptRecord(deps: IntakeDeps, submission: unknown): Promise<Acceptance> {
  const parsed = parseSubmission(submission, deps.domain, deps.recover);
  checkLength(parsed.statement);
  const known = await readReceipt(deps.pool, parsed.id);
  if (known !== null) return repeatReceipt(deps.pool, known);
  const { receipt, earlier } = await withTransaction(deps.pool, async (client) => {
    await checkAuthority(client, parsed);
    checkEntries(parsed);
    const promised = signReceipt(deps.domain, parsed.id, deps.now(), deps);
    return { receipt: promised, earlier: await storeRecord(client, parsed, promised) };
  });
  return earlier === null
    ? { id: parsed.id, receipt, state: 'accepted', created: true }
    : repeatReceipt(deps.pool, earlier);
}

async function repeatReceipt(pool: Pool, receipt: SignedReceipt): Promise<Acceptance> {
  const view = await findRecordView(pool, receipt.record);
  return { id: receipt.record, receipt, state: view?.state ?? 'accepted', created: false };
}

/** Stores a record and moves its stream; returns the receipt of the same record where another writer stored it meanwhile. */
async function storeRecord(
  client: PoolClient,
  submission: Submission,
  receipt: SignedReceipt,
): Promise<SignedReceipt | null> {
  await lockAgainstRejections(client);
  const { id, stream, record, statement } = submission;
  if (record.sources.length > 0)
    checkSources({ record, answers: answersOf(statement) }, await readNamed(client, record.sources));
  const head = await lockStream(client, stream, record);
  const earlier = head !== null && record.sequence <= head.sequence ? await readReceipt(client, id) : null;
  if (earlier !== null) return earlier;
  checkContinues(submission, head);
  await insertRecord(client, { ...submission, receipt });
  await moveStream(client, { stream, sequence: record.sequence, record: id });
  return null;
}

/** Keys and roles count once their window began before the final block, and end when any seen block closes them (§9). */
async function checkAuthority(client: Queryable, submission: Submission): Promise<void> {
  const time = requireFinalTime(await readChainState(client));
  const windows = await readWindows(client, [submission.record.party]);
  const refusal = await findAuthorityRefusal(client, windows, submission, time);
  if (refusal !== null) throw refusal;
}
