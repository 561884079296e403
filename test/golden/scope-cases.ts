/** Cases of scope 3 and of finance: published inputs as rows. */
import { ALWAYS, entry, type TestEntry } from '../engine/dataset.ts';
import type { Run, Values } from './case.ts';

const IN_CO2E = { gases: ['CO2e'], gwpSet: 'AR5', year: 2023 };

/** A value and its unit. */
type Amount = readonly [value: string, unit: string];

/** Returns the run of an activity that is multiplied by conversion factors before its emission factor. */
function chained(
  category: string,
  [value, unit]: Amount,
  conversions: Readonly<Record<string, Amount>>,
  [factor, per]: Amount,
): Run {
  const ofItem = { item: 'item', basis: 'life-cycle' };
  const steps = Object.entries(conversions).map(([name, [own, its]]) =>
    entry(`k/${name}`, own, its, { row: 'conversion-factor', factor: name, year: 2023 }, ALWAYS),
  );
  return {
    method: 'value-chain@2',
    rows: [
      entry('use', value, unit, {
        ...{ row: 'value-chain-activity', ...ofItem, category, geography: 'GB' },
        factors: Object.keys(conversions),
      }),
      ...steps,
      entry('ef', factor, per, { row: 'activity-factor', ...ofItem, ...IN_CO2E }, ALWAYS),
    ],
    parameters: { gwpSet: 'AR5' },
    figures: { t: [`scope3/${category}/life-cycle/item`, 't{CO2e}'] },
  };
}

function holding({ outstanding, EVIC: value, investee_t: emissions }: Values): TestEntry[] {
  const investee = 'company';
  return [
    entry('held', outstanding!, '{EUR}', {
      ...{ row: 'financing', investee, assetClass: 'listed-equity', category: '3.15' },
    }),
    entry('value', value!, '{EUR}', { row: 'investee-value', investee, kind: 'evic', year: 2023 }),
    entry('emissions', emissions!, 't{CO2e}', {
      ...{ row: 'investee-emissions', investee, scope: '1+2', score: 1, ...IN_CO2E },
    }),
  ];
}

export const SCOPES: Readonly<Record<string, (inputs: Values) => Run[]>> = {
  'FIN-1': (inputs) => [
    {
      method: 'financed@1',
      rows: holding(inputs),
      parameters: { gwpSet: 'AR5', show: 'investees' },
      figures: {
        factor: ['financed/listed-equity/company/attribution', '1'],
        financed_t: ['financed/scope1+2', 't{CO2e}'],
      },
    },
  ],
  'VC-2': ({ share, investee_scope1_2_t: emissions }) => [
    chained('3.15', ['1', '{investee}'], { share: [share!, '1'] }, [emissions!, 't{CO2e}/{investee}']),
  ],
  'VC-3': ({ units, uses, kWh_per_use: energy, kgCO2e_per_kWh: factor }) => [
    chained(
      '3.11',
      [units!, '{unit}'],
      { uses: [uses!, '{use}/{unit}'], energy: [energy!, 'kW.h/{use}'] },
      [factor!, 'kg{CO2e}/kW.h'],
    ),
  ],
};
