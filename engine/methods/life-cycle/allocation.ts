import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { listSome } from '../../errors/list-some.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { ONE, parseAmount, sumAmounts, type Amount } from '../../quantities/decimal.ts';
import { floatRatio } from '../../quantities/float.ts';
import { divideUnits, parseUnit, type Unit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { ExchangeRow, Process } from './processes.ts';

/** By what the products of a process share its inputs and emissions. */
export const ALLOCATIONS = ['mass', 'energy', 'economic', 'declared'] as const;
export type Allocation = (typeof ALLOCATIONS)[number];

type PropertyRow = FactorOf<'product-property'>['row'];

/** What one product of a process weighs in its allocation: an amount, times a property. */
export interface Weight {
  readonly item: string;
  readonly rows: readonly { readonly row: ExchangeRow; readonly ratio: number }[];
  /** The unit of the amount that is weighed. */
  readonly unit: Unit;
  /** Null where the amount is the weight itself, such as a mass. */
  readonly property: {
    readonly row: PropertyRow;
    readonly ratio: number;
    readonly factor: FactorOf<'product-property'>;
  } | null;
  /** The unit of the property. */
  readonly per: Unit | null;
}

/** The part of a process that one of its products has: its weight over those of all, or a declared part. */
export type Share =
  | { readonly method: 'whole' }
  | { readonly method: 'declared'; readonly row: ExchangeRow; readonly part: Amount }
  | {
      readonly method: 'mass' | 'energy' | 'economic';
      readonly index: number;
      readonly weights: readonly Weight[];
    };

/** The properties by which amounts are weighed, and the units of these weights. */
const WEIGHED = {
  mass: { property: 'mass', unit: 'kg', dimension: parseUnit('kg').dimension },
  energy: { property: 'energy', unit: 'MJ', dimension: parseUnit('MJ').dimension },
  economic: { property: 'price', unit: null, dimension: null },
} as const;

/** Returns the shares of the products of a process, by product. @throws EngineError `bad-allocation`, `mixed-currencies`, `unit-mismatch`; as `selectFactor` */
export function shareProcess(
  { name, makes }: Pick<Process, 'name' | 'makes'>,
  asked: Allocation | undefined,
  context: MethodContext,
): ReadonlyMap<string, Share> {
  const items = [...makes];
  if (items.length === 1) return new Map([[items[0]![0], { method: 'whole' }]]);
  const rows = items.flatMap(([, own]) => own);
  const isDeclared = rows.some(({ detail }) => detail.allocation !== undefined);
  const method = asked ?? (isDeclared ? 'declared' : undefined);
  if (method === undefined) {
    const text = `${name} makes ${listSome(items.map(([item]) => item))}, and nothing says how they share its inputs and emissions: set parameters.allocation, or state detail.allocation in each of its outputs`;
    throw new EngineError('bad-allocation', text, name, placeOf(rows[1]!, 'detail.product'));
  }
  if (method === 'declared') return declare(name, items);
  const weights = items.map(([item, own]) => weigh(item, own, method, context));
  checkCurrencies(weights);
  return new Map(items.map(([item], index) => [item, { method, index, weights }]));
}

/** Takes the declared parts, which must add up to 1. A product in several rows states its part in one of them. */
function declare(
  name: string,
  items: readonly (readonly [string, readonly ExchangeRow[]])[],
): ReadonlyMap<string, Share> {
  const shares = items.map(([item, rows]) => {
    const [row, other] = rows.filter(({ detail }) => detail.allocation !== undefined);
    if (row === undefined || other !== undefined) {
      const text = `${name} makes ${item}, and ${row === undefined ? 'no row' : 'more than one row'} states its part in detail.allocation: state it once for each product, also where it is 0`;
      throw new EngineError(
        'bad-allocation',
        text,
        other?.detail.allocation,
        placeOf(other ?? rows[0]!, 'detail.allocation'),
      );
    }
    return { item, row, part: parseAmount(row.detail.allocation!) };
  });
  const sum = sumAmounts(shares.map(({ part }) => part));
  if (!sum.minus(ONE).isZero()) {
    const { row } = shares.at(-1)!;
    const parts = listSome(shares.map(({ item, part }) => `${item} ${String(part)}`));
    const text = `the parts of ${name} add up to ${String(sum)}, not to 1: ${parts}: correct detail.allocation`;
    throw new EngineError('bad-allocation', text, row.detail.allocation, placeOf(row, 'detail.allocation'));
  }
  return new Map(shares.map(({ item, row, part }) => [item, { method: 'declared', row, part }]));
}

function weigh(
  item: string,
  rows: readonly ExchangeRow[],
  method: 'mass' | 'energy' | 'economic',
  context: MethodContext,
): Weight {
  const { property, unit, dimension } = WEIGHED[method];
  const [first] = rows as readonly [ExchangeRow];
  const isItself = first.unit.dimension === dimension;
  const to = isItself ? parseUnit(unit) : first.unit;
  const measured = rows.map((row) => ({ row, ratio: floatRatio(row.unit, to) }));
  if (isItself) return { item, rows: measured, unit: to, property: null, per: null };
  const candidates = rowsWhere(
    rowsAbout(context.rows, 'product-property', item),
    property,
    ({ detail }) => detail.property === property,
  );
  const sought = {
    what: `${property} of ${item} per ${first.unit.text}, to allocate ${first.detail.process} by ${method}`,
    period: context.period,
    by: first,
    column: 'unit',
  };
  const factor = selectFactor(candidates, sought, context.proxies);
  const per = parseUnit(divideUnits(unit ?? currencyOf(factor.row), first.unit.text));
  if (factor.row.unit.dimension !== per.dimension) {
    const text = `${factor.row.key} is in ${factor.row.unit.text}, and ${first.key} needs it in ${per.text}: state it per the amount of the output`;
    throw new EngineError('unit-mismatch', text, factor.row.unit.text, placeOf(factor.row, 'unit'));
  }
  const ratio = floatRatio(factor.row.unit, per);
  return { item, rows: measured, unit: to, property: { row: factor.row, ratio, factor }, per };
}

const CURRENCY = /^\{[A-Z]{3}\}/;

/** Returns the currency of a price, such as `{EUR}` of `{EUR}/kg`. @throws EngineError `unit-mismatch` */
function currencyOf(row: PropertyRow): string {
  const currency = CURRENCY.exec(row.unit.text)?.[0];
  if (currency !== undefined) return currency;
  const text = `${row.key} is in ${row.unit.text}: expected a price, such as {EUR}/kg`;
  throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
}

function checkCurrencies(weights: readonly Weight[]): void {
  const priced = weights.filter(({ property }) => property?.row.detail.property === 'price');
  const [first] = priced;
  const other = priced.find(({ property }) => currencyOf(property!.row) !== currencyOf(first!.property!.row));
  if (other === undefined) return;
  const { row } = other.property!;
  const text = `${row.key} is in ${currencyOf(row)}, and ${first!.property!.row.key} in ${currencyOf(first!.property!.row)}: convert prices to one currency`;
  throw new EngineError('mixed-currencies', text, row.unit.text, placeOf(row, 'unit'));
}
