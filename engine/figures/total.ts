import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import type { FactorOf } from '../factors/factor.ts';
import { selectGwp } from '../factors/gwp.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { Draft, Exclusion } from './draft.ts';
import { factorOf, nodesOf, productOf, sumOf, valueOf, type Expression } from './expression.ts';
import { forEachRow } from './rows-of-nodes.ts';
import { distinctTexts } from '../rows/row.ts';
import type { MethodContext } from './method-context.ts';

/** The members of a total that its parts do not determine. */
export interface TotalAbout {
  readonly key: string;
  readonly method: string;
  readonly scope: number | null;
  readonly gwpSet: string;
  readonly exclusions?: readonly Exclusion[];
}

/**
 * Returns a total in t{CO2e} of the exact values of its parts. A part in CO2e counts as it is, one of CO2 too (its GWP is 1 by
 * definition), and one of another gas by its GWP.
 * @throws EngineError `mixed-gwp-sets` when a part is CO2e under another GWP set; as `selectGwp`
 */
export function totalOf(parts: readonly Draft[], about: TotalAbout, context: MethodContext): Draft {
  const { exclusions, ...others } = about;
  return {
    ...others,
    unit: 't{CO2e}',
    expression: sumOf(parts.map((part) => weigh(part, about.gwpSet, context))),
    ...coverParts(parts),
    ...(exclusions === undefined || exclusions.length === 0 ? {} : { exclusions }),
  };
}

/** Returns what a total covers: what its parts do, and each of them. */
export function coverParts(
  parts: readonly Draft[],
): Pick<Draft, 'categories' | 'gases' | 'geographies' | 'covers'> {
  return {
    categories: distinctTexts(parts.flatMap(({ categories }) => categories)),
    gases: distinctTexts(parts.flatMap(({ gases }) => gases)),
    geographies: distinctTexts(parts.flatMap(({ geographies }) => geographies)),
    covers: parts.map(({ key, unit, gases }) => ({ key, unit, gases })),
  };
}

function weigh(part: Draft, set: string, context: MethodContext): Expression {
  const value = valueOf('part', part);
  const substance = parseUnit(part.unit).substance ?? '';
  if (substance === 'CO2') return value;
  if (substance === 'CO2e' && part.gwpSet === set) return value;
  if (substance === 'CO2e') {
    const text = `${part.key} is in ${part.unit}: expected GWP set ${set}, got ${part.gwpSet ?? 'none'}`;
    throw new EngineError('mixed-gwp-sets', text, part.gwpSet, placeOf(rowOfPart(part), 'detail.gwpSet'));
  }
  return productOf(value, factorOf('GWP', selectPotential(part, substance, set, context), 'kg/kg', 'CO2e'));
}

/** Selects the potential of a part. It warns where the set gives methane by its origin, and the origin is only assumed. */
function selectPotential(part: Draft, gas: string, set: string, context: MethodContext): FactorOf<'gwp'> {
  const { origin, assumed = null } = part.methane ?? {};
  const sought = { gas, set, period: context.period, by: rowOfPart(part), methane: origin };
  const factor = selectGwp(sought, context);
  return assumed !== null && factor.warning === null && factor.row.detail.origin === 'fossil'
    ? { ...factor, warning: assumed }
    : factor;
}

/** Returns the row that determines the gas of a part: its last factor, else its last row (an instrument or a measurement). */
export function rowOfPart({ expression }: Draft): RowName {
  const nodes = nodesOf(expression);
  const factor = nodes.findLast((node) => node.kind === 'quantity' && node.factor !== null);
  if (factor?.kind === 'quantity') return factor.row;
  let last: RowName = { record: '', key: '' };
  forEachRow(nodes, (row) => (last = row));
  const part = nodes.findLast((node) => node.kind === 'figure');
  return last.record === '' && part !== undefined ? rowOfPart(part.draft) : last;
}
