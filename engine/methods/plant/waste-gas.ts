import { selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import { productOf, sumOf, valueOf, type Expression } from '../../figures/expression.ts';
import { describeUses } from '../../figures/terms.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { CbamRules } from '../cbam-period.ts';
import { shapesOf } from '../fuel/fuel.ts';
import type { FigureKind } from '../method.ts';
import { carbonDioxideOf, releaseOf, sumFlow, type Rules } from './emission.ts';
import { BORDER, type Flow, type Plant } from './network.ts';
import type { Share } from './shares.ts';
import { asFuel, aboutStream } from './stream.ts';
import { METHOD } from './units.ts';

/** The figures of waste gases. */
export const WASTE_GAS_FIGURES: readonly FigureKind[] = [
  {
    key: 'plant/{plant}/waste-gas/from/{unit}/to/{unit}/{material}/burned',
    unit: 't{CO2}',
    meaning:
      'What a waste gas gives off where it is burned. It is attributed to the unit that makes the gas.',
  },
  {
    key: 'plant/{plant}/waste-gas/from/{unit}/to/{unit}/{material}/natural-gas',
    unit: 't{CO2}',
    meaning: 'What natural gas of the same energy would give off: attributed to the unit that burns the gas.',
  },
  {
    key: 'plant/{plant}/waste-gas/from/{unit}/to/{unit}/{material}/credit',
    unit: 't{CO2}',
    meaning:
      'This, times the efficiency of waste gas over that of natural gas: taken off the unit that makes the gas.',
  },
];

/** The rule sets of constants that say what natural gas of the same use is worth. */
const CONSTANTS: Readonly<Record<CbamRules, string>> = {
  transitional: 'EU-2023-1773',
  definitive: 'EU-2025-2547',
};

/** What a waste gas moves from the unit that burns it to the one that makes it. Null where an end is outside the plant. */
export interface WasteGas {
  readonly fromUnit: string | null;
  readonly toUnit: string | null;
  /** Null where nothing of it is fossil CO2 that counts. */
  readonly burned: Draft | null;
  /** What natural gas would give off in its place. */
  readonly natural: Draft;
  /** Null where the gas is from outside. */
  readonly credit: Draft | null;
}

/**
 * Returns the waste gases of a plant that cross the border of a production process.
 * @throws EngineError `missing-factor` without the factor of natural gas or its constant; as `releaseOf`
 */
export function openWasteGases(
  { name, flows }: Plant,
  shares: ReadonlyMap<string, readonly Share[]>,
  rules: Rules & { readonly period: CbamRules },
): WasteGas[] {
  const crossing = flows.filter((flow) => flow.carrier === 'waste-gas' && !isWithinProcess(flow, shares));
  const nameFlow = ({ fromUnit, toUnit, material }: Flow): string =>
    `from/${fromUnit ?? BORDER}/to/${toUnit ?? BORDER}/${material}`;
  return [...Map.groupBy(crossing, nameFlow)].map(([ends, own]) =>
    openWasteGas(`plant/${name}/waste-gas/${ends}`, own, { flows, rules }),
  );
}

/** Whether both ends of a flow make one and the same good, and no other. */
function isWithinProcess({ fromUnit, toUnit }: Flow, shares: ReadonlyMap<string, readonly Share[]>): boolean {
  const [one, other] = [fromUnit, toUnit].map((unit) => (unit === null ? [] : (shares.get(unit) ?? [])));
  return one!.length === 1 && other!.length === 1 && one![0]!.good === other![0]!.good;
}

function openWasteGas(
  prefix: string,
  own: readonly Flow[],
  { flows, rules }: { flows: readonly Flow[]; rules: Rules & { readonly period: CbamRules } },
): WasteGas {
  const { fromUnit, toUnit } = own[0]!;
  const about = {
    ...{ method: METHOD, scope: null, gwpSet: null, unit: 't{CO2}', gases: ['CO2'] },
    ...describeUses(own.flatMap(({ streams }) => streams)),
  };
  const make = (part: string, expression: Expression): Draft => ({
    ...about,
    key: `${prefix}/${part}`,
    expression,
  });
  const released = own.flatMap((flow) => carbonOfGas(flow, flows, rules));
  const burned = released.length === 0 ? null : make('burned', sumOf(released));
  const natural = make('natural-gas', sumOf(own.map((flow) => asNaturalGas(flow, rules))));
  const { context, period } = rules;
  const credit = (): Draft => {
    const ratio = selectConstant('waste-gas', own[0]!.streams[0]!, {
      ...context,
      constants: CONSTANTS[period],
    });
    return make('credit', productOf(valueOf('NG', natural), ratio));
  };
  return {
    ...{ fromUnit, toUnit, burned, natural },
    credit: fromUnit === null ? null : credit(),
  };
}

/** What a waste gas gives off as fossil CO2: where it is burned; outside the plant where a mass balance takes its carbon off. */
function carbonOfGas(flow: Flow, flows: readonly Flow[], rules: Rules): Expression[] {
  const { fromUnit, toUnit } = flow;
  const isTakenOff = flows.some(
    (other) => other.toUnit === fromUnit && fromUnit !== null && other.treatment === 'mass-balance',
  );
  const releases = toUnit !== null ? releaseOf(flow, rules) : isTakenOff ? carbonDioxideOf(flow, rules) : [];
  return releases
    .filter(({ prefix, gas }) => prefix === 'scope1' && gas === 'CO2')
    .map(({ expression }) => expression);
}

/** Returns what natural gas of the same energy would give off. */
function asNaturalGas(flow: Flow, { context }: Rules): Expression {
  const candidates = rowsWhere(
    rowsAbout(context.rows, 'emission-factor', 'natural-gas'),
    'CO2 anywhere',
    ({ detail }) => detail.gas === 'CO2' && detail.basis === 'combustion' && detail.geography === undefined,
  );
  const term = {
    symbol: 'EF',
    candidates,
    what: 'emission factor of natural-gas (CO2, without a place), by which waste gases are attributed',
    substance: 'CO2',
    oxidation: 'never',
  } as const;
  const shapeOf = shapesOf([term], { symbol: 'V', energy: 'TJ' }, { context, noted: new Map() });
  return aboutStream(() => sumFlow(flow, (stream) => shapeOf(asFuel(stream))));
}
