import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { evaluateRun, type RunResult } from '../../../engine/run.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import { BAD_DECAYS } from './bad-decays.ts';
import { decay, deposit, landfill, LANDFILL, recovered, runDecay, wood } from './decay-rows.ts';
import { years } from './land-rows.ts';

const between = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const valuesOf = ({ figures }: RunResult): ReadonlyMap<string, number> =>
  new Map(figures.map(({ key, value }) => [key.replace('nature/DE/', ''), Number(value)]));
/** Returns the rows of a table in `test/golden/`, without its first one. */
const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../golden/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const codesOf = ({ warnings }: RunResult): string[] =>
  [...new Set(warnings.map(({ code }) => code))].filter((code) => code !== 'old-factor').sort();

describe('wood products', () => {
  it('an inflow of 100 t of carbon from stock 0 holds as much after ten years as its closed form (NAT-6)', () => {
    const halfLives = { sawnwood: '35', panels: '25', paper: '2' };
    const rows = Object.entries(halfLives).flatMap(([product, halfLife]) => [
      decay(product, halfLife, { ruleSet: 'IPCC-2013' }),
      ...between(1990, 1999).map((year) => wood(product, 'production', '100', year)),
    ]);
    const found = valuesOf(runDecay(rows, 1999, 1999));
    for (const [product, stock] of Object.entries({
      sawnwood: 907.204518188,
      panels: 873.34163485,
      paper: 279.522164172,
    })) {
      const k = Math.log(2) / Number(halfLives[product as keyof typeof halfLives]);
      expect(found.get(`wood/${product}/domestic/stock/1999`)).toBe(stock);
      expect((100 / k) * (1 - Math.exp(-10 * k))).toBeCloseTo(stock, 6);
    }
  });

  it.each(['FI', 'DE', 'JP'])('give what the inventory of %s reported of its paper in 2025', (country) => {
    const inventory = readTable('paper-inventories-2025.csv')
      .filter(([place]) => place === country)
      .map(([, year, gains, losses, net]) => ({
        year: Number(year),
        gains: gains!,
        losses: Number(losses),
        net: Number(net),
      }));
    const [first] = inventory as [(typeof inventory)[number]];
    // The stock that the first reported loss was lost of; all other losses follow from it and the gains.
    const k = Math.log(2) / 2;
    const left = Math.exp(-k);
    const opening = (first.losses - (1 - (1 - left) / k) * Number(first.gains)) / (1 - left);
    const rows = [
      decay('paper', '2'),
      wood('paper', 'opening-stock', String(Number(opening.toFixed(9))), 1990, {}, 'kt{C}'),
      ...inventory.map(({ year, gains }) => wood('paper', 'production', gains, year, {}, 'kt{C}')),
    ];
    const found = valuesOf(runDecay(rows, 1990, 2023, { wood: { approaches: ['production'] } }));
    for (const { year, losses, net } of inventory) {
      expect(found.get(`wood/paper/domestic/outflow/${year}`)! / 1000, `${year}`).toBeCloseTo(losses, 2);
      expect(found.get(`wood/production/net/${year}`)! / 1000, `${year}`).toBeCloseTo(net, 1);
    }
  });

  it('give the total that the inventory of Austria reported of all its wood products in 2025, within 1 kt of CO2', () => {
    const inventory = readTable('wood-austria-2025.csv').map((line) => line.map(Number));
    const kept = (halfLife: number): number[] => {
      const k = Math.log(2) / halfLife;
      return [Math.exp(-k), (1 - Math.exp(-k)) / k];
    };
    /** Losses of each year: of what flows in, and of a stock of 1. */
    const losses = (halfLife: number, inflows: readonly number[], opening: number): number[] => {
      const [left, ofInflow] = kept(halfLife) as [number, number];
      let stock = opening;
      return inflows.map((inflow) => {
        const after = left * stock + ofInflow * inflow;
        const lost = stock + inflow - after;
        stock = after;
        return lost;
      });
    };
    // Solid wood is reported as one. FAOSTAT's production divides it, by 0.225 and 0.294 t of carbon per m3.
    const sawn = inventory.map(
      ([, planks, panels, gains]) => (gains! * planks! * 0.225) / (planks! * 0.225 + panels! * 0.294),
    );
    const pressed = inventory.map(([, , , gains], at) => gains! - sawn[at]!);
    const none = inventory.map(() => 0);
    const known = losses(35, sawn, 0).map(
      (lost, at) => inventory[at]![4]! - lost - losses(25, pressed, 0)[at]!,
    );
    const [one, other] = [losses(35, none, 1), losses(25, none, 1)];
    // The two stocks of 1990 that give the first and the last reported loss; the 32 years between are compared.
    const end = inventory.length - 1;
    const determinant = one[0]! * other[end]! - one[end]! * other[0]!;
    const openings = {
      sawnwood: (known[0]! * other[end]! - known[end]! * other[0]!) / determinant,
      panels: (one[0]! * known[end]! - one[end]! * known[0]!) / determinant,
      paper: (inventory[0]![6]! - (1 - kept(2)[1]!) * inventory[0]![5]!) / (1 - kept(2)[0]!),
    };
    const inflows = { sawnwood: sawn, panels: pressed, paper: inventory.map((row) => row[5]!) };
    const text = (value: number): string => String(Number(value.toFixed(9)));
    const rows = (Object.keys(inflows) as (keyof typeof inflows)[]).flatMap((product) => [
      decay(product, { sawnwood: '35', panels: '25', paper: '2' }[product]),
      wood(product, 'opening-stock', text(openings[product]), 1990, {}, 'kt{C}'),
      ...inflows[product].map((value, at) =>
        wood(product, 'production', text(value), 1990 + at, {}, 'kt{C}'),
      ),
    ]);
    const found = valuesOf(runDecay(rows, 1990, 2023, { wood: { approaches: ['production'] } }));
    for (const [year, ...reported] of inventory) {
      const net = reported.at(-1)!;
      expect(Math.abs(found.get(`wood/production/net/${year}`)! / 1000 - net), `${year}`).toBeLessThan(1);
    }
  });

  const TRADED = [
    decay('planks', '35'),
    ...[2019, 2020].flatMap((year, at) => [
      wood('planks', 'production', `${80 + at}`, year),
      wood('planks', 'import', `${30 + at}`, year),
      wood('planks', 'export', `${20 + at}`, year),
      wood('logs', 'harvest', `${200 + at}`, year, {}, 'm3'),
      wood('chips', 'harvest', '0', year, {}, 'm3'),
      wood('logs', 'feedstock-import', `${50 + at}`, year, { factors: ['wood'] }, 'm3'),
      wood('logs', 'feedstock-export', `${10 + at}`, year, { factors: ['wood'] }, 'm3'),
    ]),
    {
      ...{ key: 'carbon', value: '0.25', unit: 't{C}/m3', from: 0, until: 0 },
      detail: { row: 'conversion-factor', factor: 'wood', year: 2013 },
    },
  ];

  it.each(['ipcc-2006', 'ipcc-2013'])(
    'count by each approach as an independent computation, feedstock %s',
    (feedstock) => {
      const result = runDecay(TRADED, 2020, 2020, { wood: { feedstock } });
      const found = valuesOf(result);
      const k = Math.log(2) / 35;
      const [left, kept] = [Math.exp(-k), (1 - Math.exp(-k)) / k];
      const shares = [0, 1].map((at) => {
        const [own, gained, lost] = [200 + at, 50 + at, 10 + at];
        return (feedstock === 'ipcc-2006' ? own : own - lost) / (own + gained - lost);
      });
      const changeOf = (inflows: number[]) => {
        const before = kept * inflows[0]!;
        return left * before + kept * inflows[1]! - before;
      };
      const [used, made] = [changeOf([90, 91]), changeOf(shares.map((share, at) => share * (80 + at)))];
      const traded = 31 + 51 * 0.25 - (21 + 11 * 0.25);
      const nets = {
        'stock-change': -used,
        production: -made,
        'atmospheric-flow': traded - used,
      };
      for (const [approach, carbon] of Object.entries(nets))
        expect(found.get(`wood/${approach}/net/2020`), approach).toBeCloseTo((carbon * 44) / 12, 6);
      expect(found.get('wood/simple-decay/emission/2020')).toBeCloseTo(
        ((shares[1]! * 81 - made) * 44) / 12,
        6,
      );
      expect(found.has('wood/simple-decay/removal/2020')).toBe(false);
      expect(found.get('wood/stock-change/removal/2020')).toBeCloseTo((-91 * 44) / 12, 6);
      expect(codesOf(result)).toEqual([]);
    },
  );

  it('warn that trade and harvest are not stated', () => {
    const rows = [decay('planks', '35'), wood('planks', 'production', '9', 2020)];
    expect(codesOf(runDecay(rows, 2020, 2020))).toEqual(['domestic-assumed', 'trade-unstated']);
    expect(codesOf(runDecay(rows, 2020, 2020, { wood: { approaches: ['production'] } }))).toEqual([
      'domestic-assumed',
    ]);
  });

  it('hold the same stock from a steady start while as much flows in', () => {
    const rows = [
      decay('planks', '35'),
      ...between(1961, 1980).map((year) => wood('planks', 'production', '7', year)),
    ];
    const found = valuesOf(runDecay(rows, 1980, 1980, { wood: { start: 'steady' } }));
    for (const year of [1961, 1980])
      expect(found.get(`wood/planks/domestic/stock/${year}`)).toBeCloseTo((7 * 35) / Math.log(2), 8);
    expect(found.get('wood/production/net/1980')).toBeCloseTo(0, 8);
  });

  it('take the half-life of the edition that is asked for', () => {
    const rows = [
      decay('planks', '35', { ruleSet: 'IPCC-2013' }),
      decay('planks', '30', { ruleSet: 'IPCC-2006' }),
      wood('planks', 'production', '9', 2020),
    ];
    const { figures } = runDecay(rows, 2020, 2020, { wood: { halfLives: 'ipcc-2006' } });
    const stock = figures.find(({ key }) => key.endsWith('stock/2020'))!;
    expect(stock.detail.factors.map(({ key }) => key)).toEqual(['decay/planks/IPCC-2006']);
    expect(stock.detail.rules).toContain('half-lives ipcc-2006');
  });

  const seriesArbitrary = fc.record({
    halfLife: fc.integer({ min: 1, max: 60 }),
    inflows: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 12 }),
    opening: fc.integer({ min: 0, max: 5000 }),
  });

  it('lose no carbon, whatever flows in; approaches agree without trade; order and split change nothing', () => {
    fc.assert(
      fc.property(seriesArbitrary, ({ halfLife, inflows, opening }) => {
        const last = 2000 + inflows.length - 1;
        const rowsOf = (parts: number): TestEntry[] => [
          decay('planks', `${halfLife}`),
          wood('planks', 'opening-stock', `${opening}`, 2000),
          ...inflows.flatMap((value, at) =>
            between(1, parts).map((part) => {
              const row = wood('planks', 'production', `${value / parts}`, 2000 + at);
              return { ...row, key: `${row.key}/${part}` };
            }),
          ),
        ];
        const result = runDecay(rowsOf(1), 2000, last);
        const found = valuesOf(result);
        const k = Math.log(2) / halfLife;
        inflows.forEach((inflow, at) => {
          const year = 2000 + at;
          const of = (flow: string): number => found.get(`wood/planks/domestic/${flow}/${year}`)!;
          const before = found.get(`wood/planks/domestic/stock/${year - 1}`) ?? opening;
          expect(before + inflow - of('outflow')).toBeCloseTo(of('stock'), 7);
          const closed = inflows
            .slice(0, at + 1)
            .reduce(
              (sum, each, since) => sum + (each / k) * (1 - Math.exp(-k)) * Math.exp(-k * (at - since)),
              opening * Math.exp(-k * (at + 1)),
            );
          expect(of('stock')).toBeCloseTo(closed, 6);
          const net = (approach: string) => found.get(`wood/${approach}/net/${year}`);
          expect([net('production'), net('atmospheric-flow')]).toEqual([
            net('stock-change'),
            net('stock-change'),
          ]);
        });
        expect(valuesOf(runDecay(rowsOf(2).reverse(), 2000, last))).toEqual(found);
      }),
      { numRuns: Math.ceil(inject('properties').numRuns / 20) },
    );
  });

  it('are alike in float64, and say how a half-life moves a stock', () => {
    const rows = [
      decay('planks', '35'),
      ...between(2000, 2004).map((year) => wood('planks', 'production', '9', year)),
    ];
    const parameters = {
      ...{ rounding: { mode: 'half-even', decimals: 6 }, gwpSet: 'AR5', wood: { start: 'zero' } },
      period: { from: years(2004).from, until: years(2004).until },
    };
    const stockOf = (halfLife: string) =>
      evaluateRun('nature@1', [dataset('1', decay('planks', halfLife), ...rows.slice(1))], parameters, {
        ...{ draws: 1, seed: '0', percentiles: [] },
      } as never).find(({ draft }) => draft.key === 'nature/DE/wood/planks/domestic/stock/2004')!;
    const [own, more] = [stockOf('35'), stockOf('35.001')];
    expect(own.float).toBeCloseTo(Number(String(own.exact).slice(0, 20)), 10);
    const [slope] = [...own.gradient.rows].flatMap(([{ key }, value]) =>
      key === 'decay/planks' ? [value] : [],
    );
    expect(slope).toBeCloseTo((more.float - own.float) / 0.001, 4);
  });
});

