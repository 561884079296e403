import { setTimeout as wait } from 'node:timers/promises';
import type { Kept } from './client.ts';
import { queryOnce } from './plan-database.ts';

/** How far a ledger was at a time. */
interface Sample {
  /** By performance.now(). */
  readonly at: number;
  readonly sealed: number;
  readonly anchored: number;
}

/** The time from faults until the ledger worked again, in seconds. */
export interface Recovery {
  /** Until the next receipt. */
  readonly receipt: number;
  /** Until a batch was anchored that was sealed after the fault. */
  readonly anchor: number;
}

/** A running watch over a ledger. */
export interface Watch {
  /**
   * Returns how long the ledger needed after each of these moments; leaves out those after which it was not watched for long enough.
   * Moments within half a second, such as of processes that were killed together, count once.
   */
  recoveries(moments: readonly number[]): Recovery[];
  stop(): Promise<void>;
}

const LOOK_MS = 100;

/** Watches how far a ledger is, through its database. While that does not answer, nothing is noted. */
export function watchLedger(databaseUrl: string, { times }: Pick<Kept, 'times'>): Watch {
  const samples: Sample[] = [];
  const stopping = new AbortController();
  const look = async (): Promise<void> => {
    const [row] = await queryOnce<{ sealed: string; anchored: string }>(
      databaseUrl,
      `select (select coalesce(max(number), 0) from batches) as sealed, (select coalesce(max(number), 0) from anchors) as anchored`,
    );
    samples.push({ at: performance.now(), sealed: Number(row!.sealed), anchored: Number(row!.anchored) });
  };
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await look().catch(() => {});
      await wait(LOOK_MS);
    }
  })();
  return {
    recoveries: (moments) =>
      separate(moments).flatMap((moment) => {
        const receipt = times.filter((time) => time > moment).sort((a, b) => a - b)[0];
        const sealed = samples.findLast(({ at }) => at <= moment)?.sealed ?? 0;
        const anchored = samples.find((sample) => sample.at > moment && sample.anchored > sealed)?.at;
        if (receipt === undefined || anchored === undefined) return [];
        return [{ receipt: (receipt - moment) / 1000, anchor: (anchored - moment) / 1000 }];
      }),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Milliseconds within which moments count as one. */
const TOGETHER = 500;

function separate(moments: readonly number[]): number[] {
  const kept: number[] = [];
  for (const moment of [...moments].sort((a, b) => a - b))
    if (moment - (kept.at(-1) ?? -Infinity) > TOGETHER) kept.push(moment);
  return kept;
}

/** The goals of a recovery, in seconds: 99 of 100 faults take at most this long. */
const GOALS: Recovery = { receipt: 5, anchor: 20 };

/** Returns median, 99th percentile and maximum of recoveries beside their goals, as a line. */
export function formatRecoveries(recoveries: readonly Recovery[]): string {
  const format = (name: keyof Recovery): string => {
    const sorted = recoveries.map((each) => each[name]).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
    const show = (value: number): string => `${value.toFixed(1)} s`;
    const judged = at(0.99) <= GOALS[name] ? 'met' : 'missed';
    return `${name}: median ${show(at(0.5))}, p99 ${show(at(0.99))}, most ${show(at(1))} (goal of p99: ${GOALS[name]} s, ${judged})`;
  };
  return `${recoveries.length} recoveries; ${format('receipt')}; ${format('anchor')}`;
}
