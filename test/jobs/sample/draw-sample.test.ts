import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSample, parseSamplePlan, type SamplePlan } from '../../../jobs/sample/draw-sample.ts';
import {
  checkSamples,
  formatWorkingPaper,
  nameWorkingPaper,
  parseWorkingPaper,
  type WorkingPaper,
} from '../../../jobs/sample/working-paper.ts';
import { bytesOf, concatBytes, formatHex } from '../../../core/encoding/hex.ts';
import { keccak, keccakText } from '../../../core/hashing/keccak.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { recordId } from '../../engine/dataset.ts';

const RECORD = recordId('a');
const ABOUT = { record: RECORD, selection: { rows: ['fuel-use'] }, unit: 'L' };
const random = (seed: string, size: number): SamplePlan => ({ ...ABOUT, method: 'random', seed, size });
const proportional = (seed: string, size: number): SamplePlan => ({
  ...ABOUT,
  method: 'proportional',
  seed,
  size,
});
const above = (least: string): SamplePlan => ({ ...ABOUT, method: 'above', least });

function row(key: string, value: string, unit = 'L', type = 'fuel-use'): UnsaltedEntry {
  return { key, value, unit, from: 0, until: 0, detail: { row: type } };
}

const rows = Array.from({ length: 40 }, (_, index) => row(`site/${index}`, String(index + 1)));
const others = [row('site/power', '99', 'kW.h'), row('site/gas', '500', 'L', 'gas-use')];

/** A slow drawing by the words of the docstring, in another arithmetic: numbers are compared as texts. */
function drawSlowly(seed: string, size: number): string[] {
  const numberOf = (key: string): string =>
    formatHex(keccak(concatBytes(keccakText(seed), bytesOf(RECORD), keccakText(key))));
  return rows
    .map(({ key }) => key)
    .sort((a, b) => (numberOf(a) < numberOf(b) ? -1 : 1))
    .slice(0, size);
}

describe('rows that are chosen by judgement', () => {
  const chosen = (...keys: string[]): SamplePlan => ({
    ...ABOUT,
    method: 'chosen',
    keys,
    reason: 'The largest site, and one that is new.',
  });

  it('are those of the plan in its order, of the population only', () => {
    const plan = chosen('site/7', 'site/gas', 'site/3');
    const sample = drawSample(plan, [...others, ...rows]);
    expect(sample.rows.map(({ key }) => key)).toEqual(['site/7', 'site/3']);
    expect(sample.population.count).toBe(40);
  });

  it('need a reason, and each key once', () => {
    expect(() => parseSamplePlan({ ...chosen('site/7'), reason: '' })).toThrow();
    expect(() => parseSamplePlan(chosen('site/7', 'site/7'))).toThrow('each key once');
    expect(() => parseSamplePlan({ ...chosen('site/7'), keys: [] })).toThrow();
  });

  it('are in a working paper, which finds it when other rows were put in', () => {
    const paper = parseWorkingPaper(formatWorkingPaper(paperOf(chosen('site/7', 'site/3'))));
    expect(checkSamples(paper, () => rows)).toEqual([]);
    const [sample] = paper.samples;
    expect(checkSamples({ samples: [{ ...sample!, rows: sample!.rows.slice(1) }] }, () => rows)).toEqual([0]);
  });
});

