import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { sumRows } from '../../figures/exact.ts';
import {
  differenceOf,
  NOTHING,
  productOf,
  quotientOf,
  sumOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { sumOfRows, sumTerms } from '../../figures/terms.ts';
import { sumAmounts, ZERO, type Amount } from '../../quantities/decimal.ts';
import { selectActivities } from '../../rows/activity.ts';
import { compareTexts, type Row, type RowOf } from '../../rows/row.ts';
import { groupRows, rowsOfType } from '../../rows/row-index.ts';
import { ENERGY, hasRatio, openRatios, shapesOfEnergy } from './energy.ts';
import { intensity } from './factor.ts';
import type { GridFactor, Site } from './grid.ts';
import { type Instrument, isCertificate, refuseVintage } from './instruments/instrument.ts';
import { isAmong, isWithin } from '../place.ts';

type Use = RowOf<'electricity-use'>;
type Boundary = RowOf<'market-boundary'>;

/** The use of one place from one grid and supplier. */
export interface Cell extends Site {
  readonly supplier: string | undefined;
  readonly uses: readonly Use[];
  readonly amount: Amount;
  readonly where: Readonly<Record<string, string | null>>;
}

/** Groups use by place and, where any row names them, by grid and supplier. */
export function groupCells(uses: readonly Use[], context: MethodContext): Cell[] {
  const [hasGrid, hasSupplier] = (['grid', 'supplier'] as const).map((member) =>
    uses.some(({ detail }) => detail[member] !== undefined),
  );
  const groups = groupRows(uses, ({ detail: { geography, grid = '', supplier = '' } }) =>
    hasGrid || hasSupplier ? `${geography} ${grid} ${supplier}` : geography,
  );
  return [...groups]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, rows]) => {
      const { geography: place, grid, supplier } = rows[0]!.detail;
      const where = {
        geography: place,
        ...(hasGrid ? { grid: grid ?? null } : {}),
        ...(hasSupplier ? { supplier: supplier ?? null } : {}),
      };
      return { place, grid, supplier, uses: rows, amount: sumUse(rows, context), where };
    });
}

/** Use that the same instruments can cover: cells, and smaller markets inside. Amounts are in MW.h. */
export interface Market {
  readonly parts: readonly (Cell | Market)[];
  readonly instruments: readonly Instrument[];
  /** What instruments leave uncovered. */
  readonly rest: Amount;
}

/**
 * Balances instruments with the use that they can cover. A certificate or contract covers use in its own place and the parts of it,
 * and in the market that a `market-boundary` row draws around it; a tariff use in its own place. One that names a supplier covers
 * only what that supplier delivered.
 * @returns the outermost markets and the cells outside of all, and the boundaries that decided
 * @throws EngineError `instruments-exceed-consumption`, `ambiguous-factor`, `overlapping-markets`, `instrument-out-of-time`
 */
export function balanceMarkets(
  cells: readonly Cell[],
  instruments: readonly Instrument[],
  context: Pick<MethodContext, 'rows' | 'weightOf' | 'parts'>,
): { readonly parts: readonly (Cell | Market)[]; readonly boundaries: readonly Boundary[] } {
  const boundaries = rowsOfType(context.rows, 'market-boundary');
  const used = new Set<Boundary>();
  const groups = new Map<string, { covered: readonly Cell[]; instruments: Instrument[] }>();
  for (const row of instruments) {
    const boundary = isDelivered(row) ? null : findBoundary(row, boundaries);
    refuseVintage(row, boundary?.detail.vintage);
    const covered = cells.filter((cell) => canCover(row, boundary, cell));
    if (covered.length === 0) throw refuseUnused(row, boundary, cells);
    if (boundary !== null) used.add(boundary);
    const name = covered.map((cell) => cells.indexOf(cell)).join(' ');
    const group = groups.get(name) ?? { covered, instruments: [] };
    group.instruments.push(row);
    groups.set(name, group);
  }
  let parts: (Cell | Market)[] = [...cells];
  const inside = new Map<Cell | Market, ReadonlySet<Cell>>(cells.map((cell) => [cell, new Set([cell])]));
  for (const { covered, instruments: own } of [...groups.values()].sort(byCovered)) {
    const wanted = new Set(covered);
    const [within, others] = [true, false].map((isIn) =>
      parts.filter((part) => [...inside.get(part)!].some((cell) => wanted.has(cell)) === isIn),
    );
    const all = new Set(within!.flatMap((part) => [...inside.get(part)!]));
    if (all.size > wanted.size) throw refuseOverlap(own[0]!, within!);
    const market = openMarket(within!, own, context);
    inside.set(market, all);
    parts = [...others!, market];
  }
  return { parts, boundaries: [...used].sort((a, b) => compareTexts(a.key, b.key)) };
}

