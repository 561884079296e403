import { canonicalGas } from '../factors/gas-names.ts';
import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { Draft, Exclusion } from '../figures/draft.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { coverParts, totalOf } from '../figures/total.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { parseUnit } from '../quantities/unit.ts';
import { sumOf, valueOf } from '../figures/expression.ts';
import { balanceOf } from './accounts.ts';
import { excludeAlike, type Gas } from './gas-rows.ts';
import { segmentOf } from './keys.ts';
import type { Stressor, Table } from './table.ts';

/**
 * Returns the CO2e of each account: the sum of its gases, each by its potential of the set, and of stressors in CO2e of the set that rows say
 * are gases. Other stressors are in no sum; of those that are a mass of another substance each sum says so. Biogenic CO2 is in none.
 * @throws EngineError as `totalOf`; `no-co2e` where no stressor is the mass of a gas of the set; `bad-parameters` where the table has a stressor
 * CO2e, whose figures have the keys of the sums
 */
export function totalsOf(
  drafts: readonly Draft[],
  set: string,
  table: Table,
  context: MethodContext,
): Draft[] {
  const gases = new Set(
    rowsOfType(context.rows, 'gwp')
      .filter(({ detail }) => detail.gwpSet === set)
      .map(({ detail }) => canonicalGas(detail.gas)),
  );
  const stressorOf = indexStressors(table);
  const isOfSet = (draft: Draft): boolean => {
    const { substance, dimension } = parseUnit(draft.unit);
    const gas = stressorOf(draft)?.gas;
    if (dimension !== MASS || substance === null || isApart(gas)) return false;
    if (substance === 'CO2e') return gas !== undefined && draft.gwpSet === set;
    return substance === 'CO2' || gases.has(canonicalGas(substance));
  };
  const totals = addUpAccounts(drafts, 'CO2e', (key, parts) => {
    const own = parts.filter(isOfSet);
    if (own.length === 0) return null;
    if (parts.some((part) => part.key === key)) throw refuseStressor(key);
    const counted = own.flatMap((part) => stressorOf(part)?.gas?.of ?? []);
    const exclusions = [...leftOut(parts, own, set, stressorOf), ...listUncounted(table, counted)];
    return totalOf(own, { key, method: 'trade@1', scope: null, gwpSet: set, exclusions }, context);
  });
  if (totals.length === 0) throw refuseSet(drafts, set);
  return totals;
}

/** Returns the methane of each account: the sum of what is fossil and what is not. */
export function methaneOf(drafts: readonly Draft[], table: Table): Draft[] {
  const stressorOf = indexStressors(table);
  const methane = drafts.filter((draft) => canonicalGas(stressorOf(draft)?.gas?.name ?? '') === 'CH4');
  const [first] = methane;
  if (first === undefined) return [];
  const { name } = stressorOf(first)!.gas!;
  return addUpAccounts(methane, name, (key, parts) => {
    const { methane: _methane, closing: _closing, exclusions: _exclusions, ...about } = parts[0]!;
    const gases = parts.map((part) => stressorOf(part)!.gas!);
    const alike = gases[0]!.alike.filter((other) => gases.every((gas) => !gas.of.includes(other)));
    const exclusions = [...excludeAlike(alike, name), ...besideAlike(parts, stressorOf)];
    const expression = sumOf(parts.map((part) => valueOf('part', part)));
    return {
      ...about,
      ...coverParts(parts),
      key,
      expression,
      ...(exclusions.length === 0 ? {} : { exclusions }),
    };
  });
}

/** Returns what parts leave out, but stressors that other parts can have. */
function besideAlike(
  parts: readonly Draft[],
  stressorOf: (draft: Draft) => Stressor | undefined,
): Exclusion[] {
  const stated = parts.flatMap((part) => {
    const { exclusions = [] } = part;
    const { gas, name = '' } = stressorOf(part) ?? {};
    const [own] = gas === undefined ? [] : excludeAlike(gas.alike, name);
    return exclusions.filter(({ reason }) => reason !== own?.reason);
  });
  return [...new Map(stated.map((each) => [JSON.stringify(each), each])).values()];
}

/** Returns one figure for each account that has parts; a balance is that of the imports and exports that were made before it. */
function addUpAccounts(
  drafts: readonly Draft[],
  name: string,
  make: (key: string, parts: readonly Draft[]) => Draft | null,
): Draft[] {
  const byAccount = Map.groupBy(drafts, ({ key }) => key.slice(0, key.lastIndexOf('/')));
  const made = new Map<string, Draft>();
  for (const [account, parts] of byAccount) {
    const key = `${account}/${name}`;
    const sum = make(key, parts);
    if (sum === null) continue;
    const of = (other: string): Draft | undefined => made.get(key.replace('balance', other));
    const [imports, exports] = [of('imports'), of('exports')];
    const isBalance = key.startsWith('balance/') && imports !== undefined && exports !== undefined;
    made.set(key, isBalance ? balanceOf(sum, imports, exports) : sum);
  }
  return [...made.values()];
}

/** Returns the stressor of a figure, whose name ends the key. */
function indexStressors({ stressors }: Table): (draft: Draft) => Stressor | undefined {
  const byName = new Map(stressors.map((stressor) => [segmentOf(stressor.name), stressor]));
  return ({ key }) => byName.get(key.slice(key.lastIndexOf('/') + 1));
}

/** Whether a gas is reported apart from all others: biogenic CO2. */
function isApart(gas: Gas | undefined): boolean {
  return gas?.origin === 'biogenic';
}

/** Returns the masses of a table that are in no part of a sum. */
function listUncounted({ masses = [] }: Table, counted: readonly string[]): Exclusion[] {
  const known = new Set(counted);
  const others = masses.filter((name) => !known.has(name));
  if (others.length === 0) return [];
  const what = `stressors in units of mass: ${listFew(others)}`;
  return [{ what, reason: 'no row stressor-gas says that they are gases of this sum' }];
}

/** Names that are listed of the many that a sum of gases leaves out. */
const FEW = 3;

function listFew(names: readonly string[]): string {
  const more = names.length - FEW;
  return `${names.slice(0, FEW).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
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
function leftOut(
  all: readonly Draft[],
  own: readonly Draft[],
  set: string,
  stressorOf: (draft: Draft) => Stressor | undefined,
): Exclusion[] {
  const exclusions = besideAlike(own, stressorOf);
  for (const part of all) {
    const { substance, dimension } = parseUnit(part.unit);
    if (own.includes(part) || dimension !== MASS || substance === null) continue;
    exclusions.push({ what: `${substance} (${part.key})`, reason: whyNot(stressorOf(part)?.gas, part, set) });
  }
  return exclusions;
}

function whyNot(gas: Gas | undefined, { unit, gwpSet }: Draft, set: string): string {
  if (isApart(gas)) return 'CO2 of biogenic carbon is reported apart';
  if (gwpSet !== null && gwpSet !== set) return `it is ${unit} of ${gwpSet}, and not of ${set}`;
  return `the set ${set} has no potential of it: it stays as it is`;
}

const MASS = parseUnit('t').dimension;
