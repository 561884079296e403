import type { Rounding } from '../quantities/decimal.ts';
import type { Warning } from '../errors/warning.ts';
import type { Period } from '../rows/row.ts';
import type { Cover } from './draft.ts';
import type { Operand } from './operand.ts';
import type { UncertaintyNote } from './uncertainty-note.ts';

/** A factor that was used, with its year, basis and place. */
export interface FactorNote {
  readonly name: string;
  readonly record?: string;
  readonly key?: string;
  /** How many factors the note is about, where they are too many to name each. */
  readonly count?: number;
  readonly year: number;
  readonly basis?: string;
  /** For embedded emissions: `actual` (stated by the maker) or `default`. */
  readonly determination?: string;
  readonly geography?: string;
}

/** A row without a quantity that decided which factors apply. `name` is its row type. */
export interface DocumentNote {
  readonly name: string;
  readonly record: string;
  readonly key: string;
  /** Of the file that it names, where it names one. */
  readonly sha256?: string;
}

/** The detail of a figure's entry (§4): what the figure covers, and its derivation. */
export interface FigureDetail extends Cover {
  readonly factors: readonly FactorNote[];
  /** Absent where there are none. */
  readonly documents?: readonly DocumentNote[];
  /** How far the figure is from the true one, at most, in its unit: its rounding included. `not proven` where float64 proves none. Absent where it is exact. */
  readonly bound?: string;
  /** The figure by another formula, with the same decimals. It agrees within the bounds of both. */
  readonly closing?: { readonly formula: string; readonly value: string };
  /** How sure the figure is. Only uncertainty@1 says it. */
  readonly uncertainty?: UncertaintyNote;
  readonly derivation: {
    readonly formula: string;
    /** The arithmetic, where it is not exact. */
    readonly kernel?: string;
    readonly operands: readonly Operand[];
    readonly rounding: Rounding;
    /** The figure as shown minus what its formula gives with the figures that it adds up, as these are shown. Absent where it is zero. */
    readonly roundingDifference?: string;
    readonly warnings: readonly Warning[];
  };
}

/** A computed figure: an entry (§4) without its salt. `value` is a canonical decimal string. */
export interface Figure extends Period {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: FigureDetail;
}
