import type { Hex } from '../encoding/hex.ts';
import type { JsonObject } from '../encoding/json.ts';
import type { DocumentName } from '../records/document-name.ts';
import type { UnsaltedEntry } from '../records/entry.ts';
import type { Run } from '../records/run.ts';

/** An engine, as its file exports it (§10). */
export interface Engine {
  readonly engineName: string;
  readonly engineVersion: string;
  /** Computes a run again from its own description and what it names. @throws when it can't compute the run */
  readonly repeatRun: (
    run: RepeatedRun,
    inputs: readonly RepeatedInput[],
    options?: RepeatOptions,
  ) => {
    readonly figures: readonly RunFigure[];
    readonly used: readonly UsedRows[];
  };
  /** Reads a document for `repeatRun`. An engine without it takes no documents. @throws if it can't be read */
  readonly readDocument?: (name: DocumentName, source: DocumentSource) => Promise<ReadDocument>;
  /** Solves the equations of a run for `repeatRun`; null where it has none. @throws as `repeatRun` */
  readonly solveAgain?: (
    run: RepeatedRun,
    inputs: readonly RepeatedInput[],
    options: Omit<RepeatOptions, 'solution'> & { readonly onProgress?: (done: number) => void },
  ) => Promise<RunSolution | null>;
}

/** How a run describes itself. An engine draws no more samples, and of no more figures, than it says. */
export type RepeatedRun = Pick<Run, 'method' | 'rounding'> &
  Partial<Pick<Run, 'outputs' | 'draws'>> & { readonly parameters: JsonObject };

/** A record with the rows that a run names. */
export interface RepeatedInput {
  readonly record: string;
  readonly entries: readonly UnsaltedEntry[];
}

/** What a run is given besides its rows. */
export interface RepeatOptions {
  readonly documents: readonly ReadDocument[];
  readonly solution?: RunSolution;
}

/** A document that an engine has read; only that engine knows what is in it. */
export type ReadDocument = DocumentName & RunSolution;

/** A solution of the equations of a run, which an engine has found or read. */
export interface RunSolution {
  readonly matrix: object;
}

/** The bytes of a document, wherever they are. */
export interface DocumentSource {
  /** In bytes. */
  readonly size: number;
  /** Returns the bytes from `start` to before `end`. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Returns the bytes of a document; null where they are not here. The engine computes their hash again. */
export type OpenDocument = (name: DocumentName) => Promise<DocumentSource | null>;

/** The rows of one record that a run used: listed, or as the set that an entry `run` names (§10). */
export type UsedRows =
  | { readonly record: string; readonly keys: readonly string[] }
  | {
      readonly record: string;
      readonly selection: object;
      readonly count: number;
      readonly root: string;
      readonly documents?: readonly string[];
    };

/** Returns the engine whose file has this SHA-256; null where it is not available. */
export type OpenEngine = (digest: Hex) => Promise<Engine | null>;

/** A figure as an engine computes it. */
export interface RunFigure {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: object;
}

/** Figures by key, as an engine computes them. */
export type Figures = ReadonlyMap<string, RunFigure>;
