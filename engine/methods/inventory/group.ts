import * as z from 'zod';
import { openEntities, type EntityTree } from '../../entities/entity-tree.ts';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { APPROACHES, type Approach, type Weight } from '../../figures/consolidation.ts';
import type { Draft } from '../../figures/draft.ts';
import { productOf, quantityOf, sumOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsOfType, type RowIndex } from '../../rows/row-index.ts';
import type { Period, RowOf } from '../../rows/row.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet, organisation } from '../parameters.ts';

/** The totals of an inventory. */
const TOTALS = [
  'scope1/total',
  'scope2/location',
  'scope2/market',
  'scope3/total',
  'total/location',
  'total/market',
];

const parameters = commonParameters.extend({
  gwpSet,
  organisation,
  figures: z
    .array(z.string().regex(/^[^/]+\/[^/]+$/, 'expected a key of two segments, such as scope1/total'))
    .min(1)
    .default(TOTALS)
    .describe('The keys of the figures that are added up.'),
  absent: z
    .enum(['refuse', 'list'])
    .default('refuse')
    .describe('What to do where a result does not have one of the figures.'),
});
type Parameters = z.output<typeof parameters>;
type FigureRow = RowOf<'figure'>;

/** The inventory of a group, from the results of its entities. Each figure counts as it is anchored: rounded. */
export const group: Method<Parameters> = {
  id: 'group',
  version: 1,
  title: 'Inventory of a group, from the results of its entities',
  standard:
    'GHG Protocol Corporate Standard (2004), chapter 3 (organizational boundaries); ISO 14064-1:2018, clause 5.1. Of the first the contents were read; the second is quoted by others',
  reads: ['figure', 'entity'],
  parameters,
  figures: [
    {
      key: 'group/{scope}/{figure}',
      unit: 't{gas}',
      meaning: 'The sum of a figure of all results, each by the weight of its entity.',
    },
  ],
  traps: [
    'Each result that is an input counts, by the weight of the entity that it names: as the entity rows say, under the approach by which all results are consolidated. A result of the organisation itself counts in full: its rows are weighed already. Two results that cover one entity are refused.',
    'What one member buys from another is in both of their results. Leave it out of one of them before, or compute one inventory from the rows of all, which eliminates it (detail.counterparty).',
    'A figure enters as it was registered, rounded. It is not computed again here. Results are taken as independent, which the figures say with the rounding of each.',
    'All results must be of the same period, GWP set and consolidation. A figure that a result does not have is an error unless absent is list.',
  ],
  leavesOut: (chosen, rows) => {
    const members = readMembers(rows, chosen);
    const out = new Set(members.filter(({ weight }) => weight.amount.isZero()).flatMap((each) => each.rows));
    return (row) => (out.has(row as FigureRow) ? 'consolidation' : null);
  },
  compute: (context, chosen) => {
    const members = readMembers(context.rows, chosen);
    return chosen.figures.flatMap((key) => draftFigure(key, members, chosen, context));
  },
};

/** A result, the entity whose rows it counts, and the weight of that entity. */
interface Member {
  readonly record: string;
  readonly entity: string;
  readonly rows: readonly FigureRow[];
  readonly weight: Weight;
  readonly tree: EntityTree | null;
}

/** Returns the results of a run. @throws EngineError `missing-entity`, `mixed-consolidation`, and as `EntityTree` */
function readMembers(
  rows: RowIndex,
  { organisation: top, period }: Pick<Parameters, 'organisation' | 'period'>,
): Member[] {
  const figures = rowsOfType(rows, 'figure');
  const [first] = figures;
  if (first === undefined) return [];
  for (const row of figures) refuseOtherApproach(row, first);
  const tree = openEntities(rows, { approach: readApproach(first), organisation: top, period });
  return [...Map.groupBy(figures, ({ record }) => record)].map(([record, own]) => {
    const entity = readEntity(own);
    const weight = weigh(own[0]!, entity, tree, top);
    return { record, entity, rows: own, weight, tree };
  });
}

function readApproach(row: FigureRow): Approach {
  const approach = APPROACHES.find((each) => each === row.detail.consolidation);
  if (approach !== undefined) return approach;
  const text = `${row.key} of ${row.record} states no approach to consolidation: compute the result by inventory@2, which does`;
  throw new EngineError(
    'mixed-consolidation',
    text,
    row.detail.consolidation,
    placeOf(row, 'detail.consolidation'),
  );
}

/** Returns the entity that all figures of a result name. */
function readEntity(rows: readonly FigureRow[]): string {
  const entity = rows[0]!.detail.entity;
  const other = rows.find(({ detail }) => detail.entity === undefined || detail.entity !== entity);
  if (entity !== undefined && other === undefined) return entity;
  const row = other ?? rows[0]!;
  const text = `${row.key} of ${row.record} names no entity, or another one than the figures beside it: compute the result again with parameters.organisation`;
  throw new EngineError('missing-entity', text, row.detail.entity, placeOf(row, 'detail.entity'));
}

/** The figures of the organisation itself are weighed already. */
function weigh(row: FigureRow, entity: string, tree: EntityTree | null, top: string | undefined): Weight {
  if (entity === (tree?.organisation ?? top)) return { expression: null, amount: ONE, entities: [] };
  if (tree?.knows(entity) === true) return tree.weigh(entity, row);
  const text =
    `${row.key} of ${row.record} is of ${entity}, and no entity row says how it is held: ` +
    'add one, or set parameters.organisation to it if it is the group itself';
  throw new EngineError('missing-entity', text, entity, placeOf(row, 'detail.entity'));
}

