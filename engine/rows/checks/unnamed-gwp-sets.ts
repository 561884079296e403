import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Row } from '../row.ts';
import { activitiesOf, textOf, type CheckedRows } from './check.ts';
import { listSome } from '../../errors/list-some.ts';

/** Row types that can hold CO2e, which means nothing without its GWP set. */
const EMBEDDED: ReadonlySet<string> = new Set(['attributed-emissions', 'embedded-emissions']);

/**
 * Refuses embedded or attributed emissions in CO2e that do not name their GWP set. Activities and the factors that a figure uses
 * are looked at.
 * @throws EngineError `missing-gwp-set`
 */
export function refuseUnnamedSets(checked: CheckedRows): void {
  const attributed: readonly Row[] = activitiesOf(checked, 'attributed-emissions');
  const unnamed = [...attributed, ...checked.factors].filter(isUnnamed);
  const [first] = unnamed;
  if (first === undefined) return;
  const keys = listSome(unnamed.map(({ key }) => key));
  const text = `${keys}: a value in CO2e without its GWP set: name the set that it was computed with in detail.gwpSet, such as AR5`;
  throw new EngineError('missing-gwp-set', text, first.key, placeOf(first, 'detail.gwpSet'));
}

function isUnnamed({ detail, unit }: Row): boolean {
  return EMBEDDED.has(detail.row) && unit.substance === 'CO2e' && textOf(detail, 'gwpSet') === undefined;
}
