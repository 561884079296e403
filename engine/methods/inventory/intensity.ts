import * as z from 'zod';
import { selectActivities } from '../../rows/activity.ts';
import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { quotientOf, valueOf } from '../../figures/expression.ts';
import { sumRows } from '../../figures/exact.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { sumOfRows } from '../../figures/terms.ts';
import { divideUnits } from '../../quantities/unit.ts';
import type { RowOf } from '../../rows/row.ts';
import { spelledName } from '../parameters.ts';

/** The outputs per which totals are shown, by the names of their `output` rows: a product, revenue, a floor area. */
export const intensity = z
  .array(z.strictObject({ output: spelledName, figures: z.array(z.string().min(1)).min(1) }))
  .describe('Shows figures per unit of an output: revenue, tonnes made, floor area.');
export type Intensity = z.output<typeof intensity>;

/**
 * Returns figures per unit of output, in the unit of its first row. A figure of one facility is divided by the output of that facility.
 * @throws EngineError `missing-activity` without rows of the output or where they add up to 0; `bad-parameters` for a figure that there is not
 */
export function draftIntensities(
  figures: readonly Draft[],
  chosen: Intensity,
  context: MethodContext,
): Draft[] {
  const all = selectActivities(context.rows, 'output', context.period);
  return chosen.flatMap(({ output, figures: keys }, index) => {
    const place = `parameters.intensity.${index}`;
    return keys.map((key) => {
      const draft = figures.find((figure) => figure.key === key);
      if (draft === undefined)
        throw new EngineError('bad-parameters', `the run gives no figure ${key}`, key, placeOfAsked(place));
      const where = { output, ...facilityOf(key) };
      const rows = all.filter(({ detail }) => isOf(detail, where));
      const [first] = rows;
      if (first === undefined || sumRows(rows, first.unit).isZero()) {
        const of = where.facility === undefined ? '' : ` of ${where.facility ?? 'no facility'}`;
        const text = `no output ${output}${of} in the period, or 0: add output rows for it`;
        throw new EngineError('missing-activity', text, output, placeOfAsked(place));
      }
      const { unit: to } = first;
      const selection = selectionOf(context, 'output', where);
      const amount = sumOfRows('O', rows, { to, substance: to.substance, selection });
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

/** Returns the facility that a figure is about; null for the rows without one. Absent: all of them. */
function facilityOf(key: string): { readonly facility?: string | null } {
  const [, name] = /^by-facility\/([^/]+)\//.exec(key) ?? [];
  if (name !== undefined) return { facility: name };
  return key.startsWith('without-facility/') ? { facility: null } : {};
}

function isOf(
  detail: RowOf<'output'>['detail'],
  { output, facility }: { readonly output: string; readonly facility?: string | null },
): boolean {
  return detail.output === output && (facility === undefined || (detail.facility ?? null) === facility);
}
