import type { ComputedFigures, ComputeRequest } from '../../jobs/compute/compute-figures.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { TableOfRun } from '../../jobs/compute/table-offers.ts';
import type { NamedParty } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import { HandleTable } from '../handles/handle-table.ts';
import type { Issued, SourceName } from './pick.ts';
import type { RunName } from '../handles/run-name.ts';

/** What a person gives for a run of a question. */
export interface GivenRun {
  readonly run: RunName;
  /** `id@version`. */
  readonly method: string;
  /** The datasets: the hash that names each record, its entries as the ledger gives them, and its stream where that is known. */
  readonly inputs: readonly InputRecord[];
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whose figures these are; null where that is not said. */
  readonly party: NamedParty | null;
  readonly isPrivate: boolean;
  /** Choices that need judgement, which a person accepted by name: inputs and parameters have them already. */
  readonly accepted?: readonly AcceptedChoice[];
  /** What tables of a company's own leave open: the run is not computed before a person accepts a candidate for it. */
  readonly open?: readonly OpenTable[];
}

/** A run with its tables of a company's own, from which candidates are proposed: no file holds them. The rows of those that were read are among the inputs. */
export interface RunOfTables extends GivenRun {
  readonly tables: readonly TableOfRun[];
}

/** A table that leaves something open. */
export interface OpenTable {
  /** The name of its file. */
  readonly table: string;
  /** The first thing that it leaves open: `Fuel:Gas oil`, `detail.category`. */
  readonly about: string;
}

/** A choice that a person accepted. */
export interface AcceptedChoice {
  readonly name: string;
  /** Why it may stand in for what the run lacks; null where it holds as it is. */
  readonly reason: string | null;
  /** Where it says how a table is read: then its name may hold the text of a cell. */
  readonly ofTable?: true;
}

/** Computes a run with the engine of this program. @throws EngineError */
export type ComputeRun = (request: ComputeRequest, signal: AbortSignal) => Promise<ComputedFigures>;

/** The runs of one question, and all that its tools issued. */
export class Workbench implements Issued {
  readonly handles: HandleTable;
  readonly given: readonly GivenRun[];
  readonly #runs = new Map<SourceName, readonly Handle[]>();
  readonly #steps = new Map<string, readonly Handle[]>();

  constructor(given: readonly GivenRun[], handles = new HandleTable()) {
    this.handles = handles;
    this.given = given;
  }

  get runs(): ReadonlyMap<SourceName, readonly Handle[]> {
    return this.#runs;
  }

  get steps(): ReadonlyMap<string, readonly Handle[]> {
    return this.#steps;
  }

  /** Remembers what a run issued. */
  finishRun(run: RunName, handles: readonly Handle[]): void {
    this.#runs.set(run, handles);
  }

  /** Remembers what a search for registered records, or opening one, issued. */
  addFound(handles: readonly Handle[]): void {
    this.#runs.set('records', [...(this.#runs.get('records') ?? []), ...handles]);
  }

  /** Remembers the factors that were found. */
  addFactors(handles: readonly Handle[]): void {
    this.#runs.set('factors', [...(this.#runs.get('factors') ?? []), ...handles]);
  }

  /** Remembers what a step issued. */
  finishStep(step: string, handles: readonly Handle[]): void {
    this.#steps.set(step, handles);
  }
}
