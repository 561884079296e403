import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { unitAfter, type Chain } from '../../figures/chain.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';

/** What an amount of fuel is, and per what a factor is: an energy on one of two calorific bases, a mass or a volume. */
export type FuelForm = 'net' | 'gross' | 'mass' | 'volume';

/** A factor of the emissions of a fuel, or of its carbon. */
export type FuelFactorRow = RowOf<'emission-factor' | 'carbon-content'>;

/** An amount of fuel: what a use states, after its conversion factors. */
export interface FuelAmount {
  readonly use: RowOf<'fuel-use'>;
  readonly form: FuelForm;
  /** Of a volume of gas: the temperature at which it is stated, or to which a conversion factor converts it. */
  readonly conditions: string | undefined;
}

const ENERGY = parseUnit('J').dimension;
const VOLUME = parseUnit('m3').dimension;
const PER_ENERGY = parseUnit('kg/J').dimension;
const PER_VOLUME = parseUnit('kg/m3').dimension;

/** Returns what an amount in a unit is; null where the unit measures something else. An energy without a basis is net. */
export function formOfUnit({ dimension }: Unit, { detail }: RowOf<'fuel-use'>): FuelForm | null {
  if (dimension === ENERGY) return detail.calorific ?? 'net';
  if (dimension === VOLUME) return 'volume';
  return dimension === MASS ? 'mass' : null;
}

/**
 * Returns the amount of a use, and the unit in which its rows are added up. Conversion factors multiply and divide it first.
 * @throws EngineError `unit-mismatch` where it measures something else than fuel; `mixed-conditions` where it is at the conditions that a factor gives
 */
export function amountOfUse(
  use: RowOf<'fuel-use'>,
  chain: Chain,
  energy: string,
): FuelAmount & { readonly start: Unit } {
  const own = formOfUnit(use.unit, use);
  const start = own === null ? use.unit : parseUnit(unitOfForm(own, energy));
  const after = unitAfter(start, chain);
  const form = formOfUnit(after, use);
  if (form === null) throw refuseAmount(use, after);
  const stated = [...chain.factors, ...chain.divisors].findLast(
    ({ row }) => row.detail.conditions !== undefined,
  );
  const given = use.detail.conditions;
  const conditions = stated?.row.detail.conditions ?? given;
  if (stated !== undefined && conditions === given) {
    const text = `${use.key} is at ${given}, and ${stated.row.key} converts a volume to ${given}: leave it out of detail.factors, or correct detail.conditions`;
    throw new EngineError('mixed-conditions', text, given, placeOf(use, 'detail.conditions'));
  }
  return { use, form, conditions, start };
}

/** Returns per what a factor is. An energy without a basis is net. */
export function formOfFactor({ unit, detail }: FuelFactorRow): FuelForm {
  if (unit.dimension === PER_ENERGY) return detail.calorific ?? 'net';
  return unit.dimension === PER_VOLUME ? 'volume' : 'mass';
}

const PER_MASS = parseUnit('kg/kg').dimension;
const MASS = parseUnit('kg').dimension;

function refuseAmount(use: RowOf<'fuel-use'>, { text: unit }: Unit): EngineError {
  const after = unit === use.unit.text ? '' : ' after its conversion factors';
  const text = `${use.key} is in ${unit}${after}: expected a mass (t), a volume (m3) or an energy (MW.h) of ${use.detail.fuel}`;
  return new EngineError('unit-mismatch', text, unit, placeOf(use, 'unit'));
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
