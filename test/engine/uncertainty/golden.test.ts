import { describe, expect, it } from 'vitest';
import { readCase, titleOf } from '../../golden/case.ts';
import { assess, factorOf, normal, noteOf, TOTAL, use, within } from './rows.ts';

const percent = (value: number): string => String(value / 100);

describe('uncertainty@1', () => {
  const sum = readCase<number | readonly number[]>('UNC-1');
  it(titleOf(sum), () => {
    const { n } = sum.inputs as { n: number };
    const { u, ci95 } = sum.expected as unknown as { u: number; ci95: [number, number] };
    // Each X + 1, since a distribution of a row is relative to its value: the sum is 4 more.
    const rows = ['x1', 'x2', 'x3', 'x4'].flatMap((item) => [
      use(item, '1', normal('1')),
      factorOf(item, '1'),
    ]);
    const run = assess(rows, { approach: 'both', draws: n });
    const { low, high, mean, standardDeviation, propagated } = noteOf(run, TOTAL);
    for (const [shown, published] of [
      [mean, 4],
      [standardDeviation, u],
      [low, 4 + ci95[0]],
      [high, 4 + ci95[1]],
      [propagated!.standardDeviation, u],
      [propagated!.low, 4 + ci95[0]],
      [propagated!.high, 4 + ci95[1]],
    ] as const)
      expect(Math.abs(Number(shown) - published)).toBeLessThan(0.01);
  });

  const rules = readCase<number | readonly number[]>('UNC-4');
  it(titleOf(rules), () => {
    const {
      act_pct: act,
      ef_pct: ef,
      E,
      U_pct: U,
    } = rules.inputs as {
      act_pct: number;
      ef_pct: number;
      E: [number, number];
      U_pct: [number, number];
    };
    const { combined_pct: combined, total_pct: total } = rules.expected as Record<string, number>;
    const product = assess([use('a', '30', within(percent(act))), factorOf('a', '2', within(percent(ef)))], {
      approach: 1,
    });
    expect(Math.abs(Number(noteOf(product, TOTAL).above) - combined!)).toBeLessThan(1e-12);
    const items = E.flatMap((emitted, index) => [
      use(`i${index}`, String(emitted), within(percent(U[index]!))),
      factorOf(`i${index}`, '1'),
    ]);
    expect(Math.abs(Number(noteOf(assess(items, { approach: 1 }), TOTAL).above) - total!)).toBeLessThan(
      1e-12,
    );
  });
});
