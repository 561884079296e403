/** Rows of the UK Government GHG Conversion Factors, by the categories of their flat file. */
import { isNumber } from './sheet.ts';
import { nameOf, type StarterRow } from './starter-file.ts';
import type { UkFactor } from './uk-flat-file.ts';

/** What all rows of a year have. */
interface Edition {
  readonly from: string;
  readonly until: string;
  readonly year: number;
  readonly gwpSet: string;
  readonly source: object;
}

const EDITION: Edition = {
  from: '2024-01-01',
  until: '2025-01-01',
  year: 2024,
  gwpSet: 'AR5',
  source: {
    title: 'UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1',
    licence: 'OGL-UK-3.0',
    published: '2024-10-18',
  },
};

/** A unit of the flat file: in UCUM, as a part of a name, and the calorific value on which an energy is. */
interface UkUnit {
  readonly unit: string;
  readonly name: string;
  readonly calorific?: 'gross' | 'net';
}

/** Energies of bioenergy have no mark. They are net: 46.25524 kg CO2e/t over 14.71 GJ/t is the 0.01132 kg/kWh of wood logs. */
const UNITS: Readonly<Record<string, UkUnit>> = {
  tonnes: { unit: 't', name: 'tonne' },
  kg: { unit: 'kg', name: 'kg' },
  litres: { unit: 'L', name: 'litre' },
  'cubic metres': { unit: 'm3', name: 'm3' },
  'kWh (Gross CV)': { unit: 'kW.h', name: 'kwh-gross', calorific: 'gross' },
  'kWh (Net CV)': { unit: 'kW.h', name: 'kwh-net', calorific: 'net' },
  kWh: { unit: 'kW.h', name: 'kwh', calorific: 'net' },
  GJ: { unit: 'GJ', name: 'gj', calorific: 'net' },
  km: { unit: 'km', name: 'km' },
  'passenger.km': { unit: 'km.{passenger}', name: 'passenger-km' },
  'tonne.km': { unit: 't.km', name: 'tonne-km' },
  'Room per night': { unit: '{room-night}', name: 'room-night' },
  'per FTE Working Hour': { unit: '{FTE}.h', name: 'fte-hour' },
};

/** Units that repeat another one of the same factor with other digits. */
const REPEATED = new Set(['miles', 'million litres']);

/** What the factors of a fuel of another name were called in the files of 2021. */
const FUELS: Readonly<Record<string, string>> = {
  'Diesel (100% mineral diesel)': 'diesel',
  'Diesel (average biofuel blend)': 'diesel-blend',
  'Petrol (100% mineral petrol)': 'petrol',
  'Petrol (average biofuel blend)': 'petrol-blend',
  'Natural gas (100% mineral blend)': 'natural-gas-mineral',
  'Coal (electricity generation)': 'coal-electricity',
  'Coal (electricity generation - home produced coal only)': 'coal-electricity-home-produced',
  'Biodiesel (ME)': 'biodiesel-me',
  'Biodiesel (BtL or HVO)': 'biodiesel-hvo',
  'Grasses/Straw': 'grass-straw',
};

export function fuelOf(title: string): string {
  const known = Object.keys(FUELS).find((name) => name.toLowerCase() === title.toLowerCase());
  return known === undefined ? nameOf(title) : FUELS[known]!;
}

/** The gases that a factor counts where the flat file prints its total alone. */
const ALL_GASES = ['CO2', 'CH4', 'N2O'];

/** Factors of burning a fuel: fossil ones of CO2e, those of bioenergy without the CO2, and its CO2, which is outside the scopes. */
export function combustionRows(factors: readonly UkFactor[]): StarterRow[] {
  return factors.flatMap(({ category, levels: [two, title], unit, value, gases }) => {
    const { unit: per, name, calorific } = findUnit(unit);
    const isOutside = category === 'Outside of scopes';
    // Of the blends, the factor per litre is enough: the one per kWh has one digit, and the density converts tonnes.
    if (two === 'Forecourt fuels containing biofuel' && per !== 'L') return [];
    if (two === 'Electricity generated') return [];
    const isBiogenic = isOutside || category === 'Bioenergy';
    const fuel = fuelOf(title);
    const counted = category === 'Bioenergy' ? ['CH4', 'N2O'] : gases;
    const detail = {
      row: 'emission-factor',
      fuel,
      gas: isOutside ? 'CO2' : 'CO2e',
      ...(isOutside ? {} : { gases: counted, gwpSet: EDITION.gwpSet }),
      origin: isBiogenic ? 'biogenic' : 'fossil',
      basis: 'combustion',
      ...(calorific === undefined ? {} : { calorific }),
    };
    const key = `${fuel}/emission-factor/${isOutside ? 'biogenic-CO2/' : ''}${name}`;
    return [rowOf(key, value, `kg{${detail.gas}}/${per}`, detail, `${title}, ${unit}`)];
  });
}

/** Calorific values and densities of fuels, from the sheet `Fuel properties` of the condensed set. */
export function propertyRows(sheet: readonly string[][]): StarterRow[] {
  return sheet.flatMap(([, title = '', year, net, gross, density]) => {
    if (year !== String(EDITION.year) || /\((CH4|CO2)\)$/.test(title)) return [];
    const fuel = fuelOf(title);
    const properties = [
      ['net-calorific-value', net, 'GJ/t'],
      ['gross-calorific-value', gross, 'GJ/t'],
      ['density', density, 'kg/m3'],
    ] as const;
    return properties.flatMap(([row, value, unit]) =>
      isNumber(value) ? [rowOf(`${fuel}/${row}`, value, unit, { row, fuel }, title)] : [],
    );
  });
}

