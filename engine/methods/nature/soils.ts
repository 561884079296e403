import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  factorOf,
  NOTHING,
  productOf,
  quantityOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { Amount, ONE, showFew } from '../../quantities/decimal.ts';
import { noteTiers } from '../plant/rule-set.ts';
import type { FigureKind } from '../method.ts';
import { cite, METHOD, type Change } from './change.ts';
import type { LandFactors } from './factors.ts';
import {
  areasOf,
  classesOf,
  HECTARE,
  sumHectares,
  type AreaRow,
  type Conversion,
  type Land,
  type LandClass,
} from './land.ts';
import { periodOf } from './years.ts';

export const SOIL_FIGURE: FigureKind = {
  key: 'nature/{place}/{land}/soil/stock/{year}',
  unit: 't{C}',
  meaning:
    'Organic carbon to which the mineral soils of a class of land tend under the use of a year: area × reference stock × stock-change factors.',
};

/** The levels of use, management and input of a stratum, with the symbols of their factors. */
const LEVELS = [
  ['landUse', 'land-use', 'F_LU'],
  ['management', 'management', 'F_MG'],
  ['input', 'input', 'F_I'],
] as const;

/** How soils of a place are compared. */
interface SoilRules {
  /** The years in which a soil goes from one stock to another. */
  readonly transition: number;
  /** The part of an area by which a class need not close. */
  readonly closure: Amount;
}

/** Mineral soils of a place (equation 2.25): their stocks, and how these change in the years of a run. */
export class Soils {
  readonly #land: Land;
  readonly #factors: LandFactors;
  readonly #rules: SoilRules;
  readonly #stocks = new Map<string, Draft | null>();

