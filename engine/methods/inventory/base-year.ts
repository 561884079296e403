import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Consolidation } from '../../figures/consolidation.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  productOf,
  quantityOf,
  quotientOf,
  sumOf,
  valueOf,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { listSome } from '../../errors/list-some.ts';
import { showTime } from '../../factors/factor.ts';
import type { Warning } from '../../errors/warning.ts';
import { HUNDRED, ONE, parseAmount, sumAmounts } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { rowsOfType } from '../../rows/row-index.ts';

const decimal = z.string().regex(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/, 'expected a decimal such as "12.5"');

/**
 * The base year of an inventory: the result that holds its figures, which must be among the inputs, and the adjustments since for
 * acquisitions, divestments, changes of method and errors (GHG Protocol Corporate Standard, chapter 5).
 */
export const baseYear = z
  .strictObject({
    result: z.string().regex(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits'),
    /** In per cent of the figure: smaller adjustments do not recalculate it. */
    threshold: decimal
      .default('5')
      .describe('In per cent. Smaller adjustments do not recalculate the base year.'),
    adjustments: z
      .array(
        z.strictObject({
          figure: z.string().min(1),
          /** In tonnes of CO2e; negative for what was sold. */
          tonnes: decimal.describe(
            'In t{CO2e}, added to the figure of the base year; negative for what was sold.',
          ),
          reason: z.string().min(1),
          entity: z
            .string()
            .min(3)
            .max(128)
            .optional()
            .describe(
              'The identifier of the entity that was bought or sold: the base year and the run may differ in it.',
            ),
        }),
      )
      .default([]),
  })
  .describe('Compares the totals with those of a base year, recalculated where adjustments are significant.');
export type BaseYear = z.output<typeof baseYear>;

/**
 * Returns, for each total that the base year's result has too, the figure of the base year, recalculated where its adjustments reach the
 * threshold, and the change since.
 * @throws EngineError `missing-activity` when the result is not among the inputs; `straddled-period` when it is of a longer or shorter period; `bad-parameters` when an adjustment is about no total; `mixed-consolidation`, `mixed-coverage`
 */
export function draftBaseYear(
  totals: readonly Draft[],
  chosen: BaseYear,
  { approach, entity }: Pick<Consolidation, 'approach' | 'entity'>,
  context: MethodContext,
): Draft[] {
  const { result, adjustments } = chosen;
  const known = new Map(
    rowsOfType(context.rows, 'figure')
      .filter(({ record }) => record === result)
      .map((row) => [row.key, row]),
  );
  if (known.size === 0) {
    const text = `the result ${result} of the base year is not among the inputs: add it`;
    throw new EngineError('missing-activity', text, result, placeOfAsked('parameters.baseYear.result'));
  }
  const compared = totals.filter(({ key }) => known.has(key));
  for (const { figure } of adjustments) {
    if (compared.some(({ key }) => key === figure)) continue;
    const text = `${figure} is not a total of both this inventory and that of the base year`;
    throw new EngineError('bad-parameters', text, figure, placeOfAsked('parameters.baseYear.adjustments'));
  }
  refusePartial(compared, adjustments);
  return compared.flatMap((total) => {
    const row = known.get(total.key)!;
    refuseOtherLength(row, context);
    refuseOtherApproach(row, approach);
    refuseOtherOrganisation(row, entity);
    refuseOtherCoverage(row, total, adjustments);
    return compareTotal(total, row, chosen);
  });
}

/**
 * Throws where a total is adjusted and another one with all of its parts is not: the base year would contradict itself.
 * @throws EngineError `bad-parameters`
 */
function refusePartial(compared: readonly Draft[], adjustments: BaseYear['adjustments']): void {
  const adjusted = new Set(adjustments.map(({ figure }) => figure));
  const left = compared.filter(({ key }) => !adjusted.has(key));
  for (const part of compared.filter(({ key }) => adjusted.has(key))) {
    const whole = left.find((total) => holdsParts(total, part));
    if (whole === undefined) continue;
    const text = `${part.key} of the base year is adjusted, and ${whole.key}, which it is part of, is not: adjust both`;
    throw new EngineError('bad-parameters', text, whole.key, placeOfAsked('parameters.baseYear.adjustments'));
  }
}

function holdsParts({ covers = [] }: Draft, { covers: parts = [] }: Draft): boolean {
  const held = new Set(covers.map(({ key }) => key));
  return parts.every(({ key }) => held.has(key));
}

/** Years differ by at most this: one of 52 weeks and one of 53, and a leap day. */
const MOST_DIFFERENCE = 8 * 86_400;

/** Throws where the base year is not as long as the period of the run: a quarter compares with no year. */
function refuseOtherLength({ record, key, from, until }: RowOf<'figure'>, { period }: MethodContext): void {
  const difference = until - from - (period.until - period.from);
  if (difference <= MOST_DIFFERENCE && -difference <= MOST_DIFFERENCE) return;
  const text =
    `${key} of the base year is of ${showTime(from)} to ${showTime(until)}, and the run of ${showTime(period.from)} to ` +
    `${showTime(period.until)}: both must be equally long`;
  throw new EngineError('straddled-period', text, { from, until }, placeOf({ record, key }, 'from'));
}

/** Throws where the base year was consolidated in another way than the run. */
function refuseOtherApproach({ record, key, detail }: RowOf<'figure'>, consolidation: string): void {
  const { consolidation: own } = detail;
  if (own === consolidation) return;
  const text = `${key} of the base year is consolidated by ${own ?? 'no stated approach'}, this inventory by ${consolidation}: compute the base year again in the same way`;
  throw new EngineError('mixed-consolidation', text, own, placeOf({ record, key }, 'detail.consolidation'));
}

/** Throws where the base year is of another organisation. @throws EngineError `mixed-coverage` */
function refuseOtherOrganisation({ record, key, detail }: RowOf<'figure'>, entity: string | null): void {
  const { entity: own } = detail;
  if (own === (entity ?? undefined)) return;
  const text =
    `${key} of the base year is of ${own ?? 'no named organisation'}, this inventory of ${entity ?? 'no named organisation'}: ` +
    'compute both with the same parameters.organisation';
  throw new EngineError('mixed-coverage', text, own, placeOf({ record, key }, 'detail.entity'));
}

/**
 * Throws where the base year covers something else than the run: the totals would differ by what they count. Entities that adjustments name
 * may differ.
 * @throws EngineError `mixed-coverage`
 */
function refuseOtherCoverage(
  { record, key, detail }: RowOf<'figure'>,
  total: Draft,
  adjustments: BaseYear['adjustments'],
): void {
  const adjusted = adjustments.filter(({ figure }) => figure === key).map(({ entity }) => entity);
  const differences = [
    { column: 'entities', of: [detail.entities, total.entities], except: adjusted },
    { column: 'covers', of: [listCovered(detail.covers), listCovered(total.covers)], except: [] },
    { column: 'exclusions', of: [listStated(detail.exclusions), listStated(total.exclusions)], except: [] },
  ];
  for (const {
    column,
    of: [before = [], now = []],
    except,
  } of differences) {
    const [gone, added] = [leaveOut(before, [...now, ...except]), leaveOut(now, [...before, ...except])];
    if (gone.length === 0 && added.length === 0) continue;
    const only = [
      ...(gone.length === 0 ? [] : [`the base year alone has ${listSome(gone)}`]),
      ...(added.length === 0 ? [] : [`the run alone has ${listSome(added)}`]),
    ].join(', and ');
    const how =
      column === 'entities'
        ? 'compute the base year again, or state an adjustment of this figure with each such entity'
        : 'compute the base year again with the same coverage';
    const text = `${key} of the base year has other ${WORDS[column]} than this inventory: ${only}: ${how}`;
    throw new EngineError(
      'mixed-coverage',
      text,
      [...gone, ...added],
      placeOf({ record, key }, `detail.${column}`),
    );
  }
}

const WORDS: Readonly<Record<string, string>> = {
  entities: 'entities',
  covers: 'scopes or categories',
  exclusions: 'exclusions',
};

function leaveOut(texts: readonly string[], others: readonly (string | undefined)[]): string[] {
  return texts.filter((text) => !others.includes(text));
}

/** Returns the scopes that a total adds up, and the categories of scope 3. */
function listCovered(parts: Draft['covers'] = []): string[] {
  return distinctTexts(
    parts.map(({ key }) => {
      const [scope = '', category = ''] = key.split('/');
      return scope === 'scope3' ? `${scope}/${category}` : scope;
    }),
  );
}

/** Returns what the parameters exclude. Entities that do not count are compared as entities. */
function listStated(exclusions: readonly { what: string; entity?: string | undefined }[] = []): string[] {
  return distinctTexts(exclusions.filter(({ entity }) => entity === undefined).map(({ what }) => what));
}

function compareTotal(total: Draft, row: RowOf<'figure'>, { adjustments, threshold }: BaseYear): Draft[] {
  if (row.detail.gwpSet !== total.gwpSet) {
    const text = `${row.key} of the base year has GWP set ${row.detail.gwpSet ?? 'none'}, this inventory ${total.gwpSet ?? 'none'}: compute the base year again under the same set`;
    throw new EngineError(
      'mixed-gwp-sets',
      text,
      row.detail.gwpSet,
      placeOfAsked('parameters.baseYear.result'),
    );
  }
  const own = adjustments.filter(({ figure }) => figure === row.key);
  const base = convertAmount(row.amount, row.unit, TONNE);
  const change = sumAmounts(own.map(({ tonnes }) => parseAmount(tonnes)));
  const reached = change
    .abs()
    .times(HUNDRED)
    .minus(base.abs().times(parseAmount(threshold)));
  const isRecalculated = own.length > 0 && !reached.isNegative();
  const stated = quantityOf('BY', row, TONNE, 'CO2e');
  const adjusted = isRecalculated
    ? sumOf([stated, ...own.map(({ tonnes }) => constant(tonnes, parseAmount(tonnes), ONE))])
    : stated;
  const about = { ...ABOUT, gwpSet: total.gwpSet, scope: total.scope, gases: total.gases };
  const figure: Draft = {
    ...about,
    key: `base-year/${row.key}`,
    unit: 't{CO2e}',
    expression: adjusted,
    warnings: own.map((each) => warn(row, each, isRecalculated, threshold)),
  };
  if (base.plus(isRecalculated ? change : base.minus(base)).isZero()) return [figure];
  const difference = differenceOf(valueOf('total', total), valueOf('base', figure));
  const percent = productOf(constant('100', HUNDRED, ONE), quotientOf(difference, valueOf('base', figure)));
  return [
    figure,
    { ...about, key: `base-year/change/${row.key}`, unit: '%', gwpSet: null, gases: [], expression: percent },
  ];
}

const TONNE = parseUnit('t');
const ABOUT = { method: 'inventory@2', categories: [], geographies: [] };

function warn(
  { record, key }: RowOf<'figure'>,
  { tonnes, reason }: BaseYear['adjustments'][number],
  isRecalculated: boolean,
  threshold: string,
): Warning {
  const done = isRecalculated ? 'is recalculated by' : `is not recalculated, below ${threshold} %, by`;
  const message = `${key} of the base year ${done} ${tonnes} t{CO2e}: ${reason}`;
  return { code: 'base-year-adjustment', message, row: { record, key } };
}
