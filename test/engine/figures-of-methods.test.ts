import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { figureSchema, METHODS } from '../../engine/methods/registry.ts';
import { runMethod, type RunResult } from '../../engine/run.ts';
import { publishedRun } from './published-rows.ts';

describe.each(METHODS.map((method) => [method.name, method] as const))('%s', (name, { figures: kinds }) => {
  const { inputs, parameters } = publishedRun(name);
  const run = (mass: string): RunResult => runMethod(name, inputs, { ...parameters, mass });

  it.each(['kg', 't'])(
    'gives figures in %s that match their published schemas, at least one of each kind',
    (mass) => {
      const { figures } = run(mass);
      const published = z.union(kinds.map(figureSchema));
      for (const figure of figures) expect(published.safeParse(figure).error, figure.key).toBeUndefined();
      const given = (kind: (typeof kinds)[number]): boolean =>
        figures.some((figure) => figureSchema(kind).safeParse(figure).success);
      expect(kinds.filter((kind) => !given(kind)).map(({ key }) => key)).toEqual([]);
    },
  );

  it('gives values in kg that are 1000 times those in t', () => {
    const inTonnes = new Map(run('t').figures.map((figure) => [figure.key, figure]));
    for (const { key, value, unit } of run('kg').figures) {
      const { value: tonnes, unit: before } = inTonnes.get(key)!;
      const factor = unit === before ? 1 : 1000;
      expect(Number(value), key).toBeCloseTo(factor * Number(tonnes), 2);
    }
  });
});
