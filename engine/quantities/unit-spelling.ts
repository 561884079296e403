import { type Decimal, MAX_SCALE, formatDecimal, parseDecimal } from '../../core/encoding/decimal.ts';
import { BadInput } from '../../core/errors.ts';
import { EngineError } from '../errors/engine-error.ts';
import { parseUnit } from './unit.ts';

/** What some spellings say besides the unit: at which conditions a volume of gas is, or which calorific value an energy of fuel counts. */
export interface StatedByUnit {
  readonly conditions?: string;
  readonly calorific?: 'gross' | 'net';
}

/** The meaning of a spelling: exactly `numerator / denominator` of a UCUM unit, and members of the row that it states. */
export interface SpelledUnit {
  readonly unit: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly stated: StatedByUnit;
}

/** Spellings with two meanings, and what to write instead. */
const AMBIGUOUS = new Map([
  ['mt', 'a million tonnes or one metric ton: write Mt or t'],
  ['MT', 'a million tonnes or one metric ton: write Mt or t'],
  ['mT', 'a million tonnes or one metric ton: write Mt or t'],
  ['ton', 'a tonne, a short ton or a long ton: write t, short ton or long ton'],
  ['tons', 'a tonne, a short ton or a long ton: write t, short ton or long ton'],
  ['gal', 'a US or an imperial gallon: write US gal or UK gal'],
  ['gallon', 'a US or an imperial gallon: write US gal or UK gal'],
  ['gallons', 'a US or an imperial gallon: write US gal or UK gal'],
  ['mwh', 'a milliwatt-hour or a megawatt-hour: write MWh'],
  ['mWh', 'a milliwatt-hour or a megawatt-hour: write MWh'],
  ['MM', 'a million or a mega-metre: write out which'],
  ['therm', 'a therm of the EC or of the US: write EC therm or US therm'],
  ['therms', 'a therm of the EC or of the US: write EC therm or US therm'],
  ['标方', 'a cubic metre at 0 °C or at 20 °C: write Nm3, or m3 with detail.conditions 20C'],
  ['标准立方米', 'a cubic metre at 0 °C or at 20 °C: write Nm3, or m3 with detail.conditions 20C'],
]);

/**
 * Volumes of gas whose spelling states its conditions, all at 101.325 kPa (14.696 psi): normal ones are at 0 °C, standard ones by ISO 13443 at
 * 15 °C, and those of the oil and gas industries of the US at 60 °F. By articles on reference conditions; neither ISO 13443 nor DIN 1343 was read.
 */
const GAS_VOLUMES: Readonly<Record<string, readonly [unit: string, factor: string, conditions: string]>> = {
  Nm3: ['m3', '1', '0C'],
  'Nm³': ['m3', '1', '0C'],
  'Nm^3': ['m3', '1', '0C'],
  ncm: ['m3', '1', '0C'],
  Sm3: ['m3', '1', '15C'],
  'Sm³': ['m3', '1', '15C'],
  'Sm^3': ['m3', '1', '15C'],
  scm: ['m3', '1', '15C'],
  scf: ['m3', '0.028316846592', '60F'],
  Mscf: ['m3', '28.316846592', '60F'],
  MMscf: ['m3', '28316.846592', '60F'],
};

/** Words after an energy, which say which calorific value it counts: `kWh (GCV)`, `MJ net`. */
const CALORIFIC: readonly (readonly [RegExp, 'gross' | 'net'])[] = [
  [/^(.+?)(?: *[(（] *| +)(?:gross(?: CV)?|GCV|HHV|Hs|高位)[)）]?$/i, 'gross'],
  [/^(.+?)(?: *[(（] *| +)(?:net(?: CV)?|NCV|LHV|Hi|低位)[)）]?$/i, 'net'],
];

