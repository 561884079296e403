/**
 * Writes `data/pv-ice.csv`: node scripts/starter/pv-ice.ts FOLDER
 *
 * FOLDER is `PV_ICE/baselines` of https://github.com/NREL/PV_ICE: what a square metre of solar module of crystalline silicon has of each material in
 * each year, what its materials need and emit (`CarbonLayer/`), and how much of it a kilowatt needs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Amount, parseAmount } from '../../engine/quantities/decimal.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const folder = process.argv[2] ?? '';
if (folder === '') throw new Error('usage: node scripts/starter/pv-ice.ts FOLDER');

const [FIRST, LAST] = [2010, 2024];
const MATERIALS = [
  'glass',
  'aluminium_frames',
  'silicon',
  'silver',
  'copper',
  'encapsulant',
  'backsheet',
] as const;
const HUNDRED = new Amount(100n);

type Table = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** Reads a table by its first column. */
function readTable(file: string): Table {
  const text = readFileSync(join(folder, file), 'utf8').replace(/^\uFEFF/, '');
  const [head = [], ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  return new Map(
    lines.map((cells) => [cells[0]!, Object.fromEntries(head.map((name, at) => [name, cells[at] ?? '']))]),
  );
}

/** Returns a cell of a year. @throws Error where the table does not have it */
function cell(table: Table, row: number | string, column: string): Amount {
  const text = table.get(String(row))?.[column] ?? '';
  if (text === '') throw new Error(`${row} has no ${column}`);
  const plain = text === '1.00E-06' ? '0.000001' : text;
  return parseAmount(plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain);
}

function sourceOf(file: string, more = ''): object {
  return {
    title: `PV ICE, ${file}${more}`,
    url: 'https://github.com/NREL/PV_ICE',
    licence: 'BSD-3-Clause',
  };
}

interface Year {
  readonly from: string;
  readonly until: string;
}
const ofYear = (year: number): Year => ({ from: `${year}-01-01`, until: `${year + 1}-01-01` });

/** A row of a process: an exchange, or an emission to the air. */
function row(
  key: string,
  value: Amount,
  unit: string,
  detail: StarterRow['detail'],
  time: Partial<Year> = {},
): StarterRow {
  return { key, value: String(value.round(9)), unit, ...time, detail };
}

const exchange = (process: string, product: string, direction: 'input' | 'output'): StarterRow['detail'] => ({
  ...{ row: 'process-exchange', process, product, direction },
});

const nameOf = (material: string): string => `pv-${material.replaceAll('_', '-')}`;

/** What a kilogram of a material needs in a year: electricity, and heat of fuels. What it emits besides is one number for all years. */
function rowsOfMaterial(material: (typeof MATERIALS)[number]): StarterRow[] {
  const process = nameOf(material);
  const [energy, carbon] = [
    `baseline_material_energy_${material}.csv`,
    'CarbonLayer/baseline_materials_processCO2.csv',
  ];
  const table = readTable(energy);
  const emitted = cell(readTable(carbon), material, 'v_MFG_gCO2eqpg');
  const assumed = ', v_MFG_gCO2eqpg; it does not state the set of potentials, and AR6 is assumed';
  const fixed = [
    row(`${process}/output`, parseAmount('1'), 'kg', {
      ...exchange(process, process, 'output'),
      source: sourceOf(energy),
    }),
    row(`${process}/process`, emitted, 'kg{CO2e}', {
      ...{
        row: 'elementary-flow',
        process,
        flow: 'CO2e',
        compartment: 'air',
        gwpSet: 'AR6',
        data: 'secondary',
      },
      source: sourceOf(carbon, assumed),
    }),
  ];
  return [
    ...fixed,
    ...listYears().flatMap((year) => {
      const whole = cell(table, year, 'e_mat_MFG');
      const part = cell(table, year, 'e_mat_MFG_fuelfraction');
      const heat = whole.times(part).div(HUNDRED);
      const source = sourceOf(energy, ', e_mat_MFG and e_mat_MFG_fuelfraction');
      return [
        row(
          `${process}/electricity/${year}`,
          whole.minus(heat),
          'kW.h',
          { ...exchange(process, 'pv-electricity', 'input'), source },
          ofYear(year),
        ),
        row(
          `${process}/heat/${year}`,
          heat,
          'kW.h',
          { ...exchange(process, 'pv-heat', 'input'), source },
          ofYear(year),
        ),
      ];
    }),
  ];
}

/** What a square metre of module has of each material: a part of it is lost when the module is made. */
function rowsOfModule(): StarterRow[] {
  const process = 'pv-module';
  const [own, modules] = ['baseline_modules_energy.csv', 'baseline_modules_mass_US.csv'];
  const [energy, mass] = [readTable(own), readTable(modules)];
  const fixed = [
    row(`${process}/output`, parseAmount('1'), 'm2', {
      ...exchange(process, process, 'output'),
      source: sourceOf(own),
    }),
    row('pv-capacity/input', parseAmount('1'), 'm2', {
      ...exchange('pv-capacity', process, 'input'),
      source: sourceOf(modules, ', mod_eff, at 1 kW per square metre'),
    }),
  ];
  const dated = listYears().flatMap((year) => [
    row(
      `${process}/electricity/${year}`,
      cell(energy, year, 'e_mod_MFG'),
      'W.h',
      { ...exchange(process, 'pv-electricity', 'input'), source: sourceOf(own, ', e_mod_MFG') },
      ofYear(year),
    ),
    row(
      `pv-capacity/output/${year}`,
      cell(mass, year, 'mod_eff').div(HUNDRED),
      'kW',
      {
        ...exchange('pv-capacity', 'pv-capacity', 'output'),
        source: sourceOf(modules, ', mod_eff, at 1 kW per square metre'),
      },
      ofYear(year),
    ),
  ]);
  const materials = MATERIALS.flatMap((material) => {
    const file = `baseline_material_mass_${material}.csv`;
    const table = readTable(file);
    return listYears().map((year) => {
      const taken = cell(table, year, 'mat_massperm2')
        .times(HUNDRED)
        .div(cell(table, year, 'mat_MFG_eff'));
      return row(
        `${process}/${nameOf(material)}/${year}`,
        taken,
        'g',
        {
          ...exchange(process, nameOf(material), 'input'),
          source: sourceOf(file, ', mat_massperm2 over mat_MFG_eff'),
        },
        ofYear(year),
      );
    });
  });
  return [...fixed, ...dated, ...materials];
}

function listYears(): number[] {
  return Array.from({ length: LAST - FIRST + 1 }, (_, at) => FIRST + at);
}

/** The CO2 of a kilowatt-hour of heat from fuels. */
function rowsOfHeat(): StarterRow[] {
  const file = 'CarbonLayer/baseline_electricityemissionfactors.csv';
  const emitted = cell(readTable(file), 'SteamAndHeat', 'CO2_gpWh_EPA');
  return [
    row('pv-heat/output', parseAmount('1'), 'kW.h', {
      ...exchange('pv-heat', 'pv-heat', 'output'),
      source: sourceOf(file),
    }),
    row('pv-heat/CO2', emitted, 'kg{CO2}', {
      ...{ row: 'elementary-flow', process: 'pv-heat', flow: 'CO2', compartment: 'air' },
      ...{ origin: 'fossil', data: 'secondary' },
      source: sourceOf(file, ', SteamAndHeat, CO2_gpWh_EPA'),
    }),
  ];
}

writeStarterFile('pv-ice.csv', [...rowsOfModule(), ...MATERIALS.flatMap(rowsOfMaterial), ...rowsOfHeat()]);
