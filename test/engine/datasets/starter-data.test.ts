import { beforeAll, describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { canonicalGas, isMontreal } from '../../../engine/factors/gas-names.ts';
import { parseAmount, sumAmounts } from '../../../engine/quantities/decimal.ts';
import { readDataFile } from '../../helpers/data-file.ts';

const files = [
  'gwp-ar4.csv',
  'gwp-ar5.csv',
  'gwp-ar6.csv',
  'blends.csv',
  'cbam-goods.csv',
  'fuels-uk-2021.csv',
];
const data = new Map<string, UnsaltedEntry[]>();
beforeAll(async () => {
  for (const file of files) data.set(file, await readDataFile(file));
});
const valueOf = (file: string, key: string): string | null | undefined =>
  data.get(file)!.find((entry) => entry.key === key)?.value;
const gasOf = ({ detail }: UnsaltedEntry): string => detail?.['gas'] as string;

describe('the tables of global warming potentials', () => {
  it('have every gas of their source that has a potential', () => {
    expect(files.slice(0, 3).map((file) => data.get(file)!.length)).toEqual([58, 86, 94]);
  });

  // IPCC AR4 table 2.14, AR5 table 8.A.1, AR6 tables 7.15 and 7.SM.7
  it.each([
    ['CH4', '25', '28', '27.9'],
    ['N2O', '298', '265', '273'],
    ['HFC-23', '14800', '12400', '14600'],
    ['HFC-134a', '1430', '1300', '1530'],
    ['HCFC-22', '1810', '1760', '1960'],
    ['CFC-11', '4750', '4660', '6230'],
    ['Halon-1301', '7140', '6290', '7200'],
    ['NF3', '17200', '16100', '17400'],
    ['CF4', '7390', '6630', '7380'],
  ])('give the published values of %s', (gas, ar4, ar5, ar6) => {
    const values = ['AR4', 'AR5', 'AR6'].map((set) =>
      valueOf(`gwp-${set.toLowerCase()}.csv`, `${set}/${gas}`),
    );
    expect(values).toEqual([ar4, ar5, ar6]);
  });

  it('give methane of AR6 by origin too', () => {
    expect(valueOf('gwp-ar6.csv', 'AR6/CH4/fossil')).toBe('29.8');
    expect(valueOf('gwp-ar6.csv', 'AR6/CH4/biogenic')).toBe('27');
  });

  it('call each gas by its canonical name', () => {
    const gases = [...data.values()].flat().flatMap((entry) => (gasOf(entry) === 'CO2e' ? [] : [entry]));
    const named = gases.filter(({ detail }) => detail?.['gas'] !== undefined).map(gasOf);
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter((gas) => canonicalGas(gas) !== gas)).toEqual([]);
  });
});

describe('the table of blends', () => {
  it('has shares that add up to 1, of gases that the newest set has or that are hydrocarbons', () => {
    const blends = Map.groupBy(data.get('blends.csv')!, ({ detail }) => detail?.['blend'] as string);
    expect(blends.size).toBeGreaterThan(100);
    const known = new Set([...data.get('gwp-ar6.csv')!.map(gasOf), 'CO2', 'CH3OCH3']);
    for (const rows of blends.values()) {
      expect(String(sumAmounts(rows.map(({ value }) => parseAmount(value!))))).toBe('1');
      expect(rows.map(gasOf).filter((gas) => !known.has(gas) && !/^(i-)?C\d+H\d+$/.test(gas))).toEqual([]);
    }
  });

  // By hand: R-410A 0.5 × 675 + 0.5 × 3500 = 2087.5; R-404A 0.44 × 3500 + 0.52 × 4470 + 0.04 × 1430 = 3921.6; and so on.
  it.each([
    ['R-410A', '2087.5', '1923.5', '2255.5'],
    ['R-404A', '3921.6', '3942.8', '4728'],
  ])('with the sets gives the potential of %s', (blend, ...expected) => {
    const shares = data.get('blends.csv')!.filter(({ detail }) => detail?.['blend'] === blend);
    const potentials = ['AR4', 'AR5', 'AR6'].map((set) =>
      sumAmounts(
        shares.map((row) =>
          parseAmount(row.value!).times(
            parseAmount(valueOf(`gwp-${set.toLowerCase()}.csv`, `${set}/${gasOf(row)}`)!),
          ),
        ),
      ),
    );
    expect(potentials.map(String)).toEqual(expected);
  });

  it('has blends of Montreal gases, whose parts are outside the scopes', () => {
    const parts = data
      .get('blends.csv')!
      .filter(({ detail }) => detail?.['blend'] === 'R-502')
      .map(gasOf);
    expect(parts.map(isMontreal)).toEqual([true, true]);
  });
});

describe('the goods of CBAM', () => {
  const scopeOf = (code: string): string | undefined => {
    const found = data
      .get('cbam-goods.csv')!
      .map(({ detail }) => detail as { cn: string; scope: string })
      .filter(({ cn }) => code.startsWith(cn))
      .sort((a, b) => b.cn.length - a.cn.length);
    return found[0]?.scope;
  };

  it.each([
    ['72083900', 'direct'],
    ['72031000', 'direct'],
    ['72024110', 'direct'],
    ['73269098', 'direct'],
    ['76011010', 'direct'],
    ['28041000', 'direct'],
    ['27160000', 'direct'],
    ['26011200', 'direct-and-indirect'],
    ['25231000', 'direct-and-indirect'],
    ['31021010', 'direct-and-indirect'],
    ['28141000', 'direct-and-indirect'],
  ])('%s count with %s emissions', (code, scope) => {
    expect(scopeOf(code)).toBe(scope);
  });

  it.each(['72044910', '72022100', '72027000', '76020011', '31056000', '25070020', '73211100'])(
    '%s is no good of annex I',
    (code) => {
      expect(scopeOf(code)).toBeUndefined();
    },
  );
});

describe('the fuels of the United Kingdom', () => {
  it('agree with each other: per litre is per tonne times density, gross is net times the calorific ratio', () => {
    const factor = (key: string): number => Number(valueOf('fuels-uk-2021.csv', `diesel/${key}`));
    expect((factor('emission-factor/tonne') / 1000) * (factor('density') / 1000)).toBeCloseTo(
      factor('emission-factor/litre'),
      3,
    );
    expect(factor('emission-factor/net') * factor('calorific-ratio')).toBeCloseTo(
      factor('emission-factor/gross'),
      4,
    );
  });
});
