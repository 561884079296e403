import type { Hex } from '../../core/encoding/hex.ts';

/** Where the draws of a run were computed: the member `computed` of the entry `run`. Its figures do not depend on it. */
export interface ComputedWhere {
  readonly units: number;
  readonly pools: readonly { readonly party: Hex; readonly units: number; readonly wrong: number }[];
  /** Units that were computed here, to check pools or in their place. */
  readonly here: number;
}
