import { nameRow } from '../factors/factor.ts';
import { distinctTexts, type Row } from '../rows/row.ts';
import type { Draft } from './draft.ts';
import { nodesOf, type Expression, type Quantity } from './expression.ts';
import type { DocumentNote, FactorNote, FigureDetail } from './figure.ts';

/** Returns the rule sets of the constants of a figure, as their rows spell them. */
export function noteConstants(nodes: readonly Expression[]): Pick<FigureDetail, 'constants'> {
  const sets = nodes.flatMap((node) => {
    if (node.kind === 'constant') return node.ruleSet ?? [];
    if (node.kind !== 'quantity') return [];
    const { detail, stated = detail } = node.row;
    return stated.row === 'constant' ? stated.ruleSet : [];
  });
  return sets.length === 0 ? {} : { constants: distinctTexts(sets) };
}

/** Returns a note for each row that is named as a document, in the order of the input. */
export function noteDocuments(documents: readonly Row[]): DocumentNote[] {
  return [...new Set(documents)]
    .sort((a, b) => a.index - b.index)
    .map(({ detail, record, key }) => ({
      name: detail.row,
      record,
      key,
      ...('sha256' in detail ? { sha256: detail.sha256 } : {}),
    }));
}

/**
 * Returns one note for each symbol and factor. Of the factors behind a total, and where they are more than `listed`, one for those that
 * are described alike.
 */
export function noteFactors(draft: Draft, nodes: readonly Expression[], listed: number): FactorNote[] {
  const isTotal = draft.covers !== undefined;
  const distinct = new Map<string, Quantity>();
  const factors = isTotal ? factorsBelow(draft) : factorsAmong(nodes);
  for (const node of factors) distinct.set(`${node.symbol} ${nameRow(node.row)}`, node);
  const notes = [...distinct.values()].map(({ symbol, row }) => ({ row, note: describeFactor(symbol, row) }));
  if (!isTotal && notes.length <= listed)
    return notes.map(({ row: { record, key }, note: { name, ...others } }) => ({
      name,
      record,
      key,
      ...others,
    }));
  const alike = Map.groupBy(notes, ({ note }) => JSON.stringify(note));
  return [...alike.values()].map((same) => ({ ...same[0]!.note, count: same.length }));
}

function factorsAmong(nodes: readonly Expression[]): Quantity[] {
  return nodes.filter((node) => node.kind === 'quantity').filter(({ factor }) => factor !== null);
}

/** Returns the factors of a total and of all figures that it adds up. */
function factorsBelow({ expression, covers }: Draft): Quantity[] {
  const nodes = nodesOf(expression);
  const parts = covers === undefined ? [] : nodes.filter((node) => node.kind === 'figure');
  return [...factorsAmong(nodes), ...parts.flatMap(({ draft }) => factorsBelow(draft))];
}

function describeFactor(name: string, { detail }: Row): FactorNote {
  return {
    name,
    year: 'year' in detail ? detail.year : 0,
    ...('basis' in detail && detail.basis !== undefined ? { basis: detail.basis } : {}),
    ...('determination' in detail ? { determination: detail.determination } : {}),
    ...('geography' in detail && detail.geography !== undefined ? { geography: detail.geography } : {}),
  };
}
