import * as z from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { figureSchema } from '../../jobs/engines/method-schemas.ts';
import { METHODS } from '../../engine/registry.ts';
import { runMethod, type RunResult } from '../../engine/run.ts';
import { otherRuns, publishedRun } from './published-rows.ts';

describe.each(METHODS.map((method) => [method.name, method] as const))('%s', (name, { figures: kinds }) => {
  const runs = [publishedRun(name), ...otherRuns(name)];
  const run = (mass: string): RunResult[] =>
    runs.map(({ inputs, parameters }) => runMethod(name, inputs, { ...parameters, mass }));
  let made: Readonly<Record<'kg' | 't', readonly RunResult[]>>;
  beforeAll(() => {
    made = { kg: run('kg'), t: run('t') };
  });

  it.each(['kg', 't'] as const)(
    'gives figures in %s that match their published schemas, at least one of each kind',
    (mass) => {
      const figures = made[mass].flatMap((result) => result.figures);
      const schemas = kinds.map((kind) => figureSchema(kind, ['kg', 't']));
      const published = z.union(schemas);
      for (const figure of figures) expect(published.safeParse(figure).error, figure.key).toBeUndefined();
      const isGiven = (at: number): boolean =>
        figures.some((figure) => schemas[at]!.safeParse(figure).success);
      expect(kinds.filter((_, at) => !isGiven(at)).map(({ key }) => key)).toEqual([]);
    },
  );

  it('names as operands, parts and figures only those that it gives, with the values that these show', () => {
    for (const { figures } of made.t) {
      const shown = new Map(figures.map(({ key, value, unit }) => [key, { value, unit }]));
      for (const { key, detail } of figures) {
        for (const operand of detail.derivation.operands)
          if ('key' in operand && operand.record === undefined)
            expect(shown.get(operand.key), `${operand.key} in ${key}`).toEqual({
              value: operand.value,
              unit: operand.unit,
            });
        for (const part of detail.covers ?? []) expect(shown.get(part.key)?.unit, part.key).toBe(part.unit);
      }
    }
  });

  it('gives values in kg that are 1000 times those in t', () => {
    for (const [at, { figures }] of made.kg.entries()) {
      const before = new Map(made.t[at]!.figures.map((figure) => [figure.key, figure]));
      for (const { key, value, unit } of figures) {
        const { value: tonnes, unit: shown } = before.get(key)!;
        const factor = unit === shown ? 1 : 1000;
        expect(Number(value), key).toBeCloseTo(factor * Number(tonnes), 2);
      }
    }
  });
});
