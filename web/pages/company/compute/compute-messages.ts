import type { StoredEngine } from '../../../../jobs/engines/engine-store.ts';
import type { MethodEngine } from '../../../../jobs/engines/method-engine.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import type { DocumentBlob } from '../../../documents/open-blobs.ts';

type RunResult = Awaited<ReturnType<MethodEngine['run']>>;

/** A record whose entries a method reads. */
export type RunInput = Parameters<MethodEngine['run']>[0][number];

/** A method, what it reads and its parameters, with times as ISO dates or unix seconds. */
export interface RunRequest {
  readonly method: string;
  readonly inputs: readonly RunInput[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The documents that rows name, as far as they are here: the method may not need all. */
  readonly documents: readonly DocumentBlob[];
}

/** What a run does now, and which share of that is done, from 0 to 1; null where it does not say. */
export interface RunProgress {
  readonly step: 'reading' | 'solving' | 'computing';
  readonly done: number | null;
}

/** What a run gave. */
export interface MadeRun extends Pick<RunResult, 'figures' | 'warnings' | 'reconciliation'> {
  /** The entries of the result: its figures, and the entry `run` that names the engine. */
  readonly entries: readonly UnsaltedEntry[];
  /** The records whose rows it used. */
  readonly used: readonly Hex[];
  readonly engine: StoredEngine;
}
