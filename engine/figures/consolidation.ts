import { EngineError, placeOf } from '../errors/engine-error.ts';
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
export function isInside({ detail }: Row, approach: Approach): boolean {
  if (approach === 'equity-share') return !('share' in detail) || detail.share !== '0';
  const boundary = 'boundary' in detail ? detail.boundary : undefined;
  return boundary === undefined || boundary.includes(approach);
}

/**
 * Throws where financial control would count an operation in full that the organisation controls with partners: the standard counts it by
 * share. A share says nothing about control, so a row with one must say it.
 * @throws EngineError `joint-control`
 */
export function refuseJointControl(rows: readonly Row[]): void {
  for (const row of rows) {
    const control = 'control' in row.detail ? row.detail.control : undefined;
    const share = shareOf(row);
    if (control === 'sole' || (control === undefined && share === '1')) continue;
    const text =
      control === 'joint'
        ? `${row.key} is of an operation under joint control, which financial control counts by share, and this method would count in full: ` +
          'leave out the row, or give the part that is yours as a value, with detail.control sole'
        : `${row.key} has a share of ${share} and does not say who controls the operation: ` +
          'state detail.control sole if you do alone, and it counts in full. Joint ventures count by share, which this method does not do under financial control';
    throw new EngineError('joint-control', text, control ?? share, placeOf(row, 'detail.control'));
  }
}

/** Returns drafts that state the approach. Under equity share, their rows count by their share. */
export function consolidate(drafts: readonly Draft[], approach: Approach): Draft[] {
  const rows = approach === 'equity-share' ? { rows: weighShares } : {};
  return rewriteDrafts(drafts, { consolidation: approach, ...rows });
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
