import type { OpenKey } from '../../chain/keys/key-file.ts';
import { bytesOf, type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { ActorName } from '../../devnet/stack/actors.ts';
import type { Front, Way } from './front.ts';
import type { KeptEntries } from './ledger-check.ts';
import { openRandom, type Random } from './random.ts';
import { type Author, type Signed, type Sketch, sign, type Tip } from './sketch.ts';
import { type KeptReceipt, type Ledger, submitRecord } from './submit.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** What all clients of a load keep together. */
export interface Kept {
  readonly receipts: KeptReceipt[];
  readonly entries: KeptEntries[];
  /** Answers that no client should get. */
  readonly wrong: string[];
  /** Records whose acknowledgement was the repetition of a first receipt: the first one never arrived. */
  readonly known: Record<Way, Set<Hex>>;
  readonly counts: {
    /** Tries that had to be made again. */
    retries: number;
    /** Races that were lost. */
    conflicts: number;
    /** Times that a body of many records was cut, and gone on with. */
    resumed: number;
  };
}

/** A party with its key, and how it writes. */
export interface Client extends Author {
  readonly random: Random;
  readonly ledger: Ledger;
  readonly url: string;
  readonly kept: Kept;
  /** Keeps what was acknowledged. */
  keep(way: Way, signed: Signed, sketch: Sketch, receipt: KeptReceipt, wasKnown: boolean): void;
}

/** What a client does over and over. */
export interface Writing {
  readonly random: Random;
  readonly step: () => Promise<void>;
  /** The mean of what it waits before it does so again, in milliseconds. */
  readonly thinkMs?: number;
}

/** Returns what clients keep: nothing yet. */
export function openKept(): Kept {
  return {
    receipts: [],
    entries: [],
    wrong: [],
    known: { one: new Set(), many: new Set() },
    counts: { retries: 0, conflicts: 0, resumed: 0 },
  };
}

/** Returns a client of a whole ledger that writes by its front. */
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
    keep(way, { id, record: { entries: root } }, { isPublic = false }, receipt, wasKnown) {
      kept.receipts.push(receipt);
      if (wasKnown) kept.known[way].add(id);
      if (root !== ZERO_HASH) kept.entries.push({ record: id, root, reader: isPublic ? null : reader });
    },
  };
}

/** Writes a record after a tip; returns the tip then, this record or another that came first. */
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

/** Writes to a stream that nobody else writes to: that another came first means that what was acknowledged is lost, or doubled. */
export async function writeAlone(client: Client, sketch: Sketch, after: Tip | null = null): Promise<Tip> {
  const { tip, isMine } = await write(client, sketch, after);
  if (isMine) return tip;
  throw new Error(
    `${client.actor} alone writes ${sketch.subject}, which stands at ${tip.sequence} ${tip.record}`,
  );
}
