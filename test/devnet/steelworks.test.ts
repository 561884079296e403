import { describe, expect, it } from 'vitest';
import {
  computeSteelworks,
  computeSteelworksGoods,
  computeSteelworksInventory,
} from '../../devnet/example/steelworks.ts';
import { computeResult } from '../../devnet/example/computed-result.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';
import { figureOf, recordId } from '../engine/dataset.ts';
import { readDataFile } from '../helpers/data-file.ts';

const streams = await readDataFile('example/steelworks-streams.csv');
const materials = await readDataFile('example/steelworks-materials.csv');
const inputs = {
  streams: { record: recordId('a'), entries: streams },
  materials: { record: recordId('b'), entries: materials },
  gwps: { record: recordId('9'), entries: await readDataFile('gwp-ar5.csv') },
};
const computed = await computeSteelworks(inputs);
const valueOf = (key: string): number => Number(figureOf(computed.result, key).value);

/** By plain arithmetic: carbon of a stream in t, from its amount in t or TJ. */
const propertyOf = (fuel: string, row: string): number =>
  Number(materials.find(({ key }) => key === `${fuel}/${row}`)?.value);
function carbonOf({ value, unit, detail }: UnsaltedEntry): number {
  if (detail!['carrier'] === 'power') return 0;
  const fuel = detail!['material'] as string;
  const content = materials.find(({ key }) => key === `${fuel}/carbon-content`)!;
  const isOfEnergy = content.unit === 'kg{C}/GJ';
  const amount =
    unit === 't' && isOfEnergy ? Number(value) * propertyOf(fuel, 'net-calorific-value') : Number(value);
  return amount * Number(content.value) * (isOfEnergy && unit === 't' ? 0.001 : 1);
}
/** The carbon that crosses the border of the plant; `times` multiplies the amounts of some materials. */
function crossing(end: 'fromUnit' | 'toUnit', times: Readonly<Record<string, number>> = {}): number {
  const own = streams.filter(({ detail }) => detail![end] === undefined);
  return own.reduce((sum, row) => sum + carbonOf(row) * (times[row.detail!['material'] as string] ?? 1), 0);
}

