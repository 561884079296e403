import { ONE, parseAmount } from '../quantities/decimal.ts';
import type { Row } from '../rows/row.ts';
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

/** Returns drafts in which rows count by their share. */
export function weighByShare(drafts: readonly Draft[]): Draft[] {
  return rewriteDrafts(drafts, { rows: weighShares });
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
