import type { Amount } from '../../engine/quantities/decimal.ts';
import type { DetailOf } from '../../engine/rows/row-detail.ts';
import type { TableFile } from '../table-file.ts';
import type { LeftOut } from './left-out.ts';

export type Uncertainty = NonNullable<DetailOf<'elementary-flow'>['uncertainty']>;
export type Compartment = DetailOf<'elementary-flow'>['compartment'];

/** What all inputs and outputs have. */
interface ReadAmount {
  readonly amount: Amount;
  /** A unit of UCUM. */
  readonly unit: string;
  readonly uncertainty: Uncertainty | null;
}

/** A product or waste that enters or leaves a process. */
export interface ReadProduct extends ReadAmount {
  readonly kind: 'product' | 'waste' | 'avoided';
  readonly direction: 'input' | 'output';
  /** The id of what it is. */
  readonly item: string;
  /** The id of the process that makes or treats it. */
  readonly provider: string | null;
  readonly allocation: Amount | null;
}

/** What a process emits, or takes from nature. */
export interface ReadFlow extends ReadAmount {
  readonly kind: 'flow';
  /** Its name as the file has it. */
  readonly flow: string;
  readonly compartment: Compartment;
  readonly place: string | null;
}

export type ReadExchange = ReadProduct | ReadFlow;

/** Something with a name that need not be unique, and a word that tells it from others of its name, such as a place. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly apart: string | null;
}

/** A process as its file states it. */
export interface ReadProcess extends Named {
  readonly exchanges: readonly ReadExchange[];
}

/** Returns the id of the process that is the part of one for one of its products. */
export function partId(process: string, item: string): string {
  return `${process} ${item}`;
}

/** What one unit of a flow counts in a category of impact. */
export interface ReadFactor {
  readonly category: string;
  /** The unit of the category. */
  readonly unit: string;
  readonly flow: string;
  /** The unit of the flow. */
  readonly per: string;
  readonly compartment: Compartment;
  /** Whether it is for the whole compartment, and not for a part of it. */
  readonly isGeneral: boolean;
  readonly place: string | null;
  readonly year: number;
  readonly amount: Amount;
}

/** What a file of processes holds. */
export interface Inventory {
  readonly processes: readonly ReadProcess[];
  /** The products and wastes that processes name. */
  readonly items: readonly Named[];
  readonly factors: readonly ReadFactor[];
}

/** How formats of processes are read. */
export interface ProcessFormat {
  readonly name: string;
  /** What it reads, for the help text. */
  readonly meaning: string;
  /** Ending of its files → media type. */
  readonly endings: Readonly<Record<string, string>>;
  /** @throws DatasetRefused */
  read(file: TableFile, leftOut: LeftOut): Promise<Inventory>;
}
