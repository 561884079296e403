import * as z from 'zod';
import { selectActivities } from '../rows/activity.ts';
import { EngineError, placeOfAsked } from '../errors.ts';
import type { Draft } from '../figures/draft.ts';
import { quotientOf, valueOf } from '../figures/expression.ts';
import { sumRows } from '../figures/exact.ts';
import { selectionOf, type MethodContext } from '../figures/figure.ts';
import { sumOfRows } from '../figures/terms.ts';
import { divideUnits } from '../quantities/unit.ts';

/** The outputs per which totals are shown, by the names of their `output` rows: a product, revenue, a floor area. */
export const intensity = z
  .array(z.strictObject({ output: z.string().min(1), figures: z.array(z.string().min(1)).min(1) }))
  .describe('Shows figures per unit of an output: revenue, tonnes made, floor area.');
export type Intensity = z.output<typeof intensity>;

/**
 * Returns figures per unit of output, in the unit of its first row.
 * @throws EngineError `missing-activity` without rows of the output or where they add up to 0; `bad-parameters` for a figure that there is not
 */
export function draftIntensities(
  figures: readonly Draft[],
  chosen: Intensity,
  context: MethodContext,
): Draft[] {
  const all = selectActivities(context.rows, 'output', context.period);
  return chosen.flatMap(({ output, figures: keys }, index) => {
    const rows = all.filter(({ detail }) => detail.output === output);
    const [first] = rows;
    const place = `parameters.intensity.${index}`;
    if (first === undefined || sumRows(rows, first.unit).isZero()) {
      const text = `no output ${output} in the period, or 0: add output rows for it`;
      throw new EngineError('missing-activity', text, output, placeOfAsked(place));
    }
    const { unit: to } = first;
    const selection = selectionOf(context, 'output', { output });
    const amount = sumOfRows('O', rows, { to, substance: to.substance, selection });
    return keys.map((key) => {
      const draft = figures.find((figure) => figure.key === key);
      if (draft === undefined)
        throw new EngineError('bad-parameters', `the run gives no figure ${key}`, key, placeOfAsked(place));
      const { scope, gases, gwpSet } = draft;
      return {
        key: `intensity/${output}/${key}`,
        unit: divideUnits(draft.unit, to.text),
        method: 'inventory@2',
        scope,
        categories: [],
        gases,
        gwpSet,
        geographies: [],
        expression: quotientOf(valueOf('total', draft), amount),
      };
    });
  });
}
