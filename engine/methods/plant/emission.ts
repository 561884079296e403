import type { Warning } from '../../errors/warning.ts';
import { canonicalGas } from '../../factors/gas-names.ts';
import { selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  checkUnit,
  constant,
  productOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, sumOfRows, sumTerms, type Shape } from '../../figures/terms.ts';
import { rowsAbout } from '../../rows/row-index.ts';
import type { Row } from '../../rows/row.ts';
import { stepsTo, sumSteps, type Amounts, type Steps } from './digits.ts';
import { linesOf } from '../fuel/combustion-lines.ts';
import { divideByBiomass } from '../fuel/biomass.ts';
import { carbonLine } from '../fuel/carbon.ts';
import type { Line } from '../fuel/figures.ts';
import { shapesOf, warnOfBasis } from '../fuel/fuel.ts';
import type { Placement } from '../placement.ts';
import { describeMethane, listEmissions } from '../process/process-emissions.ts';
import { shapesOfProcess } from '../process/factor.ts';
import { Amount } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { gasOfTransfer, type Flow } from './network.ts';
import { checkCovered, type ClauseKind, type RuleSet } from './rule-set.ts';
import { aboutStream, asFuel, asProcess, type Stream } from './stream.ts';

const TONNE = parseUnit('t');

/** What a flow gives off in the unit that it enters, or takes out of one that it leaves: one gas of one origin. */
export interface Release {
  readonly flow: Flow;
  readonly prefix: Placement['prefix'];
  readonly gas: string;
  /** The gases that it covers; those that factors sum where `gas` is CO2e. */
  readonly gases: readonly string[];
  /** The mass, in tonnes of the gas. */
  readonly expression: Expression;
  readonly methane?: Draft['methane'];
  readonly warnings: readonly Warning[];
}

/** What the figures of a plant are computed with. */
export interface Rules {
  readonly gwpSet: string;
  readonly set: RuleSet;
  readonly context: MethodContext;
  /** What flows give off, as far as it was asked: unit and carbon balance ask for it. */
  readonly released: Map<Flow, readonly Release[]>;
}

/**
 * Returns what a flow gives off in the unit that it enters, by its treatment; an output, in the unit that it leaves.
 * @throws EngineError `outside-rules`; as `linesOf`, `listEmissions` and `selectFactor`
 */
export function releaseOf(flow: Flow, rules: Rules): readonly Release[] {
  const { treatment, streams } = flow;
  const known = rules.released.get(flow);
  if (known !== undefined) return known;
  checkCovered(rules.set, streams, clauseOfTreatment(flow));
  if (treatment === 'measured') return [measuredOf(flow)];
  const releases = aboutStream(() =>
    treatment === 'process' || treatment === 'output'
      ? ofProcess(flow, rules)
      : ofLines(flow, linesFor(flow, rules), rules),
  );
  rules.released.set(flow, releases);
  return releases;
}

/** By which clause a flow gives off what it does. */
export function clauseOfTreatment({ treatment, streams }: Flow): ClauseKind {
  if (treatment === 'output') return 'process';
  if (treatment !== 'measured') return treatment;
  return canonicalGas(streams[0]!.unit.substance!) === 'N2O' ? 'measurement-N2O' : 'measurement';
}

/** A gas that was measured: its own mass. */
function measuredOf(flow: Flow): Release {
  const [first] = flow.streams;
  const gas = canonicalGas(first!.unit.substance!);
  const expression = sumFlow(flow, () => ({ symbol: 'M', to: TONNE, substance: gas, factors: [] }));
  const origin = first!.detail.origin ?? 'fossil';
  const prefix = gas === 'CO2' && origin !== 'fossil' ? origin : 'scope1';
  const gases = [gas];
  return { flow, prefix, gas, gases, expression, warnings: warnOfMeters(flow) };
}

/** By which clause the carbon of a flow is taken off that leaves a unit. */
export function clauseOfLeaving({ transfer, toUnit }: Flow, { set }: Rules): ClauseKind {
  if (transfer !== null) return transfer === 'installation' ? 'transfer-N2O' : 'transfer';
  return toUnit === null && set.clauses['fixed-carbon'] !== undefined ? 'fixed-carbon' : 'mass-balance';
}

/**
 * Returns the carbon of a flow as the CO2 that it would be: what mass balances count. Where the rules count the carbon fixed in products, it can be
 * stated by a factor of the product.
 * @throws EngineError `outside-rules`; as `selectFactor`
 */
