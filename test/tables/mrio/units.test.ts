import { expect, it } from 'vitest';
import { spellStressorUnit } from '../../../tables/mrio/units.ts';

// Names and units of EXIOBASE 3.9, air_emissions/unit.txt, and of its earlier versions.
it.each([
  ['CO2 - combustion - air', 'kg', 'kg{CO2}'],
  ['CO2 - non combustion - Cement production - air', 'kg', 'kg{CO2}'],
  ['CO2 - agriculture - peat decay - air', 'kg', 'kg{CO2}'],
  ['CO2 - waste - fossil - air', 'kg', 'kg{CO2}'],
  ['CH4 - non combustion - Extraction/production of (natural) gas - air', 'kg', 'kg{CH4}'],
  ['CH4_bio - combustion - air', 'kg', 'kg{CH4}'],
  ['N2O - agriculture - air', 'kg', 'kg{N2O}'],
  ['SF6 - air', 'kg', 'kg{SF6}'],
  ['CO2 - combustion - air, air', 'kg', 'kg{CO2}'],
  ['HFC - air', 'kg CO2-eq', 'kg{CO2e}'],
])('names the gas that %s is', (name, unit, expected) => {
  expect(spellStressorUnit(name, unit)).toBe(expected);
});

it.each([
  ['CO2_bio - combustion - air', 'kg'],
  ['CO2 - waste - biogenic - air', 'kg'],
  ['CO - combustion - air', 'kg'],
  ['NOx - non combustion - Lime production - air', 'kg'],
  ['N - agriculture - water', 'kg'],
  ['CO2', 'kg'],
  ['Carbon dioxide (CO2) IPCC categories 1 to 4 and 6 to 7', 'kg'],
])('leaves %s as it is: biogenic CO2 is in no sum, and other names state no gas', (name, unit) => {
  expect(spellStressorUnit(name, unit)).toBe(unit);
});
