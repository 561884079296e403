/** A figure of a result, which may come from anyone. Its value is an exact decimal; times are unix seconds, the end is exclusive. */
export interface PicturedFigure {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: unknown;
}

/** How scope 2 is counted: the two figures are alternatives, and each total has one of them. */
export type Basis = 'location' | 'market';

/** The pictures that figures can have, in the order in which a page shows them. */
export const PICTURE_KINDS = [
  'scopes',
  'changes',
  'sources',
  'facilities',
  'gases',
  'beside',
  'plant',
  'scenarios',
  'product',
  'chain',
  'comparison',
  'accounts',
  'years',
  'partners',
  'nature',
  'flows',
  'intervals',
  'contributions',
  'paths',
  'months',
] as const;
export type PictureKind = (typeof PICTURE_KINDS)[number];

/** What a mark is of. It is put into words in the language of the reader; texts in it come from outside. */
export type Name =
  | { readonly is: 'figure'; readonly key: string; readonly method: string | null }
  | { readonly is: 'scope'; readonly scope: 1 | 2 | 3; readonly basis: Basis | null }
  | { readonly is: 'total' | 'the-total' | 'basis'; readonly basis: Basis }
  | { readonly is: 'facility'; readonly name: string | null }
  | { readonly is: 'others'; readonly count: number }
  | { readonly is: 'version'; readonly sequence: number }
  | { readonly is: 'month'; readonly from: number; readonly until: number }
  | { readonly is: 'activity'; readonly row: string; readonly about: string | null }
  | { readonly is: 'text'; readonly text: string }
  /** A country by its ISO 3166 code, or another region as the data call it. */
  | { readonly is: 'place'; readonly code: string }
  /** A line of a panorama, and who says it where several do. */
  | { readonly is: 'line'; readonly line: string; readonly by: string | null }
  | PlainName;

/** A name without values. */
interface PlainName {
  readonly is:
    | 'inventory'
    | 'biogenic'
    | 'land-use'
    | 'outside-scopes'
    | 'avoided'
    | 'production'
    | 'consumption'
    | 'remainder'
    | 'rest'
    | 'sum'
    | 'outside'
    | 'emitted'
    | 'gap'
    | 'base'
    | 'direct'
    | 'change'
    | 'by-process'
    | 'by-input'
    | 'by-stage';
}

/** How a mark looks. Marks are also named beside them: no tone says anything alone. */
export type Tone =
  | 'total'
  | 'scope1'
  | 'scope2'
  | 'scope3'
  | 'rest'
  | 'up'
  | 'down'
  | 'first'
  | 'second'
  | 'beside';

/** One bar. All numbers are exact decimals in the unit of the picture. */
export interface Row {
  readonly name: Name;
  readonly value: string;
  /** Where the bar begins; it ends at `start` + `value`. */
  readonly start: string;
  readonly tone: Tone;
  /** Shown as a line with ends instead of a bar. */
  readonly interval?: Omit<Interval, 'level'>;
}

/** Bars that belong together. */
export interface RowGroup {
  readonly name: Name | null;
  readonly rows: readonly Row[];
}

/** What a reader must know about a picture. */
export type Remark =
  | { readonly is: 'difference'; readonly difference: string }
  | { readonly is: 'other-units'; readonly count: number; readonly units: readonly string[] }
  | { readonly is: 'shown-of' | 'intervals-of'; readonly shown: number; readonly of: number }
  | { readonly is: 'smallest-regions' | 'smallest-units'; readonly count: number }
  | { readonly is: 'negative-flows'; readonly count: number; readonly sum: string }
  | { readonly is: 'level'; readonly level: string }
  | { readonly is: 'other-paths' | 'no-partner'; readonly value: string }
  | { readonly is: 'other-stressors'; readonly stressors: readonly string[] }
  | { readonly is: 'without-interval' | 'other-unsure'; readonly count: number }
  | { readonly is: 'outside-interval'; readonly figures: readonly Name[] }
  | {
      readonly is: 'unsure';
      readonly value: string;
      readonly unit: string;
      readonly interval: Interval | null;
    }
  | {
      readonly is: 'compared';
      readonly value: string;
      readonly unit: string;
      readonly interval: Interval | null;
    }
  | { readonly is: 'unstated'; readonly rows: number; readonly of: number; readonly share: number }
  | PlainRemark;