export function carbonDioxideOf(flow: Flow, rules: Rules): Release[] {
  const kind = clauseOfLeaving(flow, rules);
  checkCovered(rules.set, flow.streams, kind);
  if (flow.transfer !== null) return [transferOf(flow)];
  return aboutStream(() =>
    kind === 'fixed-carbon' && !isCarbonKnown(flow, rules)
      ? ofProcess(flow, rules)
      : ofLines(flow, carbonLines(flow, rules.context), rules),
  );
}

/** Whether the material of a flow has a carbon content, at its place. */
export function isCarbonKnown({ streams }: Flow, { context }: Rules): boolean {
  return carbonLine(asFuel(streams[0]!), context).isKnown;
}

/** Whether a flow takes carbon off that no mass balance counts: it leaves the plant in a product, as some rules count it. */
export function isFixed(flow: Flow, rules: Rules): boolean {
  if (clauseOfLeaving(flow, rules) !== 'fixed-carbon' || flow.treatment === 'output') return false;
  const { rows } = rules.context;
  return isCarbonKnown(flow, rules) || rowsAbout(rows, 'process-factor', flow.material).length > 0;
}

/** Returns the carbon of a flow in t{C}; null where its material has no carbon content. @throws EngineError as `selectFactor` */
export function carbonOf(flow: Flow, rules: Rules): Expression | null {
  const [first] = flow.streams;
  if (flow.transfer !== null)
    return quotientOf(transferOf(flow).expression, selectConstant('CO2/C', first!, rules.context));
  const { line, isKnown } = carbonLine(asFuel(first!), rules.context);
  if (!isKnown) return null;
  const terms = line.terms.map(({ ratio: _ratio, ...term }) => ({ ...term, oxidation: 'never' as const }));
  return aboutStream(() => {
    const making = { context: rules.context, noted: new Map() };
    return sumFuel(flow, shapesOf(terms, line.formula, making), stepsTo('C', rules.set.digits));
  });
}

/** A gas that is handed over: its own mass. */
function transferOf(flow: Flow): Release {
  const gas = gasOfTransfer(flow.streams[0]!);
  const expression = sumFlow(flow, () => ({ symbol: 'M', to: TONNE, substance: gas, factors: [] }));
  return { flow, prefix: 'scope1', gas, gases: [gas], expression, warnings: warnOfMeters(flow) };
}

function linesFor(flow: Flow, { gwpSet, context }: Rules): readonly Line[] {
  if (flow.treatment === 'mass-balance') return carbonLines(flow, context);
  const use = asFuel(flow.streams[0]!);
  return divideByBiomass(linesOf(use, gwpSet, context), use, context);
}

function carbonLines(flow: Flow, context: MethodContext): readonly Line[] {
  const use = asFuel(flow.streams[0]!);
  const { line } = carbonLine(use, context);
  const terms = line.terms.map((term) => ({ ...term, oxidation: 'never' as const }));
  return divideByBiomass([{ ...line, terms }], use, context);
}

function ofLines(flow: Flow, lines: readonly Line[], { context, set }: Rules): Release[] {
  return lines.map(({ prefix, gas, gases, terms, formula }) => {
    const noted = new Map<string, Warning>();
    const shapeOf = shapesOf(terms, formula, { context, noted });
    const expression = sumFuel(flow, shapeOf, stepsTo(gas, set.digits));
    const warnings = [...warnOfMeters(flow), ...warnOfBasis(flow.streams.map(asFuel)), ...noted.values()];
    return { flow, prefix, gas, gases, expression, warnings };
  });
}

/** Returns the sum of the streams of a flow, each times what multiplies it as a fuel. */
function sumFuel(
  flow: Flow,
  shapeOf: (use: ReturnType<typeof asFuel>) => Shape,
  steps: Steps | undefined,
): Expression {
  return sumFlow(flow, (stream) => shapeOf(asFuel(stream)), steps);
}

/**
 * Returns the sum of the streams of a flow, each times what multiplies it: its amount as stated, or what its meter measured, as it is reconciled; by
 * the steps that the rules round, where they do.
 */
