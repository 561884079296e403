import { EngineError, placeOf } from '../errors/engine-error.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { RowOf } from '../rows/row.ts';

/** What an amount of fuel is, and per what a factor is: an energy on one of two calorific bases, a mass or a volume. */
export type FuelForm = 'net' | 'gross' | 'mass' | 'volume';

/** A factor of the emissions of a fuel, or of its carbon. */
export type FuelFactorRow = RowOf<'emission-factor' | 'carbon-content'>;

const ENERGY = parseUnit('J').dimension;
const VOLUME = parseUnit('m3').dimension;
const PER_ENERGY = parseUnit('kg/J').dimension;
const PER_VOLUME = parseUnit('kg/m3').dimension;

/** Returns what the amount of a use is. An energy without a basis is net. */
export function formOfUse({ unit, detail }: RowOf<'fuel-use'>): FuelForm {
  if (unit.dimension === ENERGY) return detail.calorific ?? 'net';
  return unit.dimension === VOLUME ? 'volume' : 'mass';
}

/** Returns per what a factor is. An energy without a basis is net. */
export function formOfFactor({ unit, detail }: FuelFactorRow): FuelForm {
  if (unit.dimension === PER_ENERGY) return detail.calorific ?? 'net';
  return unit.dimension === PER_VOLUME ? 'volume' : 'mass';
}

const PER_MASS = parseUnit('kg/kg').dimension;
const MASS = parseUnit('kg').dimension;

/** Checks that a use is an amount of fuel. @throws EngineError `unit-mismatch` */
export function checkUse(use: RowOf<'fuel-use'>): void {
  if ([ENERGY, VOLUME, MASS].includes(use.unit.dimension)) return;
  const text = `${use.key} is in ${use.unit.text}: expected a mass (t), a volume (m3) or an energy (MW.h) of ${use.detail.fuel}`;
  throw new EngineError('unit-mismatch', text, use.unit.text, placeOf(use, 'unit'));
}

/** Checks that a factor is a mass of its gas per amount of fuel. @throws EngineError `unit-mismatch` */
export function checkFactor(factor: FuelFactorRow, substance: string): void {
  const { text, dimension, substance: stated } = factor.unit;
  const place = placeOf(factor, 'unit');
  if (stated === 'CO2e' && substance !== 'CO2e') {
    const message = `${factor.key} is in ${text}, but is a factor of ${substance}: state detail.gas CO2e with detail.gases and detail.gwpSet, or give the mass of ${substance}`;
    throw new EngineError('unit-mismatch', message, text, place);
  }
  if ([PER_ENERGY, PER_VOLUME, PER_MASS].includes(dimension)) return;
  const samples = ['TJ', 't', 'L'].map((per) => `kg{${substance}}/${per}`);
  const message = `${factor.key} is in ${text}: expected a mass of ${substance} per energy, mass or volume of fuel, such as ${samples.join(', ')}`;
  throw new EngineError('unit-mismatch', message, text, place);
}

/** Whether a use is an energy that does not state its basis. */
export function lacksBasis({ unit, detail }: RowOf<'fuel-use'>): boolean {
  return unit.dimension === ENERGY && detail.calorific === undefined;
}

/** Returns the unit in which an amount of fuel counts in a formula; `energy` is its unit of energy, such as TJ. */
export function unitOfForm(form: FuelForm, energy: string): string {
  if (form === 'mass') return 't';
  return form === 'volume' ? 'm3' : energy;
}

const WORDS: Readonly<Record<FuelForm, string>> = {
  net: 'net energy',
  gross: 'gross energy',
  mass: 'mass',
  volume: 'volume',
};

/** Returns what a form is, in words. */
export function describeForm(form: FuelForm): string {
  return WORDS[form];
}
