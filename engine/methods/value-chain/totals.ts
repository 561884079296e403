import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { nodesOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { Row } from '../../rows/row.ts';

/** What to do with parts that do not fit their total. `refuse` is an error, `list` adds a warning. */
export const totals = z.strictObject({
  /** Factors of CO2 alone in a total of CO2e. */
  co2Only: z.enum(['refuse', 'list']).default('refuse'),
  /** Parts with different bases in one total. */
  mixedBases: z.enum(['refuse', 'list']).default('refuse'),
  landUse: z
    .enum(['beside', 'within'])
    .default('beside')
    .describe(
      'Where emissions of scope 3 by factors of land-use origin count: beside the totals, or within them. They have a line of their own in both cases.',
    ),
});
type Totals = z.output<typeof totals>;

/** Returns the rows that a figure, or a figure that it adds up, takes as factors, each once. */
function factorsOf({ expression }: Draft): Row[] {
  const factors = nodesOf(expression).flatMap((node) => {
    if (node.kind === 'figure') return factorsOf(node.draft);
    return node.kind === 'quantity' && node.factor !== null ? [node.row] : [];
  });
  return [...new Set(factors)];
}

/**
 * Returns a warning for each factor of CO2 alone in the parts of a total in CO2e. Where instruments cover a whole part, the
 * warnings are about them. Scope 1 is skipped: its figures are of single gases.
 * @throws EngineError `co2-only-factor`
 */
export function listCo2Only(
  parts: readonly Draft[],
  { totals: { co2Only } }: { readonly totals: Pick<Totals, 'co2Only'> },
): Warning[] {
  return parts.flatMap((part) => {
    const { scope, gases, unit } = part;
    const isOfCo2 = parseUnit(unit).substance === 'CO2';
    if (scope === 1 || !(isOfCo2 || gases.every((gas) => gas === 'CO2'))) return [];
    const factors = factorsOf(part);
    const isCovered = factors.length === 0;
    const rows = isCovered ? instrumentsOf(part) : factors;
    const column = isOfCo2 && !isCovered ? 'unit' : 'detail.gases';
    return rows.map(({ record, key }) => {
      const message = `${key} covers CO2 alone, and counts in a total of CO2e`;
      if (co2Only === 'refuse')
        throw new EngineError(
          'co2-only-factor',
          `${message}: set totals.co2Only to "list" to allow it`,
          key,
          placeOf({ record, key }, column),
        );
      return { code: 'co2-only-factor', message, row: { record, key } } as const;
    });
  });
}

function instrumentsOf({ expression }: Draft): Row[] {
  return nodesOf(expression).flatMap((node) =>
    node.kind === 'quantity' && node.row.detail.row === 'instrument' ? [node.row] : [],
  );
}

/**
 * Returns a warning for each factor in a total of several bases, where the life cycle is among them.
 * @throws EngineError `mixed-bases`
 */
export function listBases(
  category: string,
  parts: readonly Draft[],
  { totals: { mixedBases } }: { readonly totals: Pick<Totals, 'mixedBases'> },
): Warning[] {
  const byBasis = Map.groupBy(parts, ({ basis }) => basis ?? '');
  if (byBasis.size < 2 || !byBasis.has('life-cycle')) return [];
  const message = `the total of ${category} has parts of the bases ${distinctTexts(byBasis.keys()).join(', ')}`;
  if (mixedBases === 'refuse') {
    const other = parts.find(({ basis }) => basis !== parts[0]!.basis)!;
    throw new EngineError(
      'mixed-bases',
      `${message}: set totals.mixedBases to "list" to allow it`,
      category,
      placeOf(factorsOf(other)[0]!, 'detail.basis'),
    );
  }
  return parts.flatMap((part) =>
    factorsOf(part).map(
      ({ record, key }) => ({ code: 'mixed-bases', message, row: { record, key } }) as const,
    ),
  );
}
