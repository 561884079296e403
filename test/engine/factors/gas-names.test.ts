import { describe, expect, it } from 'vitest';
import { canonicalGas, isMontreal } from '../../../engine/factors/gas-names.ts';

describe('canonicalGas', () => {
  it.each([
    [
      'HCFC-22',
      [
        'R-22',
        'R22',
        'r22',
        'HCFC22',
        'hcfc-22',
        'CHClF2',
        'CHF2Cl',
        'CClF2H',
        'chlorodifluoromethane',
        'Freon-22',
      ],
    ],
    ['CFC-11', ['R-11', 'R11', 'CFC11', 'CCl3F', 'CFCl3', 'Trichlorofluoromethane']],
    ['CFC-12', ['R-12', 'CCl2F2', 'CF2Cl2']],
    ['CFC-113', ['R-113', 'CFC113', 'CCl2FCClF2']],
    ['HCFC-141b', ['R-141b', 'R141B', 'CH3CCl2F']],
    ['Halon-1301', ['halon1301', 'CBrF3', 'CF3Br', 'R-13B1']],
    ['Halon-1211', ['Halon1211', 'CBrClF2', 'CF2ClBr']],
    ['CCl4', ['carbon-tetrachloride', 'tetrachloromethane', 'R-10']],
    ['CH3Br', ['methyl-bromide', 'bromomethane']],
    ['HFC-134a', ['R-134a', 'R134a', 'HFC134A', 'CH2FCF3']],
    ['HFC-32', ['R-32', 'CH2F2', 'CF2H2']],
    ['HFC-43-10mee', ['HFC-4310mee', 'R4310mee']],
    ['HFO-1234yf', ['R-1234yf', 'R1234yf']],
    ['CF4', ['R-14', 'PFC-14', 'F4C']],
    ['CH4', ['methane', 'Methane', 'R-50']],
    ['CO2', ['co2', 'R-744']],
  ])('gives %s for each of its names', (gas, names) => {
    expect([gas, ...names].map(canonicalGas)).toEqual([gas, ...names].map(() => gas));
  });

  it.each(['CO2e', 'R-410A', 'R-502', 'C', 'H2', 'unobtainium', 'CHClF', 'CFC', ''])(
    'leaves %j as it is',
    (name) => {
      expect(canonicalGas(name)).toBe(name);
    },
  );
});

describe('isMontreal', () => {
  it.each([
    'R-22',
    'HCFC-22',
    'CHClF2',
    'CFC-11',
    'R-11',
    'CCl3F',
    'Halon-1301',
    'CF3Br',
    'CCl4',
    'CH3CCl3',
    'CH3Br',
    'R-123',
  ])('is true of %s', (name) => {
    expect(isMontreal(name)).toBe(true);
  });

  it.each([
    'CO2',
    'CH4',
    'N2O',
    'SF6',
    'NF3',
    'CF4',
    'HFC-134a',
    'R-32',
    'HFO-1234yf',
    'HCFO-1233zd(E)',
    'R-290',
  ])('is false of %s', (name) => {
    expect(isMontreal(name)).toBe(false);
  });
});
