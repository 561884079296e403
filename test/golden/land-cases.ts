/** Cases of the carbon of land: published inputs as rows. */
import type { TestEntry } from '../engine/dataset.ts';
import { area, conversion, event as happening, factor, years } from '../engine/nature/land-rows.ts';
import type { Run, Values } from './case.ts';

const LEVELS = { soil: 'soil', landUse: 'annual', management: 'tillage-1' };

/** Returns the factors of one soil. Several levels of management and input are numbered. */
const soilFactors = ({ SOCref_tC_ha: stock, F_LU: use, F_MG: management, F_I: input }: Values): TestEntry[] => [
  factor('soil-reference', 'soil', stock!, 't{C}/har'),
  factor('land-use', 'annual', use!, '1'),
  ...management!.split(', ').map((value, index) => factor('management', `tillage-${index + 1}`, value, '1')),
  ...input!.split(', ').map((value, index) => factor('input', `input-${index + 1}`, value, '1')),
];

/** Returns areas of cropland in a year: each with its tillage and input. */
const fields = (hectares: string, year: number, levels: readonly (readonly [number, number])[]): TestEntry[] =>
  hectares.split(', ').map((value, index) => {
    const [tillage, input] = levels[index]!;
    const more = { ...LEVELS, management: `tillage-${tillage}`, input: `input-${input}` };
    return area(`field-${tillage}-${input}`, 'cropland', value, years(year), more);
  });

const run = (year: number, rows: readonly TestEntry[], figures: Run['figures']): Run => ({
  method: 'nature@1',
  rows,
  parameters: { gwpSet: 'AR5', period: years(year), rounding: { mode: 'half-even', decimals: 12 } },
  figures,
});

export const LAND: Readonly<Record<string, (inputs: Values) => Run[]>> = {
  'NAT-1': (inputs) => [
    run(
      2010,
      [
        ...fields(inputs['start_ha']!, 1990, [
          [1, 1],
          [1, 2],
        ]),
        ...fields(inputs['end_ha']!, 2010, [
          [1, 1],
          [2, 2],
          [3, 2],
        ]),
        ...soilFactors(inputs),
      ],
      {
        start_tC: ['nature/DE/cropland/soil/stock/1990', 't{C}'],
        end_tC: ['nature/DE/cropland/soil/stock/2010', 't{C}'],
        change_tC_a: ['nature/DE/cropland/soil/change/2010', 't{C}'],
      },
    ),
  ],
  'NAT-3': (inputs) => [
    run(
      2010,
      [
        area('forest', 'forest', '1', years(2009), { soil: 'soil' }),
        area('field', 'cropland', '1', years(2010), { ...LEVELS, input: 'input-1' }),
        conversion('forest', 'field', '1', 2010),
        ...soilFactors(inputs),
      ],
      {
        SOC_before: ['nature/DE/forest/soil/stock/2009', 't{C}'],
        SOC0: ['nature/DE/cropland/soil/stock/2010', 't{C}'],
        change_tC_ha_a: ['nature/DE/forest-to-cropland/soil/change/2010', 't{C}'],
        CO2_t_ha_a_emitted: ['nature/DE/forest-to-cropland/soil/emission/2010', 't{CO2}'],
      },
    ),
  ],
  'LAND-1': (inputs) => {
    const pine = (
      hectares: string,
      growth: string,
      event?: readonly [name: string, value: string, unit: string],
    ): TestEntry[] => [
      area('pine', 'forest', hectares, years(2010), { vegetation: 'pine' }),
      factor('growth', 'pine', growth, 't/har.a'),
      factor('biomass', 'pine', inputs['B_W_t_ha']!, 't/har'),
      factor('root-ratio', 'pine', inputs['R']!, '1'),
      factor('carbon-fraction', 'pine', inputs['CF']!, 't{C}/t'),
      factor('expansion', 'pine', inputs['BCEF_t_m3']!, 't/m3'),
      factor('bark', 'pine', inputs['BF']!, '1'),
      factor('loss-fraction', 'pine', inputs['fd']!, '1'),
      ...(event === undefined ? [] : [happening('pine', ...event, 2010)]),
    ];
    const figures = (name: string): Run['figures'] => ({ [name]: ['nature/DE/forest/biomass/change/2010', 't{C}'] });
    const printed = (one: Run): Run => ({
      ...one,
      parameters: { ...one.parameters, rounding: { mode: 'half-even', decimals: 2 } },
    });
    return [
      run(2010, pine(inputs['A_ha']!, inputs['G_W_t_ha']!), figures('gain_tC')),
      run(2010, pine(inputs['A_ha']!, '0', ['wood-removal', inputs['H_m3']!, 'm3']), figures('wood_tC')),
      run(2010, pine(inputs['A_ha']!, '0', ['disturbance', inputs['disturbed_ha']!, 'har']), figures('disturbance_tC')),
    ].map(printed);
  },
};