export function sumFlow(flow: Flow, shapeOf: (stream: Stream) => Shape, steps?: Steps): Expression {
  const { streams, selection, metered, correction } = flow;
  const amounts = metered?.amounts;
  const correct = (sum: Expression): Expression => (correction === null ? sum : productOf(sum, correction));
  if (amounts?.has(streams[0]!) === true) {
    const measure: Amounts = (rows, { to, substance }) =>
      correct(
        sumOf(
          rows.map((stream) => productOf(...amountMeasured(stream, amounts.get(stream)!, { to, substance }))),
        ),
      );
    return steps === undefined
      ? correct(
          sumOf(streams.map((stream) => multiplyMeasured(stream, amounts.get(stream)!, shapeOf(stream)))),
        )
      : sumSteps(streams, shapeOf, measure, steps);
  }
  const own = metered === null ? shapeOf : calibrate(shapeOf, metered.factors);
  return steps === undefined
    ? correct(sumTerms(streams, selection, own))
    : sumSteps(
        streams,
        own,
        (rows, { symbol, ...about }) => correct(sumOfRows(symbol, rows, { ...about, selection })),
        steps,
      );
}

/** Returns shapes with the calibration of the meter of each stream among their factors. */
function calibrate(
  shapeOf: (stream: Stream) => Shape,
  calibrations: NonNullable<Flow['metered']>['factors'],
): (stream: Stream) => Shape {
  const shapes = new Shapes();
  return (stream) => {
    const [shape, calibration] = [shapeOf(stream), calibrations.get(stream)!];
    return shapes.of([shape, calibration.row], () => ({
      ...shape,
      factors: [...shape.factors, calibration],
    }));
  };
}

/** Returns what a meter measured for a stream, as factors that count in a unit. */
function amountMeasured(
  stream: Stream,
  measured: Draft,
  { to, substance }: Pick<Shape, 'to' | 'substance'>,
): Expression[] {
  checkUnit(stream, to, substance);
  const { numerator, denominator } = stream.unit;
  const over = new Amount(numerator * to.denominator);
  const conversion = constant('', over, new Amount(denominator * to.numerator));
  return [valueOf('Q', measured), conversion];
}

/** Returns what a meter measured for a stream, times what multiplies the stream. */
function multiplyMeasured(
  stream: Stream,
  measured: Draft,
  { factors, divisors = [], ...about }: Shape,
): Expression {
  const product = productOf(...amountMeasured(stream, measured, about), ...factors);
  return divisors.length === 0 ? product : quotientOf(product, productOf(...divisors));
}

/** Returns the warnings about the meters of streams that state their amounts, and about those that were not measured. */
export function warnOfMeters({ streams, metered, correction }: Flow): readonly Warning[] {
  if (metered !== null) return streams.flatMap((stream) => metered.notes.get(stream)?.warnings ?? []);
  const [first] = streams;
  if (first!.detail.measurement !== 'none' || correction !== null) return [];
  const { record, key, value, unit } = first!;
  const more = streams.length === 1 ? '' : ` and ${streams.length - 1} more rows`;
  const message = `${key}${more}: the amount was not measured, and what is stated counts: ${value} ${unit.text}. Let balances determine it (parameters.reconcile), or measure it`;
  return [{ code: 'unmeasured-flow', message, row: { record, key } }];
}

/** Returns the rows that decide the warnings about these meters. */
export function documentsOfMeters({ streams, metered }: Flow): readonly Row[] {
  return metered === null ? [] : streams.flatMap((stream) => metered.notes.get(stream)?.documents ?? []);
}

function ofProcess(flow: Flow, { context, set }: Rules): Release[] {
  const { streams, material } = flow;
  const uses = streams.map(asProcess);
  const emissions = listEmissions(material, { uses, where: {} }, context);
  return emissions.map(({ placement, origin, candidates }) => {
    const shapeOf = shapesOfProcess(candidates, placement.gas, context);
    const unstated = uses.filter(({ detail }) => detail.origin === undefined);
    return {
      flow,
      prefix: placement.prefix,
      gas: placement.gas,
      gases: [canonicalGas(placement.gas)],
      expression: sumFlow(flow, (stream) => shapeOf(asProcess(stream)), stepsTo(placement.gas, set.digits)),
      ...describeMethane(placement, origin, unstated),
      warnings: warnOfMeters(flow),
    };
  });
}

/** Returns the carbon in masses of CO2, in t{C}: what a flow gives off whose material states no carbon content. */
export function carbonIn(
  releases: readonly Release[],
  by: Stream,
  context: MethodContext,
): Expression | null {
  const ofCarbon = releases.filter(({ gas }) => gas === 'CO2');
  if (ofCarbon.length === 0) return null;
  return quotientOf(
    sumOf(ofCarbon.map(({ expression }) => expression)),
    selectConstant('CO2/C', by, context),
  );
}
