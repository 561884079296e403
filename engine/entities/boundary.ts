import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { Approach, Consolidation, Weight, WeightOf } from '../figures/consolidation.ts';
import type { Draft, Exclusion } from '../figures/draft.ts';
import { distinctTexts } from '../rows/row.ts';
import { isActivityType, liesOutside } from '../rows/activity.ts';
import { indexRows, type RowIndex } from '../rows/row-index.ts';
import { isStated, type Period, type Row } from '../rows/row.ts';
import { eliminate } from './elimination.ts';
import { counts, openEntities, type AskedEntities } from './entity-tree.ts';
import type { EntityWeight } from './holding.ts';

/** Which rows a consolidated run counts, and by how much. */
export interface Boundary extends Consolidation, Pick<Consolidated, 'ownerOf'> {
  readonly approach: Approach;
  /** The activities that count 0, and the rows of the run without them. */
  readonly out: ReadonlySet<Row>;
  readonly rows: RowIndex;
  /** What is left of the weight of a row after elimination; null where each row counts in full. */
  readonly leftOf: WeightOf | null;
  /** How much of each row is eliminated, because another member of the group counts it. */
  readonly eliminated: ReadonlyMap<Row, Weight>;
  /** The entities that count, whether they have rows or not. */
  readonly members: readonly string[];
  /** What totals state: the entities whose rows count, the rows that say how, and warnings. */
  readonly about: Required<Pick<Draft, 'documents' | 'warnings'>> & Pick<Draft, 'entities'>;
  readonly exclusions: readonly Exclusion[];
}

/** A run that consolidates entities. `isPart` tells which rows belong to one. */
export interface Consolidated extends AskedEntities {
  readonly isPart: (row: Row) => boolean;
  /** Returns the row that says whose a row is: a reading is of the entity of its stream. */
  readonly ownerOf: (row: Row) => Row;
}

/** Opens the boundary of a run. @throws EngineError as `EntityTree` */
export function openBoundary(rows: RowIndex, asked: Consolidated): Boundary {
  const { approach, period, isPart, ownerOf } = asked;
  const tree = openEntities(rows, asked);
  if (tree === null) {
    const entity = asked.organisation ?? findOnlyEntity(rows, asked);
    const members = entity === null ? [] : [entity];
    const about = { documents: [], warnings: [], ...(entity === null ? {} : { entities: members }) };
    return {
      approach,
      entity,
      weightOf: null,
      leftOf: null,
      out: new Set(),
      rows,
      eliminated: new Map(),
      members,
      about,
      exclusions: [],
      ownerOf,
    };
  }
  const all = [...rows.byType.values()].flat();
  const own = all.filter((row) => isPart(row) && isInPeriod(row, period));
  const weightOf = (row: Row): EntityWeight => tree.weightOf(ownerOf(row));
  const out = new Set(own.filter((row) => !counts(weightOf(row))));
  const counted = own.filter((row) => !out.has(row));
  const { eliminated, warnings } = eliminate(
    counted.filter((row) => row.detail.row !== 'plant-stream' || isTaken(row)),
    tree,
  );
  return {
    approach,
    entity: tree.organisation,
    out,
    weightOf,
    leftOf: (row) => {
      const [weight, taken] = [weightOf(row), eliminated.get(row)];
      return taken === undefined ? weight : { ...weight, amount: weight.amount.minus(taken.amount) };
    },
    rows: out.size === 0 ? rows : indexRows(all.filter((row) => !out.has(row))),
    eliminated,
    members: tree.listCounted(),
    about: {
      documents: tree.rows,
      entities: distinctTexts(counted.filter(isTaken).flatMap((row) => tree.entityOf(row) ?? [])),
      warnings: [...tree.listContradictions(), ...warnOfUnnamed(counted), ...warnings],
    },
    exclusions: tree.listExcluded(),
    ownerOf,
  };
}

function isInPeriod(row: Row, period: Period): boolean {
  return isStated(row) && !liesOutside(row, period);
}

/**
 * Whether figures of a run always take a row of the period: it has a category. An output or an instrument need not be in any, nor heat, power
 * and what leaves a unit of a plant; a plant has one entity, which its other streams name too. A figure that is a part is of a registered plant.
 */
function isTaken({ detail }: Row): boolean {
  if (detail.row === 'figure') return true;
  if (detail.row === 'plant-stream') {
    if (detail.carrier === 'heat' || detail.carrier === 'power') return false;
    return detail.toUnit !== undefined || detail.treatment === 'output';
  }
  return 'category' in detail && isActivityType(detail.row);
}

/** Returns the entity of all activities that name one; null where none or several do. */
function findOnlyEntity({ byType }: RowIndex, { period, isPart }: Consolidated): string | null {
  let only: string | null = null;
  for (const rows of byType.values())
    for (const row of rows) {
      const entity = 'entity' in row.detail ? row.detail.entity : undefined;
      if (entity === undefined || entity === only || !isTaken(row) || !isPart(row)) continue;
      if (!isInPeriod(row, period)) continue;
      if (only !== null) return null;
      only = entity;
    }
  return only;
}

/** Warns of activities that name no entity where others do: they count in full, as those of the organisation. */
function warnOfUnnamed(rows: readonly Row[]): Warning[] {
  const taken = rows.filter(isTaken);
  const unnamed = taken.filter(({ detail }) => !('entity' in detail) || detail.entity === undefined);
  const [first] = unnamed;
  if (first === undefined || unnamed.length === taken.length) return [];
  const message =
    `${unnamed.length} rows name no entity, while others do, and count in full as those of the organisation itself: ` +
    `state detail.entity in ${listSome(unnamed.map(({ key }) => key))}`;
  return [{ code: 'no-entity', message, row: { record: first.record, key: first.key } }];
}
