import type { Row } from '../rows/row.ts';
import type { Draft, FormRows } from './draft.ts';
import { type Expression, nodesOf } from './expression.ts';

/** Returns how many distinct rows nodes take quantities from, or `enough` where there are at least so many. */
export function countRows(nodes: readonly Expression[], enough: number): number {
  const rows = new Set<Row>();
  for (const node of nodes) {
    if (node.kind === 'quantity') rows.add(node.row);
    else if (node.kind === 'row-sum')
      for (let at = 0; at < node.rows.length && rows.size < enough; at++) rows.add(node.rows[at]!);
    if (rows.size >= enough) return enough;
  }
  return rows.size;
}

/** Visits the rows that nodes take quantities from; a row of several nodes more than once. */
export function forEachRow(nodes: readonly Expression[], visit: (row: Row) => void): void {
  for (const node of nodes)
    if (node.kind === 'quantity') visit(node.row);
    else if (node.kind === 'row-sum') node.rows.forEach(visit);
    else if (node.kind === 'form') for (const { rows } of node.system.rowsOf(node.index)) rows.forEach(visit);
}

/** Returns whether drafts take a row or name it as a document; `count` is how many rows the run has. */
export function markRows(drafts: readonly Draft[], count: number): (row: Row) => boolean {
  const used = new Uint8Array(count);
  // Many forms take the same rows of a table: each list is marked once.
  const marked = new Set<readonly Row[]>();
  const markSet = ({ rows }: FormRows): void => {
    if (marked.has(rows)) return;
    marked.add(rows);
    for (const { index } of rows) used[index] = 1;
  };
  for (const { expression, documents = [] } of drafts) {
    const nodes = nodesOf(expression);
    forEachRow(
      nodes.filter(({ kind }) => kind !== 'form'),
      ({ index }) => (used[index] = 1),
    );
    for (const node of nodes) if (node.kind === 'form') node.system.rowsOf(node.index).forEach(markSet);
    for (const { index } of documents) used[index] = 1;
  }
  return ({ index }) => used[index] === 1;
}
