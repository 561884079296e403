import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { groupRows, rowsOfType } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { EmissionReader, type Emission } from './emission.ts';
import { readMatrices } from './matrices.ts';
import { splitByTime, type InTime } from './validity.ts';

export type ExchangeRow = RowOf<'process-exchange'>;

/** Something that a process needs from another one, or saves there. */
export interface Need {
  readonly row: ExchangeRow;
  /** −1 where it is avoided. */
  readonly sign: 1 | -1;
}

/** A unit process: what it makes or treats, needs, and emits. */
export interface Process {
  readonly name: string;
  /** The outputs of each product, and the inputs of each waste that is treated. */
  readonly makes: ReadonlyMap<string, readonly ExchangeRow[]>;
  readonly needs: readonly Need[];
  readonly emissions: readonly Emission[];
  /** Rows of other times, which no row of the period of the run replaces. */
  readonly outOfTime: readonly Row[];
}

/** The processes of a run, found by their names and by what they make. */
export class Processes {
  readonly #exchanges: ReadonlyMap<string, InTime<ExchangeRow>>;
  readonly #emissions: EmissionReader;
  readonly #opened = new Map<string, Process>();
  readonly #makersOf: ReadonlyMap<string, readonly string[]>;

  /** @throws EngineError `bad-exchange`; as `readMatrices` */
  constructor(context: MethodContext) {
    const cells = readMatrices(context);
    const rows = [...rowsOfType(context.rows, 'process-exchange'), ...cells.exchanges];
    checkKinds(rows);
    const byProcess = groupRows(rows, ({ detail }) => detail.process);
    this.#exchanges = new Map(
      [...byProcess].map(([name, own]) => [name, splitByTime(own, context.period, describe)]),
    );
    this.#emissions = new EmissionReader(context, cells.flows);
    this.#makersOf = listMakers(this.#exchanges);
  }

  /** Returns a process that makes something. @throws EngineError `bad-exchange`; as `EmissionReader` */
  get(name: string): Process | undefined {
    const rows = this.#exchanges.get(name);
    if (rows === undefined) return undefined;
    const process = this.#opened.get(name) ?? openProcess(name, rows, this.#emissions);
    this.#opened.set(name, process);
    return process;
  }

  /** Returns the names of the processes that make a product or treat a waste, ascending. */
  makersOf(item: string): readonly string[] {
    return this.#makersOf.get(item) ?? [];
  }

  /** The names of all that is made or treated. */
  get items(): readonly string[] {
    return [...this.#makersOf.keys()];
  }
}

function openProcess(
  name: string,
  { valid, outOfTime }: InTime<ExchangeRow>,
  emissions: EmissionReader,
): Process {
  const makes = new Map<string, ExchangeRow[]>();
  const needs: Need[] = [];
  for (const row of valid) {
    const { product, kind } = row.detail;
    if (!isMade(row)) {
      needs.push({ row, sign: kind === 'avoided' ? -1 : 1 });
      continue;
    }
    if (row.amount.isZero()) throw refuseZero(row);
    const own = makes.get(product) ?? [];
    own.push(row);
    makes.set(product, own);
  }
  const own = emissions.read(name);
  return { name, makes, needs, emissions: own.emissions, outOfTime: [...outOfTime, ...own.outOfTime] };
}

/** Whether an exchange is what the process is for: a product that leaves it, or a waste that enters it. */
function isMade({ detail: { kind = 'product', direction } }: ExchangeRow): boolean {
  return (kind === 'product' && direction === 'output') || (kind === 'waste' && direction === 'input');
}

function listMakers(exchanges: ReadonlyMap<string, InTime<ExchangeRow>>): ReadonlyMap<string, string[]> {
  const makers = new Map<string, Set<string>>();
  for (const [name, { valid }] of exchanges)
    for (const row of valid) {
      if (!isMade(row)) continue;
      const own = makers.get(row.detail.product) ?? new Set();
      makers.set(row.detail.product, own.add(name));
    }
  return new Map([...makers].map(([item, names]) => [item, distinctTexts(names)]));
}

function describe({ detail: { product, direction, kind = 'product' } }: ExchangeRow): string {
  return `${direction} ${kind} ${product}`;
}

function refuseZero(row: ExchangeRow): EngineError {
  const { process, product } = row.detail;
  const text = `${row.key}: ${process} makes 0 of ${product}, and everything is counted per amount that is made: state the amount, or leave out the row`;
  return new EngineError('bad-exchange', text, row.value, placeOf(row, 'value'));
}

/** Throws where one name is a product in one row and a waste in another. @throws EngineError `bad-exchange` */
function checkKinds(rows: readonly ExchangeRow[]): void {
  const kinds = new Map<string, ExchangeRow>();
  for (const row of rows) {
    const { product, kind = 'product' } = row.detail;
    if (kind === 'avoided') continue;
    const first = kinds.get(product) ?? row;
    kinds.set(product, first);
    const { kind: other = 'product' } = first.detail;
    if (other === kind) continue;
    const text = `${row.key}: ${product} is a ${kind}, and a ${other} in ${first.key}: give one of them another name, or the same detail.kind`;
    throw new EngineError('bad-exchange', text, kind, placeOf(row, 'detail.kind'));
  }
}
