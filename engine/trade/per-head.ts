import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { Draft } from '../figures/draft.ts';
import { quantityOf, quotientOf, valueOf } from '../figures/expression.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { divideUnits, parseUnit } from '../quantities/unit.ts';
import { rowsOfType } from '../rows/row-index.ts';
import type { Period, RowOf } from '../rows/row.ts';

/**
 * Returns figures of one region per head of its population: those whose period a row states the population of.
 * @throws EngineError `repeated-cell` where two rows state it
 */
export function draftPerHead(drafts: readonly Draft[], context: MethodContext): Draft[] {
  const rows = rowsOfType(context.rows, 'population');
  if (rows.length === 0) return [];
  return drafts.flatMap((draft) => {
    const [region] = draft.geographies;
    const population = findPopulation(rows, region!, draft.period ?? context.period);
    if (population === null) return [];
    const { closing: _closing, isDifference: _isDifference, ...about } = draft;
    return {
      ...about,
      key: `per-head/${draft.key}`,
      unit: divideUnits(draft.unit, PERSON.text),
      expression: quotientOf(valueOf('total', draft), quantityOf('P', population, PERSON, null)),
    };
  });
}

function findPopulation(
  rows: readonly RowOf<'population'>[],
  region: string,
  { from, until }: Period,
): RowOf<'population'> | null {
  const [row, other] = rows.filter(
    (each) => each.detail.region === region && each.from === from && each.until === until,
  );
  if (other === undefined) return row ?? null;
  const text = `${row!.key} and ${other.key} both state the population of ${region}: leave out one of them`;
  throw new EngineError('repeated-cell', text, other.key, placeOf(other, 'key'));
}

const PERSON = parseUnit('{person}');
