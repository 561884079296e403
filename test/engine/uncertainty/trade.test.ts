import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { COMMON, dataset, entry } from '../dataset.ts';
import { recordOf } from '../trade/small-table.ts';
import { SMALL_MRIO } from '../trade/small-mrio.ts';
import { documentsOf } from '../trade/table-documents.ts';
import { figureOf, noteOf } from './rows.ts';

const TRADE = { ...COMMON, method: 'trade@1', parameters: {} };
/** Small, so that the accounts are nearly linear in the cells. */
const SMALL = { distribution: 'normal', standardDeviation: '0.001' };

const TABLE = { ...SMALL_MRIO, stressors: { CO2: 'kg{CO2}', CH4: 'kg{CH4}' } };

function spread({ record, entries }: InputRecord): InputRecord {
  return {
    record,
    entries: entries.map((entry) => ({ ...entry, detail: { ...entry.detail, uncertainty: SMALL } })),
  };
}

const assess = (input: InputRecord, asked: object): RunResult =>
  runMethod('uncertainty@1', [input], { ...TRADE, rounding: { mode: 'half-even', digits: 6 }, ...asked });

describe('uncertainty@1 about trade@1', () => {
  it('agrees with itself: the system solved for every draw, and its derivatives', () => {
    const draws = 4000;
    const run = assess(spread(recordOf(TABLE)), { approach: 'both', draws });
    for (const key of ['cba/reg1/CO2', 'pba/reg1/CO2', 'balance/reg2/CH4', 'flow/reg1/reg2/CO2']) {
      const note = noteOf(run, key);
      const ratio = Number(note.standardDeviation) / Number(note.propagated!.standardDeviation);
      // Four standard errors of a standard deviation, and what is left of the second order.
      expect(Math.abs(ratio - 1), key).toBeLessThan(4 / Math.sqrt(2 * draws) + 0.01);
    }
  });

  it('takes one spread for each stressor and region of documents: exact in the flows, in both approaches', async () => {
    const { record, documents } = await documentsOf(TABLE);
    const spreadOf = (region: string | null, standardDeviation: string): InputRecord['entries'][number] =>
      entry(`spread/${region}`, '1', '1', {
        ...{ row: 'stressor-spread', stressor: 'CO2', ...(region === null ? {} : { region }) },
        uncertainty: { distribution: 'normal', standardDeviation },
      });
    const rows = dataset('5', spreadOf('reg1', '0.1'), spreadOf(null, '0.2'));
    const compute = (more: readonly InputRecord[], asked: object): RunResult =>
      runMethod(
        'uncertainty@1',
        [record, ...more],
        { ...TRADE, rounding: { mode: 'half-even', digits: 6 }, ...asked },
        { documents },
      );
    const run = compute([rows], { approach: 'both', draws: 4000 });
    const valueOf = (key: string): number => Number(figureOf(run, key).value);
    const deviation = Math.hypot(0.1 * valueOf('flow/reg1/reg1/CO2'), 0.2 * valueOf('flow/reg2/reg1/CO2'));
    const note = noteOf(run, 'cba/reg1/CO2');
    expect(Number(note.propagated!.standardDeviation) / deviation).toBeCloseTo(1, 4);
    expect(Number(note.standardDeviation) / deviation).toBeCloseTo(1, 1);
    expect(noteOf(run, 'flow/reg1/reg2/CO2').propagated).toMatchObject({
      above: expect.stringMatching(/^19\.59/),
    });
    expect(note.unstated).toEqual({ ...note.unstated, documents: 2 });
    expect(noteOf(run, 'cba/reg1/CH4')).not.toHaveProperty('low');
    // The values are those of a run without spreads.
    const plain = compute([], { approach: 1 });
    for (const { key, value } of plain.figures) expect(figureOf(run, key).value).toBe(value);
    for (const [row, message] of [
      [spreadOf('reg9', '0.1'), /no region reg9/],
      [{ ...spreadOf('reg2', '0.1'), value: '0.9' }, /expected 1/],
    ] as const)
      expect(() => compute([dataset('6', row)], { approach: 1 })).toThrow(message);
  });

  it('says that the cells of documents count as certain', async () => {
    const { record, documents } = await documentsOf(TABLE);
    const parameters = { ...TRADE, rounding: { mode: 'half-even', digits: 6 }, approach: 1 };
    const run = runMethod('uncertainty@1', [record], parameters, { documents });
    const note = noteOf(run, 'cba/reg1/CO2');
    expect(note).not.toHaveProperty('low');
    expect(note.unstated).toMatchObject({ rows: 0, documents: expect.any(Number) });
    expect(run.warnings.find(({ code }) => code === 'no-uncertainty')?.message).toMatch(
      /^all cells of these documents count as certain: /,
    );
  });
});