  constructor(land: Land, factors: LandFactors, rules: SoilRules) {
    [this.#land, this.#factors, this.#rules] = [land, factors, rules];
  }

  /** The figures of stocks that were made. */
  get drafts(): Draft[] {
    return [...this.#stocks.values()].filter((draft) => draft !== null);
  }

  /** Returns the changes of a year: of each class of land by its management, and of each conversion. @throws EngineError `bad-land`; as `selectFactor` */
  listChanges(year: number): Change[] {
    const base = this.#baseOf(year);
    if (base === null) return [];
    const since = this.#land.conversions.filter(
      (each) => each.year > base && each.year <= year && isOfSoil(each),
    );
    const years = year - base > this.#rules.transition ? year - base : this.#rules.transition;
    const period = { base, year, years, ...this.#warnOfHistory(year, base) };
    return [
      ...classesOf(this.#land).flatMap((own) => this.#listRemaining(own, since, period)),
      ...this.#listConverted(since, period),
    ];
  }

  /** Returns the year with which one is compared: as long before as soils take, else the first one. Null where none is before. */
  #baseOf(year: number): number | null {
    const { years } = this.#land;
    if (!years.includes(year)) return null;
    const base = years.findLast((own) => own <= year - this.#rules.transition) ?? years[0]!;
    return base < year ? base : null;
  }

  /** Warns of the years of a run that no stated year is before: soils have no change in them. */
  warnOfFirst(years: readonly number[]): Warning[] {
    const first = this.#land.years[0]!;
    const soil = [...this.#land.strata.values()]
      .map(({ byYear }) => byYear.get(first))
      .find((row) => row !== undefined && hasSoil(row));
    if (soil === undefined || !years.includes(first)) return [];
    const { record, key } = soil;
    const message = `areas of ${this.#land.place} are stated from ${first} on, so that its soils have no change in ${first}: add the areas of a year before it`;
    return [{ code: 'short-history', message, row: { record, key } }];
  }

  #warnOfHistory(year: number, base: number): { readonly warnings: readonly Warning[] } {
    if (year - base >= this.#rules.transition) return { warnings: [] };
    const { record, key } = firstArea(this.#land, base);
    const message = `areas of ${this.#land.place} are stated from ${base} on: what changed in the ${this.#rules.transition} years before ${year + 1} and before ${base} is in no figure of soils`;
    return { warnings: [{ code: 'short-history', message, row: { record, key } }] };
  }

  #listRemaining(own: LandClass, since: readonly Conversion[], period: Compared): Change[] {
    const [before, after] = [this.#stockOf(own, period.base), this.#stockOf(own, period.year)];
    if (before === null && after === null) return [];
    const into = since.filter(({ to }) => to.detail.land === own);
    const out = since.filter(({ from }) => from.detail.land === own);
    this.#checkClosed([before?.rows ?? [], into, out, after?.rows ?? []], period);
    const from = [
      ...(before === null ? [] : [valueOf('SOC_before', before.draft)]),
      ...into.map((each) => this.#convert('dA', each, 'to')),
    ];
    const less = [
      ...(after === null ? [] : [valueOf('SOC_after', after.draft)]),
      ...out.map((each) => this.#convert('dA', each, 'from')),
    ];
    const carbon = quotientOf(differenceOf(sumOrNothing(from), sumOrNothing(less)), yearsAs(period.years));
    const rows = [...(before?.rows ?? []), ...(after?.rows ?? [])];
    return [{ ...this.#about(own, rows, period), carbon }];
  }

  /** Throws where land has a soil before and none after, or the other way round: its whole stock would count as a change. @throws EngineError `bad-land` */
  #checkClosed(
    [before, into, out, after]: readonly [Areas, readonly Conversion[], readonly Conversion[], Areas],
    { base, year }: Compared,
  ): void {
    const [old, now] = [sumHectares(before), sumHectares(after)];
    const moved = sumHectares(into.map(({ row }) => row)).minus(sumHectares(out.map(({ row }) => row)));
    const gap = now.minus(old).minus(moved);
    if (!gap.abs().greaterThan(now.plus(old).times(this.#rules.closure))) return;
    const row = (after[0] ?? before[0])!;
    const text = `${row.detail.land} of ${this.#land.place} has a soil on ${showFew(old)} ha in ${base} and on ${showFew(now)} ha in ${year} and conversions explain ${showFew(moved)} ha: state detail.soil of all its strata and years, or of none`;
    throw new EngineError('bad-land', text, showFew(gap.abs()), placeOf(row, 'detail.soil'));
  }

  #listConverted(since: readonly Conversion[], period: Compared): Change[] {
    const moved = since.filter(({ from, to }) => from.detail.land !== to.detail.land);
    return moved.map((each) => {
      const { from, to } = each;
      const [before, after] = [this.#convert('dA', each, 'from'), this.#convert('dA', each, 'to')];
      const carbon = quotientOf(differenceOf(before, after), yearsAs(period.years));
      return { ...this.#about(`${from.detail.land}-to-${to.detail.land}`, [from, to], period), carbon };
    });
  }

  #about(land: string, rows: readonly AreaRow[], { year, warnings }: Compared): Omit<Change, 'carbon'> {
    const { geography } = rows[0]!.detail;
    const tiers = rows.map(({ detail }) => detail.tier);
    return {
      ...{ place: this.#land.place, land, pool: 'soil', year, equation: '2.25', geography },
      ...{ tiers, by: rows[0]!, warnings },
    };
  }

  /** Returns the carbon of converted land, by the use before (`from`) or after (`to`). */
  #convert(symbol: string, { row, year, ...ends }: Conversion, end: 'from' | 'to'): Expression {
    const area = quantityOf(symbol, row, HECTARE, null);
    return productOf(area, ...this.#carbonOf(ends[end], year));
  }

  #stockOf(own: LandClass, year: number): { draft: Draft; rows: readonly AreaRow[] } | null {
    const rows = areasOf(this.#land, own, year).filter(hasSoil);
    if (rows.length === 0) return null;
    const key = `nature/${this.#land.place}/${own}/soil/stock/${year}`;
    const known = this.#stocks.get(key);
    const draft = known ?? this.#draftStock(key, rows, year);
    this.#stocks.set(key, draft);
    return { draft, rows };
  }

  #draftStock(key: string, rows: readonly AreaRow[], year: number): Draft {
    return {
      ...{ key, unit: 't{C}', method: METHOD, scope: null, categories: [], gases: [], gwpSet: null },
      geographies: distinctTexts(rows.map(({ detail }) => detail.geography)),
      rules: cite(['2.25']),
      ...noteTiers(rows.map(({ detail }) => detail.tier)),
      period: periodOf(year),
      expression: sumOf(
        rows.map((row) => productOf(quantityOf('A', row, HECTARE, null), ...this.#carbonOf(row, year))),
      ),
    };
  }

  /** Returns the carbon per hectare of a stratum, as factors: its reference stock, and the factors of its levels. */
  #carbonOf(area: AreaRow, year: number): Expression[] {
    const stated = LEVELS.filter(([level]) => area.detail[level] !== undefined);
    if (stated.length > 0 && stated.length < LEVELS.length) throw refuseLevels(area);
    const reference = this.#factors.find('soil-reference', area, 'soil', year);
    return [
      factorOf('SOC_ref', reference, 't{C}/har', 'C'),
      ...stated.map(([level, name, symbol]) => this.#factors.number(symbol, name, area, level, year)),
    ];
  }
}

/** The years that are compared, and over how many years a difference is spread. */
interface Compared {
  readonly base: number;
  readonly year: number;
  readonly years: number;
  readonly warnings: readonly Warning[];
}

type Areas = readonly AreaRow[];

/** Whether both ends of a conversion have a soil. @throws EngineError `bad-land` where one alone has it */
function isOfSoil({ row, from, to }: Conversion): boolean {
  if (hasSoil(from) === hasSoil(to)) return hasSoil(from);
  const [known, other] = hasSoil(from) ? [from, to] : [to, from];
  const text = `${row.key}: ${known.detail.stratum} has a soil and ${other.detail.stratum} has none, so that the change of the soil is unknown: state detail.soil in both areas, or in neither`;
  throw new EngineError('bad-land', text, other.detail.stratum, placeOf(other, 'detail.soil'));
}

function hasSoil({ detail }: AreaRow): boolean {
  return detail.soil !== undefined;
}

function firstArea({ strata }: Land, year: number): AreaRow {
  return [...strata.values()].map(({ byYear }) => byYear.get(year)).find((row) => row !== undefined)!;
}

function refuseLevels(area: AreaRow): EngineError {
  const missing = LEVELS.filter(([level]) => area.detail[level] === undefined).map(([level]) => level);
  const text = `${area.key} states some of its levels and not ${missing.join(' and ')}: state landUse, management and input, or none of them for land at its reference stock`;
  return new EngineError('bad-land', text, missing[0], placeOf(area, `detail.${missing[0]!}`));
}

function sumOrNothing(parts: readonly Expression[]): Expression {
  return parts.length === 0 ? NOTHING : sumOf(parts);
}

/** Returns a number of years as a constant. */
export function yearsAs(years: number): Expression {
  return constant(`${years}`, new Amount(BigInt(years)), ONE);
}
