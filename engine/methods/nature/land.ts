import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import { type Amount, showFew, ZERO } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { RowIndex } from '../../rows/row-index.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { yearOfEvent, yearsOfRow } from './years.ts';

export type AreaRow = RowOf<'stratum-area'>;
export type ConversionRow = RowOf<'land-conversion'>;
export type LandClass = AreaRow['detail']['land'];

export const HECTARE = parseUnit('har');

/** An area that goes from one stratum to another in a year: both as their rows state them before and after. */
export interface Conversion {
  readonly row: ConversionRow;
  readonly year: number;
  readonly from: AreaRow;
  readonly to: AreaRow;
}

/** The land of a facility, or of a place. */
export interface Land {
  readonly place: string;
  /** The years for which areas are stated, until the last one of the run, ascending. */
  readonly years: readonly number[];
  readonly strata: ReadonlyMap<string, Stratum>;
  /** Ascending by year. */
  readonly conversions: readonly Conversion[];
}

/** One stratum of land, with the row of each year. */
export interface Stratum {
  readonly name: string;
  readonly land: LandClass;
  readonly byYear: ReadonlyMap<number, AreaRow>;
}

/** Returns the facility of a row about land, or its geography where it states none. */
export function placeOfLand({
  detail,
}: {
  readonly detail: { geography: string; facility?: string | undefined };
}): string {
  return detail.facility ?? detail.geography;
}

/** Returns the land of a run until its last year, place by place. @throws EngineError `bad-land`; as `yearsOfRow` */
export function openLand(rows: RowIndex, last: number): Land[] {
  const areas = Map.groupBy(rowsOfType(rows, 'stratum-area'), placeOfLand);
  const conversions = Map.groupBy(rowsOfType(rows, 'land-conversion'), placeOfLand);
  for (const [place, [first]] of conversions)
    if (!areas.has(place)) throw refuseUnknown(first!, first!.detail.fromStratum, 'detail.fromStratum');
  return [...areas].flatMap(([place, own]) => {
    const strata = [...Map.groupBy(own, ({ detail }) => detail.stratum)]
      .map((one) => openStratum(one, last))
      .filter(({ byYear }) => byYear.size > 0);
    if (strata.length === 0) return [];
    const byName = new Map(strata.map((stratum) => [stratum.name, stratum]));
    const years = new Set(strata.flatMap(({ byYear }) => [...byYear.keys()]));
    return {
      place,
      strata: byName,
      years: [...years].sort((a, b) => a - b),
      conversions: (conversions.get(place) ?? [])
        .filter((row) => yearOfEvent(row) <= last)
        .map((row) => openConversion(row, byName))
        .sort((a, b) => a.year - b.year),
    };
  });
}

function openStratum([name, rows]: readonly [string, readonly AreaRow[]], last: number): Stratum {
  const [first] = rows;
  const { land } = first!.detail;
  const byYear = new Map<number, AreaRow>();
  for (const row of rows) {
    if (row.detail.land !== land) {
      const text = `${name} is ${land} in ${first!.key} and ${row.detail.land} in ${row.key}: a stratum is of one class; give the other part a name of its own, and a land-conversion row`;
      throw new EngineError('bad-land', text, row.detail.land, placeOf(row, 'detail.land'));
    }
    for (const year of yearsOfRow(row)) {
      const other = byYear.get(year);
      if (other !== undefined) {
        const text = `${row.key} and ${other.key} both state the area of ${name} in ${year}: leave out one of them, or name two strata`;
        throw new EngineError('bad-land', text, name, placeOf(row, 'detail.stratum'));
      }
      if (year <= last) byYear.set(year, row);
    }
  }
  return { name, land, byYear };
}

function openConversion(row: ConversionRow, strata: Land['strata']): Conversion {
  const { fromStratum, toStratum } = row.detail;
  const year = yearOfEvent(row);
  const [from, to] = [strata.get(fromStratum), strata.get(toStratum)];
  if (from === undefined) throw refuseUnknown(row, fromStratum, 'detail.fromStratum');
  if (to === undefined) throw refuseUnknown(row, toStratum, 'detail.toStratum');
  return { row, year, from: nearestRow(from, year - 1), to: nearestRow(to, year) };
}

/** Returns the row of a stratum of a year, else of the last year before it, else of the first one after it. */
function nearestRow({ byYear }: Stratum, year: number): AreaRow {
  const years = [...byYear.keys()].sort((a, b) => a - b);
  return byYear.get(years.findLast((own) => own <= year) ?? years[0]!)!;
}

