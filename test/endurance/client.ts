import type { OpenKey } from '../../chain/keys/key-file.ts';
import { bytesOf, type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { ActorName } from '../../devnet/stack/actors.ts';
import type { Front, SendMode } from './front.ts';
import type { KeptEntries } from './ledger-check.ts';
import { openRandom, type Random } from './random.ts';
import { type Author, type Signed, type Sketch, sign, type Tip } from './sketch.ts';
import { type KeptReceipt, type Ledger, submitRecord } from './submit.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** What the clients of a load share. */
export interface Kept {
  readonly receipts: KeptReceipt[];
  /** When each receipt came, by performance.now(). */
  readonly times: number[];
  readonly entries: KeptEntries[];
  /** Answers that no client should ever get. */
  readonly wrong: string[];
  /** Records whose first receipt was lost, and that got it again when they were sent again. */
  readonly known: Record<SendMode, Set<Hex>>;
  readonly counts: {
    /** Requests that were repeated. */
    retries: number;
    /** Lost races for a place in a stream. */
    conflicts: number;
    /** Bulk requests that were cut off and continued. */
    resumed: number;
  };
}

/** A party with its key, and how it sends records. */
export interface Client extends Author {
  readonly random: Random;
  readonly ledger: Ledger;
  readonly url: string;
  readonly kept: Kept;
  /** Stores the receipt of a record. */
  keep(mode: SendMode, signed: Signed, sketch: Sketch, receipt: KeptReceipt, wasKnown: boolean): void;
}

/** What a client repeats. */
export interface Writing {
  readonly random: Random;
  readonly step: () => Promise<void>;
  /** The mean pause between two steps, in milliseconds. */
  readonly thinkMs?: number;
}

/** Returns what clients share at the beginning: nothing. */
export function openKept(): Kept {
  return {
    receipts: [],
    times: [],
    entries: [],
    wrong: [],
    known: { one: new Set(), many: new Set() },
    counts: { retries: 0, conflicts: 0, resumed: 0 },
  };
}

/** Returns a client that sends records to a whole ledger through its front. */
export function openClient(
  { keys, domain }: WholeLedger,
  { url }: Front,
  kept: Kept,
  { actor, seed }: { actor: ActorName; seed: number },
): Client {
  const { privateKey, address } = keys[actor];
  const random = openRandom(seed);
  const reader: OpenKey = { address, privateKey: bytesOf(privateKey) };
  return {
    actor,
    random,
    key: reader.privateKey,
    domain,
    url,
    kept,
    ledger: {
      random,
      apiUrls: () => [url],
      onWrong: (message) => void kept.wrong.push(message),
      onRetry: () => void (kept.counts.retries += 1),
    },
    keep(mode, { id, record: { entries: root } }, { isPublic = false }, receipt, wasKnown) {
      kept.receipts.push(receipt);
      kept.times.push(performance.now());
      if (wasKnown) kept.known[mode].add(id);
      if (root !== ZERO_HASH) kept.entries.push({ record: id, root, reader: isPublic ? null : reader });
    },
  };
}

/** Sends a record that follows a tip. Returns the new tip: this record, or another that came first. */
export async function write(
  client: Client,
  sketch: Sketch,
  after: Tip | null,
): Promise<{ tip: Tip; isMine: boolean }> {
  const signed = sign(client, sketch, after);
  const answer = await submitRecord(client.ledger, signed.id, signed.submission);
  if (answer.kind === 'conflict') return { tip: answer.head, isMine: false };
  client.keep('one', signed, sketch, answer.receipt, answer.wasKnown);
  return { tip: signed.tip, isMine: true };
}

/** Sends a record in a stream of this client alone. If another record came first, an accepted one was lost or doubled. */
export async function writeAlone(client: Client, sketch: Sketch, after: Tip | null = null): Promise<Tip> {
  const { tip, isMine } = await write(client, sketch, after);
  if (isMine) return tip;
  throw new Error(
    `only ${client.actor} writes ${sketch.subject}, but its head is ${tip.sequence} ${tip.record}`,
  );
}
