import { canonicalGas } from '../factors/gas-names.ts';
import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { Draft, Exclusion } from '../figures/draft.ts';
import type { MethodContext } from '../figures/figure.ts';
import { totalOf } from '../figures/total.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { parseUnit } from '../quantities/unit.ts';
import { balanceOf } from './accounts.ts';

/**
 * Returns the CO2e of each account: the sum of its gases, each by its potential of the set. Stressors that are not the mass of a gas of
 * the set are in no sum; of those that are the mass of another substance each sum says so.
 * @throws EngineError as `totalOf`; `no-co2e` where no stressor is the mass of a gas of the set; `bad-parameters` where the table has a stressor
 * CO2e, whose figures have the keys of the sums
 */
export function totalsOf(drafts: readonly Draft[], set: string, context: MethodContext): Draft[] {
  const gases = new Set(
    rowsOfType(context.rows, 'gwp')
      .filter(({ detail }) => detail.gwpSet === set)
      .map(({ detail }) => canonicalGas(detail.gas)),
  );
  const isOfSet = ({ unit }: Draft): boolean => {
    const { substance, dimension } = parseUnit(unit);
    return (
      dimension === MASS && substance !== null && (substance === 'CO2' || gases.has(canonicalGas(substance)))
    );
  };
  const byAccount = Map.groupBy(drafts, ({ key }) => key.slice(0, key.lastIndexOf('/')));
  const totals = new Map<string, Draft>();
  for (const [account, parts] of byAccount) {
    const own = parts.filter(isOfSet);
    if (own.length === 0) continue;
    const key = `${account}/CO2e`;
    if (parts.some((part) => part.key === key)) throw refuseStressor(key);
    const about = { key, method: 'trade@1', scope: null, gwpSet: set, exclusions: leftOut(parts, own, set) };
    const total = totalOf(own, about, context);
    const of = (name: string): Draft | undefined => totals.get(key.replace('balance', name));
    const [imports, exports] = [of('imports'), of('exports')];
    const isBalance = key.startsWith('balance/') && imports !== undefined && exports !== undefined;
    totals.set(key, isBalance ? balanceOf(total, imports, exports) : total);
  }
  if (totals.size === 0) throw refuseSet(drafts, set);
  return [...totals.values()];
}

function refuseSet(drafts: readonly Draft[], set: string): EngineError {
  const units = listSome([...new Set(drafts.map(({ unit }) => unit))]);
  const text = `no stressor of the run is the mass of a gas of ${set}, so nothing is added up to CO2e; their units are ${units}. State the gas in the unit, as in kg{CO2}, add the potentials of the set, or leave gwpSet out`;
  return new EngineError('no-co2e', text, set, placeOfAsked('parameters.gwpSet'));
}

function refuseStressor(key: string): EngineError {
  const text = `${key} is a figure of the stressor CO2e of the table, and of the sum of its gases: leave gwpSet out, or choose stressors without CO2e`;
  return new EngineError('bad-parameters', text, key, placeOfAsked('parameters.gwpSet'));
}

/** Returns what the parts of a sum leave out, and the gases that are not among them. */
function leftOut(all: readonly Draft[], own: readonly Draft[], set: string): Exclusion[] {
  const stated = own.flatMap(({ exclusions = [] }) => exclusions);
  const exclusions = [...new Map(stated.map((each) => [JSON.stringify(each), each])).values()];
  for (const part of all) {
    const { substance, dimension } = parseUnit(part.unit);
    if (own.includes(part) || dimension !== MASS || substance === null) continue;
    const reason = `the set ${set} has no potential of it: it stays as it is`;
    exclusions.push({ what: `${substance} (${part.key})`, reason });
  }
  return exclusions;
}

const MASS = parseUnit('t').dimension;
