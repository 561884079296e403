import type { Hex } from '../../core/encoding/hex.ts';
import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { Derived } from '../../jobs/derive/derived.ts';
import type { FigureCover } from '../../jobs/derive/figure-cover.ts';
import type { Handle } from './handle.ts';

/** A party as the registry names it. */
export interface NamedParty {
  readonly id: Hex;
  /** Such as lei:529900T8BM49AURSDO55. */
  readonly identifier: string;
}

/** Whether a record should still be used, as its proof file or its ledger says. */
export type FigureStanding = 'current' | 'replaced' | 'withdrawn' | 'stale' | 'unknown';

/** A figure of a registered record, whose proof file was verified in the program of the reader. */
export interface ProvenSource {
  readonly is: 'proven';
  readonly record: Hex;
  /** Kind and subject of the record, which with its party are its stream: `disclosure works/2024`. */
  readonly stream: string;
  readonly sequence: number;
  readonly title: string;
  /** Only a figure that is verified resolves. */
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** The digest of the policy under which it was verified. */
  readonly policy: Hex;
  readonly standing: FigureStanding;
  /** What auditors say about the record: `reasonable`, `limited`, `adverse` and so on. Empty: nobody assured it. */
  readonly opinions: readonly string[];
}

/** A figure of a run that was made here: nobody signed it. */
export interface ComputedSource {
  readonly is: 'computed';
  /** The run: its method, engine and inputs. */
  readonly run: Handle;
}

/** A figure that is an exact operation on figures that have handles. The gate computes it again. */
export interface DerivedSource {
  readonly is: 'derived';
  readonly operation: Derived['operation'];
  /** In the order of the operation: the minuend before the subtrahend, the part before the whole. */
  readonly operands: readonly Handle[];
}

/** A figure: its exact value, and all that decides what it can be compared with. */
export interface FigureItem extends FigureCover {
  readonly kind: 'figure';
  readonly key: string;
  /** Whose figure it is; null for a run that no party made. */
  readonly party: NamedParty | null;
  /** How sure it is; null where nothing states it. */
  readonly uncertainty: ShownUncertainty | null;
  /** How it was rounded; null where nothing states it. */
  readonly rounding: { readonly mode: string; readonly decimals?: number; readonly digits?: number } | null;
  readonly source: ProvenSource | ComputedSource | DerivedSource;
  /** Private entries never reach a model of another party. */
  readonly isPrivate: boolean;
}