/** A two-sided interval, as exact decimals; `level` is the probability that it covers, such as `0.95`. */
export interface Interval {
  readonly low: string;
  readonly high: string;
  readonly level: string;
}

/** A remark without values. */
interface PlainRemark {
  readonly is:
    | 'alternatives'
    | 'beside'
    | 'no-market'
    | 'other-methods'
    | 'own-flows'
    | 'net-flows'
    | 'own-emissions'
    | 'gaps'
    | 'cut-scale';
}

/** Whether a name or a remark has no values. */
export function isPlain<Item extends { readonly is: string }>(
  item: Item,
): item is Extract<Item, PlainName | PlainRemark> {
  return Object.keys(item).length === 1;
}

/** A cell of the table of a picture. */
export type Cell =
  | { readonly is: 'name'; readonly name: Name }
  | { readonly is: 'decimal'; readonly value: string }
  | { readonly is: 'share'; readonly value: number | null };

/** The name of a column. */
export type Column =
  | 'name'
  | 'group'
  | 'dataset'
  | 'value'
  | 'low'
  | 'high'
  | 'from'
  | 'to'
  | 'giver'
  | 'taker'
  | 'material'
  | 'product'
  | 'share'
  | 'part'
  | 'period'
  | 'production'
  | 'consumption';

/** The same numbers as a picture, all of them and with all digits. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

interface Common {
  readonly kind: PictureKind;
  readonly unit: string;
  /** What the picture is about besides its kind, such as a region or a figure. */
  readonly about: readonly Name[];
  readonly remarks: readonly Remark[];
  readonly table: Table;
  /** The figures that it shows: where they are from is said below it. */
  readonly figures: readonly PicturedFigure[];
}

/** A picture of bars. */
export interface RowsPicture extends Common {
  readonly form: 'rows';
  readonly groups: readonly RowGroup[];
  /** Where the scale begins, if not at zero: bars that begin at zero are then cut, and a remark says it. */
  readonly cutAt?: number | null;
}

/** A picture of amounts over time. Times are unix seconds; ends are exclusive. */
export interface TimePicture extends Common {
  readonly form: 'time';
  /** Columns for amounts of months, lines for years. */
  readonly marks: 'columns' | 'lines';
  readonly series: readonly {
    readonly name: Name;
    readonly points: readonly { readonly from: number; readonly until: number; readonly value: string }[];
  }[];
}

/** Where flows begin or end: in which column of the picture, the left one is 0. What is in two columns has one rank there. */
export interface Place {
  readonly name: Name;
  readonly column: number;
  readonly rank: number;
}

/**
 * A picture of flows between places, such as who emits for whom. `flows` name places by their positions; each pair of places has one, or one
 * for each of what they are about. The first two columns of the table say what its sides are.
 */
export interface FlowsPicture extends Common {
  readonly form: 'flows';
  readonly places: readonly Place[];
  readonly flows: readonly {
    readonly from: number;
    readonly to: number;
    readonly value: string;
    /** What flows, where several things can. */
    readonly about?: Name;
  }[];
}

export type Picture = RowsPicture | TimePicture | FlowsPicture;

/** What pictures are chosen by: which alternatives of a figure are shown. */
export interface Choice {
  readonly basis: Basis;
  /** The gas or other stressor of accounts and flows; null for the first. */
  readonly stressor: string | null;
  /** The key of the figure whose contributions are shown; null for the largest total. */
  readonly figure?: string | null;
}

/** A version of a result: its figures, and its number in its stream where it is known. */
export interface Version {
  readonly figures: readonly PicturedFigure[];
  readonly sequence: number;
}
