import type { Draft } from '../figures/draft.ts';
import { differenceOf, sumOf, valueOf } from '../figures/expression.ts';
import type { Coefficients } from '../linear/coefficients.ts';
import { transposeSparse } from '../linear/coefficients.ts';
import { aboutFigure } from './accounts.ts';
import type { Economy } from './economy.ts';
import { oneRegion, type PathForm } from './forms.ts';
import { columnOf, rangeOf } from './pack.ts';
import { abs } from './rounding.ts';
import type { Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** Which structural paths are shown. */
export interface PathsAsked {
  readonly stressor: number;
  /** The region whose final demand the paths end in. */
  readonly region: number;
  /** The most sales between industries in a path. */
  readonly depth: number;
  /** Only paths of at least this part of all that is emitted for the final demand. */
  readonly threshold: number;
  /** The most paths. */
  readonly largest: number;
}

/** A path: the industry that emits, those that its product goes through, and last the one that sells to final demand. */
interface Path {
  readonly industries: readonly number[];
  readonly value: number;
}

/**
 * Drafts the largest structural paths of the consumption account of a region: S[i] A[i, j] … A[k, l] Y[l] for each chain of industries
 * (structural path analysis), the largest first, and what remains of S L Y: the shorter and the longer ones that are not shown.
 */
export function draftPaths(asked: PathsAsked, table: Table, forms: TableForms): Draft[] {
  const { stressor, region } = asked;
  const paths = findPaths(forms.economy, asked);
  const about = aboutFigure(table, stressor, [region]);
  const drafts = paths.map(({ industries }, index): Draft => {
    const form: PathForm = { kind: 'path', stressor, industries, region };
    return { ...about, key: `path/${index + 1}`, expression: forms.add(form) };
  });
  const whole = forms.add({ kind: 'flow', stressor, from: null, to: oneRegion(table.regions, region) });
  const shown = drafts.map((draft) => valueOf('path', draft));
  const remainder: Draft = {
    ...about,
    key: 'path/remainder',
    expression: shown.length === 0 ? whole : differenceOf(whole, sumOf(shown)),
    ...(shown.length === 0 ? {} : { isDifference: true as const }),
  };
  return [...drafts, remainder];
}

/**
 * Finds the paths from final demand backwards. All paths through a chain emit together at most |S| (I − |A|)⁻¹ of its first industry times
 * what the chain takes from it, so a chain below the threshold is left. The chains of one length emit at most the whole together, so at
 * most 1 / threshold of each length are followed.
 */
function findPaths(economy: Economy, { stressor, region, depth, threshold, largest }: PathsAsked): Path[] {
  const { s, n } = economy;
  const [most, demand] = [economy.largestMultipliers(stressor), economy.demandOf(region)];
  const buyers = new Buyers(economy.a);
  let whole = 0;
  for (let i = 0; i < n; i++) whole += most[i]! * abs(demand[i]!);
  const least = threshold * whole;
  const found: Path[] = [];
  const follow = (chain: readonly number[], amount: number): void => {
    const first = chain[0]!;
    const value = s[stressor * n + first]! * amount;
    if (value !== 0 && abs(value) >= least) found.push({ industries: chain, value });
    if (chain.length > depth) return;
    buyers.forEachInput(first, (input, coefficient) => {
      const taken = coefficient * amount;
      if (most[input]! * abs(taken) >= least) follow([input, ...chain], taken);
    });
  };
  if (whole > 0) for (let i = 0; i < n; i++) if (most[i]! * abs(demand[i]!) >= least) follow([i], demand[i]!);
  return found.sort(comparePaths).slice(0, largest);
}

/** The largest first; of equal ones the shorter, then by the places of their industries. */
function comparePaths(a: Path, b: Path): number {
  return (
    abs(b.value) - abs(a.value) ||
    a.industries.length - b.industries.length ||
    (a.industries
      .map((industry, at) => industry - b.industries[at]!)
      .find((difference) => difference !== 0) ??
      0)
  );
}

/** The columns of A: what each industry takes from others per unit of its output. */
class Buyers {
  readonly #columns: Coefficients;

  constructor(a: Coefficients) {
    this.#columns = a.form === 'sparse' ? transposeSparse(a) : a;
  }

  forEachInput(buyer: number, visit: (input: number, coefficient: number) => void): void {
    const columns = this.#columns;
    if (columns.form === 'dense') {
      for (let i = 0; i < columns.size; i++) {
        const value = columns.values[i * columns.size + buyer]!;
        if (value !== 0) visit(i, value);
      }
      return;
    }
    const [first, after] = rangeOf(columns, buyer);
    for (let at = first; at < after; at++) visit(columnOf(columns, buyer, at), columns.values[at]!);
  }
}