function draftFigure(
  key: string,
  members: readonly Member[],
  { gwpSet: set, absent }: Parameters,
  context: MethodContext,
): Draft[] {
  const counted = members.filter(({ weight }) => !weight.amount.isZero());
  const found = counted.flatMap((member) =>
    member.rows.filter((row) => row.key === key).map((row) => ({ member, row })),
  );
  const lacking = counted.filter(({ rows }) => rows.every((row) => row.key !== key));
  const warnings = lacking.map(({ record }) => warnAbsent(key, record, absent));
  const [first] = found;
  if (first === undefined) return [];
  const substance = parseUnit(first.row.unit.text).substance ?? '';
  for (const { row } of found) refuseOther(row, first.row, set, context.period);
  refuseCountedTwice(found.map(({ row }) => row));
  const { tree } = first.member;
  const exclusions = tree?.listExcluded() ?? [];
  return [
    {
      key: `group/${key}`,
      unit: `t{${substance}}`,
      method: 'group@1',
      scope: first.row.detail.scope,
      categories: distinctTexts(found.flatMap(({ row }) => row.detail.categories)),
      gases: distinctTexts(found.flatMap(({ row }) => row.detail.gases)),
      gwpSet: substance === 'CO2e' ? set : null,
      geographies: distinctTexts(found.flatMap(({ row }) => row.detail.geographies)),
      ...stateEntities(
        found.map(({ row }) => row),
        tree,
      ),
      ...(exclusions.length === 0 ? {} : { exclusions }),
      expression: sumOf(found.map(({ row, member }) => count(row, member.weight, substance))),
      documents: [...(tree?.rows ?? []), ...lacking.map(({ rows }) => rows[0]!)],
      warnings: [
        ...warnings,
        ...(tree?.listContradictions() ?? []),
        ...warnOfIndependence(found.map(({ row }) => row)),
      ],
    },
  ];
}

function stateEntities(
  rows: readonly FigureRow[],
  tree: EntityTree | null,
): Pick<Draft, 'consolidation' | 'entity' | 'entities'> {
  const [{ detail }] = rows as [FigureRow];
  const entity = tree === null ? detail.entity : (tree.organisation ?? undefined);
  const entities = distinctTexts(rows.flatMap((row) => row.detail.entities ?? [row.detail.entity!]));
  return { consolidation: detail.consolidation!, ...(entity === undefined ? {} : { entity }), entities };
}

function count(row: FigureRow, { expression }: Weight, substance: string): Expression {
  const figure = quantityOf('F', row, TONNE, substance);
  return expression === null ? figure : productOf(figure, expression);
}

const TONNE = parseUnit('t');

function warnAbsent(key: string, result: string, absent: Parameters['absent']): Warning {
  const message = `${result} does not have the figure ${key}: it is not part of the sum`;
  if (absent === 'list') return { code: 'absent-figure', message, row: { record: result, key } };
  const text = `${result} does not have the figure ${key}: leave it out of parameters.figures, or set parameters.absent to "list"`;
  throw new EngineError('missing-activity', text, key, placeOf({ record: result, key }, 'key'));
}

/** Says that nothing is known of rows that several results share, and how each is rounded. */
function warnOfIndependence(rows: readonly FigureRow[]): Warning[] {
  const [first] = rows;
  if (first === undefined || rows.length < 2) return [];
  const roundings = rows.map((row) => `${row.record} (${showRounding(row)})`);
  const message = `the results are taken as independent, because it is not known whether they share rows; each is rounded: ${roundings.join(', ')}`;
  return [{ code: 'taken-as-independent', message, row: { record: first.record, key: first.key } }];
}

function showRounding({ detail: { rounding } }: FigureRow): string {
  if (rounding?.decimals !== undefined) return `${rounding.decimals} decimals`;
  return rounding?.digits === undefined ? 'it does not say how' : `${rounding.digits} digits`;
}

/** Throws where two results cover one entity: the sum would count it twice. @throws EngineError `counted-twice` */
function refuseCountedTwice(rows: readonly FigureRow[]): void {
  const seen = new Map<string, FigureRow>();
  for (const row of rows)
    for (const entity of row.detail.entities ?? [row.detail.entity!]) {
      const other = seen.get(entity);
      seen.set(entity, row);
      if (other === undefined) continue;
      const text = `${row.key} of ${row.record} and of ${other.record} both cover ${entity}: leave one of the results out`;
      throw new EngineError('counted-twice', text, entity, placeOf(row, 'detail.entities'));
    }
}

function refuseOtherApproach(row: FigureRow, first: FigureRow): void {
  const [own, others] = [row, first].map(({ detail }) => detail.consolidation ?? 'no stated approach');
  if (own === others) return;
  const text = `${row.key} of ${row.record} is consolidated by ${own}, ${first.key} of ${first.record} by ${others}: all must be by one approach`;
  throw new EngineError('mixed-consolidation', text, own, placeOf(row, 'detail.consolidation'));
}

/** Throws where a figure is of another period, gas or GWP set than the others. */
function refuseOther(row: FigureRow, first: FigureRow, set: string, period: Period): void {
  if (row.from !== period.from || row.until !== period.until) {
    const text = `${row.key} of ${row.record} is of another period than the run: all results must be of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  }
  const { substance } = row.unit;
  if (substance === null || substance !== first.unit.substance) {
    const text = `${row.key} of ${row.record} is in ${row.unit.text}, that of ${first.record} in ${first.unit.text}: all must be of one gas`;
    throw new EngineError('mixed-gases', text, row.unit.text, placeOf(row, 'unit'));
  }
  if (substance !== 'CO2e' || row.detail.gwpSet === set) return;
  const text = `${row.key} of ${row.record}: expected GWP set ${set}, got ${row.detail.gwpSet ?? 'none'}`;
  throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
}
