import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { differenceOf, quotientOf, sumOf, valueOf, type Expression } from '../../figures/expression.ts';
import { describeUses } from '../../figures/terms.ts';
import { roundAmount, type Amount } from '../../quantities/decimal.ts';
import { slackOf } from './digits.ts';
import {
  carbonDioxideOf,
  carbonIn,
  carbonOf,
  isCarbonKnown,
  isFixed,
  releaseOf,
  type Rules,
} from './emission.ts';
import { BORDER, flowsOf, type Flow, type Plant } from './network.ts';

/** What is balanced: a unit, or the plant as a whole. */
export interface Balanced {
  /** The first segments of its figures: `plant/{plant}/{unit}`. */
  readonly prefix: string;
  readonly name: string;
  readonly entering: readonly Flow[];
  readonly leaving: readonly Flow[];
  readonly gases: GasDrafts;
}

/** Figures of CO2 of every origin: what is emitted, and what outputs give off, whose carbon no stream states. */
interface GasDrafts {
  readonly emitted: readonly Draft[];
  readonly made: readonly Draft[];
}

/** Returns one unit of a plant. */
export function unitOf(plant: Plant, unit: string, gases: GasDrafts, rules: Rules): Balanced {
  const { entering, leaving } = flowsOf(plant, unit);
  return {
    prefix: `plant/${plant.name}/${unit}`,
    name: `unit ${unit} of ${plant.name}`,
    entering: entering.filter((flow) => isBalanced(flow, rules)),
    leaving: leaving.filter((flow) => isBalanced(flow, rules)),
    gases,
  };
}

/** Returns the plant as a whole, from its units: what enters it and what leaves it. */
export function wholeOf({ name, flows }: Plant, gases: GasDrafts, rules: Rules): Balanced {
  const balanced = flows.filter((flow) => isBalanced(flow, rules));
  return {
    prefix: `plant/${name}`,
    name,
    entering: balanced.filter(({ fromUnit }) => fromUnit === null),
    leaving: balanced.filter(({ toUnit }) => toUnit === null),
    gases,
  };
}

/** Whether a flow is part of carbon balances: not where it counts as emitted or is N2O, nor an output without a carbon content. */
function isBalanced(flow: Flow, rules: Rules): boolean {
  if (isEmitted(flow) || flow.transfer === 'installation') return false;
  return flow.treatment !== 'output' || isCarbonKnown(flow, rules);
}

/** Whether a flow is a gas that counts as emitted by the unit that it leaves. */
export function isEmitted({ transfer, treatment }: Flow): boolean {
  return transfer === 'other' || treatment === 'measured';
}

/** The carbon of the streams of a plant, a figure for each material between two units. */
export class Carbon {
  /** The flows of one material between the same two units, by the key of their figure. */
  readonly #flows: ReadonlyMap<string, readonly Flow[]>;
  readonly #plant: Plant;
  readonly #rules: Rules;
  readonly #known = new Map<string, Draft | null>();

