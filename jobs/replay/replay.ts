import { type BatchHeader, hashAnchor, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { BadInput } from '../../core/errors.ts';
import { hashAt } from '../../core/hashing/hash-order.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import type { BatchFile } from '../../core/publication/format.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import type { Anchoring } from '../../core/verify/chain-reader.ts';
import type { HistoryReader } from '../../chain/rpc-reader.ts';
import type { PublishedCopy } from '../../client/publication/copy.ts';
import { applyBatch } from './apply-batch.ts';
import { type BatchRecords, createBatchRecords, takeLines } from './batch-records.ts';
import type { CheckedLines } from './check-lines.ts';
import type { WindowReader } from './judge-signers.ts';
import type { ReplayCode, ReplayFinding } from './replay-codes.ts';
import { ReplayError } from './replay-error.ts';
import { addFinding } from './replay-state.ts';
import type { KeptState, LinePool } from './replay-ports.ts';

/** What the chain says about a ledger, as of one final block. */
export interface ReplayChain extends WindowReader, Pick<HistoryReader, 'anchor' | 'anchorings'> {
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: number };
  /** The number of the latest batch. */
  readonly latest: number;
  /** The longest time from sealing to anchoring, in seconds. */
  readonly maxDelay: number;
}

/** What a replay needs. */
export interface ReplayContext {
  readonly copy: PublishedCopy;
  readonly chain: ReplayChain;
  readonly kept: KeptState;
  readonly lines: Pick<LinePool, 'check' | 'checks'>;
  /** Gets the number of each batch that was replayed. */
  onBatch(number: number): void;
  /** Ends the replay between two blocks of records, with what was replayed until then. */
  readonly signal?: AbortSignal;
}

/** Bytes that are under check at once, apart from the block that is more than that alone. */
const MOST_AHEAD = 32 << 20;

/** A line of a published record has at least this many bytes: an id, a signature and a record of hashes. */
const MIN_LINE = 500;

/** The replay can't go on, for a reason that is a finding. */
class Stop extends Error {
  readonly code: ReplayCode;
  /** The id of the record that it is about; null where it is about the batch. */
  readonly record: Hex | null;

  constructor(code: ReplayCode, message: string, record: Hex | null = null) {
    super(message);
    this.code = code;
    this.record = record;
  }
}

/**
 * Replays the batches after the last one of the state, up to the newest final one: recomputes each from its published records, and
 * compares it with the chain. What does not follow the protocol becomes a finding of the state. Returns why it did not come to the
 * end; null if it did. A batch that could not be replayed to its end leaves nothing in the state.
 * @throws ReaderError; ReplayError `state-differs`; PublicationError `copy-unreadable`; the reason of `signal`
 */
export async function replayBatches(context: ReplayContext): Promise<ReplayFinding | null> {
  const { kept } = context;
  const stop = await replayAll(context).catch(asStop);
  await kept.save();
  if (stop === null) return null;
  const { code, message, record } = stop;
  return { code, batch: kept.state.progress.number + 1, record, message };
}

async function replayAll(context: ReplayContext): Promise<null> {
  const { chain, kept, onBatch, signal } = context;
  const { progress } = kept.state;
  if (progress.number > 0) await checkSame(chain, progress);
  for await (const anchoring of chain.anchorings(progress.block)) {
    signal?.throwIfAborted();
    if (anchoring.number <= progress.number) continue;
    await replayBatch(context, anchoring);
    onBatch(anchoring.number);
  }
  if (progress.number >= chain.latest) return null;
  throw new Stop(
    'events-missing',
    `the contract has ${chain.latest} batches, the endpoint shows the anchorings of ${progress.number}`,
  );
}

/** The last batch of the state must be on this chain, and not on one that was replaced or left by an endpoint. */
async function checkSame(
  { latest, block, anchor }: ReplayChain,
  { number, header, anchoredAt }: Anchored,
): Promise<void> {
  if (latest < number)
    throw new Stop(
      'endpoint-behind',
      `the contract has ${latest} batches as of block ${block.number}, but batch ${number} was replayed already`,
    );
  if ((await anchor(number)) === hashAnchor(header, anchoredAt)) return;
  throw new ReplayError(
    'state-differs',
    `The state of the replay ends with batch ${number} and header ${header}, which is not the one on the chain. Name another folder with --state, or start over with --fresh.`,
  );
}

type Anchored = Pick<Anchoring, 'number' | 'header' | 'anchoredAt'>;

/** Nothing of a batch is in the state when a replay stops at it. */
function asStop(error: unknown): Stop {
  if (error instanceof Stop) return error;
  if (error instanceof PublicationError && (error.code === 'copy-lacks' || error.code === 'copy-damaged'))
    return new Stop(error.code, error.message);
  throw error;
}

