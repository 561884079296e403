import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import { nameSet } from '../gwp-set-name.ts';
import { GWP_SETS } from '../../factors/gwp-sets.ts';
import type { Row } from '../row.ts';
import { rowsOfType, type RowIndex } from '../row-index.ts';
import { activitiesOf, textOf, type CheckContext, type CheckedRows } from './check.ts';

/** Activities that can name a GWP set. */
const NAMING = ['instrument', 'attributed-emissions'] as const;

/**
 * Refuses the name of a GWP set that no data defines: neither the engine, which knows the sets of the IPCC reports, nor a row of
 * the run. It would be a label without a meaning.
 * @throws EngineError `unknown-gwp-set`
 */
export function refuseUnknownSet(index: RowIndex, { gwpSet, isRepeated }: CheckContext): void {
  if (isRepeated === true || gwpSet === undefined || Object.hasOwn(GWP_SETS, gwpSet)) return;
  const defined = listDefined(index);
  if (defined.has(gwpSet)) return;
  const place = placeOfAsked('parameters.gwpSet');
  throw new EngineError('unknown-gwp-set', describe(gwpSet, defined), gwpSet, place);
}

/**
 * The same for the sets that activities and used factors name.
 * @throws EngineError `unknown-gwp-set`
 */
export function refuseUnknownSets(index: RowIndex, checked: CheckedRows, { isRepeated }: CheckContext): void {
  if (isRepeated === true) return;
  let defined: ReadonlySet<string> | undefined;
  const naming: Row[] = [...checked.factors];
  for (const type of NAMING) naming.push(...activitiesOf(checked, type));
  for (const row of naming) {
    const name = textOf(row.detail, 'gwpSet');
    if (name === undefined || Object.hasOwn(GWP_SETS, name)) continue;
    defined ??= listDefined(index);
    if (defined.has(name)) continue;
    const text = `${row.key}: ${describe(name, defined)}`;
    throw new EngineError('unknown-gwp-set', text, name, placeOf(row, 'detail.gwpSet'));
  }
}

function listDefined(index: RowIndex): ReadonlySet<string> {
  const own = rowsOfType(index, 'gwp').map(({ detail }) => nameSet(detail));
  return new Set([...Object.keys(GWP_SETS), ...own]);
}

function describe(name: string, defined: ReadonlySet<string>): string {
  return `no data defines the GWP set ${JSON.stringify(name)}: name one of ${[...defined].join(', ')}, or add gwp rows of that set`;
}
