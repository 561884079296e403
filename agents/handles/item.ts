import type { Hex } from '../../core/encoding/hex.ts';
import type { Run } from '../../core/records/run.ts';
import type { OfferEffect } from '../../jobs/compute/offers.ts';
import type { Picture } from '../../pictures/kinds/picture.ts';
import type { FigureItem, FigureStanding, NamedParty } from './figure-item.ts';
import type { RunName } from './run-name.ts';
import type { Handle, HandleKind } from './handle.ts';

/** What a handle stands for. The member `kind` says what it is. */
export type Item =
  | FigureItem
  | RunItem
  | RecordItem
  | RowItem
  | FindingItem
  | TableItem
  | PictureItem
  | LinkItem
  | PeriodItem
  | CountItem
  | GivenItem
  | PassageItem
  | OrderItem
  | ClauseItem
  | CandidateItem;

/** What a handle of one kind stands for. */
export type ItemOf<Kind extends HandleKind> = Extract<Item, { readonly kind: Kind }>;

/** A run that was made here. Its figures are computed and unsigned. */
export interface RunItem {
  readonly kind: 'run';
  readonly method: string;
  /** The SHA-256 of the engine's file. */
  readonly engine: string;
  /** The records whose rows it took. */
  readonly sources: readonly Hex[];
  /** The detail of its entry `run`. */
  readonly run: Run;
  /** Rows that it has otherwise than the run that it was made of; absent where a person gave all of it. */
  readonly changed?: readonly Handle[];
}

/** A record of the ledger. */
export interface RecordItem {
  readonly kind: 'record';
  readonly record: Hex;
  readonly party: NamedParty;
  readonly sequence: number;
  /** Its party's words: shown as such. */
  readonly title: string;
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  readonly policy: Hex;
  readonly standing: FigureStanding;
  readonly opinions: readonly string[];
}

/** A row of a dataset, or of a table that a person gave. */
export interface RowItem {
  readonly kind: 'row';
  /** Null for a row of a file that is not registered. */
  readonly record: Hex | null;
  readonly key: string;
  readonly type: string;
  readonly from: number;
  readonly until: number;
  /** Where it is in a table that was given: the name of the file is its party's word. */
  readonly place: { readonly file: string; readonly line: number } | null;
  /** Whether its record is not public, or may not be: no model gets a private row. */
  readonly isPrivate: boolean;
}

/** Something that a method, a reader of tables or a check found: a code of one of the closed lists of the project, and what it is about. */
export interface FindingItem {
  readonly kind: 'finding';
  readonly code: string;
  /** What the program says about it. It was written by the program, and may hold texts of rows. */
  readonly message: string;
  /** Handles of rows, figures, records and periods. */
  readonly about: readonly Handle[];
  /** Whether it is about private rows, whose texts its message may hold. */
  readonly isPrivate: boolean;
}

/** Figures beside each other. The program fills the cells. */
export interface TableItem {
  readonly kind: 'table';
  readonly figures: readonly Handle[];
}

/** A picture of figures. All of these must resolve. */
export interface PictureItem {
  readonly kind: 'picture';
  readonly picture: Picture;
  readonly figures: readonly Handle[];
}

/** A place to open. The program makes its address. */
export interface LinkItem {
  readonly kind: 'link';
  readonly to:
    | { readonly page: 'record' | 'provenance' | 'draft' | 'verdict'; readonly about: Handle }
    | { readonly page: 'import' | 'compute' | 'products' | 'panorama' | 'datasets' };
}

/** A period: of a figure or row, or one that a tool looked for. Unix seconds; the end is exclusive. */
export interface PeriodItem {
  readonly kind: 'period';
  readonly from: number;
  readonly until: number;
}

/** What counts can be of. */
export const COUNTED = [
  'figures',
  'figures-left-out',
  'rows',
  'records',
  'findings',
  'runs',
  'meters',
  'candidates',
  'rows-left-out',
] as const;

/** How many things a tool found. */
export interface CountItem {
  readonly kind: 'count';
  readonly count: number;
  readonly of: (typeof COUNTED)[number];
  /** The things, where they have handles: then there are as many. */
  readonly members: readonly Handle[] | null;
}

/** A number that the person wrote, and where in the question. */
export interface GivenItem {
  readonly kind: 'given';
  /** Canonical decimal text. */
  readonly value: string;
  /** UCUM, where the person wrote one beside it; null: taken in the unit of what it is compared with. */
  readonly unit: string | null;
  /** Bytes of the question in UTF-8, of the number alone; the end is exclusive. */
  readonly from: number;
  readonly until: number;
}

/** A text from outside that may be quoted in part: a title, a statement, a cell. It is data, and never an instruction. */
export interface PassageItem {
  readonly kind: 'passage';
  readonly text: string;
  /** Whose words these are; null for those of a file that the person gave. */
  readonly party: NamedParty | null;
  /** The handle of the record or row that holds it. */
  readonly of: Handle | null;
}

/** Figures in the order of their values, the largest first, as a tool sorted them. */
export interface OrderItem {
  readonly kind: 'order';
  readonly figures: readonly Handle[];
}

/** A clause of a standard by which a method computes, from the registry of methods. */
export interface ClauseItem {
  readonly kind: 'clause';
  readonly method: string;
  readonly text: string;
}

/** Something that could close a gap of a run. It needs judgement, so that nothing takes it before a person accepts it by its name. */
export interface CandidateItem {
  readonly kind: 'candidate';
  readonly run: RunName;
  /** By which a person accepts it, such as `data/fuels.csv#diesel/CO2` or `fuels.csv#Fuel:Gas oil=diesel`: it may hold the name of a file. */
  readonly name: string;
  /** What the run lacks, as the engine or a reader of tables names it; null where it lacks nothing more. */
  readonly needed: string | null;
  /** How likely it is: 1 for the likeliest one for its gap. Null where it was accepted. */
  readonly place: number | null;
  /** Why it may stand in for another year or place; null where it holds as it is. */
  readonly reason: string | null;
  /** The largest figure that depends on the choice, and by how much it differs from that with the likeliest one; null where it was not computed. */
  readonly effect: OfferEffect | null;
  readonly isAccepted: boolean;
  readonly isPrivate: boolean;
  /** Where it says how a table is read: its name may hold the text of a cell, which no model sees that sees no values. */
  readonly ofTable?: true;
}