async function replayBatch(context: ReplayContext, anchoring: Anchoring): Promise<void> {
  const { chain, kept } = context;
  const { ledger, progress } = kept.state;
  const { number, anchoredAt, header: id } = anchoring;
  if (number !== progress.number + 1)
    throw new Stop('events-missing', `the endpoint shows no anchoring of batch ${progress.number + 1}`);
  const add = (record: Hex | null, code: ReplayCode, message: string): void =>
    addFinding(progress, { code, batch: number, record, message });
  const anchored = chain.anchor(number);
  // The word is awaited below; an error before that is the one to report.
  anchored.catch(() => {});
  const file = await requireFile(context.copy, anchoring);
  const records = await readRecords(context, file);
  checkTree(file.header, records);
  checkContents(records);
  if ((await anchored) !== hashAnchor(id, anchoredAt))
    throw new Stop(
      'anchor-differs',
      `the contract holds ${await anchored} for header ${id} anchored at ${anchoredAt}`,
    );
  checkTimes(file.header, anchoredAt, chain.maxDelay);
  checkFollows(file.header, progress);
  const applied = await applyBatch(
    ledger,
    chain,
    { header: file.header, anchoredAt, records },
    (index, code, message) =>
      add(index === null ? null : formatHex(hashAt(records.columns.ids, index)), code, message),
  );
  Object.assign(progress, {
    number,
    header: id,
    sealedAt: file.header.sealedAt,
    anchoredAt,
    block: anchoring.block,
    heads: applied.root,
    records: progress.records + records.count,
  });
  await kept.add(records.columns, applied);
}

async function requireFile(copy: PublishedCopy, { number, header: id }: Anchoring): Promise<BatchFile> {
  const file = await copy.batch({ number, id });
  if (file === null) throw new Stop('copy-lacks', `${copy.from} lacks batch ${number} with header ${id}`);
  const actual = hashHeader(file.header);
  if (actual === id && file.id === id && file.header.number === number) return file;
  throw new Stop('header-differs', `the published header has the hash ${actual}, the chain has ${id}`);
}

async function readRecords(context: ReplayContext, file: BatchFile): Promise<BatchRecords> {
  const { recordCount } = file.header;
  if (recordCount > file.records.bytes / MIN_LINE) throw wrongCount(file, 'too few bytes for them');
  const records = createBatchRecords(recordCount);
  for await (const lines of checkAhead(context, context.copy.blocks(file)))
    if (!takeLines(records, lines)) throw wrongCount(file, 'more');
  if (records.count !== recordCount) throw wrongCount(file, `${records.count}`);
  return records;
}

/** Yields the checked lines of blocks in their order, while the next blocks are under check. */
async function* checkAhead(
  { lines, signal }: ReplayContext,
  blocks: AsyncGenerator<Uint8Array>,
): AsyncGenerator<CheckedLines> {
  const running: { readonly checked: Promise<CheckedLines>; readonly bytes: number }[] = [];
  let bytes = 0;
  for await (const block of blocks) {
    signal?.throwIfAborted();
    const checked = lines.check(block);
    // It is awaited in its turn; until then, an error before it is the one to report.
    checked.catch(() => {});
    running.push({ checked, bytes: block.length });
    bytes += block.length;
    while (running.length >= lines.checks || bytes > MOST_AHEAD) {
      const next = running.shift()!;
      yield await next.checked;
      bytes -= next.bytes;
    }
  }
  for (const { checked } of running) yield await checked;
}

function wrongCount({ header }: BatchFile, found: string): Stop {
  return new Stop(
    'records-differ',
    `the header has ${header.recordCount} records, the publication has ${found}`,
  );
}

function checkTree(header: BatchHeader, { columns: { leaves } }: BatchRecords): void {
  const root = rootOf(leaves);
  if (root === header.records) return;
  throw new Stop(
    'records-differ',
    `the published records have the root ${root ?? 'of no tree, as one is repeated'}, the header has ${header.records}`,
  );
}

function rootOf(leaves: Uint8Array): Hex | null {
  try {
    return treeRoot(buildTree(leaves));
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** A line that does not hold what was sealed proves nothing: the server of the copy may have changed it. The tree is right, though. */
function checkContents({ columns, faults }: BatchRecords): void {
  const wrong = faults.filter(({ code }) => code === 'copy-damaged' || code === 'content-differs');
  const [first] = wrong;
  if (first === undefined) return;
  const more = wrong.length > 1 ? `, and ${wrong.length - 1} more of this batch` : '';
  throw new Stop(first.code, `${first.message}${more}`, formatHex(hashAt(columns.ids, first.index)));
}

function checkTimes({ sealedAt }: BatchHeader, anchoredAt: number, maxDelay: number): void {
  if (sealedAt < anchoredAt && anchoredAt - sealedAt <= maxDelay) return;
  throw new Stop(
    'time-differs',
    `sealed at ${formatTime(sealedAt)} and anchored at ${formatTime(anchoredAt)}, at most ${maxDelay} seconds are allowed`,
  );
}

function checkFollows(
  { number, previous, sealedAt }: BatchHeader,
  before: { readonly header: Hex; readonly sealedAt: number },
): void {
  const expected = number === 1 ? ZERO_HASH : before.header;
  if (previous !== expected)
    throw new Stop('chain-broken', `the header follows ${previous}, expected ${expected}`);
  if (sealedAt < before.sealedAt)
    throw new Stop(
      'chain-broken',
      `the batch was sealed at ${formatTime(sealedAt)}, before the batch before it at ${formatTime(before.sealedAt)}`,
    );
}
