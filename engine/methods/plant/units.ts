import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { showFew } from '../../quantities/decimal.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { differenceOf, NOTHING, sumOf, valueOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { describeUses } from '../../figures/terms.ts';
import type { FigureKind } from '../method.ts';
import { isEmitted } from './balance.ts';
import { slackOf } from './digits.ts';
import {
  carbonDioxideOf,
  clauseOfLeaving,
  clauseOfTreatment,
  documentsOfMeters,
  isCarbonKnown,
  isFixed,
  releaseOf,
  type Release,
  type Rules,
} from './emission.ts';
import { flowsOf, openPlants, type Flow, type Plant } from './network.ts';
import { citeClauses, noteTiers, type ClauseKind } from './rule-set.ts';
import { findRuleSet, type RuleSetName } from './rules.ts';
import type { Stream } from './stream.ts';

export const METHOD = 'plant@1';

/** The figures of what units give off. */
export const UNIT_FIGURES: readonly FigureKind[] = [
  {
    key: 'plant/{plant}/{unit}/in/{material}/{gas}',
    unit: 't{gas}',
    meaning:
      'What a stream gives off in the unit that it enters, by its treatment; in a mass balance its carbon as CO2.',
  },
  {
    key: 'plant/{plant}/{unit}/made/{material}/{gas}',
    unit: 't{gas}',
    meaning: 'What a process gives off per amount that it makes, in the unit that the output leaves.',
  },
  {
    key: 'plant/{plant}/{unit}/out/{material}/{gas}',
    unit: 't{gas}',
    meaning:
      'The carbon of a stream that leaves a unit in a mass balance, as CO2; or CO2 that is handed over.',
  },
  {
    key: 'plant/{plant}/{unit}/measured/{material}/{gas}',
    unit: 't{gas}',
    meaning:
      'A gas that was measured where the unit emits it. It counts in place of what the streams of the unit give.',
  },
  {
    key: 'scope1/plant/{plant}/{unit}/{gas}',
    unit: 't{gas}',
    meaning: 'What a unit emits: all that its streams give off, less what leaves it.',
  },
  ...['biogenic', 'land-use'].map((origin) => ({
    key: `${origin}/plant/{plant}/{unit}/CO2`,
    unit: 't{CO2}',
    meaning: `The same for CO2 of ${origin} origin. It is not part of any scope or total.`,
  })),
  {
    key: 'outside-scopes/plant/{plant}/{unit}/{gas}',
    unit: 't{gas}',
    meaning: 'The same for a gas under the Montreal Protocol. It is not part of any scope or total.',
  },
];

/** Returns what the units of all plants emit and what their meters measured, without balances of carbon. @throws EngineError as `draftUnit` and `openPlants` */
export function draftUnits(given: MethodContext, gwpSet: string, name: RuleSetName): Draft[] {
  const set = findRuleSet(name);
  const rules = { gwpSet, set, context: { ...given, constants: set.constants }, released: new Map() };
  return openPlants(rules.context).flatMap((own) => [
    ...own.meters,
    ...own.units.flatMap((unit) => draftUnit(own, unit, rules).drafts),
  ]);
}

/** The figures of a unit. */
export interface UnitDrafts {
  readonly drafts: readonly Draft[];
  /** Of these, what the unit emits, for each gas and origin. */
  readonly emitted: readonly Draft[];
  /** Of these, what processes give off per amount that they make. */
  readonly made: readonly Draft[];
}

/**
 * Returns what a unit emits: of each stream that enters it, what leaves it again, and the difference for each gas and origin.
 * @throws EngineError `unit-makes-carbon`; as `releaseOf`
 */