function byCovered(a: { covered: readonly Cell[] }, b: { covered: readonly Cell[] }): number {
  return a.covered.length - b.covered.length;
}

function isDelivered({ detail }: Instrument): boolean {
  return detail.kind === 'tariff';
}

function findBoundary(row: Instrument, boundaries: readonly Boundary[]): Boundary | null {
  const { geography } = row.detail;
  const [found = null, other] = boundaries.filter(({ detail }) => isAmong(geography, detail.includes));
  if (other === undefined) return found;
  const text = `${row.key} is of ${geography}, which two market-boundary rows include, ${found!.key} and ${other.key}: keep one`;
  throw new EngineError('ambiguous-factor', text, geography, placeOf(other, 'detail.includes'));
}

function canCover({ detail }: Instrument, boundary: Boundary | null, { place, supplier }: Cell): boolean {
  if (detail.supplier !== undefined && detail.supplier !== supplier) return false;
  return isWithin(place, detail.geography) || (boundary !== null && isAmong(place, boundary.detail.includes));
}

function openMarket(
  parts: readonly (Cell | Market)[],
  instruments: readonly Instrument[],
  context: Pick<MethodContext, 'weightOf' | 'parts'>,
): Market {
  const use = sumAmounts(parts.map(leftOf));
  const covered = sumWeighed(instruments, context).minus(sumRepeated(instruments, context));
  const rest = use.minus(covered);
  if (!rest.isNegative()) return { parts, instruments, rest };
  const [first] = instruments;
  const cells = parts.flatMap(cellsOf);
  const names = instruments.length === 1 ? first!.key : `${first!.key} and ${instruments.length - 1} more`;
  const total = sumAmounts(cells.map(({ amount }) => amount));
  const before = use.minus(total).isZero() ? '' : ` (other instruments leave ${String(use)} MW.h)`;
  const text =
    `${names}: expected at most the ${String(total)} MW.h that were used in ${placesOf(cells)}${before}, got ` +
    `${String(covered)} MW.h: reduce or remove instruments, or add the missing use`;
  throw new EngineError('instruments-exceed-consumption', text, String(covered), placeOf(first!, 'value'));
}

/** Returns the energy that was used, after the conversion factors of its rows. */
function sumUse(rows: readonly Use[], context: MethodContext): Amount {
  if (!rows.some(hasRatio)) return sumWeighed(rows, context);
  const groups = Map.groupBy(rows, openRatios(context));
  return sumAmounts(
    [...groups].map(([ratio, own]) => {
      const sum = sumWeighed(own, context);
      return ratio === null ? sum : sum.times(ratio.over).div(ratio.under);
    }),
  );
}

/** Returns the energy of rows; of each by its weight, where entities are consolidated. */
export function sumWeighed(rows: readonly Row[], { weightOf }: Pick<MethodContext, 'weightOf'>): Amount {
  if (weightOf === undefined) return sumRows(rows, ENERGY);
  const groups = Map.groupBy(rows, weightOf);
  return sumAmounts([...groups].map(([{ amount }, own]) => sumRows(own, ENERGY).times(amount)));
}