describe('the steelworks 2024', () => {
  it('emits the carbon that enters less what leaves and what does not burn, and the gases of its combustion', () => {
    const unburnt = 50_000 * 0.62 * 0.02;
    const [into, out] = [crossing('fromUnit'), crossing('toUnit')];
    expect(valueOf('plant/harbour/carbon/in')).toBeCloseTo(into, 3);
    expect(valueOf('plant/harbour/carbon/out')).toBeCloseTo(out, 3);
    expect(valueOf('plant/harbour/carbon/gap')).toBeCloseTo(unburnt - 8000 * 0.03, 3);
    // In TJ burned: waste gases 5,380, natural gas 260, steam coal 1,200 with more N2O.
    const CH4 = (5380 + 260 + 1200) / 1000;
    const N2O = (5380 + 260 + 15 * 1200) / 10_000;
    const CO2 = ((into - (out - 240) - unburnt) * 44) / 12;
    expect(valueOf('plant/harbour/total')).toBeCloseTo(CO2 + 28 * CH4 + 265 * N2O, 2);
  });

  it('has a loop: coke goes to the blast furnace, whose gas heats the coke oven', () => {
    const ends = streams.map(({ detail }) => [detail!['fromUnit'], detail!['toUnit']]);
    expect(ends).toContainEqual(['coke-oven', 'blast-furnace']);
    expect(ends).toContainEqual(['blast-furnace', 'coke-oven']);
  });

  it('closes for each unit but the power plant, and warns only that the values of 2006 state no end', () => {
    const { figures, warnings } = computed.result;
    const open = figures.flatMap(({ key, value }) =>
      key.endsWith('/gap') && value !== '0' ? [key, value] : [],
    );
    expect(open.slice(0, 4)).toEqual([
      ...['plant/harbour/carbon/gap', '380', 'plant/harbour/power-plant/carbon/gap', '380'],
    ]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['old-factor', 'scenario-change']));
  });

  it('emits less in each of its scenarios, by the rows that change', () => {
    const differenceOf = (scenario: string): number =>
      valueOf(`scenario-difference/${scenario}/plant/harbour/total`);
    expect(differenceOf('capture')).toBe(-300_000);
    const tenthLess = { 'injection-coal': 0.9, 'coking-coal': 0.92 };
    const into = crossing('fromUnit', tenthLess) + 70_000 * 0.002 + 308 * 15.3 - crossing('fromUnit');
    const out = crossing('toUnit', { 'coal-tar': 0.92 }) - crossing('toUnit');
    // As much energy is burned, but 70 TJ less of blast furnace gas and 64 TJ less of coke oven gas outside the power plant.
    const burned = -70 - 0.08 * 800;
    const gases = (28 * burned) / 1000 + (265 * burned) / 10_000;
    expect(differenceOf('more-scrap')).toBeCloseTo(((into - out) * 44) / 12 + gases, 2);
  });

  it('gives the same tonnes in its inventory, and in its goods with what is in none', async () => {
    const inventory = await computeSteelworksInventory(inputs);
    const goods = { record: recordId('c'), entries: await readDataFile('example/steelworks-goods.csv') };
    const constants = { record: recordId('d'), entries: await readDataFile('constants.csv') };
    const { result } = await computeSteelworksGoods(inputs, { goods, constants });
    const total = figureOf(computed.result, 'plant/harbour/total').value;
    expect(figureOf(inventory.result, 'scope1/total').value).toBe(total);
    expect(figureOf(result, 'plant/harbour/total').value).toBe(total);
    const direct = result.figures.filter(({ key }) =>
      /^plant\/harbour\/(good\/[^/]+\/direct|rest\/(power|units|heat|waste-gas))$/.test(key),
    );
    expect(direct).toHaveLength(6);
    expect(String(sumAmounts(direct.map(({ value }) => parseAmount(value))))).toMatch(/^1478826\.38/);
    // Steel carries what pig iron carries, and that what sinter carries: all direct emissions of goods but those of the arc furnace.
    const ofGoods = ['sinter', 'pig-iron', 'steel'].map(
      (good) => figureOf(result, `plant/harbour/good/${good}/direct`).value,
    );
    expect(String(sumAmounts(ofGoods.map(parseAmount)))).toBe(figureOf(result, 'cbam/steel/direct').value);
  });

  it('gives the same tonnes from its registered result, within the rounding that each figure states', async () => {
    const goods = { record: recordId('c'), entries: await readDataFile('example/steelworks-goods.csv') };
    const { streams: ofStreams, materials: ofMaterials, gwps } = inputs;
    const constants = { record: recordId('d'), entries: await readDataFile('constants.csv') };
    const year = { period: { from: 1704067200, until: 1735689600 }, gwpSet: 'AR5' };
    const toGrams = { rounding: { mode: 'half-even', decimals: 6 } };
    const asked = { ...year, rounding: { mode: 'half-even', decimals: 1 } };
    const plant = await computeResult('plant@1', [ofStreams, ofMaterials, goods, constants, gwps], asked);
    // As it is in the ledger: the figures, and the run that says from which records.
    const registered = { record: recordId('e'), entries: plant.entries };
    const inventory = await computeResult('inventory@2', [registered, gwps], {
      ...{ ...year, ...toGrams, grids: { location: 'national', residual: 'national' } },
    });
    const embedded = await computeResult('cbam@2', [registered, goods], { ...year, ...toGrams });
    expect(inventory.sources).toEqual([recordId('9'), recordId('e')]);
    expect(embedded.sources).toEqual([recordId('c'), recordId('e')]);
    const exact = await computeSteelworksGoods(inputs, { goods, constants });
    const rounding = (key: string): number => {
      const { decimals } = figureOf(plant.result, key).detail.derivation.rounding as { decimals: number };
      return 0.5 * 10 ** -decimals;
    };
    const differenceOf = (result: typeof inventory, key: string, other: string): number =>
      Math.abs(Number(figureOf(result.result, key).value) - Number(figureOf(exact.result, other).value));
    const weights: Readonly<Record<string, number>> = { CO2: 1, CH4: 28, N2O: 265 };
    const allowed = plant.result.figures
      .filter(({ key }) => key.startsWith('scope1/plant/'))
      .reduce((sum, { key }) => sum + rounding(key) * weights[key.split('/').at(-1)!]!, 0.001);
    const [whole, good] = ['plant/harbour/total', 'plant/harbour/good/pig-iron/direct'];
    expect(differenceOf(inventory, 'scope1/total', whole)).toBeLessThanOrEqual(allowed);
    expect(differenceOf(plant, whole, whole)).toBeLessThanOrEqual(rounding(whole) + 0.001);
    expect(figureOf(embedded.result, good).value).toBe(figureOf(plant.result, good).value);
    expect(differenceOf(embedded, good, good)).toBeLessThanOrEqual(rounding(good) + 0.001);
  });
});
