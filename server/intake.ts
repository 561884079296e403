import type { Pool, PoolClient } from 'pg';
import type { Domain } from '../core/domain.ts';
import { BadInput } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import type { JsonObject } from '../core/json.ts';
import { isAnswer } from '../core/kind.ts';
import type { Recover } from '../core/signature.ts';
import { answersOf, checkAnswer } from '../core/statement.ts';
import { readChainState } from '../db/chain-state.ts';
import { lockAgainstRejections } from '../db/locks.ts';
import { findPartyView, readWindows } from '../db/party-views.ts';
import { type Queryable, withTransaction } from '../db/pool.ts';
import { type RecordState, findRecordView } from '../db/record-views.ts';
import { type NamedRecord, type SignedReceipt, insertRecord, readNamed, readReceipt } from '../db/records.ts';
import { type StreamHead, lockStream, moveStream } from '../db/streams.ts';
import { judgeAuthority } from './authority.ts';
import { type Promises, signReceipt } from './receipt.ts';
import { Refusal } from './refusals.ts';
import { type Submission, checkEntries, parseSubmission } from './submission.ts';

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
  await checkAuthority(deps.pool, parsed);
  checkEntries(parsed);
  const receipt = signReceipt(deps.domain, parsed.id, deps.now(), deps);
  const earlier = await withTransaction(deps.pool, (client) => storeRecord(client, parsed, receipt));
  return earlier === null
    ? { id: parsed.id, receipt, state: 'accepted', created: true }
    : repeatReceipt(deps.pool, earlier);
}

/** The longest statement that is taken, in bytes: lists and replays hold hundreds of them in memory at once. */
const MAX_STATEMENT = 64 << 10;

function checkLength(statement: JsonObject): void {
  const bytes = Buffer.byteLength(JSON.stringify(statement));
  if (bytes <= MAX_STATEMENT) return;
  throw new BadInput(
    'json-too-large',
    `the statement has ${bytes} bytes, this ledger takes at most ${MAX_STATEMENT}: put documents into entries`,
    bytes,
    'statement',
  );
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
  await checkSources(client, submission);
  const { id, stream, record } = submission;
  const head = await lockStream(client, stream, record);
  const earlier = head !== null && record.sequence <= head.sequence ? await readReceipt(client, id) : null;
  if (earlier !== null) return earlier;
  checkContinues(submission, head);
  await insertRecord(client, { ...submission, receipt });
  await moveStream(client, { stream, sequence: record.sequence, record: id });
  return null;
}

/** Keys and roles count once their window began before the final block, and end when any seen block closes them (§9). */
async function checkAuthority(client: Queryable, { record, signer }: Submission): Promise<void> {
  const { party, kind } = record;
  const state = await readChainState(client);
  if (state?.finalTime == null)
    throw new Refusal('not-ready', 'the registry was not read up to a final block yet');
  if (state.halted !== null)
    throw new Refusal('ledger-halted', `the ledger stopped: ${state.halted.message}`, {
      halted: state.halted.code,
    });
  const windows = await readWindows(client, [party]);
  const objection = judgeAuthority(windows, { party, signer, kind }, state.finalTime - 1);
  if (objection === null) return;
  if (objection.code === 'unknown-key' && (await findPartyView(client, party)) === null) {
    throw new Refusal('unknown-party', `the registry knows no party ${party}`, { party });
  }
  throw new Refusal(objection.code, objection.message, objection.details);
}

async function checkSources(client: PoolClient, { record, statement }: Submission): Promise<void> {
  if (record.sources.length === 0) return;
  const named = await readNamed(client, record.sources);
  const sources = record.sources.map((id) => checkSource(id, named.get(id)));
  if (!isAnswer(record.kind)) return;
  const own = sources.find(({ party }) => party === record.party);
  if (own !== undefined)
    throw new Refusal('own-source', `the source ${own.id} is of the party itself`, { source: own.id });
  const answered = named.get(answersOf(statement) as Hex);
  if (answered !== undefined) checkAnswer(record, answered.stream);
}

function checkSource(id: Hex, source: NamedRecord | undefined): NamedRecord {
  if (source === undefined)
    throw new Refusal('unknown-source', `the ledger has no record ${id}`, { source: id });
  if (source.isRejected)
    throw new Refusal('rejected-source', `the source ${id} was rejected`, { source: id });
  return source;
}

/** The compare of the compare-and-swap: `head` is locked until the transaction ends. */
function checkContinues({ record, stream }: Submission, head: StreamHead | null): void {
  const next = (head?.sequence ?? 0) + 1;
  const details = { stream, head };
  const found =
    head === null
      ? 'the stream is empty'
      : `the newest record of the stream is ${head.record} at sequence ${head.sequence}`;
  if (record.sequence < next)
    throw new Refusal('stream-conflict', `sequence ${record.sequence} is taken: ${found}`, details);
  if (record.sequence > next)
    throw new Refusal('sequence-gap', `sequence ${record.sequence} does not come next: ${found}`, details);
  if (head !== null && record.previous !== head.record) {
    throw new Refusal('wrong-previous', `previous is ${record.previous}: ${found}`, details);
  }
}