/** The basis of factors of the value chain in a category. */
export type Basis = 'combustion' | 'well-to-tank' | 'life-cycle';

/**
 * Factors of the value chain. An item is named by what its category calls it; where a category has it per two units, such as per
 * kilometre and per tonne-kilometre, each is an item of its own.
 */
export function itemRows(
  factors: readonly UkFactor[],
  {
    basisOf,
    itemOf,
  }: { basisOf: (factor: UkFactor) => Basis; itemOf: (factor: UkFactor) => readonly string[] },
): StarterRow[] {
  const kept = factors.filter(({ unit }) => !REPEATED.has(unit));
  const unitsOf = Map.groupBy(kept, (factor) => nameOf(...itemOf(factor)));
  return kept.map((factor) => {
    const { unit: per, name } = findUnit(factor.unit);
    const bare = nameOf(...itemOf(factor));
    const isOne = new Set(unitsOf.get(bare)!.map(({ unit }) => unit)).size === 1;
    const item = isOne ? bare : nameOf(bare, 'per', name);
    const basis = basisOf(factor);
    const gases = factor.gases.length === 0 ? ALL_GASES : factor.gases;
    const detail = { row: 'activity-factor', item, gases, gwpSet: EDITION.gwpSet, basis };
    return rowOf(`${basis}/${item}`, factor.value, `kg{CO2e}/${per}`, detail, titleOf(factor));
  });
}

export function titleOf({ levels, unit }: UkFactor): string {
  const [two, ...rest] = levels.map((level) => level.replace(/^WTT- /, '')).filter((level) => level !== '');
  return `${two}: ${[...new Set(rest), unit].join(', ')}`;
}

function findUnit(unit: string): UkUnit {
  const found = UNITS[unit];
  if (found === undefined) throw new Error(`unknown unit ${unit}`);
  return found;
}

/** Electricity of the grid: one factor for the whole country. */
export function electricityRow(factor: UkFactor): StarterRow {
  const { value, gases } = factor;
  const detail = {
    row: 'grid-factor',
    mix: 'average',
    grid: 'national',
    gases,
    gwpSet: EDITION.gwpSet,
    basis: 'generation',
  };
  return rowOf(`GB/${EDITION.year}/average`, value, 'kg{CO2e}/kW.h', detail, titleOf(factor));
}

/** On-site and district heat have one factor, for heat and for steam. @throws Error if they differ */
export function heatRows([first, ...others]: readonly UkFactor[]): StarterRow[] {
  if (first === undefined || others.some(({ value }) => value !== first.value))
    throw new Error('on-site and district heat differ');
  return ['heat', 'steam'].map((carrier) => {
    const detail = { row: 'heat-factor', carrier, gases: first.gases, gwpSet: EDITION.gwpSet };
    return rowOf(
      `heat-factor/${carrier}`,
      first.value,
      'kg{CO2e}/kW.h',
      detail,
      'Heat and steam: on-site or district, kWh',
    );
  });
}

/** Hotels have one factor for each country. */
const COUNTRIES: Readonly<Record<string, string>> = {
  ...{ Australia: 'AU', Belgium: 'BE', Brazil: 'BR', Canada: 'CA', Chile: 'CL', China: 'CN', Colombia: 'CO' },
  ...{ 'Costa Rica': 'CR', Egypt: 'EG', France: 'FR', Germany: 'DE', 'Hong Kong, China': 'HK', India: 'IN' },
  ...{ Indonesia: 'ID', Italy: 'IT', Japan: 'JP', Jordan: 'JO', Korea: 'KR', Malaysia: 'MY', Maldives: 'MV' },
  ...{ Mexico: 'MX', Netherlands: 'NL', Oman: 'OM', Philippines: 'PH', Portugal: 'PT', Qatar: 'QA' },
  ...{ 'Russian Federation': 'RU', 'Saudi Arabia': 'SA', Singapore: 'SG', 'South Africa': 'ZA', Spain: 'ES' },
  ...{ Switzerland: 'CH', Thailand: 'TH', Turkey: 'TR', 'United Arab Emirates': 'AE', UK: 'GB' },
  ...{ 'UK (London)': 'GB', 'United States': 'US', Vietnam: 'VN' },
};

export function hotelRow(factor: UkFactor): StarterRow {
  const [, country] = factor.levels;
  const geography = COUNTRIES[country];
  if (geography === undefined) throw new Error(`unknown country ${country}`);
  const item = country === 'UK (London)' ? 'hotel-stay-london' : 'hotel-stay';
  const detail = {
    row: 'activity-factor',
    item,
    gases: ALL_GASES,
    gwpSet: EDITION.gwpSet,
    basis: 'life-cycle',
  };
  const unit = `kg{CO2e}/${findUnit(factor.unit).unit}`;
  return rowOf(`life-cycle/${item}/${geography}`, factor.value, unit, detail, titleOf(factor), geography);
}

function rowOf(
  key: string,
  value: string,
  unit: string,
  detail: object,
  title: string,
  geography = 'GB',
): StarterRow {
  const { from, until, year, source } = EDITION;
  return { key, value, unit, from, until, detail: { ...detail, geography, year, title, source } };
}