/** Common spelling → UCUM unit, and how many of that unit one is (decimal text; 1 where absent). */
const SPELLINGS: Readonly<Record<string, readonly [unit: string, factor?: string]>> = {
  kWh: ['kW.h'],
  kwh: ['kW.h'],
  KWh: ['kW.h'],
  KWH: ['kW.h'],
  MWh: ['MW.h'],
  MWH: ['MW.h'],
  GWh: ['GW.h'],
  TWh: ['TW.h'],
  千焦: ['kJ'],
  兆焦: ['MJ'],
  吉焦: ['GJ'],
  千瓦时: ['kW.h'],
  兆瓦时: ['MW.h'],
  tce: ['GJ', '29.3076'],
  kgce: ['MJ', '29.3076'],
  吨标准煤: ['GJ', '29.3076'],
  toe: ['GJ', '41.868'],
  Btu: ['[Btu_IT]'],
  BTU: ['[Btu_IT]'],
  MMBtu: ['[Btu_IT]', '1000000'],
  mmBtu: ['[Btu_IT]', '1000000'],
  MMBTU: ['[Btu_IT]', '1000000'],
  // 100,000 Btu of the International Table; in the US 105.4804 MJ by law since 1968 (Encyclopedia of Earth, Therm).
  'EC therm': ['[Btu_IT]', '100000'],
  'EC therms': ['[Btu_IT]', '100000'],
  'US therm': ['MJ', '105.4804'],
  'US therms': ['MJ', '105.4804'],
  // The calorie of the International Table is 4.1868 J (Fifth International Conference on the Properties of Steam, 1956).
  kcal: ['kJ', '4.1868'],
  Mcal: ['MJ', '4.1868'],
  Gcal: ['GJ', '4.1868'],
  千卡: ['kJ', '4.1868'],
  度: ['kW.h'],
  tonne: ['t'],
  tonnes: ['t'],
  'metric ton': ['t'],
  'metric tons': ['t'],
  吨: ['t'],
  // As programs for accounts write them in capitals.
  KG: ['kg'],
  TO: ['t'],
  千克: ['kg'],
  公斤: ['kg'],
  gram: ['g'],
  grams: ['g'],
  kilogram: ['kg'],
  kilograms: ['kg'],
  kgs: ['kg'],
  kilotonne: ['kt'],
  kilotonnes: ['kt'],
  lb: ['[lb_av]'],
  lbs: ['[lb_av]'],
  pound: ['[lb_av]'],
  pounds: ['[lb_av]'],
  'short ton': ['[ston_av]'],
  'short tons': ['[ston_av]'],
  'long ton': ['[lton_av]'],
  'long tons': ['[lton_av]'],
  l: ['L'],
  litre: ['L'],
  litres: ['L'],
  liter: ['L'],
  liters: ['L'],
  ltr: ['L'],
  ltrs: ['L'],
  升: ['L'],
  公升: ['L'],
  'm^3': ['m3'],
  'm³': ['m3'],
  'cubic metre': ['m3'],
  'cubic metres': ['m3'],
  立方米: ['m3'],
  'US gal': ['[gal_us]'],
  'US gallon': ['[gal_us]'],
  'US gallons': ['[gal_us]'],
  'UK gal': ['L', '4.54609'],
  'UK gallon': ['L', '4.54609'],
  'UK gallons': ['L', '4.54609'],
  bbl: ['[gal_us]', '42'],
  barrel: ['[gal_us]', '42'],
  barrels: ['[gal_us]', '42'],
  // UCUM has 1 ft = 12 × 2.54 cm. The letter M is a thousand there, as gas is sold in the US.
  cf: ['m3', '0.028316846592'],
  ft3: ['m3', '0.028316846592'],
  'ft³': ['m3', '0.028316846592'],
  'cubic feet': ['m3', '0.028316846592'],
  ccf: ['m3', '2.8316846592'],
  CCF: ['m3', '2.8316846592'],
  Mcf: ['m3', '28.316846592'],
  MMcf: ['m3', '28316.846592'],
  Bcf: ['m3', '28316846.592'],
  kL: ['m3'],
  kl: ['m3'],
  KL: ['m3'],
  mile: ['[mi_i]'],
  miles: ['[mi_i]'],
  mi: ['[mi_i]'],
  nmi: ['[nmi_i]'],
  'nautical mile': ['[nmi_i]'],
  'nautical miles': ['[nmi_i]'],
  tkm: ['t.km'],
  'tonne.km': ['t.km'],
  'tonne-km': ['t.km'],
  pkm: ['km.{passenger}'],
  'passenger.km': ['km.{passenger}'],
  'passenger-km': ['km.{passenger}'],
  ha: ['har'],
  hectare: ['har'],
  hectares: ['har'],
  'm^2': ['m2'],
  'm²': ['m2'],
  hour: ['h'],
  hours: ['h'],
  day: ['d'],
  days: ['d'],
  year: ['a'],
  years: ['a'],
};

