import { openSelection } from '../../core/records/selection.ts';
import { ONE, parseAmount } from '../quantities/decimal.ts';
import { compareTexts, type Row } from '../rows/row.ts';
import type { Draft, Expression, RowSum } from './draft.ts';
import { constant, productOf, sumOf } from './expression.ts';
import { rewriteDrafts } from './rewrite.ts';

/**
 * How the operations of an organisation are consolidated (GHG Protocol Corporate Standard, chapter 3). Under control, a row counts in
 * full or not at all; by equity share it counts by the share that the organisation holds.
 */
export const APPROACHES = ['operational-control', 'financial-control', 'equity-share'] as const;
export type Approach = (typeof APPROACHES)[number];

/** Whether a row counts under an approach. A row that states no boundary counts under both kinds of control. */
export function isInside({ detail }: Row, approach: Approach = 'operational-control'): boolean {
  if (approach === 'equity-share') return !('share' in detail) || detail.share !== '0';
  const boundary = 'boundary' in detail ? detail.boundary : undefined;
  return boundary === undefined || boundary.includes(approach);
}

/** What consolidation changes in the expressions of figures. */
export interface Consolidation {
  /** Whether rows count by their share. */
  readonly byShare: boolean;
  /** The rows that do not count. No figure takes them; selections must not select them either. */
  readonly outside: readonly Row[];
}

/** Returns drafts in which rows count by their share, and in whose selections no row is that does not count. */
export function consolidate(drafts: readonly Draft[], consolidation: Consolidation): Draft[] {
  const { byShare, outside } = consolidation;
  if (!byShare && outside.length === 0) return [...drafts];
  return rewriteDrafts(drafts, {
    rows: (node) => {
      const own = { ...node, selection: excludeRows(node, outside) };
      return byShare ? weighShares(own) : own;
    },
  });
}

function weighShares(node: RowSum): Expression {
  const byShare = Map.groupBy(node.rows, shareOf);
  return sumOf(
    [...byShare].map(([share, rows]) => {
      const ofShare = { ...node, rows };
      return share === '1' ? ofShare : productOf(ofShare, constant(share, parseAmount(share), ONE));
    }),
  );
}

/** Returns the share by which a row counts under equity share, as a decimal text: 1 where it states none. */
export function shareOf({ detail }: Row): string {
  return ('share' in detail ? detail.share : undefined) ?? '1';
}

/** Leaves out of a selection the rows of its record that do not count. */
function excludeRows({ selection, rows }: RowSum, outside: readonly Row[]): RowSum['selection'] {
  const { record } = rows[0]!;
  const selects = openSelection(selection);
  const keys = outside
    .filter((row) => row.record === record && selects({ ...row, unit: row.unit.text }))
    .map(({ key }) => key);
  if (keys.length === 0) return selection;
  return { ...selection, except: [...(selection.except ?? []), ...keys].sort(compareTexts) };
}
