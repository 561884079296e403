import { EngineError, placeOf, placeOfAsked } from '../../errors.ts';
import { GWP_SETS } from '../../factors/gwp-sets.ts';
import type { Row } from '../row.ts';
import { textOf, type CheckContext, type CheckedRows } from './check.ts';

/**
 * Refuses the name of a GWP set that no data defines: neither the engine, which knows the sets of the IPCC reports, nor a row of
 * the run. It would be a label without a meaning.
 * @throws EngineError `unknown-gwp-set`
 */
export function refuseUnknownSet(rows: readonly Row[], { gwpSet }: Pick<CheckContext, 'gwpSet'>): void {
  if (gwpSet === undefined || Object.hasOwn(GWP_SETS, gwpSet)) return;
  const defined = listDefined(rows);
  if (defined.has(gwpSet)) return;
  const place = placeOfAsked('parameters.gwpSet');
  throw new EngineError('unknown-gwp-set', describe(gwpSet, defined), gwpSet, place);
}

/**
 * The same for the sets that activities and used factors name.
 * @throws EngineError `unknown-gwp-set`
 */
export function refuseUnknownSets(rows: readonly Row[], { activities, factors }: CheckedRows): void {
  let defined: ReadonlySet<string> | undefined;
  for (const row of [activities, factors].flat()) {
    const name = textOf(row.detail, 'gwpSet');
    if (name === undefined || Object.hasOwn(GWP_SETS, name)) continue;
    defined ??= listDefined(rows);
    if (defined.has(name)) continue;
    const text = `${row.key}: ${describe(name, defined)}`;
    throw new EngineError('unknown-gwp-set', text, name, placeOf(row, 'detail.gwpSet'));
  }
}

function listDefined(rows: readonly Row[]): ReadonlySet<string> {
  const defined = new Set(Object.keys(GWP_SETS));
  for (const { detail } of rows) if (detail.row === 'gwp') defined.add(detail.gwpSet);
  return defined;
}

function describe(name: string, defined: ReadonlySet<string>): string {
  return `no data defines the GWP set ${JSON.stringify(name)}: name one of ${[...defined].join(', ')}, or add gwp rows of that set`;
}