describe('landfills', () => {
  it('1000 t of waste give off the methane of the published case in the three years after (NAT-8)', () => {
    const result = runDecay([...LANDFILL, deposit('waste', '1000', 2020)], 2020, 2023);
    const found = valuesOf(result);
    expect(found.get('landfill/pit/waste/deposited/2020')).toBe(75);
    expect(between(2020, 2023).map((year) => found.get(`landfill/pit/emission/${year}`))).toEqual([
      0, 2.438528775, 2.319600323, 2.206472081,
    ]);
    expect(found.get('landfill/pit/total/2021')).toBe(68.278805699);
    expect(codesOf(result)).toEqual(['closed-landfill', 'short-deposits']);
  });

  it('decay from the month on that is asked for, less what is recovered and oxidised, and lose no carbon', () => {
    const rows = [
      ...LANDFILL.filter(({ key }) => key !== 'landfill/OX'),
      landfill('OX', '0.1', { of: 'managed' }),
      landfill('OX', '0.9'),
      landfill('DOC', '0.4', { of: 'paper' }),
      decay('paper', '12'),
      decay('paper', '99', { climate: 'dry' }),
      ...between(1950, 2001).map((year) => deposit('waste', '1000', year)),
      ...between(2000, 2001).map((year) => deposit('paper', '500', year)),
      recovered('3', 2001),
    ];
    const result = runDecay(rows, 2000, 2001, { landfill: { startMonth: 7 } });
    const found = valuesOf(result);
    const decomposed = [2000, 2001].map((year) => {
      const of = ({ k, added, first }: { k: number; added: number; first: number }): number => {
        let [stock, lost] = [0, 0];
        for (let each = first; each <= year; each++) {
          const half = Math.exp(-k / 2);
          lost = stock * (1 - Math.exp(-k)) + added * (1 - half);
          stock = stock * Math.exp(-k) + added * half;
        }
        return lost;
      };
      return (
        of({ k: 0.05, added: 75, first: 1950 }) +
        of({ k: Math.log(2) / 12, added: 500 * 0.4 * 0.5, first: 2000 })
      );
    });
    const methane = decomposed.map((carbon) => (carbon * 0.5 * 16) / 12);
    expect(found.get('landfill/pit/emission/2000')).toBeCloseTo(methane[0]! * 0.9, 7);
    expect(found.get('landfill/pit/emission/2001')).toBeCloseTo((methane[1]! - 3) * 0.9, 7);
    for (const waste of ['waste', 'paper']) {
      const of = (flow: string): number => found.get(`landfill/pit/${waste}/${flow}/2001`)!;
      const before = found.get(`landfill/pit/${waste}/stock/2000`)!;
      expect(before + of('deposited') - of('decomposed')).toBeCloseTo(of('stock'), 7);
    }
    expect(codesOf(result)).toEqual([]);
  });
});

it.each(BAD_DECAYS.map((bad) => [bad.what, bad] as const))(
  'nature@1 refuses %s',
  (_, { rows, parameters, expected, says = '' }) => {
    let found: unknown = null;
    try {
      runDecay(rows, 2020, 2021, parameters);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(EngineError);
    const { code, row, message } = found as EngineError;
    expect([code, row?.key, row?.column].join(' ')).toBe(expected);
    expect(message).toContain(says);
  },
);