/** Returns the error for a row about a stratum that no row gives an area of. */
export function refuseUnknown(row: Row, stratum: string, column: string): EngineError {
  const text = `${row.key} is about ${stratum}, and no stratum-area row of its place says which land that is: add one, or correct detail.${column.replace('detail.', '')}`;
  return new EngineError('bad-land', text, stratum, placeOf(row, column));
}

/** Returns the rows of the areas of a class of land in a year. */
export function areasOf({ strata }: Land, land: LandClass, year: number): AreaRow[] {
  return [...strata.values()].flatMap((stratum) => {
    const row = stratum.land === land ? stratum.byYear.get(year) : undefined;
    return row === undefined ? [] : [row];
  });
}

/** Returns the name of land that is converted, such as `forest-to-cropland`; within a class, that of the class. */
export function nameConversion({ from, to }: Conversion): string {
  const [before, after] = [from.detail.land, to.detail.land];
  return before === after ? before : `${before}-to-${after}`;
}

/** Warns of years of a run for which no area of a place is stated. */
export function warnOfYears({ place, years, strata }: Land, ofRun: readonly number[]): Warning[] {
  const missing = ofRun.filter((year) => !years.includes(year));
  if (missing.length === 0) return [];
  const { record, key } = [...strata.values()][0]!.byYear.values().next().value!;
  const message = `no area of ${place} is stated for ${listSome(missing.map(String))}: land has no lines there but those of carbon-stock rows`;
  return [{ code: 'land-year-missing', message, row: { record, key } }];
}

/** Returns the classes of land that a place has, in the order of their first rows. */
export function classesOf({ strata }: Land): LandClass[] {
  return [...new Set([...strata.values()].map(({ land }) => land))];
}

/**
 * Checks that areas close: from each year for which they are stated to the next one, a class of land changes by what is converted to it and
 * from it. Returns a warning for each gap that `closure`, a part of the area of the place, allows.
 * @throws EngineError `land-area-lost`, with the hectares
 */
export function checkAreas(land: Land, closure: Amount): Warning[] {
  return land.years.slice(1).flatMap((year, index) => {
    const before = land.years[index]!;
    const whole = sumHectares(classesOf(land).flatMap((own) => areasOf(land, own, before)));
    return classesOf(land).flatMap((own) => checkClass({ land, own, before, year }, whole.times(closure)));
  });
}

interface Step {
  readonly land: Land;
  readonly own: LandClass;
  readonly before: number;
  readonly year: number;
}

function checkClass({ land, own, before, year }: Step, allowed: Amount): Warning[] {
  const [old, now] = [areasOf(land, own, before), areasOf(land, own, year)];
  const between = land.conversions.filter((each) => each.year > before && each.year <= year);
  const into = between.filter(({ to }) => to.detail.land === own).map(({ row }) => row);
  const out = between.filter(({ from }) => from.detail.land === own).map(({ row }) => row);
  const expected = sumHectares(old).plus(sumHectares(into)).minus(sumHectares(out));
  const gap = sumHectares(now).minus(expected);
  if (gap.isZero()) return [];
  const row = now[0] ?? old[0] ?? between[0]!.row;
  const change = gap.isNegative() ? 'are lost' : 'appear from nowhere';
  const text = `${land.place}: ${showFew(gap.abs())} ha of ${own} ${change} from ${before} to ${year}: ${showFew(sumHectares(old))} ha, ${showFew(sumHectares(into))} ha converted to it and ${showFew(sumHectares(out))} ha from it would be ${showFew(expected)} ha, and its rows state ${showFew(sumHectares(now))} ha`;
  if (gap.abs().greaterThan(allowed)) {
    const todo = 'add the missing land-conversion row, or correct an area';
    throw new EngineError('land-area-lost', `${text}: ${todo}`, showFew(gap.abs()), placeOf(row, 'value'));
  }
  return [{ code: 'land-area-gap', message: text, row: { record: row.record, key: row.key } }];
}

/** Returns the sum of areas in hectares. @throws EngineError `unit-mismatch` */
export function sumHectares(rows: readonly Row[]): Amount {
  return rows.reduce((sum, { amount, unit }) => sum.plus(convertAmount(amount, unit, HECTARE)), ZERO);
}
