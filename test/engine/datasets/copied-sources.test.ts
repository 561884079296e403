import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { figureOf, recordId } from '../dataset.ts';

const DATA = new URL('../../../data/', import.meta.url);
const readText = (name: string): string => readFileSync(new URL(name, DATA), 'utf8');
/** The cells of a table without quoted commas in the columns that are read. */
const readCells = (name: string): string[][] =>
  readText(name)
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/"[^"]*"/g, 'quoted').split(','));

describe('the files that were copied from their sources', () => {
  it.each([
    'owid/china_production_vs_consumption.csv',
    'io-germany-2009/germany_2009.csv',
    'io-germany-2009/germany_2009_emissions.csv',
    'io-germany-2009/germany_2009_emissions_per_unit.csv',
  ])('%s has the hash that its SOURCE states', (name) => {
    const hash = createHash('sha256')
      .update(readFileSync(new URL(name, DATA)))
      .digest('hex');
    expect(readText(name.replace(/[^/]+$/, 'SOURCE.md'))).toContain(hash);
  });
});

describe('Germany 2009 (UN Handbook on Supply, Use and Input-Output Tables 2018, rOpenGov/iotables 84e420f)', async () => {
  const [head = [], ...lines] = readCells('io-germany-2009/germany_2009.csv');
  const cellOf = (row: string, column: string): number => {
    const line = lines.find(([name]) => name === row)!;
    return Number(line[head.indexOf(column)]);
  };
  const BRANCHES = [
    ['agriculture', 'CPA_A', 'Agriculture'],
    ['industry', 'CPA_B-E', 'Manufacturing'],
    ['construction', 'CPA_F', 'Construction'],
    ['trade', 'CPA_G-I', 'Trade_transport_comm'],
    ['business-services', 'CPA_J-N', 'Finance_and_business_services'],
    ['other-services', 'CPA_O-T', 'Other_services'],
  ] as const;
  const DEMANDS = [
    ['households', 'final_consumption_households'],
    ['government', 'final_consumption_government'],
    ['capital-formation', 'gross_capital_formation'],
    ['inventories', 'inventory_change'],
    ['exports', 'exports'],
  ] as const;
  const GASES = ['CO2', 'CH4', 'N2O'];
  const entries = await readDataFile('mrio-germany-2009.csv');
  const shown = new Map(entries.map(({ key, value }) => [key, Number(value)]));

  it('has exactly the printed cells, and the rest of each output by name', () => {
    const expected = new Map<string, number>();
    for (const [name, row, own] of BRANCHES) {
      let rest = cellOf('P1', own);
      for (const [to, , column] of BRANCHES) {
        expected.set(`Z/${name}/${to}`, 1e9 * cellOf(row, column));
        rest -= cellOf(row, column);
      }
      for (const [category, column] of DEMANDS) {
        expected.set(`Y/${name}/${category}`, 1e9 * cellOf(row, column));
        rest -= cellOf(row, column);
      }
      expect(Math.abs(rest)).toBeLessThanOrEqual(1);
      expected.set(`Y/${name}/rounding`, 1e9 * rest);
      for (const gas of GASES) expected.set(`F/${gas}/${name}`, cellOf(gas, own));
    }
    for (const gas of GASES)
      for (const [category, column] of DEMANDS) expected.set(`F_Y/${gas}/${category}`, cellOf(gas, column));
    expect(shown).toEqual(expected);
  });

  it('gives the printed multipliers of CO2 within 0.6 %, and all that is printed of emissions as production account', () => {
    const period = { from: entries[0]!.from, until: entries[0]!.until };
    const parameters = { period, multipliers: ['CO2'], mass: 'kt' };
    const result = runMethod('trade@1', [{ record: recordId('1'), entries }], parameters);
    const [, , ...printed] = readCells('io-germany-2009/germany_2009_emissions_per_unit.csv').find(
      ([, gas]) => gas === 'CO2',
    )!;
    BRANCHES.forEach(([name], at) => {
      const { value, unit } = figureOf(result, `multiplier/DE/${name}/CO2`);
      expect(unit).toBe('t{CO2}/{EUR}');
      expect(Math.abs((1e6 * Number(value)) / Number(printed[at]) - 1), name).toBeLessThan(0.006);
    });
    const total = readCells('io-germany-2009/germany_2009_emissions.csv')
      .find(([gas]) => gas === 'CO2')!
      .at(-1);
    expect(figureOf(result, 'pba/DE/CO2')).toMatchObject({ value: total, unit: 'kt{CO2}' });
  });
});
