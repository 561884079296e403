import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import type { KnownRecord } from './known-record.ts';
import type { Standing } from './standing.ts';

interface Node {
  readonly id: string;
  /** The record that it is, or that holds it. */
  readonly record: Hex;
  readonly standing: Standing;
  /** What it was made from and is not shown yet: sources, operands or rows. */
  readonly hidden: number;
}

export interface RecordNode extends Node {
  readonly type: 'record';
  readonly known: KnownRecord;
}

/** A record that is not here: not read yet, or not in the proof file. */
export interface UnknownNode extends Node {
  readonly type: 'unknown';
}

export interface FigureNode extends Node {
  readonly type: 'figure';
  readonly key: string;
  /** Null where the entries of its record are not here. */
  readonly entry: Entry | null;
  /** The title of its record. */
  readonly of: string | null;
}

/** An entry of a dataset that was taken as it is. Its quantity is that of the operand where its entry is not here. */
export interface RowNode extends Node {
  readonly type: 'row';
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly entry: Entry | null;
}

export interface SetNode extends Node {
  readonly type: 'set';
  readonly set: SetOperand;
  /** The title of its record. */
  readonly of: string | null;
  /** Of the rows: null where the entries are not here. */
  readonly rows: readonly Entry[] | null;
  readonly isExact: boolean;
}

export interface DocumentNode extends Node {
  readonly type: 'document';
  readonly key: string;
  /** The type of its row, such as `matrix-document`. */
  readonly name: string;
  /** 64 hex digits. */
  readonly sha256: string;
  /** Size and media type; null where the entry is not here. */
  readonly document: DocumentName | null;
}

/** Stands for what is not shown yet of another node. */
export interface MoreNode extends Node {
  readonly type: 'more';
  readonly of: string;
  readonly what: 'sources' | 'inputs' | 'rows';
}

export type GraphNode = RecordNode | UnknownNode | FigureNode | RowNode | SetNode | DocumentNode | MoreNode;

/** What an edge says about its two ends. */
export type Meaning =
  | 'source'
  | 'answers'
  | 'operand'
  | 'cites'
  | 'holds'
  | 'document'
  | 'consulted'
  | 'part'
  | 'figure'
  | 'more';

/** An operand as a formula names it. */
export interface NamedUse {
  readonly name: string;
  readonly value: string | null;
  readonly unit: string;
}

/** From what was there first to what was made from it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly meaning: Meaning;
  /** The symbols of the formula that it supplies. */
  readonly uses: readonly NamedUse[];
}

export interface Graph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  /** The node at the end: the figure, or the record where none is chosen. */
  readonly root: string;
  /** Whether there is more than a picture may hold. */
  readonly isFull: boolean;
  /** Records that it names and that are not here. */
  readonly wantedRecords: readonly Hex[];
  /** Records whose entries it needs and that are not read. */
  readonly wantedEntries: readonly Hex[];
}

/** The most nodes of a graph. */
export const MAX_NODES = 2000;

/** Returns what of a node is not shown yet. */
export function nameHidden({ type }: GraphNode): MoreNode['what'] {
  if (type === 'set') return 'rows';
  return type === 'record' ? 'sources' : 'inputs';
}