export function draftUnit(own: Plant, unit: string, rules: Rules): UnitDrafts {
  const { set } = rules;
  const { entering: all, leaving } = flowsOf(own, unit);
  const entering = all.flatMap((flow) => enterAs(flow, rules));
  const prefix = `plant/${own.name}/${unit}`;
  const draft = (part: string, flows: readonly Flow[]): Streamed[] =>
    draftStreams(
      `${prefix}/${part}`,
      flows.flatMap((flow) => releaseOf(flow, rules)),
      rules,
      clauseOfTreatment,
    );
  const made = draft(
    'made',
    leaving.filter(({ treatment }) => treatment === 'output'),
  );
  const into = [...draft('in', entering), ...made];
  const measured = draft(
    'measured',
    leaving.filter(({ treatment }) => treatment === 'measured'),
  );
  const out = draftStreams(
    `${prefix}/out`,
    listTaken(entering, leaving, rules).flatMap((flow) => carbonDioxideOf(flow, rules)),
    rules,
    (flow) => clauseOfLeaving(flow, rules),
  );
  const names = distinctTexts([...into, ...measured, ...out].map(nameRelease));
  const emitted = names.map((name): Draft => {
    const [ins, stacks, outs] = [into, measured, out].map((list) =>
      list.filter((each) => nameRelease(each) === name),
    ) as [Streamed[], Streamed[], Streamed[]];
    const counted = stacks.length > 0 ? stacks : [...ins, ...outs];
    const rulesOf = citeClauses(
      set,
      counted.flatMap(({ kinds }) => kinds),
    );
    const tiers = noteTiers(counted.flatMap(({ draft }) => draft.tiers ?? []));
    const isCalculated = stacks.length === 0 || ins.length > 0;
    const calculated = isCalculated ? draftEmitted(own.name, unit, ins, outs, rules) : null;
    const draft = stacks.length === 0 ? calculated! : draftMeasured(own.name, unit, stacks, calculated);
    return { ...draft, rules: rulesOf, ...tiers };
  });
  const parts = [...into, ...measured, ...out].map((each) => each.draft);
  return { drafts: [...parts, ...emitted], emitted, made: made.map((each) => each.draft) };
}

/** Returns a flow as the unit takes it that it enters: the output of another unit is part of its mass balance, where it has a carbon content. */
function enterAs(flow: Flow, rules: Rules): Flow[] {
  if (flow.treatment !== 'output') return [flow];
  return isCarbonKnown(flow, rules) ? [{ ...flow, treatment: 'mass-balance' }] : [];
}

/** Returns the flows whose carbon is taken off what a unit emits: handed over, in its mass balance, or fixed in products. */
function listTaken(entering: readonly Flow[], leaving: readonly Flow[], rules: Rules): Flow[] {
  const hasBalance = entering.some(({ treatment }) => treatment === 'mass-balance');
  return leaving.filter((flow) => {
    if (flow.treatment === 'measured') return false;
    if (flow.transfer !== null) return !isEmitted(flow);
    if (!hasBalance) return isFixed(flow, rules);
    return flow.treatment !== 'output' || isCarbonKnown(flow, rules);
  });
}

/** The figure of a material, and what it is made of. */
interface Streamed {
  readonly draft: Draft;
  readonly release: Release;
  /** By which kinds of clauses it is computed. */
  readonly kinds: readonly ClauseKind[];
}

/** What is added up in one figure of a unit. */
function nameRelease({ release: { prefix, gas } }: Streamed): string {
  return `${prefix}/${gas}`;
}

/** Returns one figure for each material, gas and origin. */
function draftStreams(
  prefix: string,
  releases: readonly Release[],
  { set }: Rules,
  kindOf: (flow: Flow) => ClauseKind,
): Streamed[] {
  const byKey = Map.groupBy(
    releases,
    ({ prefix: origin, gas, flow }) => `${prefix}/${flow.material}/${labelGas(origin, gas)}`,
  );
  return [...byKey].map(([key, own]): Streamed => {
    const [release] = own as [Release];
    const kinds = own.map(({ flow }) => kindOf(flow));
    const draft: Draft = {
      ...describe(own, release),
      key,
      scope: null,
      rules: citeClauses(set, kinds),
      ...noteTiers(own.flatMap(({ flow }) => flow.streams.map(({ detail }) => detail.tier))),
      documents: own.flatMap(({ flow }) => documentsOfMeters(flow)),
      warnings: own.flatMap(({ warnings }) => warnings),
      expression: sumOf(own.map(({ expression }) => expression)),
    };
    return { draft, release, kinds };
  });
}