  constructor(plant: Plant, rules: Rules) {
    [this.#plant, this.#rules] = [plant, rules];
    this.#flows = Map.groupBy(plant.flows, (flow) => this.#keyOf(flow));
  }

  /** The figures that were made. */
  get drafts(): Draft[] {
    return [...this.#known.values()].filter((draft) => draft !== null);
  }

  /** Returns the carbon of a flow and of those beside it: by its carbon content, else by the CO2 that it gives off; null where neither is known. */
  of(flow: Flow): Draft | null {
    const key = this.#keyOf(flow);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const beside = this.#flows.get(key)!;
    const parts = beside.map((own) => carbonOf(own, this.#rules) ?? this.#ofReleases(own));
    const sure = parts.filter((part) => part !== null);
    const draft =
      sure.length < parts.length ? null : { ...describeCarbon(beside), key, expression: sumOf(sure) };
    this.#known.set(key, draft);
    return draft;
  }

  #keyOf({ fromUnit, toUnit, material }: Flow): string {
    return `plant/${this.#plant.name}/carbon/from/${fromUnit ?? BORDER}/to/${toUnit ?? BORDER}/${material}`;
  }

  #ofReleases(flow: Flow): Expression | null {
    const [rules, first] = [this.#rules, flow.streams[0]!];
    if (isFixed(flow, rules)) return carbonIn(carbonDioxideOf(flow, rules), first, rules.context);
    if (flow.toUnit === null || flow.treatment === 'mass-balance') return null;
    return carbonIn(releaseOf(flow, rules), first, rules.context);
  }
}

function describeCarbon(flows: readonly Flow[]): Omit<Draft, 'key' | 'expression'> {
  const uses = describeUses(flows.flatMap(({ streams }) => streams));
  return { method: 'plant@1', scope: null, gwpSet: null, unit: 't{C}', gases: [], ...uses };
}

const TOLERANCE_DIGITS = { mode: 'half-even', digits: 4 } as const;

/**
 * Returns the carbon balance of a unit or a plant: what enters, what leaves in streams, what is emitted as CO2, and what does not close.
 * `closure` is the part of the entering carbon by which it need not close.
 * @throws EngineError `unit-makes-carbon` where more carbon leaves than enters, beyond the closure
 */
export function draftBalance(
  balanced: Balanced,
  closure: Amount,
  carbon: Carbon,
  { context, set }: Rules,
): Draft[] {
  const { prefix, name, entering, leaving, gases } = balanced;
  const [first] = [...entering, ...leaving].flatMap(({ streams }) => streams);
  const unknown = [...entering, ...leaving].filter((flow) => carbon.of(flow) === null);
  const sum = (flows: readonly Flow[]): Expression | null => {
    const parts = new Set(flows.map((flow) => carbon.of(flow)).filter((part) => part !== null));
    return parts.size === 0 ? null : sumOf([...parts].map((part) => valueOf('C', part)));
  };
  const [over, under] = [sum(entering), sum(leaving)];
  if (over === null && under === null) return [];
  const ratio = selectConstant('CO2/C', first!, context);
  const carbonOfGas = (symbol: string, drafts: readonly Draft[]): Expression[] =>
    drafts.length === 0 ? [] : [quotientOf(sumOf(drafts.map((draft) => valueOf(symbol, draft))), ratio)];
  const into = [...(over === null ? [] : [over]), ...carbonOfGas('CO2_made', gases.made)];
  const about = describeCarbon([...entering, ...leaving]);
  const make = (part: string, expression: Expression | null): Draft[] =>
    expression === null ? [] : [{ ...about, key: `${prefix}/carbon/${part}`, expression }];
  const parts = {
    in: make('in', into.length === 0 ? null : sumOf(into)),
    out: make('out', under),
    emitted: make('emitted', carbonOfGas('CO2', gases.emitted)[0] ?? null),
  };
  const value = (symbol: string, [draft]: readonly Draft[]): Expression[] =>
    draft === undefined ? [] : [valueOf(symbol, draft)];
  const less = [...value('C_out', parts.out), ...value('C_emitted', parts.emitted)];
  const [all] = value('C_in', parts.in);
  if (all === undefined) throw refuseNew(balanced, first!);
  const expression = less.length === 0 ? all : differenceOf(all, sumOf(less));
  const slack = slackOf(
    [...entering, ...leaving].flatMap(({ streams }) => streams),
    set.digits,
  );
  const gap: Draft = { ...about, key: `${prefix}/carbon/gap`, expression };
  const warnings = [
    ...warnOfUnknown(name, unknown),
    ...judgeGap(gap, all, { closure, name, first: first!, slack }),
  ];
  // What is left out is a row of the run too, so that a repeated run warns of it again.
  const documents = unknown.map(({ streams }) => streams[0]!);
  return [...parts.in, ...parts.out, ...parts.emitted, { ...gap, documents, warnings }];
}

function refuseNew({ name, leaving }: Balanced, first: Flow['streams'][number]): EngineError {
  const text = `${leaving[0]?.material ?? first.detail.material} leaves ${name} with carbon, and no stream brings carbon in: add the streams that enter ${name}`;
  return new EngineError('unit-makes-carbon', text, first.value, placeOf(first, 'value'));
}

interface Judging {
  readonly closure: Amount;
  readonly name: string;
  readonly first: Flow['streams'][number];
  /** What steps that are rounded can leave open. */
  readonly slack: Amount;
}

/** Warns of carbon that is missing beyond the closure, or too much within it. @throws EngineError `unit-makes-carbon` */
function judgeGap(gap: Draft, into: Expression, { closure, name, first, slack }: Judging): Warning[] {
  const exact = new ExactEvaluator();
  const [missing, entering] = [exact.evaluate(gap.expression), exact.evaluate(into)];
  if (!missing.abs().greaterThan(slack)) return [];
  const allowed = entering.times(closure).plus(slack);
  const shown = String(roundAmount(missing.abs(), TOLERANCE_DIGITS));
  const of = String(roundAmount(entering, TOLERANCE_DIGITS));
  if (missing.isNegative() && missing.abs().greaterThan(allowed)) {
    const text = `${name} gives off ${shown} t of carbon more than the ${of} t that enter it: correct an amount or a carbon content, add a missing stream, or allow more in parameters.closure`;
    throw new EngineError('unit-makes-carbon', text, shown, placeOf(first, 'value'));
  }
  if (!missing.isNegative() && !missing.greaterThan(allowed)) return [];
  const what = missing.isNegative() ? 'more leaves than enters' : 'does not leave again';
  const message = `${name}: of ${of} t of carbon that enter, ${shown} t do not close: ${what}`;
  return [{ code: 'carbon-gap', message, row: { record: first.record, key: first.key } }];
}

/** Warns of streams whose carbon is not known: one warning, which names the materials. */
function warnOfUnknown(name: string, flows: readonly Flow[]): Warning[] {
  const [first] = flows;
  if (first === undefined) return [];
  const materials = [...new Set(flows.map(({ material }) => material))].join(', ');
  const { record, key } = first.streams[0]!;
  const message = `the carbon balance of ${name} leaves out ${materials}: add rows carbon-content (0 where there is none)`;
  return [{ code: 'carbon-unknown', message, row: { record, key } }];
}