/** Returns what instruments repeat of others, in MW.h; of each by its weight, as `sumWeighed`. */
function sumRepeated(
  instruments: readonly Instrument[],
  { weightOf, parts }: Pick<MethodContext, 'weightOf' | 'parts'>,
): Amount {
  return instruments.reduce((sum, row) => {
    const { repeated = ZERO } = parts?.get(row) ?? {};
    return sum.plus(weightOf === undefined ? repeated : repeated.times(weightOf(row).amount));
  }, ZERO);
}

function leftOf(part: Cell | Market): Amount {
  return isMarket(part) ? part.rest : part.amount;
}

export function isMarket(part: Cell | Market): part is Market {
  return 'rest' in part;
}

/** Returns the cells of a part, in all markets inside. */
export function cellsOf(part: Cell | Market): Cell[] {
  return isMarket(part) ? part.parts.flatMap(cellsOf) : [part];
}

/** Returns the cells that instruments do not cover in full. */
export function leftCellsOf(part: Cell | Market): Cell[] {
  if (!isMarket(part)) return [part];
  return part.rest.isZero() ? [] : part.parts.flatMap(leftCellsOf);
}

function placesOf(cells: readonly Cell[]): string {
  return distinctTexts(cells.map(({ place }) => place)).join(', ');
}

function refuseUnused(row: Instrument, boundary: Boundary | null, cells: readonly Cell[]): EngineError {
  const { geography, supplier } = row.detail;
  const from = supplier === undefined ? '' : ` from ${supplier}`;
  const where = boundary === null ? geography : `${geography} and ${boundary.detail.includes.join(', ')}`;
  const found = cells.length === 0 ? 'no use of electricity' : `use only in ${placesOf(cells)}`;
  const market =
    boundary === null && cells.length > 0 && isCertificate(row)
      ? ', add the use that it covers, or add a market-boundary row that includes both places'
      : ', or add the use that it covers';
  const text = `${row.key} (${row.value} ${row.unit.text}, of ${geography}) can cover use in ${where}${from}, and the run has ${found}: remove its row${market}`;
  return new EngineError('instruments-exceed-consumption', text, row.value, placeOf(row, 'detail.geography'));
}

function refuseOverlap(row: Instrument, parts: readonly (Cell | Market)[]): EngineError {
  const market = parts.find(isMarket);
  const other = market?.instruments[0]?.key ?? '';
  const text =
    `${row.key} and ${other} can cover sets of use that overlap only in part: ` +
    'give one row for each place or supplier, or draw one market-boundary row around both';
  return new EngineError('overlapping-markets', text, row.key, placeOf(row, 'detail.geography'));
}

/** Returns the instruments of a market and of all markets inside. */
export function instrumentsOf(part: Cell | Market): Instrument[] {
  return isMarket(part) ? [...part.instruments, ...part.parts.flatMap(instrumentsOf)] : [];
}

/** What is left of a part, in MW.h, and its emissions by residual mix. */
interface Left {
  readonly energy: Expression;
  readonly emissions: Expression;
  /** The residual mix, where it is the same everywhere in the part. */
  readonly factor: GridFactor | null;
}

/** Returns the residual mix for the place and period of a use; null where it has no factor of the gas that is asked for. */
export type ResidualOf = (use: Use) => GridFactor | null;

/**
 * Returns the emissions of what instruments leave uncovered in a part; null where they cover all of it. Instruments cover all use of
 * their market in proportion. So where the residual mix is the same, what is left is multiplied by it, and otherwise by the mix of the
 * residual mixes of what was used.
 */
