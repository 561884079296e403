/** Cases of processes, blends, elements and mixed fuels: published inputs as rows. */
import { ALWAYS, entry, fuelUse, gwp, leak, type TestEntry } from '../engine/dataset.ts';
import type { Run, Values } from './case.ts';

/** Returns a printed decimal in canonical form. */
const canonical = (text: string): string => text.replace(/0+$/, '');
const ROUNDING = { rounding: { mode: 'half-even', decimals: 12 } };

const activity = (process: string, value: string, unit: string, more: object = {}): TestEntry =>
  entry(`use/${process}/${value}`, value, unit, {
    row: 'process-activity',
    process,
    kind: 'process',
    category: '2',
    geography: 'CN',
    ...more,
  });

const factor = (process: string, gas: string, value: string, unit: string, more: object = {}): TestEntry => {
  const { component = 'whole' } = more as { component?: string };
  const detail = { row: 'process-factor', process, gas, year: 2006, ...more };
  return entry(`factor/${process}/${gas}/${component}`, value, unit, detail, ALWAYS);
};

const conversion = (name: string, value: string, unit: string): TestEntry =>
  entry(name, value, unit, { row: 'conversion-factor', factor: name, year: 2006 }, ALWAYS);

const BLENDS = ['R-404A', 'R-407C', 'R-410A', 'R-507A'];
const GASES = ['HFC-32', 'HFC-125', 'HFC-134a', 'HFC-143a'];

/** Returns the run of a kilogram of each blend, by its composition: the shares are those of data/blends.csv, which were compared. */
const blends = (inputs: Values, suffix: string, decimals: number): Run => ({
  method: 'refrigerant@2',
  rows: [
    ...BLENDS.map((blend) => leak(blend, '1', 'kg', blend)),
    ...BLENDS.flatMap((blend) =>
      inputs[blend]!.split(', ').map((part) => {
        const [gas = '', share = ''] = part.split(' ');
        return entry(`${blend}/${gas}`, share, '1', { row: 'blend-share', blend, gas }, ALWAYS);
      }),
    ),
    ...GASES.map((gas) => gwp(gas, 'AR5', inputs[gas]!)),
  ],
  parameters: { gwpSet: 'AR5', mass: 'kg', rounding: { mode: 'half-even', decimals } },
  figures: Object.fromEntries(
    BLENDS.map((blend) => [`${blend}${suffix}`, [`scope1/refrigerant/${blend}`, 'kg{CO2e}']]),
  ),
});

/** Returns the run of clinker by its oxides. */
const oxides = (
  { CaO, MgO, f_CaO: ofCaO, f_MgO: ofMgO }: Values,
  clinker: string,
  name: string,
): Run => ({
  method: 'process@2',
  rows: [
    activity('clinker', clinker, 't'),
    conversion('CaO-content', CaO!, 't/t'),
    conversion('MgO-content', MgO!, 't/t'),
    factor('clinker', 'CO2', ofCaO!, 't{CO2}/t', { component: 'CaO', factors: ['CaO-content'] }),
    factor('clinker', 'CO2', ofMgO!, 't{CO2}/t', { component: 'MgO', factors: ['MgO-content'] }),
  ],
  figures: { [name]: ['scope1/process/clinker/CO2', 't{CO2}'] },
});

const AGRICULTURE = ['limestone', 'dolomite', 'urea'];
const EFFECT = '{AE-min-per-cell-day}';

export const FORMS: Readonly<Record<string, (inputs: Values) => Run[]>> = {
  'BLEND-2': (inputs) => [blends(inputs, '', 6), blends(inputs, ' printed', 0)],
  'PLANT-6': ({ cement_t: cement, clinker_fraction: fraction, imports_t: imports, exports_t: exports, EF }) => [
    {
      method: 'inventory@2',
      rows: [
        activity('clinker', cement!, 't', { factors: ['clinker-fraction'] }),
        activity('clinker', `-${imports!}`, 't', { line: 'imports' }),
        activity('clinker', exports!, 't', { line: 'exports' }),
        conversion('clinker-fraction', fraction!, 't/t'),
        factor('clinker', 'CO2', EF!, 't{CO2}/t'),
      ],
      parameters: { gwpSet: 'AR5', grids: { location: 'national', residual: 'national' } },
      figures: { tCO2: ['scope1/total', 't{CO2e}'] },
    },
  ],
  'PLANT-7': ({ t_Al: metal, slope, AE_min_per_cell_day: minutes, weight_fraction_C2F6: fraction }) => [
    {
      method: 'process@2',
      rows: [
        activity('aluminium', metal!, 't', { factors: ['anode-effects', 'slope'] }),
        conversion('anode-effects', minutes!, EFFECT),
        conversion('slope', slope!, `kg{CF4}/t.${EFFECT}`),
        factor('aluminium', 'CF4', '1', 'kg{CF4}/kg'),
        factor('aluminium', 'C2F6', fraction!, 'kg{C2F6}/kg'),
      ],
      parameters: { mass: 'kg' },
      figures: {
        kgCF4: ['scope1/process/aluminium/CF4', 'kg{CF4}'],
        kgC2F6: ['scope1/process/aluminium/C2F6', 'kg{C2F6}'],
      },
    },
  ],
  'PLANT-8': (inputs) => [oxides(inputs, '1', 'EF'), oxides(inputs, inputs['clinker_t']!, 'tCO2')],
  'PLANT-10': ({ t, NCV_GJ_t: ncv, EF_kg_GJ: ef, OF, BF }) => [
    {
      method: 'combustion@2',
      rows: [
        fuelUse('use', t!, 't', 'coal'),
        entry('ncv', ncv!, 'GJ/t', { row: 'net-calorific-value', fuel: 'coal', year: 2018 }, ALWAYS),
        entry('of', OF!, '1', { row: 'oxidation', fuel: 'coal', year: 2018 }, ALWAYS),
        entry('bf', BF!, '1', { row: 'biomass-fraction', fuel: 'coal', year: 2018 }, ALWAYS),
        entry(
          'ef',
          ef!,
          'kg{CO2}/GJ',
          { row: 'emission-factor', fuel: 'coal', gas: 'CO2', origin: 'fossil', basis: 'combustion', year: 2018 },
          ALWAYS,
        ),
      ],
      figures: {
        fossil_tCO2: ['scope1/combustion/coal/CO2', 't{CO2}'],
        biogenic_tCO2: ['biogenic/combustion/coal/CO2', 't{CO2}'],
      },
    },
  ],
  'NAT-4': ({ kgN, EF1_kgN2ON_per_kgN: ef }) => [
    {
      method: 'process@2',
      rows: [activity('fertiliser', kgN!, 'kg{N}'), factor('fertiliser', 'N2O', ef!, 'kg{N2O-N}/kg')],
      parameters: { ...ROUNDING, mass: 'kg' },
      figures: { kgN2O: ['scope1/process/fertiliser/N2O', 'kg{N2O}'] },
    },
  ],
  'NAT-5': (inputs) => [
    {
      method: 'process@2',
      rows: AGRICULTURE.flatMap((name) => [
        activity(name, inputs['t']!, 't'),
        factor(name, 'CO2', canonical(inputs[`${name}_tC_per_t`]!), 't{C}/t'),
      ]),
      parameters: ROUNDING,
      figures: Object.fromEntries(
        AGRICULTURE.map((name) => [name, [`scope1/process/${name}/CO2`, 't{CO2}'] as const]),
      ),
    },
  ],
};
