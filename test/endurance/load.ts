import { setTimeout as wait } from 'node:timers/promises';
import type { Domain } from '../../core/domain.ts';
import { type Entry, deriveSalt, hashEntries } from '../../core/entry.ts';
import { type Hex, ZERO_HASH, bytesOf, formatHex } from '../../core/hex.ts';
import { hashParty } from '../../core/identifier.ts';
import { type JsonObject, hashJson } from '../../core/json.ts';
import { keccakText } from '../../core/keccak.ts';
import { KINDS, type KindName } from '../../core/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord, hashStream } from '../../core/record.ts';
import { signDigest } from '../../core/signature.ts';
import { ACTORS, type ActorName } from '../../scripts/example/actors.ts';
import type { WholeLedger } from './whole-ledger.ts';
import { openRandom, type Random } from './random.ts';
import { type KeptReceipt, type Ledger, submitRecord } from './submit.ts';

/** A load under way. */
export interface Load {
  /** Every receipt that came back. */
  readonly receipts: readonly KeptReceipt[];
  /** Answers that no client should get. */
  readonly wrong: readonly string[];
  /** Tries that had to be made again, records that were in the ledger although nobody had said so, and races that were lost. */
  readonly counts: { retries: number; known: number; conflicts: number };
  /** Resolves when every client has the answer to what it sent last. @throws what a client met */
  stop(): Promise<void>;
}

interface Sketch {
  readonly kind: KindName;
  readonly subject: string;
  readonly sources?: readonly Hex[];
  readonly statement?: JsonObject;
  readonly entries?: readonly Entry[];
  readonly isPublic?: boolean;
}

/** Where a stream stands as a client knows. */
interface Tip {
  sequence: number;
  record: Hex;
}

/** A client: a party with its key, and how it writes. */
interface Client {
  readonly actor: ActorName;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly key: Uint8Array;
  readonly domain: Domain;
  readonly keep: (receipt: KeptReceipt) => void;
  readonly onKnown: () => void;
}

/** The mean of what a client waits before it writes again, in milliseconds. */
const THINK_MS = 400;

