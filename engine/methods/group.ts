import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import type { Draft } from '../figures/draft.ts';
import { constant, productOf, quantityOf, sumOf, type Expression } from '../figures/expression.ts';
import { distinctTexts, type MethodContext } from '../figures/figure.ts';
import { ONE, parseAmount } from '../quantities/decimal.ts';
import { parseUnit } from '../quantities/unit.ts';
import { rowsOfType } from '../rows/row-index.ts';
import type { RowOf } from '../rows/row.ts';
import type { Method } from './method.ts';
import { commonParameters, gwpSet } from './parameters.ts';

/** The totals of an inventory. */
const TOTALS = [
  'scope1/total',
  'scope2/location',
  'scope2/market',
  'scope3/total',
  'total/location',
  'total/market',
];

const share = z
  .string()
  .regex(/^(0\.\d*[1-9]|1)$/, 'expected a share of more than 0 and at most 1, such as "0.6"')
  .default('1');

const parameters = commonParameters.extend({
  gwpSet,
  members: z
    .array(z.strictObject({ result: z.string().regex(/^0x[0-9a-f]{64}$/, 'expected a record id'), share }))
    .min(1)
    .refine(
      (members) => new Set(members.map(({ result }) => result)).size === members.length,
      'expected each result once, with the whole share that the group holds in its company',
    )
    .describe('The results that are added up, and the share that the group holds in each company.'),
  figures: z
    .array(z.string().regex(/^[^/]+\/[^/]+$/, 'expected a key of two segments, such as scope1/total'))
    .min(1)
    .default(TOTALS)
    .describe('The keys of the figures that are added up.'),
  absent: z
    .enum(['refuse', 'list'])
    .default('refuse')
    .describe('What to do where a member does not have one of the figures.'),
});
type Parameters = z.output<typeof parameters>;
type Member = Parameters['members'][number];
type FigureRow = RowOf<'figure'>;

/** The inventory of a group, from the results of its companies. Each figure counts as it is anchored: rounded. */
export const group: Method<Parameters> = {
  id: 'group',
  version: 1,
  title: 'Inventory of a group, from the results of its companies',
  standard: 'GHG Protocol Corporate Standard (2004), chapter 3; ISO 14064-1:2018, clause 5.1',
  reads: ['figure'],
  parameters,
  figures: [
    {
      key: 'group/{scope}/{figure}',
      unit: 't{gas}',
      meaning: 'The sum of a figure of all members, each by the share that the group holds.',
    },
  ],
  traps: [
    'What one member buys from another is in both of their inventories: in scope 1 of one and scope 2 or 3 of the other. Leave it out of one of them before.',
    'A figure of a member enters as it was registered, rounded. It is not computed again here.',
    'All members must be of the same period, GWP set and consolidation. A member whose figures count by equity share already is not weighed again: its share is 1. A figure that a member does not have is an error unless absent is list.',
  ],
  compute: computeGroup,
};

function computeGroup(context: MethodContext, chosen: Parameters): Draft[] {
  const byRecord = Map.groupBy(rowsOfType(context.rows, 'figure'), ({ record }) => record);
  chosen.members.forEach(({ result }, index) => {
    if (byRecord.has(result)) return;
    const text = `the result ${result} is a member of the group, but not among the inputs: add it`;
    throw new EngineError(
      'missing-activity',
      text,
      result,
      placeOfAsked(`parameters.members.${index}.result`),
    );
  });
  const figures = new Map(
    [...byRecord].map(([record, rows]) => [record, new Map(rows.map((row) => [row.key, row]))]),
  );
  return chosen.figures.flatMap((key) => draftFigure(key, figures, chosen, context));
}

function draftFigure(
  key: string,
  figures: ReadonlyMap<string, ReadonlyMap<string, FigureRow>>,
  { members, gwpSet: set, absent }: Parameters,
  context: MethodContext,
): Draft[] {
  const found: { readonly row: FigureRow; readonly share: string }[] = [];
  const warnings: Warning[] = [];
  for (const { result, share: held } of members) {
    const row = figures.get(result)!.get(key);
    if (row === undefined) {
      warnings.push(warnAbsent(key, result, absent));
      continue;
    }
    refuseWeighed(row, held);
    found.push({ row, share: held });
  }
  const [first] = found;
  if (first === undefined) return [];
  const substance = parseUnit(first.row.unit.text).substance ?? '';
  for (const { row } of found) refuseOther(row, first.row, set, context);
  const approach = found.every(({ share: held }) => held === '1')
    ? first.row.detail.consolidation
    : 'equity-share';
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
      ...(approach === undefined ? {} : { consolidation: approach }),
      expression: sumOf(found.map(({ row, share: held }) => weigh(row, held, substance))),
      warnings,
    },
  ];
}

function weigh(row: FigureRow, held: Member['share'], substance: string): Expression {
  const figure = quantityOf('F', row, TONNE, substance);
  return held === '1' ? figure : productOf(figure, constant(held, parseAmount(held), ONE));
}

const TONNE = parseUnit('t');

function warnAbsent(key: string, result: string, absent: Parameters['absent']): Warning {
  const message = `${result} does not have the figure ${key}: it is not part of the sum`;
  if (absent === 'list') return { code: 'absent-figure', message, row: { record: result, key } };
  const text = `${result} does not have the figure ${key}: leave it out of parameters.figures, or set parameters.absent to "list"`;
  throw new EngineError('missing-activity', text, key, placeOf({ record: result, key }, 'key'));
}

/** Throws where a figure counts by share already, and the share of the group would weigh it again. */
function refuseWeighed({ record, key, detail }: FigureRow, held: Member['share']): void {
  if (held === '1' || detail.consolidation !== 'equity-share') return;
  const text =
    `${key} of ${record} counts by equity share already, and a share of ${held} would weigh it again: ` +
    'set the share of this member to 1, or add up a result of the company that is consolidated by control';
  throw new EngineError('weighed-twice', text, held, placeOf({ record, key }, 'detail.consolidation'));
}

/** Throws where a figure is of another period, gas, GWP set or consolidation than the others. */
function refuseOther(row: FigureRow, first: FigureRow, set: string, { period }: MethodContext): void {
  if (row.from !== period.from || row.until !== period.until) {
    const text = `${row.key} of ${row.record} is of another period than the run: all members must be of its period`;
    throw new EngineError('straddled-period', text, row.from, placeOf(row, 'from'));
  }
  const { substance } = row.unit;
  if (substance === null || substance !== first.unit.substance) {
    const text = `${row.key} of ${row.record} is in ${row.unit.text}, that of ${first.record} in ${first.unit.text}: all must be of one gas`;
    throw new EngineError('mixed-gases', text, row.unit.text, placeOf(row, 'unit'));
  }
  const [own, others] = [row, first].map(({ detail }) => detail.consolidation ?? 'no stated approach');
  if (own !== others) {
    const text = `${row.key} of ${row.record} is consolidated by ${own}, that of ${first.record} by ${others}: all must be by one approach`;
    throw new EngineError('mixed-consolidation', text, own, placeOf(row, 'detail.consolidation'));
  }
  if (substance !== 'CO2e' || row.detail.gwpSet === set) return;
  const text = `${row.key} of ${row.record}: expected GWP set ${set}, got ${row.detail.gwpSet ?? 'none'}`;
  throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
}
