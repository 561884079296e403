import { type Amount, parseAmount } from './decimal.ts';

/** A temperature and a pressure of a volume of gas as a row states them: `15C`, `60F`, `60F at 14.73 psi`. */
export const CONDITIONS = /^(\d{1,2}(?:\.\d{1,2})?)([CF])(?: at ([1-9]\d{0,2}(?:\.\d{1,4})?) (kPa|psi))?$/;

/** A number that is exact as a fraction, with its text. */
interface Ratio {
  readonly text: string;
  readonly over: Amount;
  readonly under: Amount;
}

/** The pressure of conditions that name none: the standard atmosphere. */
const ATMOSPHERE = '101.325';
/** Absolute zero, by each scale (BIPM, SI Brochure: 273.15 K is 0 °C; 459.67 °F below 0 °F follows from 1 °F = 5/9 K and 32 °F = 0 °C). */
const ZERO_OF = { C: parseAmount('273.15'), F: parseAmount('459.67') } as const;
/** Degrees Fahrenheit in a kelvin. */
const NINE_FIFTHS = parseAmount('1.8');
/** Newtons in a pound-force, 0.45359237 × 9.80665, and square metres in a square inch × 1000: the kilopascals of a psi are their quotient. */
const POUND = parseAmount('4.4482216152605');
const SQUARE_INCH = parseAmount('0.64516');

/**
 * Returns by how much a volume of gas grows from some conditions to others: by the ratio of the absolute temperatures, and by the inverse one of the
 * pressures, as an ideal gas does. Exact; both conditions match `CONDITIONS`.
 * @example
 * volumeRatio('0C', '15C').text // → '288.15/273.15'
 */
export function volumeRatio(from: string, to: string): Ratio {
  const [one, other] = [readConditions(from), readConditions(to)];
  const isKelvin = one.scale === 'C' && other.scale === 'C';
  const [cold, warm] = [temperatureOf(one, isKelvin), temperatureOf(other, isKelvin)];
  const isSamePressure = one.pressure === other.pressure && one.unit === other.unit;
  if (isSamePressure) return { text: `${String(warm)}/${String(cold)}`, over: warm, under: cold };
  const [high, low] = [pressureOf(one), pressureOf(other)];
  const over = warm.times(high.over).times(low.under);
  const under = cold.times(low.over).times(high.under);
  return { text: `${String(over)}/${String(under)}`, over, under };
}

interface Read {
  readonly degrees: Amount;
  readonly scale: 'C' | 'F';
  readonly pressure: string;
  readonly unit: string;
}

function readConditions(text: string): Read {
  const [, degrees = '', scale = '', pressure = ATMOSPHERE, unit = 'kPa'] = CONDITIONS.exec(text) ?? [];
  const plain = degrees
    .replace(/^0+(?=\d)/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
  return { degrees: parseAmount(plain), scale: scale === 'F' ? 'F' : 'C', pressure, unit };
}

/** Returns an absolute temperature in kelvin, or where one of two is in degrees Fahrenheit, both in those (degrees Rankine). */
function temperatureOf({ degrees, scale }: Read, isKelvin: boolean): Amount {
  const absolute = degrees.plus(ZERO_OF[scale]);
  return isKelvin || scale === 'F' ? absolute : absolute.times(NINE_FIFTHS);
}

/** Returns a pressure in kilopascals as a fraction. */
function pressureOf({ pressure, unit }: Read): Pick<Ratio, 'over' | 'under'> {
  const amount = parseAmount(pressure.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, ''));
  return unit === 'kPa'
    ? { over: amount, under: parseAmount('1') }
    : { over: amount.times(POUND), under: SQUARE_INCH };
}
