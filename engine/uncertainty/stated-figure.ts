import { groupsOf, type Correlation } from '../figures/correlation.ts';
import type { Spread, StatedValue } from '../figures/distribution.ts';
import { partsOf, type Expression } from '../figures/expression.ts';
import type { Row } from '../rows/row.ts';

/** A row of the figure: null where it is certain, or independent. */
interface Variable {
  readonly row: Row;
  readonly spread: Spread | null;
  readonly correlation: Correlation | null;
}

/** What a value is in its distribution. Medians of lognormal distributions stay medians in products. */
type Known = 'certain' | 'lognormal-median' | StatedValue;

/**
 * Returns what a figure is in its own distribution, as far as its formula proves it: sums of means are means, and so are products of independent
 * means; products and quotients of lognormal medians are medians; what is added to one uncertain part, or multiplies it, changes nothing. Any other
 * figure is `other`. Null where no row is uncertain.
 */
export function figureStates(expression: Expression, all: readonly Variable[]): StatedValue | null {
  const known = new StatedFigure(all).of(expression);
  if (known === 'certain') return null;
  return known === 'lognormal-median' ? 'median' : known;
}

class StatedFigure {
  readonly #uncertain: ReadonlyMap<Row, Variable>;
  readonly #known = new Map<Expression, Known>();

  constructor(all: readonly Variable[]) {
    this.#uncertain = new Map(
      all.flatMap((variable) => (variable.spread === null ? [] : [[variable.row, variable] as const])),
    );
  }

  of(node: Expression): Known {
    const before = this.#known.get(node);
    if (before !== undefined) return before;
    const known = this.#judge(node);
    this.#known.set(node, known);
    return known;
  }

  #judge(node: Expression): Known {
    switch (node.kind) {
      case 'constant':
        return 'certain';
      case 'quantity':
        return node.column === 'value' ? this.#ofRow(node.row) : 'certain';
      case 'row-sum':
        return combine(node.rows.map((row) => this.#ofRow(row)));
      case 'sum':
      case 'difference':
        return combine(partsOf(node).map((part) => this.of(part)));
      case 'product':
        return this.#ofProduct(node.factors);
      case 'quotient':
        return this.#ofQuotient(this.of(node.over), this.of(node.under));
      case 'figure':
        return this.of(node.draft.expression);
      case 'rounded':
        return this.of(node.of);
      case 'form':
        return node.system.rowsOf(node.index).some(({ rows }) => rows.some((row) => this.#uncertain.has(row)))
          ? 'other'
          : 'certain';
      case 'solution':
      case 'function':
        return partsOf(node).every((part) => this.of(part) === 'certain') ? 'certain' : 'other';
    }
  }

  #ofRow(row: Row): Known {
    const spread = this.#uncertain.get(row)?.spread;
    if (spread == null) return 'certain';
    return spread.states === 'median' && spread.isLognormal ? 'lognormal-median' : spread.states;
  }

  #ofProduct(factors: readonly Expression[]): Known {
    const uncertain = factors.filter((factor) => this.of(factor) !== 'certain');
    const states = uncertain.map((factor) => this.of(factor));
    if (states.length < 2) return states[0] ?? 'certain';
    if (states.every((own) => own === 'lognormal-median')) return 'lognormal-median';
    return states.every((own) => own === 'mean') && this.#areIndependent(uncertain) ? 'mean' : 'other';
  }

  #ofQuotient(over: Known, under: Known): Known {
    if (under === 'certain') return over;
    const isLognormal = (own: Known): boolean => own === 'certain' || own === 'lognormal-median';
    return isLognormal(over) && isLognormal(under) ? 'lognormal-median' : 'other';
  }

  /** Whether no row, and no group of rows, is in two of the factors. */
  #areIndependent(factors: readonly Expression[]): boolean {
    const seen = new Set<unknown>();
    return factors.every((factor) => {
      const own = this.#sourcesOf(factor);
      const isNew = [...own].every((source) => !seen.has(source));
      for (const source of own) seen.add(source);
      return isNew;
    });
  }

  #sourcesOf(expression: Expression): Set<unknown> {
    const [sources, visited] = [new Set<unknown>(), new Set<Expression>()];
    const visit = (node: Expression): void => {
      if (visited.has(node)) return;
      visited.add(node);
      const rows = node.kind === 'quantity' ? [node.row] : node.kind === 'row-sum' ? node.rows : [];
      for (const row of rows) {
        const variable = this.#uncertain.get(row);
        const correlation = variable?.correlation ?? null;
        if (variable !== undefined && correlation === null) sources.add(row);
        if (correlation !== null) for (const { group } of groupsOf(correlation)) sources.add(group);
      }
      partsOf(node).forEach(visit);
    };
    visit(expression);
    return sources;
  }
}

/** What a sum is, by its parts. */
function combine(parts: readonly Known[]): Known {
  const uncertain = parts.filter((part) => part !== 'certain');
  const [first = 'certain'] = uncertain;
  if (uncertain.length > 1) return uncertain.every((part) => part === 'mean') ? 'mean' : 'other';
  // A lognormal variable + a constant is not lognormal, and its median is.
  return first === 'lognormal-median' && parts.length > 1 ? 'median' : first;
}
