import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import { quotientOf, valueOf } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Spreads } from '../../uncertainty/variables.ts';
import type { FigureKind } from '../method.ts';
import { spelledName } from '../parameters.ts';
import { coefficientsOf, gapOf, type Balance } from '../reconcile/balance.ts';
import { draftReconciliation, warnIfNegative, type Reconciled } from '../reconcile/figures.ts';
import type { Measurement } from '../reconcile/measurement.ts';
import { SingularWeights, weigh, type Weights } from '../reconcile/weights.ts';
import { openBalances } from './mass-balances.ts';
import type { MeasuredFlow } from './measured.ts';
import type { Plant } from './network.ts';
import { draftEstimate, warnOfOpen } from './unmeasured.ts';

/** What a reconciliation can be asked. */
export const RECONCILIATION = {
  balances: z
    .array(spelledName)
    .min(1)
    .optional()
    .describe(
      'The units and stated balances that must close. Unless stated: every unit that streams enter and leave, and every balance of balance-term rows.',
    ),
  meters: z
    .enum(['independent', 'together'])
    .default('independent')
    .describe(
      'Whether rows that name one meter of one facility move together, where they name no group in detail.correlation.',
    ),
};

/** What was asked. */
export interface AskedReconciliation {
  readonly balances?: readonly string[] | undefined;
  readonly meters: 'independent' | 'together';
}

const FLOW = 'reconcile/{plant}/from/{unit}/to/{unit}/{material}';
const BALANCE = 'reconcile/{plant}/balance/{balance}';

/** The figures of the flows and balances of a plant. */
export const RECONCILED_FIGURES: readonly FigureKind[] = [
  {
    key: `${FLOW}/measured`,
    unit: '*',
    meaning: 'A flow as it was measured, in t, m3 or GJ. Beyond the border of the plant is outside.',
  },
  {
    key: `${FLOW}/second/{figure}`,
    unit: '*',
    meaning: 'The same four figures of what second meters measured.',
  },
  {
    key: `${FLOW}/meters/{figure}`,
    unit: '*',
    meaning: 'The same four figures of a balance: one meter less the other.',
  },
  { key: `${FLOW}/adjustment`, unit: '*', meaning: 'v: what is added to it so that the balances close.' },
  { key: `${FLOW}/reconciled`, unit: '*', meaning: 'The sum of both.' },
  { key: `${FLOW}/stated`, unit: '*', meaning: 'A flow that was not measured, as its streams state it.' },
  {
    key: `${FLOW}/estimated`,
    unit: '*',
    meaning: 'The same flow as the balances determine it, by the reconciled flows beside it.',
  },
  {
    key: `${FLOW}/test`,
    unit: '1',
    meaning:
      'The measurement test |v|/s_v: above 1.96, the flow is moved further than its uncertainty explains.',
  },
  { key: `${BALANCE}/measured`, unit: '*', meaning: 'What does not close: in less out, as measured.' },
  {
    key: `${BALANCE}/net`,
    unit: '*',
    meaning:
      'What the flows of this balance have to take of it, when those of the other balances are moved too.',
  },
  {
    key: `${BALANCE}/reconciled`,
    unit: '*',
    meaning:
      'In less out of the reconciled flows: 0. Its rounding difference is what their rounding leaves open.',
  },
  {
    key: `${BALANCE}/test`,
    unit: '1',
    meaning: 'The nodal test: what does not close as measured, over its standard deviation.',
  },
  {
    key: 'reconcile/{plant}/fit',
    unit: '1',
    meaning:
      'The global test: J, the sum of the squares of all that was added, weighed by the covariances of the flows.',
  },
  {
    key: 'reconcile/{plant}/fit-of-limit',
    unit: '1',
    meaning:
      'J over the 95 % quantile of chi-squared with as many degrees of freedom as balances. Above 1 the global test fails.',
  },
];

/** A reconciled flow: its figures as measured and as reconciled. */
export interface Moved {
  readonly measured: Draft;
  readonly reconciled: Draft;
}

/** A plant whose flows were moved. */
export interface ReconciledPlant {
  readonly drafts: readonly Draft[];
  /** Of the flows that balances count. */
  readonly moved: ReadonlyMap<MeasuredFlow, Moved>;
  /** The names of its balances. */
  readonly balances: readonly string[];
}

/**
 * Moves the flows of each plant so that its balances close.
 * @param place of what was asked in the parameters, for errors
 * @throws EngineError `bad-balance`, `singular-weights`; as `openBalances`
 */
export function reconcilePlants(
  plants: readonly Plant[],
  context: MethodContext,
  asked: AskedReconciliation,
  place: string,
): ReadonlyMap<Plant, ReconciledPlant> {
  const reconciled = new Map(plants.map((plant) => [plant, reconcilePlant(plant, context, asked)]));
  for (const [at, name] of (asked.balances ?? []).entries()) {
    if ([...reconciled.values()].some(({ balances }) => balances.includes(name))) continue;
    const text = `no unit and no balance-term row has the name ${name}: correct it, or add its rows`;
    throw new EngineError('bad-balance', text, name, placeOfAsked(`${place}.balances.${at}`));
  }
  return reconciled;
}

