import { Amount, ONE, sumAmounts } from '../../../engine/quantities/decimal.ts';
import { type Given, idIn, listGiven, numberIn, objectIn, textIn } from '../bounded-json.ts';
import { fitShare } from '../exact-number.ts';
import type { FindParameter } from '../formula.ts';
import { partId, type ReadExchange, type ReadProcess } from '../inventory.ts';
import type { LeftOut } from '../left-out.ts';
import { isMade } from '../process-rows.ts';
import { type PackageExchange, readAmount } from './openlca-exchanges.ts';

/** A process of a package, before its products share its inputs and emissions. */
export interface PackageProcess extends Omit<ReadProcess, 'exchanges'> {
  readonly path: string;
  readonly object: Given;
  readonly exchanges: readonly PackageExchange[];
  readonly find: FindParameter;
}

interface Factor {
  readonly type: string;
  readonly product: string;
  readonly internalId: number | null;
  readonly flow: string | null;
  readonly value: Amount;
}

/**
 * Returns the processes that one of a package is: itself, with the parts of its products; or, where factors of a causal allocation give each input
 * its own parts, one process for each product.
 */
export function allocate(process: PackageProcess, leftOut: LeftOut): ReadProcess[] {
  const { id, name, apart, exchanges } = process;
  const whole = { id, name, apart, exchanges: exchanges.map(({ exchange }) => exchange) };
  const made = new Set(
    whole.exchanges.flatMap((each) => (each.kind !== 'flow' && isMade(each) ? [each.item] : [])),
  );
  if (made.size < 2) return [whole];
  const factors = readFactors(process, leftOut);
  const type = chooseType(process, factors, made, leftOut);
  if (type === null) return [whole];
  const own = factors.filter((factor) => factor.type === type);
  const split =
    type === 'CAUSAL_ALLOCATION' ? splitCausal(process, own, made) : declare(whole, own, made, leftOut);
  if (split !== null) return split;
  leftOut.note('allocation', name);
  return [whole];
}

function readFactors({ object, path, name, find }: PackageProcess, leftOut: LeftOut): Factor[] {
  return listGiven(object, 'allocationFactors').flatMap((factor) => {
    const product = idIn(factor, 'product');
    const type = textIn(factor, 'allocationType');
    if (product === null || type === null) return [];
    const about = `${name}: allocation`;
    const value = readAmount(factor, { path, about, find, leftOut, member: 'value', formula: 'formula' });
    const exchange = objectIn(factor, 'exchange');
    return [
      { type, product, internalId: numberIn(exchange, 'internalId'), flow: idIn(exchange, 'flow'), value },
    ];
  });
}

/** Returns the default kind of allocation of a process, else the only kind that is complete; null where it has factors and nothing says which. */
function chooseType(
  { object, name }: PackageProcess,
  factors: readonly Factor[],
  made: ReadonlySet<string>,
  leftOut: LeftOut,
): string | null {
  const stated = textIn(object, 'defaultAllocationMethod');
  if (stated === 'NO_ALLOCATION') return null;
  if (stated !== null) return stated;
  const kinds = Map.groupBy(factors, ({ type }) => type);
  const whole = [...kinds].filter(([, own]) => {
    const products = new Set(own.map(({ product }) => product));
    return [...made].every((item) => products.has(item));
  });
  if (whole.length === 1) leftOut.note('allocation-assumed', name);
  else if (listGiven(object, 'allocationFactors').length > 0) leftOut.note('allocation', name);
  return whole.length === 1 ? whole[0]![0] : null;
}

/** States the part of each product in its output; null where one has none. */
function declare(
  process: ReadProcess,
  factors: readonly Factor[],
  made: ReadonlySet<string>,
  leftOut: LeftOut,
): ReadProcess[] | null {
  const parts = new Map(factors.map(({ product, value }) => [product, value]));
  if ([...made].some((item) => !parts.has(item))) return null;
  const shares = adjust(
    [...made].map((item) => [item, fitShare(parts.get(item)!)] as const),
    process.name,
    leftOut,
  );
  const stated = new Set<string>();
  const exchanges = process.exchanges.map((each): ReadExchange => {
    if (each.kind === 'flow' || !isMade(each) || stated.has(each.item)) return each;
    stated.add(each.item);
    return { ...each, allocation: shares.get(each.item)! };
  });
  return [{ ...process, exchanges }];
}

/** How far parts can be from 1 because they were rounded. */
const ROUNDING = new Amount(1n, 6);

/** Corrects parts that add up to 1 but for rounding, in the largest one. */
function adjust(
  parts: readonly (readonly [item: string, part: Amount])[],
  name: string,
  leftOut: LeftOut,
): ReadonlyMap<string, Amount> {
  const shares = new Map(parts);
  const rest = ONE.minus(sumAmounts(parts.map(([, part]) => part)));
  if (rest.isZero()) return shares;
  if (rest.abs().greaterThan(ROUNDING)) {
    leftOut.note('allocation-sum', name);
    return shares;
  }
  const [item, part] = parts.reduce((most, each) => (each[1].greaterThan(most[1]) ? each : most));
  leftOut.note('allocation-rounded', name);
  return shares.set(item, part.plus(rest));
}

/** Returns a process for each product, with its parts of inputs and emissions; null where a part is not stated. */
function splitCausal(
  { id, name, exchanges }: PackageProcess,
  factors: readonly Factor[],
  made: ReadonlySet<string>,
): ReadProcess[] | null {
  const split: ReadProcess[] = [];
  for (const item of made) {
    const own: ReadExchange[] = [];
    const parts = factors.filter(({ product }) => product === item);
    for (const { exchange, internalId, flow } of exchanges) {
      if (exchange.kind !== 'flow' && isMade(exchange)) {
        if (exchange.item === item) own.push(exchange);
        continue;
      }
      const part = parts.find((each) =>
        each.internalId === null ? each.flow === flow : each.internalId === internalId,
      );
      if (part === undefined) return null;
      own.push({ ...exchange, amount: exchange.amount.times(part.value), uncertainty: null });
    }
    split.push({ id: partId(id, item), name, apart: item, exchanges: own });
  }
  return split;
}