/** The spellings that are known beside UCUM. */
export const UNIT_SPELLINGS: readonly string[] = Object.keys(SPELLINGS);

/** Words that multiply a unit. */
const MULTIPLIERS: Readonly<Record<string, bigint>> = {
  thousand: 1000n,
  million: 1_000_000n,
  billion: 1_000_000_000n,
  千: 1000n,
  百万: 1_000_000n,
  万: 10_000n,
  亿: 100_000_000n,
};
const MULTIPLIED = /^(thousand|million|billion|百万|千|万|亿|10\^?\d|\d{1,9}) *(\D.*)$/;

/** A mass with its substance: `tCO2e`, `kg CO2-eq`, `g of CH4`. */
const OF = /^(.*?)(?: of)? ?(CO2-?eq?|CO2e|CO2|CH4|N2O|SF6|NF3|C)$/;

/**
 * Returns the meaning of a spelling of a unit: `MWh`, `tce`, `kgCO2/kWh`, `short ton`, `万吨`, or UCUM itself.
 * @throws EngineError `bad-unit`; `ambiguous-unit` when a spelling has two meanings, such as `mt`
 */
export function readUnitSpelling(text: string): SpelledUnit {
  const before = known.get(text);
  if (before !== undefined) return before;
  const energy = readCalorific(text);
  if (energy !== null) return energy;
  const parts = text
    .trim()
    .split(/ *\/ *| +per +/)
    .map((part) => part.replace(/^\((.*)\)$/, '$1'));
  if (parts.length > 2) throw refuse(text, 'expected at most one slash');
  const spelled = parts.map((part) => readProduct(part, text)).reduce(divideSpelled);
  parseUnit(spelled.unit);
  if (known.size < MAX_KNOWN) known.set(text, spelled);
  return spelled;
}

/**
 * Converts a canonical decimal from a spelled unit to its UCUM unit, exactly.
 * @throws EngineError `overflow` when the result does not terminate or has more digits than an entry can hold; BadInput `decimal-…`
 */
export function convertSpelled(value: string, { unit, numerator, denominator }: SpelledUnit): string {
  if (numerator === denominator) return value;
  const { coefficient, scale } = parseDecimal(value);
  const quotient = divideExactly(coefficient * numerator, scale, denominator);
  try {
    if (quotient !== null) return formatDecimal(quotient);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
  }
  throw new EngineError('overflow', `${value} has no exact decimal value in ${unit}`, value);
}

/** Returns an energy with the calorific value that it counts; null where the spelling says none, or is none of an energy. */
function readCalorific(text: string): SpelledUnit | null {
  for (const [pattern, calorific] of CALORIFIC) {
    const [, rest = ''] = pattern.exec(text.trim()) ?? [];
    if (rest === '') continue;
    const spelled = readUnitSpelling(rest);
    if (!/(^|\s)energy\^/.test(parseUnit(spelled.unit).dimension))
      throw refuse(text, `${calorific} says which calorific value an energy counts, and ${rest} is none`);
    return { ...spelled, stated: { ...spelled.stated, calorific } };
  }
  return null;
}

const known = new Map<string, SpelledUnit>();
const MAX_KNOWN = 1024;

