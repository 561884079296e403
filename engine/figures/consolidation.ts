import { openSelection } from '../../core/records/selection.ts';
import { ONE, parseAmount } from '../quantities/decimal.ts';
import { compareTexts, type Row } from '../rows/row.ts';
import type { Draft, Expression, RowSum } from './draft.ts';
import { constant, productOf, sumOf } from './expression.ts';

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
  if (!consolidation.byShare && consolidation.outside.length === 0) return [...drafts];
  const changer = new Changer(consolidation);
  return drafts.map((draft) => changer.changeDraft(draft));
}

function shareOf({ detail }: Row): string {
  return ('share' in detail ? detail.share : undefined) ?? '1';
}

class Changer {
  readonly #consolidation: Consolidation;
  readonly #drafts = new Map<Draft, Draft>();
  readonly #nodes = new Map<Expression, Expression>();

  constructor(consolidation: Consolidation) {
    this.#consolidation = consolidation;
  }

  changeDraft(draft: Draft): Draft {
    const known = this.#drafts.get(draft) ?? { ...draft, expression: this.#change(draft.expression) };
    this.#drafts.set(draft, known);
    return known;
  }

  #change(node: Expression): Expression {
    const known = this.#nodes.get(node) ?? this.#compute(node);
    this.#nodes.set(node, known);
    return known;
  }

  #compute(node: Expression): Expression {
    switch (node.kind) {
      case 'constant':
      case 'quantity':
        return node;
      case 'row-sum':
        return this.#changeRows(node);
      case 'figure':
        return { ...node, draft: this.changeDraft(node.draft) };
      case 'sum':
        return { ...node, parts: node.parts.map((part) => this.#change(part)) };
      case 'difference':
        return { ...node, from: this.#change(node.from), less: this.#change(node.less) };
      case 'product':
        return { ...node, factors: node.factors.map((factor) => this.#change(factor)) };
      case 'quotient':
        return { ...node, over: this.#change(node.over), under: this.#change(node.under) };
      case 'solution':
        throw new Error('no figure of an inventory solves a linear system');
    }
  }

  #changeRows(node: RowSum): Expression {
    const own = { ...node, selection: this.#exclude(node) };
    if (!this.#consolidation.byShare) return own;
    const byShare = Map.groupBy(own.rows, shareOf);
    return sumOf(
      [...byShare].map(([share, rows]) => {
        const ofShare = { ...own, rows };
        return share === '1' ? ofShare : productOf(ofShare, constant(share, parseAmount(share), ONE));
      }),
    );
  }

  /** Leaves out of a selection the rows of its record that do not count. */
  #exclude({ selection, rows }: RowSum): RowSum['selection'] {
    const { record } = rows[0]!;
    const selects = openSelection(selection);
    const keys = this.#consolidation.outside
      .filter((row) => row.record === record && selects({ ...row, unit: row.unit.text }))
      .map(({ key }) => key);
    if (keys.length === 0) return selection;
    return { ...selection, except: [...(selection.except ?? []), ...keys].sort(compareTexts) };
  }
}