function reconcilePlant(
  plant: Plant,
  context: MethodContext,
  { balances: asked, meters }: AskedReconciliation,
): ReconciledPlant {
  const spreads = new Spreads(meters);
  const { balances, flows, names, unmeasured } = openBalances(plant, { context, spreads, asked });
  const open = balances.filter((balance) => !isFixed(balance));
  const { drafts, ofMeasurements } = open.length === 0 ? NONE : draftMoved(plant, open, [...flows.values()]);
  const moved = [...flows].flatMap(([flow, measurement]) => {
    const reconciled = ofMeasurements.get(measurement);
    return reconciled === undefined ? [] : [[flow, { measured: measurement.draft, reconciled }] as const];
  });
  const taken = new Set<Draft>();
  const estimated = unmeasured.map((own) => {
    const estimate = draftEstimate(own, (measurement) => {
      const draft = ofMeasurements.get(measurement) ?? measurement.draft;
      taken.add(draft);
      return draft;
    });
    const stated = { ...own.stated.draft, ...(estimate === null ? { warnings: [warnOfOpen(own)] } : {}) };
    return {
      flow: own.flow,
      stated,
      estimate: estimate === null ? null : warnIfNegative(own.stated, estimate),
    };
  });
  const beside = [...taken].filter((draft) => !drafts.includes(draft));
  return {
    drafts: [
      ...drafts,
      ...beside,
      ...estimated.flatMap(({ stated, estimate }) => (estimate === null ? [stated] : [stated, estimate])),
    ],
    moved: new Map([
      ...moved,
      ...estimated.flatMap(({ flow, stated, estimate }) =>
        estimate === null ? [] : [[flow, { measured: stated, reconciled: estimate }] as const],
      ),
    ]),
    balances: names,
  };
}

const NONE: Reconciled = { drafts: [], ofMeasurements: new Map() };

function draftMoved(plant: Plant, open: readonly Balance[], all: readonly Measurement[]): Reconciled {
  const used = new Set(open.flatMap(({ terms }) => terms.map(({ measurement }) => measurement)));
  const measurements = all.filter((measurement) => used.has(measurement));
  const weights = weighBalances(open, measurements);
  const name = { prefix: `reconcile/${plant.name}`, name: plant.name };
  return draftReconciliation({ ...name, measurements, balances: open, weights });
}

/**
 * Returns a plant whose streams count as they are reconciled: what they state, times reconciled over measured. So a flow of several streams is moved
 * in proportion to them, and carbon contents stay.
 * @throws EngineError `out-of-range` for a flow that is moved away from 0
 */
export function correctFlows(plant: Plant, { moved }: ReconciledPlant): Plant {
  const corrections = new Map(
    [...moved].flatMap(([{ flows, name, stream }, { measured, reconciled }]) => {
      const exact = new ExactEvaluator();
      if (!exact.evaluate(measured.expression).isZero()) {
        const correction = quotientOf(valueOf('reconciled', reconciled), valueOf('measured', measured));
        return flows.map((flow) => [flow, correction] as const);
      }
      const amount = exact.evaluate(reconciled.expression);
      if (amount.isZero()) return [];
      const text = `${name} was measured as 0, and is ${String(amount)} ${reconciled.unit} after reconciliation, which no stream has in proportion: state a small amount, or the uncertainty 0`;
      throw new EngineError('out-of-range', text, stream.value, placeOf(stream, 'value'));
    }),
  );
  const flows = plant.flows.map((flow) => ({ ...flow, correction: corrections.get(flow) ?? null }));
  return { ...plant, flows };
}

/** Whether no flow of a balance is uncertain: then it closes already. @throws EngineError `singular-weights` where it does not */
function isFixed(balance: Balance): boolean {
  if (balance.terms.some(({ measurement }) => measurement.error.size > 0)) return false;
  const gap = new ExactEvaluator().evaluate(gapOf(balance, ({ draft }) => draft));
  if (gap.isZero()) return true;
  throw refuseSingular(
    balance,
    `does not close by ${String(gap)} ${balance.unit.text}, and each of its flows has the uncertainty 0: correct an amount, or state the uncertainty of one`,
  );
}

/** @throws EngineError `singular-weights` */
function weighBalances(balances: readonly Balance[], measurements: readonly Measurement[]): Weights {
  const places = new Map(measurements.map((measurement, at) => [measurement, at]));
  const coefficients = balances.map(
    (balance) =>
      new Map([...coefficientsOf(balance)].map(([measurement, by]) => [places.get(measurement)!, by])),
  );
  try {
    return weigh(
      measurements.map(({ error }) => error),
      coefficients,
    );
  } catch (error) {
    if (!(error instanceof SingularWeights)) throw error;
    throw refuseSingular(
      balances[error.balance]!,
      'follows from other balances, or its flows are wrong together so that nothing moves it, or uncertainties differ by more than 100,000 times: leave it out of parameters.balances, or correct an uncertainty',
    );
  }
}

function refuseSingular({ name, terms }: Balance, what: string): EngineError {
  const { row } = terms[0]!.measurement;
  const text = `the balance ${name} ${what}`;
  return new EngineError('singular-weights', text, row.value, placeOf(row, 'detail.uncertainty'));
}