function readProduct(part: string, whole: string): SpelledUnit {
  const atom = readAtom(part, whole);
  if (atom !== null) return atom;
  const factors = part.split(/ *[.*·⋅] */);
  if (factors.length === 1) throw refuse(whole, null);
  return factors
    .map((factor) => readAtom(factor, whole) ?? fail(whole))
    .reduce((left, right) => ({
      unit: `${left.unit}.${right.unit}`,
      numerator: left.numerator * right.numerator,
      denominator: left.denominator * right.denominator,
      stated: { ...left.stated, ...right.stated },
    }));
}

function readAtom(part: string, whole: string): SpelledUnit | null {
  const twofold = AMBIGUOUS.get(part);
  if (twofold !== undefined) {
    const message = `${JSON.stringify(whole)}: ${part} means two things, ${twofold}`;
    throw new EngineError('ambiguous-unit', message, whole);
  }
  const volume = Object.hasOwn(GAS_VOLUMES, part) ? GAS_VOLUMES[part] : undefined;
  if (volume !== undefined) return { ...spell(volume[0], volume[1]), stated: { conditions: volume[2] } };
  const spelling = Object.hasOwn(SPELLINGS, part) ? SPELLINGS[part] : undefined;
  if (spelling !== undefined) return spell(spelling[0], spelling[1] ?? '1');
  if (isUcum(part)) return spell(part, '1');
  return readMass(part, whole) ?? readMultiplied(part, whole);
}

function readMass(part: string, whole: string): SpelledUnit | null {
  const [, mass = '', substance = ''] = OF.exec(part) ?? [];
  if (mass === '' || !/[a-z吨克斤]$/i.test(mass)) return null;
  const read = readAtom(mass.trim(), whole);
  if (read === null || read.unit.includes('.') || read.unit.endsWith('}')) return null;
  const name = substance.startsWith('CO2') && substance.length > 3 ? 'CO2e' : substance;
  return { ...read, unit: `${read.unit}{${name}}` };
}

function readMultiplied(part: string, whole: string): SpelledUnit | null {
  const [, count = '', rest = ''] = MULTIPLIED.exec(part) ?? [];
  if (rest === '') return null;
  const read = readAtom(rest, whole);
  return read === null ? null : { ...read, numerator: read.numerator * readCount(count) };
}

function readCount(count: string): bigint {
  const power = /^10\^(\d)$/.exec(count)?.[1];
  if (power !== undefined) return 10n ** BigInt(power);
  return MULTIPLIERS[count] ?? BigInt(count);
}

function divideSpelled(over: SpelledUnit, under: SpelledUnit): SpelledUnit {
  return {
    unit: `${over.unit}/${under.unit}`,
    numerator: over.numerator * under.denominator,
    denominator: over.denominator * under.numerator,
    stated: { ...over.stated, ...under.stated },
  };
}

const NOTHING: StatedByUnit = {};

function spell(unit: string, factor: string): SpelledUnit {
  const { coefficient, scale } = parseDecimal(factor);
  return { unit, numerator: coefficient, denominator: 10n ** BigInt(scale), stated: NOTHING };
}

function isUcum(text: string): boolean {
  try {
    parseUnit(text);
    return true;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

/** Returns `coefficient × 10^−scale / divisor` with the smallest scale; null where it is not a decimal of bounded length. */
function divideExactly(coefficient: bigint, scale: number, divisor: bigint): Decimal | null {
  let [over, under, places] = [coefficient, divisor, scale];
  const common = greatestDivisor(over < 0n ? -over : over, under);
  over /= common;
  under /= common;
  for (; under !== 1n; places++) {
    if (places > 2 * MAX_SCALE) return null;
    const divides = [10n, 5n, 2n].find((prime) => under % prime === 0n);
    if (divides === undefined) return null;
    over *= 10n / divides;
    under /= divides;
  }
  for (; places > 0 && over % 10n === 0n; places--) over /= 10n;
  return { coefficient: over, scale: places };
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b);
}

function fail(whole: string): never {
  throw refuse(whole, null);
}

function refuse(text: string, why: string | null): EngineError {
  const reason = why ?? 'neither a UCUM unit that the engine knows nor an accepted spelling of one';
  return new EngineError('bad-unit', `${JSON.stringify(text)}: ${reason}`, text);
}
