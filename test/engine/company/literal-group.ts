/**
 * A slow, literal account of a group from its tables, with whole fractions: the judge of what the engine computes. It shares no code with
 * the engine, and reads the tables by itself.
 */

/** A fraction of two whole numbers. The second one is above 0. */
type Fraction = readonly [over: bigint, under: bigint];
type Line = Readonly<Record<string, string>>;

/** The tables of a group, as text with commas. */
export interface Tables {
  readonly entities: string;
  readonly uses: string;
  readonly factors: string;
}

export type Approach = 'equity-share' | 'financial-control' | 'operational-control';

function readTable(text: string): Line[] {
  const [head = '', ...lines] = text.trim().split('\n');
  const names = head.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, at) => [names[at]!, cell])));
}

function fraction(text: string): Fraction {
  const [whole = '', decimals = ''] = text.split('.');
  return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
}

const add = (a: Fraction, b: Fraction): Fraction => [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
const times = (a: Fraction, b: Fraction): Fraction => shorten([a[0] * b[0], a[1] * b[1]]);
const ZERO: Fraction = [0n, 1n];
const ONE: Fraction = [1n, 1n];

function shorten([over, under]: Fraction): Fraction {
  let [a, b] = [over < 0n ? -over : over, under];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? [0n, 1n] : [over / a, under / a];
}

/** Writes a fraction with this many decimals, half to even, without zeros at the end. */
export function write([over, under]: Fraction, decimals: number): string {
  const scaled = (over < 0n ? -over : over) * 10n ** BigInt(decimals);
  const [quotient, rest] = [scaled / under, scaled % under];
  const isUp = 2n * rest > under || (2n * rest === under && quotient % 2n === 1n);
  const digits = String(isUp ? quotient + 1n : quotient).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const text = `${digits.slice(0, cut)}.${digits.slice(cut)}`.replace(/\.?0+$/, '');
  return over < 0n && text !== '0' ? `-${text}` : text;
}

/** The share of an entity at the start of a day: by the rules of chapter 3, read from the table of entities. */
function shareOf(entity: string, day: string, approach: Approach, entities: readonly Line[]): Fraction {
  const held = entities.filter(
    (line) =>
      line['identifier'] === entity &&
      (line['from'] === '' || (line['from']! <= day && day < line['until']!)),
  );
  let sum = ZERO;
  for (const line of held) {
    if (line['interest'] === '') return ONE;
    const holder = line['heldBy'] === '' ? ONE : shareOf(line['heldBy']!, day, approach, entities);
    const interest = times(fraction(line['interest']!), holder);
    if (approach === 'operational-control') sum = line['operationalControl'] === 'yes' ? ONE : sum;
    else if (approach === 'equity-share') sum = add(sum, interest);
    else sum = add(sum, line['financialControl'] === 'full' ? holder : interest);
  }
  return sum;
}

/** Tonnes of CO2e of one row for each unit of its table. */
function intensityOf(use: Line, factors: readonly Line[]): Fraction {
  const of = (name: string): Fraction => {
    const found = factors.filter(
      (line) =>
        line['name'] === name &&
        (line['place'] === '' || line['place'] === use['place']) &&
        (line['from'] === '' || (line['from']! <= use['from']! && use['until']! <= line['until']!)),
    );
    if (found.length !== 1) throw new Error(`${found.length} factors ${name} for ${use['key']!}`);
    return fraction(found[0]!['value']!);
  };
  // t × TJ/Gg × kg/TJ: 10^-3 TJ for each tonne, and 10^-3 tonnes for each kg.
  if (use['carrier'] === 'gas') {
    const gases = add(of('co2'), times(of('ch4'), of('gwp-ch4')));
    return times(times(of('ncv'), gases), [1n, 1_000_000n]);
  }
  // kg/kW.h is t/MW.h, and a kW.h is a thousandth of a MW.h.
  return times(of('grid'), use['unit'] === 'kW.h' ? [1n, 1000n] : ONE);
}

/** Tonnes by the key of the engine's figure. */
export type Account = ReadonlyMap<string, Fraction>;

/** Accounts for the rows of a year, by scope, entity, country, month and site. */
export function accountFor(tables: Tables, approach: Approach): Account {
  const [entities, factors] = [readTable(tables.entities), readTable(tables.factors)];
  const sums = new Map<string, Fraction>();
  const put = (key: string, tonnes: Fraction): void => {
    sums.set(key, shorten(add(sums.get(key) ?? ZERO, tonnes)));
  };
  for (const use of readTable(tables.uses)) {
    const share = shareOf(use['entity']!, use['from']!, approach, entities);
    if (share[0] === 0n) continue;
    const tonnes = times(times(fraction(use['value']!), intensityOf(use, factors)), share);
    const isGas = use['carrier'] === 'gas';
    const part = isGas ? 'scope1' : 'scope2/location';
    put(isGas ? 'scope1/total' : 'scope2/location', tonnes);
    put('total/location', tonnes);
    put('scope1+2/location', tonnes);
    for (const begin of [
      `by-entity/${use['entity']!}`,
      `by-country/${use['place']!}`,
      `by-month/${use['from']!.slice(0, 7)}`,
      `by-facility/${use['facility']!}`,
    ])
      put(`${begin}/${part}`, tonnes);
  }
  return sums;
}

/** Returns the base year after its adjustment, and the change since in per cent. */
export function restate(
  base: string,
  adjustment: string,
  now: Fraction,
): { base: Fraction; change: Fraction } {
  const restated = add(fraction(base), signed(adjustment));
  const difference = add(now, [-restated[0], restated[1]]);
  return { base: restated, change: [100n * difference[0] * restated[1], difference[1] * restated[0]] };
}

function signed(text: string): Fraction {
  const [over, under] = fraction(text.replace('-', ''));
  return [text.startsWith('-') ? -over : over, under];
}