function labelGas(prefix: Release['prefix'], gas: string): string {
  return prefix === 'biogenic' || prefix === 'land-use' ? `${gas}(${prefix})` : gas;
}

function describe(
  own: readonly Release[],
  { gas, methane, flow: { streams } }: Release,
): Omit<Draft, 'key' | 'scope' | 'expression'> {
  return {
    method: METHOD,
    unit: `t{${gas}}`,
    gases: distinctTexts(own.flatMap(({ gases }) => gases)),
    gwpSet: null,
    ...describeUses(own.flatMap(({ flow }) => flow.streams)),
    ...noteWhole(streams[0]!),
    ...(methane === undefined ? {} : { methane, origin: methane.origin }),
  };
}

/** Returns whose plant it is: the facility and the entity that all of its streams name, where they name one. */
export function noteWhole({ detail: { facility, entity } }: Stream): Pick<Draft, 'facility' | 'entity'> {
  return { ...(facility === undefined ? {} : { facility }), ...(entity === undefined ? {} : { entity }) };
}

/** The figure of a gas that was measured where a unit emits it. What its streams give instead is only compared. */
function draftMeasured(
  name: string,
  unit: string,
  stacks: readonly Streamed[],
  calculated: Draft | null,
): Draft {
  const { release } = stacks[0]!;
  const expression = sumOf(stacks.map(({ draft }) => valueOf('M', draft)));
  return {
    ...describe(
      stacks.map((each) => each.release),
      release,
    ),
    key: `${release.prefix}/plant/${name}/${unit}/${release.gas}`,
    scope: release.prefix === 'scope1' ? 1 : null,
    expression,
    warnings: calculated === null ? [] : [warnOfMeasured(unit, expression, calculated, release)],
  };
}

function warnOfMeasured(
  unit: string,
  measured: Expression,
  { expression, key: figure }: Draft,
  { gas, flow }: Release,
): Warning {
  const exact = new ExactEvaluator();
  const [shown, other] = [measured, expression].map((each) => showFew(exact.evaluate(each)));
  const { record, key } = flow.streams[0]!;
  const message = `${figure}: ${shown} t ${gas} of ${unit} were measured, and its streams give ${other} t: what was measured counts`;
  return { code: 'measured-differs', message, row: { record, key } };
}

function draftEmitted(
  name: string,
  unit: string,
  ins: readonly Streamed[],
  outs: readonly Streamed[],
  { set }: Rules,
): Draft {
  const all = [...ins, ...outs];
  const { release } = all[0]!;
  const sum = (symbol: string, list: readonly Streamed[]): Expression =>
    sumOf(list.map(({ draft }) => valueOf(symbol, draft)));
  const expression =
    outs.length === 0
      ? sum('E_in', ins)
      : differenceOf(ins.length === 0 ? NOTHING : sum('E_in', ins), sum('E_out', outs));
  const draft: Draft = {
    ...describe(
      all.map((each) => each.release),
      release,
    ),
    key: `${release.prefix}/plant/${name}/${unit}/${release.gas}`,
    scope: release.prefix === 'scope1' ? 1 : null,
    expression,
  };
  const streams = all.flatMap(({ release: { flow } }) => flow.streams);
  const left = new ExactEvaluator().evaluate(expression).plus(slackOf(streams, set.digits));
  if (!left.isNegative()) return draft;
  const stream = outs[0]!.release.flow.streams[0]!;
  const text = `more ${release.gas} leaves unit ${unit} of ${name} than its streams bring in: correct an amount or a carbon content, or add the missing streams that enter ${unit}`;
  throw new EngineError('unit-makes-carbon', text, stream.value, placeOf(stream, 'value'));
}
