import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';
import { codeOf } from './code-of.ts';
import { emission, makes, needs, run, unitOf, valueOf } from './rows.ts';

const KG = { gwpSet: 'AR5', mass: 'kg' };
const PRIMARY = { origin: 'fossil', data: 'primary' };
const MILL = [
  ...[makes('mill', 'flour', '2'), needs('mill', 'power', '3', {}, 'kW.h')],
  emission('mill', 'CO2', '4', PRIMARY),
  makes('grid', 'power', '1', {}, 'kW.h'),
];
const SECONDARY = emission('grid', 'CO2', '0.5', { origin: 'fossil', data: 'secondary' });
const BESIDE = { biogenicCarbonContent: '0', landUseChangeGhgEmissions: '0' };

const codesOf = (result: RunResult): string[] => result.warnings.map(({ code }) => code);
const cycleOf = (...more: readonly TestEntry[]): RunResult => run([...MILL, ...more], [unitOf('flour')], KG);

/** Computes the footprint of flour from its life cycle, or from rows alone. */
function footprintOf(
  cycle: RunResult | null,
  stated: Readonly<Record<string, string>> = BESIDE,
  more: object = {},
): RunResult {
  const rows = Object.entries(stated).map(([attribute, value]) => {
    const unit = attribute.endsWith('Content') ? 'kg{C}/kg' : 'kg{CO2e}/kg';
    const detail = { row: 'product-footprint', productId: 'flour', attribute };
    return entry(attribute, value, attribute === 'primaryDataShare' ? '%' : unit, detail);
  });
  const figures = (cycle?.figures ?? []).map(({ key, value, unit, detail }) =>
    entry(key, value, unit, { ...detail }),
  );
  const lifeCycle = cycle === null ? {} : { lifeCycle: { unit: 'flour', amount: '1' } };
  const products = [{ product: 'flour', declaredUnit: { amount: '1', unit: 'kg' }, ...lifeCycle, ...more }];
  const parameters = { ...COMMON, ...KG, products };
  return runMethod('footprint@1', [dataset('f', ...rows), dataset('c', ...figures)], parameters);
}

describe('primary data', () => {
  it('are a part of the total of a life cycle, which rows that say nothing do not have', () => {
    const result = cycleOf(SECONDARY);
    expect(valueOf(result, 'product/flour/total')).toBe('2.75');
    expect(valueOf(result, 'product/flour/primary')).toBe('2');
    expect(codesOf(result)).not.toContain('data-unstated');
    const unstated = cycleOf(emission('grid', 'CO2', '0.5', { origin: 'fossil' }));
    expect(valueOf(unstated, 'product/flour/primary')).toBe('2');
    expect(unstated.warnings.find(({ code }) => code === 'data-unstated')?.row.key).toBe('grid/CO2/fossil');
    const silent = MILL.filter(({ key }) => !key.startsWith('mill/CO2'));
    const none = run([...silent, emission('mill', 'CO2', '4')], [unitOf('flour')], KG);
    expect(none.figures.map(({ key }) => key)).not.toContain('product/flour/primary');
  });

  it('have a share of the footprint without uptake, computed from the rows', () => {
    const result = footprintOf(cycleOf(SECONDARY));
    expect(valueOf(result, 'footprint/flour/pcfExcludingBiogenicUptake')).toBe('2.75');
    expect(valueOf(result, 'footprint/flour/primary-data')).toBe('2');
    expect(Number(valueOf(result, 'footprint/flour/primaryDataShare'))).toBeCloseTo(200 / 2.75, 5);
    expect(figureOf(result, 'footprint/flour/primaryDataShare').unit).toBe('%');
    expect(codesOf(result).filter((code) => code.startsWith('primary-share'))).toEqual([]);
    // What is stated beside the life cycle is in the whole: 2 of 2.75 + 0.25.
    const more = footprintOf(cycleOf(SECONDARY), { ...BESIDE, landManagementBiogenicCO2Emissions: '0.25' });
    expect(Number(valueOf(more, 'footprint/flour/primaryDataShare'))).toBeCloseTo(200 / 3, 5);
  });

  it('have no share where it can not be computed, and the warning says why', () => {
    const why = (result: RunResult): string | undefined =>
      result.warnings.find(({ code }) => code === 'primary-share-unknown')?.message;
    const silent = MILL.filter(({ key }) => !key.startsWith('mill/CO2'));
    const none = run([...silent, emission('mill', 'CO2', '4')], [unitOf('flour')], KG);
    expect(why(footprintOf(none))).toContain('no row of its processes says what its data are');
    expect(why(footprintOf(null, { ...BESIDE, fossilGhgEmissions: '1' }))).toContain(
      'no life cycle of flour',
    );
    const saved = cycleOf(emission('grid', 'CO2', '-1', { origin: 'fossil', data: 'secondary' }));
    const negative = footprintOf(saved);
    expect(why(negative)).toContain('there is no share');
    expect(negative.figures.map(({ key }) => key)).not.toContain('footprint/flour/primaryDataShare');
  });

  it('have a stated share only with a warning, and never beside a computed one', () => {
    const stated = { ...BESIDE, fossilGhgEmissions: '1', primaryDataShare: '40' };
    const result = footprintOf(null, stated);
    expect(valueOf(result, 'footprint/flour/primary-data')).toBe('0.4');
    expect(codesOf(result)).toContain('primary-share-stated');
    const { fossilGhgEmissions: _, ...twice } = stated;
    expect(codeOf(() => footprintOf(cycleOf(SECONDARY), twice))).toEqual([
      'double-counting',
      'primaryDataShare',
      'detail.attribute',
    ]);
    const received = footprintOf(null, stated, { role: 'received' });
    expect(codesOf(received)).not.toContain('primary-share-stated');
  });
});