/** Starts clients of four parties, each writing until the load is stopped. */
export function startLoad(whole: WholeLedger, seed: number): Load {
  const receipts: KeptReceipt[] = [];
  const wrong: string[] = [];
  const counts = { retries: 0, known: 0, conflicts: 0 };
  const stopping = new AbortController();
  const open = (actor: ActorName, number: number): Client => {
    const random = openRandom(seed * 31 + number);
    return {
      actor,
      random,
      key: bytesOf(whole.keys[actor].privateKey),
      domain: whole.domain,
      keep: (receipt) => void receipts.push(receipt),
      onKnown: () => void (counts.known += 1),
      ledger: {
        random,
        apiUrls: () => whole.apiUrls(),
        onWrong: (message) => void wrong.push(message),
        onRetry: () => void (counts.retries += 1),
      },
    };
  };
  const published: Hex[] = [];
  const results: LedgerRecord[] = [];
  const onConflict = (): void => void (counts.conflicts += 1);
  const steps = [
    raceOn(open('provider', 1), onConflict),
    raceOn(open('provider', 2), onConflict),
    publishFactors(open('provider', 3), published),
    reportResults(open('company', 4), published, results),
    answerResults(open('auditor', 5), results),
    answerResults(open('exchange', 6), results),
  ];
  const running = steps.map(async ({ random, step }) => {
    while (!stopping.signal.aborted) {
      await step();
      await wait(random.below(2 * THINK_MS), undefined, { signal: stopping.signal }).catch(() => {});
    }
  });
  const ended = Promise.all(running);
  ended.catch((error: unknown) => void wrong.push(String(error)));
  return {
    receipts,
    wrong,
    counts,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

interface Writing {
  readonly random: Random;
  readonly step: () => Promise<void>;
}

/** Writes to one stream that others write to as well: whoever comes second builds on the first. */
function raceOn(client: Client, onConflict: () => void): Writing {
  let tip: Tip | null = null;
  let count = 0;
  const step = async (): Promise<void> => {
    const title = `race ${client.random.below(1 << 30)} ${++count}`;
    for (;;) {
      const written = await write(
        client,
        { kind: 'dataset', subject: 'factors/raced', statement: { title } },
        tip,
      );
      tip = written.tip;
      if (written.isMine) return;
      onConflict();
    }
  };
  return { random: client.random, step };
}

/** Writes to streams of its own, with entries that all may read, or none. */
function publishFactors(client: Client, published: Hex[]): Writing {
  const tips = new Map<string, Tip>();
  const step = async (): Promise<void> => {
    const subject = `factors/${client.random.below(4)}`;
    const next = (tips.get(subject)?.sequence ?? 0) + 1;
    const entries = client.random.below(2) === 0 ? [] : [publicEntry(`${subject}/${next}`, next)];
    const tip = await writeAlone(
      client,
      { kind: 'dataset', subject, entries, isPublic: true },
      tips.get(subject),
    );
    tips.set(subject, tip);
    published.push(tip.record);
  };
  return { random: client.random, step };
}

/** Writes results, each in a stream of its own, with private entries and what they were made from. */
function reportResults(client: Client, published: readonly Hex[], results: LedgerRecord[]): Writing {
  let count = 0;
  const step = async (): Promise<void> => {
    const subject = `inventory/${++count}`;
    const entries = ['scope1', 'scope2/market'].map((key, at) =>
      privateEntry(key, String(count + at), subject),
    );
    const sources = published.length === 0 ? [] : [client.random.pick(published)];
    const sketch: Sketch = { kind: 'result', subject, entries, sources };
    results.push(draft(client, sketch, null));
    await writeAlone(client, sketch);
  };
  return { random: client.random, step };
}

/** Answers every result once, when it is in the ledger. */
function answerResults(client: Client, results: readonly LedgerRecord[]): Writing {
  let answered = 0;
  const step = async (): Promise<void> => {
    // The newest may still be on its way.
    const result = answered < results.length - 1 ? results[answered++] : undefined;
    if (result === undefined) return;
    const answers = hashRecord(result);
    const said =
      client.actor === 'auditor'
        ? { level: 'limited', scope: 'all', opinion: 'unqualified' }
        : { outcome: 'accepted', reason: 'complete' };
    await writeAlone(client, {
      kind: client.actor === 'auditor' ? 'assurance' : 'decision',
      subject: hashStream(result).slice(2),
      sources: [answers],
      statement: { answers, ...said },
    });
  };
  return { random: client.random, step };
}

function publicEntry(key: string, value: number): Entry {
  return { key, value: String(value), unit: '1', from: 0, until: 0, detail: null, salt: ZERO_HASH };
}

function privateEntry(key: string, value: string, secret: string): Entry {
  const salt = deriveSalt(formatHex(keccakText(secret)), key);
  return {
    key,
    value,
    unit: 't{CO2e}',
    from: 1_704_067_200,
    until: 1_735_689_600,
    detail: { scope: key },
    salt,
  };
}

function statementOf({ subject, statement }: Sketch, sequence: number): JsonObject {
  return { title: `${subject} ${sequence}`, period: '', standard: '', ...statement };
}

function draft({ actor }: Pick<Client, 'actor'>, sketch: Sketch, tip: Tip | null): LedgerRecord {
  const { kind, subject, entries = [], sources = [] } = sketch;
  const sequence = (tip?.sequence ?? 0) + 1;
  return {
    party: hashParty(ACTORS[actor].identifier),
    kind: KINDS[kind],
    subject,
    sequence,
    previous: tip?.record ?? ZERO_HASH,
    entries: hashEntries(entries),
    sources,
    statement: hashJson(statementOf(sketch, sequence)),
  };
}

/** Writes a record after a tip; returns the tip then, this record or another that came first. */
async function write(
  client: Client,
  sketch: Sketch,
  after: Tip | null,
): Promise<{ tip: Tip; isMine: boolean }> {
  const record = draft(client, sketch, after);
  const id = hashRecord(record);
  const signature = signDigest(digestRecord(client.domain, record), client.key);
  const { entries, isPublic = false } = sketch;
  const submission = {
    record,
    statement: statementOf(sketch, record.sequence),
    signature,
    ...(entries === undefined || entries.length === 0 ? {} : { entries, public: isPublic }),
  };
  const answer = await submitRecord(client.ledger, id, submission);
  if (answer.kind === 'conflict') return { tip: answer.head, isMine: false };
  client.keep(answer.receipt);
  if (answer.wasKnown) client.onKnown();
  return { tip: { sequence: record.sequence, record: id }, isMine: true };
}

/** Writes to a stream that nobody else writes to: that another came first means that what was acknowledged is lost, or doubled. */
async function writeAlone(client: Client, sketch: Sketch, after: Tip | null = null): Promise<Tip> {
  const { tip, isMine } = await write(client, sketch, after);
  if (isMine) return tip;
  throw new Error(
    `${client.actor} alone writes ${sketch.subject}, which stands at ${tip.sequence} ${tip.record}`,
  );
}
