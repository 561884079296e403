import type { Axis } from '../axis.ts';

/** The rows of a table of FIGARO: those of industries, and those below them. */
export interface FigaroSheet {
  readonly sectors: Axis;
  readonly demand: Axis;
  readonly z: Float64Array;
  readonly y: Float64Array;
  /** Rows of value added and taxes, whose columns are those of Z, then those of Y. */
  readonly others: readonly { readonly name: string; readonly values: Float64Array }[];
}

/** What rows of taxes, of value added and of purchases abroad have in place of a country. */
export const NO_COUNTRY = 'W2';

/** Categories of final demand in the codes of ESA 2010. `P85` is an industry: education. */
const DEMAND = /^(P3(_S1[345]+)?|P5|P5M|P51G|P52|P53|P52_P53)$/;

/** Whether the code of a column is one of final demand. */
export function isDemand(code: string): boolean {
  return DEMAND.test(code);
}
