import type { Amount } from '../quantities/decimal.ts';
import type { Row } from '../rows/row.ts';
import type { Draft, Expression, RowSum } from './draft.ts';
import { differenceOf, nodesOf, productOf, sumOf } from './expression.ts';
import { rewriteDrafts } from './rewrite.ts';

/** How the entities of an organisation are consolidated (GHG Protocol Corporate Standard, chapter 3). */
export const APPROACHES = ['operational-control', 'financial-control', 'equity-share'] as const;
export type Approach = (typeof APPROACHES)[number];

/** By how much rows count in a consolidated figure. Rows that count alike share one object. */
export interface Weight {
  /** What multiplies a row. Null: nothing, it counts in full. */
  readonly expression: Expression | null;
  /** The value of the expression: from 0 to 1. */
  readonly amount: Amount;
  /** The entity rows that decide it. */
  readonly entities: readonly Row[];
}
export type WeightOf = (row: Row) => Weight;

/** What all figures of a consolidated run state, and how their rows count. */
export interface Consolidation {
  readonly approach: Approach;
  readonly entity: string | null;
  /** Null: each row counts in full. */
  readonly weightOf: WeightOf | null;
  /** What is taken from the weight of a row, because another row counts it. */
  readonly eliminated?: ReadonlyMap<Row, Weight>;
}

/** Returns drafts that state the approach and the organisation. Their rows count by their weights, which entity rows decide. */
export function consolidate(
  drafts: readonly Draft[],
  { approach, entity, weightOf, eliminated = new Map<Row, Weight>() }: Consolidation,
): Draft[] {
  const about = { consolidation: approach, ...(entity === null ? {} : { entity }) };
  if (weightOf === null) return rewriteDrafts(drafts, { stated: () => about });
  const known = new Map<RowSum, Weighed>();
  const weigh = (node: RowSum): Weighed => {
    const weighed = known.get(node) ?? weighSum(node, weightOf, eliminated);
    known.set(node, weighed);
    return weighed;
  };
  return rewriteDrafts(drafts, {
    rows: (node) => weigh(node).expression,
    stated: (own) => {
      const sums = nodesOf(own.expression).filter((node) => node.kind === 'row-sum');
      const entities = new Set(sums.flatMap((node) => weigh(node).entities));
      const { documents = [] } = own;
      return { ...about, ...(entities.size === 0 ? {} : { documents: [...documents, ...entities] }) };
    },
  });
}

interface Weighed {
  readonly expression: Expression;
  readonly entities: readonly Row[];
}

/** Weighs a sum of rows, and takes from it what is eliminated: under a symbol of its own, so that the derivation shows the rows. */
function weighSum(node: RowSum, weightOf: WeightOf, eliminated: ReadonlyMap<Row, Weight>): Weighed {
  const whole = splitSum(node, weightOf);
  const rows = eliminated.size === 0 ? [] : node.rows.filter((row) => eliminated.has(row));
  if (rows.length === 0) return whole;
  const selection = { keys: rows.map(({ key }) => key) };
  const out = splitSum({ ...node, symbol: `${node.symbol}_eliminated`, rows, selection }, (row) =>
    eliminated.get(row)!,
  );
  return {
    expression: differenceOf(whole.expression, out.expression),
    entities: [...new Set([...whole.entities, ...out.entities])],
  };
}

/** Splits a sum of rows by what multiplies them: the selection still selects exactly all of them. */
function splitSum(node: RowSum, weightOf: WeightOf): Weighed {
  const entities = new Set<Row>();
  let last: Weight | null = null;
  const byWeight = Map.groupBy(node.rows, (row) => {
    const weight = weightOf(row);
    if (weight !== last) for (const entity of weight.entities) entities.add(entity);
    last = weight;
    return weight.expression;
  });
  const parts = [...byWeight].map(([expression, rows]) => {
    const own = byWeight.size === 1 ? node : { ...node, rows };
    if (expression === null) return own;
    // A sum of its own, so that a list of rows names each interest once, and not beside each row.
    return productOf(rows.length === 1 ? own : { kind: 'sum', parts: [own] }, expression);
  });
  return { expression: sumOf(parts), entities: [...entities] };
}