describe('drawSample', () => {
  it('draws the rows with the lowest numbers, from the rows of one type and unit', () => {
    const sample = drawSample(random('block 92', 5), [...others, ...rows]);
    expect(sample.rows.map(({ key }) => key)).toEqual(drawSlowly('block 92', 5));
    expect(sample.population).toEqual({
      count: 40,
      root: rootOfRows(
        RECORD,
        rows.map(({ key }) => key),
      ),
      sum: '820',
    });
  });

  it('draws from rows of all units at random only', () => {
    const plan = { ...random('s', 100), selection: {}, unit: null };
    const sample = drawSample(plan as SamplePlan, [...rows, ...others]);
    expect(sample.rows).toHaveLength(42);
    expect(sample.population).toMatchObject({ count: 42, sum: null });
    expect(() => parseSamplePlan({ ...proportional('s', 3), unit: null })).toThrow();
  });

  it('draws the same sample in any order of the rows, and another one with another seed', () => {
    for (const plan of [random('s', 8), proportional('s', 8), above('30')])
      expect(drawSample(plan, rows.toReversed())).toMatchObject({ rows: drawSample(plan, rows).rows });
    expect(drawSample(random('t', 8), rows).rows).not.toEqual(drawSample(random('s', 8), rows).rows);
    expect(drawSample(proportional('t', 8), rows).rows).not.toEqual(
      drawSample(proportional('s', 8), rows).rows,
    );
  });

  it('draws all rows where the sample is larger than what there is, and none where there are none', () => {
    expect(drawSample(random('s', 100), rows).rows).toHaveLength(40);
    expect(drawSample(random('s', 3), others)).toEqual({
      population: { count: 0, root: null, sum: '0' },
      rows: [],
    });
  });

  it('draws all rows of a value or more, the largest first, without regard to their sign', () => {
    const values = [row('a', '10'), row('b', '-10.5'), row('c', '9.999'), row('d', '300')];
    expect(drawSample(above('10'), values).rows.map(({ key }) => key)).toEqual(['d', 'b', 'a']);
  });

  it('always draws a row that is larger than the interval of a proportional sample, as often as it has marks', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 50 }), (seed, size) => {
        const values = [...rows.slice(0, 9), row('site/large', '1000.5')];
        const { rows: drawn, population } = drawSample(proportional(seed, size), values);
        expect(drawn.reduce((sum, { hits }) => sum + hits, 0)).toBe(size);
        const hits = drawn.find(({ key }) => key === 'site/large')?.hits ?? 0;
        const expected = (1000.5 * size) / Number(population.sum);
        expect(hits).toBeGreaterThanOrEqual(Math.floor(expected));
        expect(hits).toBeLessThanOrEqual(Math.ceil(expected));
      }),
    );
  });

  it('never draws a row of value 0 in proportion', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (seed) => {
        const { rows: drawn } = drawSample(proportional(seed, 9), [row('zero', '0'), ...rows.slice(0, 5)]);
        expect(drawn.map(({ key }) => key)).not.toContain('zero');
      }),
    );
  });

  it('refuses plans that are malformed', () => {
    const bad = [
      { ...random('s', 5), size: 0 },
      { ...random('', 5) },
      { ...above('ten') },
      { ...above('-1') },
      { ...random('s', 5), more: 1 },
    ];
    for (const plan of bad) expect(() => parseSamplePlan(plan)).toThrow();
    expect(parseSamplePlan(above('10'))).toEqual(above('10'));
  });
});

const paperOf = (plan: SamplePlan): WorkingPaper => {
  const { population, rows: drawn } = drawSample(plan, rows);
  return {
    format: 'carbon-ledger-working-paper/1',
    salt: recordId('5'),
    record: recordId('b'),
    party: recordId('c'),
    writtenAt: 1_700_000_000,
    recomputed: { figures: 12, equal: 12, different: [] },
    samples: [
      {
        plan,
        population,
        rows: drawn.map((each) => ({ ...each, value: '1', finding: 'agrees', note: 'invoice 12' })),
      },
    ],
    notes: '',
  };
};

describe('a working paper', () => {
  it('is read as it was written, and named by the hash of its bytes', () => {
    const paper = paperOf(random('s', 3));
    const text = formatWorkingPaper(paper);
    expect(parseWorkingPaper(text)).toEqual(paper);
    expect(nameWorkingPaper('abc')).toEqual({
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      size: 3,
    });
    expect(() => parseWorkingPaper(text.replace('"random"', '"chosen"'))).toThrow();
  });

  it('whose samples anyone can draw again: another row, order, seed or population is found', () => {
    const paper = paperOf(random('s', 3));
    const [sample] = paper.samples as [WorkingPaper['samples'][number]];
    const check = (part: object): number[] => checkSamples({ samples: [{ ...sample, ...part }] }, () => rows);
    expect(check({})).toEqual([]);
    expect(check({ plan: random('other', 3) })).toEqual([0]);
    expect(check({ rows: sample.rows.toReversed() })).toEqual([0]);
    expect(check({ rows: sample.rows.slice(1) })).toEqual([0]);
    expect(check({ population: { ...sample.population, count: 39 } })).toEqual([0]);
    expect(checkSamples(paper, () => rows.slice(1))).toEqual([0]);
  });
});