export function weighLeft(part: Cell | Market, context: MethodContext, residualOf: ResidualOf): Left | null {
  if (!isMarket(part)) return weighCell(part, context, residualOf);
  if (part.rest.isZero()) return null;
  const left = part.parts.flatMap((each) => weighLeft(each, context, residualOf) ?? []);
  const used = sumOf(left.map((each) => each.energy));
  const { geography } = part.instruments[0]!.detail;
  const energy = differenceOf(used, sumInstruments(part.instruments, { geography }, context));
  const { factor } = left[0]!;
  if (factor !== null && left.every((each) => each.factor?.row === factor.row))
    return { energy, emissions: productOf(energy, intensity('RF', factor)), factor };
  const share = quotientOf(sumOf(left.map(({ emissions }) => emissions)), used);
  return { energy, emissions: productOf(energy, share), factor: null };
}

/** Each use counts with the residual mix of its own period: one product where that is the same for all. */
function weighCell({ uses, where }: Cell, context: MethodContext, residualOf: ResidualOf): Left {
  const factorOf = selectByPeriod(uses, residualOf);
  const energy = sumEnergy('E', uses, where, 'electricity-use', context);
  const [factor = null, other] = new Set(uses.map(factorOf));
  if (other === undefined) {
    const emissions = factor === null ? NOTHING : productOf(energy, intensity('RF', factor));
    return { energy, emissions, factor };
  }
  const shapeOf = shapesOfEnergy(context, { symbol: 'RF', factorOf });
  return {
    energy,
    emissions: sumTerms(uses, selectionOf(context, 'electricity-use', where), shapeOf),
    factor: null,
  };
}

/** Selects something for each period of the uses of one cell once. */
export function selectByPeriod<T>(uses: readonly Use[], select: (use: Use) => T): (use: Use) => T {
  const found = new Map<number, Map<number, T>>();
  for (const use of uses) {
    const ofStart = found.get(use.from) ?? new Map<number, T>();
    if (!ofStart.has(use.until)) ofStart.set(use.until, select(use));
    found.set(use.from, ofStart);
  }
  return ({ from, until }) => found.get(from)!.get(until)!;
}

/**
 * Returns the energy of instruments that counts: selected by `where` if that selects all of them and no others, else by their keys. A
 * row that counts in part alone is a term of its own.
 */
export function sumInstruments(
  instruments: readonly Instrument[],
  where: { readonly geography?: string },
  context: MethodContext,
): Expression {
  const all = selectActivities(context.rows, 'instrument', context.period);
  const { geography } = where;
  const isWhole = all.every(
    (row) =>
      context.parts?.has(row) !== true &&
      instruments.includes(row) === (geography === undefined || row.detail.geography === geography),
  );
  if (isWhole) return sumEnergy('I', instruments, { ...where }, 'instrument', context);
  const groups = Map.groupBy(instruments, (row) => (context.parts?.has(row) === true ? row : row.record));
  return sumOf([...groups.values()].map((rows) => sumByKeys(rows, context)));
}

/** Returns the energy of rows of one record that counts, selected by their keys. */
export function sumByKeys(rows: readonly Instrument[], { parts }: MethodContext): Expression {
  const selection = { keys: rows.map(({ key }) => key) };
  const sum = sumOfRows('I', rows, { to: ENERGY, substance: null, selection });
  const part = rows.length === 1 ? parts?.get(rows[0]!) : undefined;
  return part === undefined ? sum : productOf(sum, part.left);
}

/** Returns the energy of rows, which are exactly those with these members in the period; that of uses after their conversion factors. */
export function sumEnergy(
  symbol: string,
  rows: readonly Row[],
  where: Readonly<Record<string, string | null>>,
  type: 'electricity-use' | 'instrument',
  context: MethodContext,
): Expression {
  const selection = selectionOf(context, type, where);
  if (type === 'electricity-use' && rows.some((row) => hasRatio(row as Use)))
    return sumTerms(rows as readonly Use[], selection, shapesOfEnergy(context));
  return sumOfRows(symbol, rows, { to: ENERGY, substance: null, selection });
}