describe('what no process makes', () => {
  it('is left out only if the parameters say so: in no figure, with a warning that names its row', () => {
    const rows = [...MILL, SECONDARY, needs('grid', 'dam', '0.2', {}, 'kW.h')];
    expect(codeOf(() => run(rows, [unitOf('flour')], KG))?.[0]).toBe('missing-process');
    const result = run(rows, [unitOf('flour')], { ...KG, withoutProcess: 'leave-out' });
    expect(valueOf(result, 'product/flour/total')).toBe('2.75');
    const warning = result.warnings.find(({ code }) => code === 'without-process');
    expect(warning?.row.key).toBe('grid/input/dam/');
    expect(warning?.message).toContain('0.2 kW.h of dam');
    expect(figureOf(result, 'product/flour/total').detail.exclusions).toEqual([
      { what: 'dam', reason: 'no process makes or treats it' },
    ]);
  });
});

describe('the unit processes of the steelworks', () => {
  it('have the amounts of its streams', async () => {
    const [streams, bar] = await Promise.all([
      readDataFile('example/steelworks-streams.csv'),
      readDataFile('example/steel-bar.csv'),
    ]);
    const amounts = new Map(streams.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
    const names: Readonly<Record<string, string>> = {
      'bituminous-coal-at-mine': 'coking-coal',
      'limestone-at-mine': 'limestone',
      'harbour-power': 'electricity',
      'sinter-plant': 'sinter',
    };
    const units = ['coke-oven', 'sinter-plant', 'blast-furnace', 'converter'];
    const nameOf = (name: string): string => names[name] ?? name;
    const taken = bar.flatMap(({ key, value, unit }) => {
      const [process = '', side, product = ''] = key.split('/');
      const end = `/${nameOf(process)}/${nameOf(product)}`;
      const own = [...amounts.keys()].filter((stream) => stream.endsWith(end));
      return side === 'in' && units.includes(process) && own.length === 1
        ? [{ key, stated: `${value} ${unit}`, stream: amounts.get(own[0]!) }]
        : [];
    });
    expect(taken.length).toBeGreaterThan(10);
    expect(taken.filter(({ stated, stream }) => stated !== stream)).toEqual([]);
    const made = (end: string): string =>
      String(
        streams
          .filter(
            ({ key }) =>
              key.startsWith(`stream/${end.split('/')[0]}/`) && key.endsWith(`/${end.split('/')[1]}`),
          )
          .reduce((sum, { value }) => sum.plus(parseAmount(value!)), parseAmount('0')),
      );
    const outputs = bar.filter(({ key }) => /^(coke-oven|blast-furnace|converter)\/out\//.test(key));
    expect(outputs.length).toBe(7);
    expect(outputs.map(({ value }) => value)).toEqual(
      outputs.map(({ key }) => made(key.replace('/out/', '/'))),
    );
  });
});
