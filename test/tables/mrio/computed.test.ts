import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunResult } from '../../../engine/run.ts';
import { figureOf, gwp } from '../../engine/dataset.ts';
import { computeTable } from './compute-table.ts';
import { formatExiobase } from './exiobase-files.ts';
import { makeTable } from './made-table.ts';
import { formatOecd } from './oecd-files.ts';
import { openTableDesk, type TableDesk } from './table-desk.ts';

let desk: TableDesk;
beforeAll(async () => {
  desk = await openTableDesk();
});
afterEach(() => desk.clear());
afterAll(() => desk.close());

const valueOf = ({ figures }: RunResult, key: string): number =>
  Number(figures.find((figure) => figure.key === key)?.value);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a table that was read', () => {
  it('gives trade accounts in the units of its stressors: production is the sum of F and F_Y, and all consume what all emit', async () => {
    const table = {
      ...makeTable(['AT', 'CN'], ['rice', 'steel']),
      stressors: ['CO2', 'Labour'],
      units: ['kg CO2 eq.', '1000 p'],
    };
    const { exit } = await desk.read('exiobase', await desk.put('t', formatExiobase(table)));
    expect(exit).toBe(0);
    const result = await computeTable(desk, 2019);
    for (const [row, [stressor, ratio]] of (
      [
        ['CO2', 1000],
        ['Labour', 1],
      ] as const
    ).entries()) {
      const emitted = (region: number): number =>
        (sum(table.f[row]!.slice(2 * region, 2 * region + 2)) +
          sum(table.demandF[row]!.slice(2 * region, 2 * region + 2))) /
        ratio;
      expect(valueOf(result, `pba/AT/${stressor}`) / emitted(0)).toBeCloseTo(1, 10);
      expect(valueOf(result, `pba/CN/${stressor}`) / emitted(1)).toBeCloseTo(1, 10);
      const consumed = valueOf(result, `cba/AT/${stressor}`) + valueOf(result, `cba/CN/${stressor}`);
      expect(consumed / (emitted(0) + emitted(1))).toBeCloseTo(1, 10);
    }
  });

  it('has the gases that EXIOBASE names, so that a GWP set adds them up', async () => {
    const table = {
      ...makeTable(['AT', 'CN'], ['rice', 'steel']),
      stressors: ['CO2 - combustion - air', 'CH4 - agriculture - air'],
      units: ['kg', 'kg'],
    };
    await desk.read('exiobase', await desk.put('t', formatExiobase(table)));
    const result = await computeTable(desk, 2019, {
      parameters: { gwpSet: 'AR5' },
      others: [gwp('CH4', 'AR5', '28')],
    });
    const [co2, methane] = ['cba/AT/CO2', 'cba/AT/CH4'] as const;
    expect(figureOf(result, co2)).toMatchObject({ unit: 't{CO2}', detail: { gases: ['CO2'] } });
    const total = figureOf(result, 'cba/AT/CO2e');
    expect(total.detail.gases).toEqual(['CH4', 'CO2']);
    expect(Number(total.value)).toBeCloseTo(valueOf(result, co2) + 28 * valueOf(result, methane), 8);
  });

  it('gives value added in trade, where a publisher has no other accounts', async () => {
    const { exit } = await desk.read(
      'oecd',
      await desk.put('t', { 'ICIO2021_2018.csv': formatOecd(['AUS', 'BEL']) }),
    );
    expect(exit).toBe(0);
    const result = await computeTable(desk, 2018);
    for (const region of ['AUS', 'BEL'])
      expect(
        valueOf(result, `cba/${region}/VA`) -
          valueOf(result, `pba/${region}/VA`) -
          valueOf(result, `balance/${region}/VA`),
      ).toBeCloseTo(0, 8);
  });
});
