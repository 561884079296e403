import { Amount, powerOfTen } from '../quantities/decimal.ts';
import type { Row } from '../rows/row.ts';
import type { Draft, Rounded } from './draft.ts';
import { type Expression, nodesOf, type Product } from './expression.ts';
import { writeFunction } from './function.ts';

/** Returns one term for each row of a term that adds up rows. */
export function listRows(term: Expression): Expression[] {
  if (term.kind === 'row-sum') return term.rows.map((row) => ({ ...term, rows: [row] }));
  if (term.kind === 'quotient') return listRows(term.over).map((over) => ({ ...term, over }));
  if (term.kind !== 'product') return [term];
  const sums = term.factors.filter((factor) => factor.kind === 'row-sum');
  const [only] = sums;
  if (only === undefined || sums.length > 1) return [term];
  return only.rows.map((row): Product => ({
    kind: 'product',
    factors: term.factors.map((factor) => (factor === only ? { ...only, rows: [row] } : factor)),
  }));
}

/** Returns the symbols of a node as a text, equal for nodes that are written alike. */
function patternOf(node: Expression): string {
  switch (node.kind) {
    case 'constant':
      return node.text;
    case 'quantity':
    case 'row-sum':
    case 'figure':
      return node.symbol;
    case 'sum':
      return `(${(node.isPlain === true ? node.parts.map(patternOf) : [...new Set(node.parts.map(patternOf))]).join(' + ')})`;
    case 'difference':
      return `(${patternOf(node.from)} - ${patternOf(node.less)})`;
    case 'product':
      return node.factors.map(patternOf).join(' * ');
    case 'quotient':
      return `(${patternOf(node.over)} / ${patternOf(node.under)})`;
    case 'function':
      return writeFunction(node.name, patternOf(node.of));
    case 'rounded':
      return writeRounded(node, patternOf(node.of));
    case 'solution':
      return node.system.name;
    case 'form':
      return node.system.formulaOf(node.index);
  }
}

/** Whether the terms of a sum need indices: two are written alike, or one symbol stands for different rows in two of them. */
export function needIndices(terms: readonly Expression[]): boolean {
  if (new Set(terms.map(patternOf)).size < terms.length) return true;
  const taken = new Map<string, Row | Draft>();
  for (const term of terms)
    for (const node of nodesOf(term)) {
      if (node.kind !== 'quantity' && node.kind !== 'row-sum' && node.kind !== 'figure') continue;
      const what = node.kind === 'figure' ? node.draft : node.kind === 'quantity' ? node.row : node.rows[0]!;
      if ((taken.get(node.symbol) ?? what) !== what) return true;
      taken.set(node.symbol, what);
    }
  return false;
}

export const ADDING = /^[+-]$/;
/** Any operator, also that of a constant such as 44/12. */
export const ANY = /^([+*/-]|\d+\/\d+)$/;

/** Returns a text in parentheses if it has one of these operators outside of parentheses. */
export function wrap(text: string, operators: RegExp): string {
  let depth = 0;
  for (const word of text.split(' ')) {
    if (depth === 0 && operators.test(word)) return `(${text})`;
    for (const letter of word) depth += letter === '(' ? 1 : letter === ')' ? -1 : 0;
  }
  return text;
}

/** Writes a rounded step: `round(FC, 0.01 t)`. */
export function writeRounded({ decimals, unit }: Rounded, argument: string): string {
  const step = decimals < 0 ? new Amount(powerOfTen(-decimals)) : new Amount(1n, decimals);
  return `round(${argument}, ${String(step)} ${unit})`;
}
