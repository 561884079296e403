import { EngineError } from '../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';
import { takeCandidate } from '../map/own-table.ts';
import { findReading } from '../map/recorded-reading.ts';
import type { TableCandidate, TableChoice, TableContext, TableRead } from '../map/table-choice.ts';
import { compareEnds, MOST_RUNS, type OfferEffect, type OfferPorts } from './offers.ts';

/** A candidate, and the largest figure that depends on which one is accepted; null where the run cannot be computed with it, or was not. */
export type TableOffer = Pick<TableCandidate, 'name' | 'reason'> & { readonly effect: OfferEffect | null };

/** Something that a table leaves open, with what each candidate changes. */
export interface OfferedChoice extends Pick<TableChoice, 'needed'> {
  readonly offers: readonly TableOffer[];
}

/** A table as it was read for a run, and with what it is read on. */
export interface TableOfRun {
  readonly read: TableRead;
  readonly context: TableContext;
}

/** Larger tables are not read again and again: their candidates are listed, and what they change is not known. */
const MOST_BYTES = 1 << 20;
/** Tables are read again so many times. */
const MOST_READS = 120;
/** At most so many choices are listed; what else is open follows once these are accepted. */
const MOST_CHOICES = 6;

/** Computes the run with these inputs. @throws EngineError */
type ComputeInputs = (inputs: readonly InputRecord[]) => ReturnType<OfferPorts['compute']>;
type Figures = Awaited<ReturnType<OfferPorts['compute']>> | null;

/** Something that one of several tables leaves open. */
interface OpenPlace {
  readonly at: number;
  readonly choice: TableChoice;
}

/** A candidate, and all tables with it; null where it was not tried. */
interface Tried {
  readonly candidate: TableCandidate;
  readonly tables: readonly TableOfRun[] | null;
}

/** Returns the first thing that tables leave open; null where all of them were read. */
function openOf(tables: readonly TableOfRun[]): OpenPlace | null {
  const at = tables.findIndex(({ read }) => read.open !== null);
  const choice = tables[at]?.read.open ?? null;
  return choice === null ? null : { at, choice };
}

/**
 * Returns what tables of a run leave open, one after the other as the first candidate of each is taken, and what each candidate changes in the
 * figures of the run. Nothing is taken.
 * @throws what the ports throw, but no EngineError
 */
export async function findTableOffers(
  begun: readonly TableOfRun[],
  inputs: readonly InputRecord[],
  compute: ComputeInputs,
): Promise<readonly OfferedChoice[]> {
  const trials = new Trials(inputs, compute);
  const steps: { readonly choice: TableChoice; readonly tried: readonly Tried[] }[] = [];
  let tables: readonly TableOfRun[] | null = begun;
  for (let open = openOf(begun); open !== null && steps.length < MOST_CHOICES;) {
    const tried: readonly Tried[] = await trials.readEach(tables, open);
    steps.push({ choice: open.choice, tried });
    tables = tried[0]?.tables ?? null;
    if (tables === null) break;
    open = openOf(tables);
  }
  const first = tables === null ? null : await trials.complete(tables, new Set());
  const choices: OfferedChoice[] = [];
  for (const [index, { choice, tried }] of steps.entries()) {
    const later = new Set(steps.slice(index + 1).map((step) => step.tried[0]?.candidate.name));
    const ends: Figures[] = [];
    for (const [place, each] of tried.entries()) {
      const isKnown = place === 0 || first === null || each.tables === null;
      ends.push(isKnown ? (place === 0 ? first : null) : await trials.complete(each.tables, later));
    }
    const offers = tried.map(({ candidate: { name, reason } }, place) => ({
      ...{ name, reason },
      effect: compareEnds(ends, place),
    }));
    choices.push({ needed: choice.needed, offers });
  }
  return choices;
}

/** Returns the inputs of a run with the rows of the tables that were read. */
export function addTables(
  inputs: readonly InputRecord[],
  reads: readonly TableRead[],
): readonly InputRecord[] {
  return [...inputs, ...reads.flatMap((read) => recordOf(read) ?? [])];
}

function recordOf({ open, entries }: TableRead): InputRecord | null {
  if (open !== null) return null;
  const record = findReading(entries)?.digest;
  return record === undefined ? null : { record, entries };
}

/** Reads tables and computes runs, at most so many. */
class Trials {
  readonly #inputs: readonly InputRecord[];
  readonly #compute: ComputeInputs;
  #reads = 0;
  #runs = 0;

  constructor(inputs: readonly InputRecord[], compute: ComputeInputs) {
    this.#inputs = inputs;
    this.#compute = compute;
  }

  /** Returns the candidates that end a choice, and those that were not tried. One after which a cell is refused is none. */
  async readEach(tables: readonly TableOfRun[], { at, choice }: OpenPlace): Promise<readonly Tried[]> {
    const found: Tried[] = [];
    for (const candidate of choice.candidates) {
      const isOver = this.#reads >= MOST_READS || tables[at]!.read.file.size > MOST_BYTES;
      const next = isOver ? null : await this.#take(tables, at, candidate);
      const isOpen = next?.[at]!.read.open?.about === choice.about;
      if (isOver || (next !== null && !isOpen)) found.push({ candidate, tables: next });
    }
    return found;
  }

  /** Takes the first candidate of what is still open, or the one of these names, and computes. Null where that gives no figures. */
  async complete(begun: readonly TableOfRun[], preferred: ReadonlySet<string | undefined>): Promise<Figures> {
    let tables = begun;
    for (let open = openOf(tables); open !== null; open = openOf(tables)) {
      const { at, choice } = open;
      const candidate = choice.candidates.find(({ name }) => preferred.has(name)) ?? choice.candidates[0];
      const isOver = candidate === undefined || this.#reads >= MOST_READS;
      const next = isOver ? null : await this.#take(tables, at, candidate);
      if (next === null || next[at]!.read.open?.about === choice.about) return null;
      tables = next;
    }
    return this.#figuresOf(tables);
  }

  async #figuresOf(tables: readonly TableOfRun[]): Promise<Figures> {
    if (this.#runs >= MOST_RUNS) return null;
    this.#runs += 1;
    try {
      return await this.#compute(
        addTables(
          this.#inputs,
          tables.map(({ read }) => read),
        ),
      );
    } catch (error) {
      if (error instanceof EngineError) return null;
      throw error;
    }
  }

  /** Returns the tables with a candidate; null where a cell is refused then. */
  async #take(
    tables: readonly TableOfRun[],
    at: number,
    candidate: TableCandidate,
  ): Promise<readonly TableOfRun[] | null> {
    this.#reads += 1;
    const { read, context } = tables[at]!;
    try {
      return tables.with(at, { context, read: await takeCandidate(read, candidate, context) });
    } catch (error) {
      if (error instanceof DatasetRefused) return null;
      throw error;
    }
  }
}
