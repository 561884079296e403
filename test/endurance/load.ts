import { setTimeout as wait } from 'node:timers/promises';
import type { Hex } from '../../core/encoding/hex.ts';
import { type LedgerRecord, hashRecord, hashStream } from '../../core/records/record.ts';
import type { ActorName } from '../../devnet/stack/actors.ts';
import { type Client, type Kept, openClient, openKept, type Writing, write, writeAlone } from './client.ts';
import type { Front } from './front.ts';
import { importMany } from './import-many.ts';
import { draft, privateEntry, publicEntry, type Sketch, type Tip } from './sketch.ts';
import type { WholeLedger } from './whole-ledger.ts';
import { IS_LONG } from '../helpers/long.ts';

/** A running load, and what its clients share. */
export interface Load extends Kept {
  /** Stops the clients; resolves when each has its last answer. @throws the error of a client */
  stop(): Promise<void>;
  /** Rejects with the error of a client. Without it a test would wait for requests that nobody sends. */
  readonly failed: Promise<never>;
}

/** The mean pause of a client between two records, in milliseconds. To check a record afterwards takes a tenth of a second. */
const THINK_MS = IS_LONG ? 700 : 2800;

/** Starts clients of four parties, which send records until the load is stopped. */
export function startLoad(whole: WholeLedger, front: Front, seed: number): Load {
  const kept = openKept();
  const stopping = new AbortController();
  const open = (actor: ActorName, number: number): Client =>
    openClient(whole, front, kept, { actor, seed: seed * 31 + number });
  const published: Hex[] = [];
  const results: LedgerRecord[] = [];
  const writings = [
    raceOn(open('provider', 1)),
    raceOn(open('provider', 2)),
    publishFactors(open('provider', 3), published),
    reportResults(open('company', 4), published, results),
    answerResults(open('auditor', 5), results),
    answerResults(open('exchange', 6), results),
    importMany(open('company', 7)),
  ];
  const running = writings.map(async ({ random, step, thinkMs = THINK_MS }) => {
    while (!stopping.signal.aborted) {
      await step();
      await wait(random.below(2 * thinkMs), undefined, { signal: stopping.signal }).catch(() => {});
    }
  });
  const ended = Promise.all(running);
  ended.catch((error: unknown) => void kept.wrong.push(String(error)));
  const failed = ended.then((): Promise<never> => new Promise(() => {}));
  failed.catch(() => {});
  return {
    ...kept,
    failed,
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}

/** Sends records in a stream that other clients use too. The loser of a race builds on the winner's record. */
function raceOn(client: Client): Writing {
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
      client.kept.counts.conflicts += 1;
    }
  };
  return { random: client.random, step };
}

/** Sends records in streams of its own, with public entries or none. */
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

/** Sends results, each in a stream of its own, with private entries and sources. */
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

/** Assures every result once, when it is in the ledger. */
function answerResults(client: Client, results: readonly LedgerRecord[]): Writing {
  let answered = 0;
  const step = async (): Promise<void> => {
    // The newest one may not be stored yet.
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
