import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import type { MethodContext } from '../../figures/figure.ts';
import { Spreads } from '../../uncertainty/variables.ts';
import type { FigureKind, Method } from '../method.ts';
import { commonParameters, spelledName } from '../parameters.ts';
import { coefficientOf, gapOf, type Balance } from '../reconcile/balance.ts';
import { draftReconciliation } from '../reconcile/figures.ts';
import { SingularWeights, weigh, type Weights } from '../reconcile/weights.ts';
import { openBalances, type Balanced } from './mass-balances.ts';
import { openFlows } from './measured.ts';

const parameters = commonParameters.extend({
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
});
type Parameters = z.output<typeof parameters>;

const FLOW = 'reconcile/{plant}/from/{unit}/to/{unit}/{material}';
const BALANCE = 'reconcile/{plant}/balance/{balance}';
const FIGURES: readonly FigureKind[] = [
  { key: `${FLOW}/measured`, unit: '*', meaning: 'A flow as its rows state it, in t, m3 or GJ.' },
  { key: `${FLOW}/reconciled`, unit: '*', meaning: 'The same as it fits the balances.' },
  { key: `${FLOW}/adjustment`, unit: '*', meaning: 'The difference: v, what is added to the measured flow.' },
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
    meaning: 'What is left of it for the flows of this balance, when those of others are moved too.',
  },
  {
    key: `${BALANCE}/reconciled`,
    unit: '*',
    meaning: 'The same of reconciled flows: 0. Its rounding difference is what their rounding leaves open.',
  },
  {
    key: `${BALANCE}/test`,
    unit: '1',
    meaning: 'The nodal test: what does not close over its standard deviation.',
  },
  {
    key: 'reconcile/{plant}/fit',
    unit: '1',
    meaning: 'The global test: J, the sum of squares of what was moved, weighed by its covariances.',
  },
  {
    key: 'reconcile/{plant}/fit-of-limit',
    unit: '1',
    meaning:
      'J over the 95 % quantile of chi-squared with as many degrees of freedom as balances. Above 1 the global test fails.',
  },
];

/** The flows of a plant as they were measured, and as they fit its balances. */
export const reconcile: Method<Parameters> = {
  id: 'reconcile',
  version: 1,
  title: 'Measured flows of a plant, moved by least squares so that its balances close',
  standard:
    'Weighted least squares under linear balances, with the global test, the measurement test and the nodal test, as in VDI 2048 part 1 (the guideline was not read: its example is known from a public program that computes it)',
  reads: ['plant-stream', 'balance-term', 'conversion-factor'],
  parameters,
  figures: FIGURES,
  traps: [
    'A unit closes in mass only where all of its streams are rows: air, water and waste gas too. Name the balances that close in parameters.balances.',
    'A flow is all rows of one material between the same units in the period. Their uncertainties are those of each row: rows of one meter share an error only by detail.correlation or the parameter meters.',
    'A flow moves by its variance: one of uncertainty 0 stays. Carbon contents and other properties of a material are not moved.',
    'Errors count as normal. The global test fails in 5 of 100 plants without any fault, and one measurement test in 20.',
    'uncertainty@1 gives the interval of each figure, also of reconciled flows. Let its parameter meters be the same as here.',
  ],
  compute: computeReconcile,
};

function computeReconcile(context: MethodContext, { balances, meters }: Parameters): Draft[] {
  const opening = { context, spreads: new Spreads(meters), asked: balances ?? null };
  const plants = [...openFlows(context)].map(([name, flows]) => ({
    name,
    ...openBalances(name, flows, opening),
  }));
  for (const [at, asked] of (balances ?? []).entries())
    if (plants.every((plant) => plant.balances.every(({ name }) => name !== asked)))
      throw refuseUnknown(asked, at);
  return plants.flatMap(({ name, ...balanced }) => {
    const open = withoutFixed(balanced);
    if (open.balances.length === 0) return [];
    return draftReconciliation({ ...open, name, prefix: `reconcile/${name}`, weights: weighPlant(open) });
  });
}

function refuseUnknown(name: string, at: number): EngineError {
  const text = `no unit and no balance-term row has the name ${name}: correct it, or add its rows`;
  return new EngineError('bad-balance', text, name, placeOfAsked(`parameters.balances.${at}`));
}

/** Leaves out balances that close already and that nothing can move. @throws EngineError `singular-weights` where one does not close */
function withoutFixed({ balances, measurements }: Balanced): Balanced {
  const exact = new ExactEvaluator();
  const open = balances.filter((balance) => {
    const isFixed = balance.terms.every(
      ({ measurement: { error } }) =>
        error.own === 0 && [...error.shared.values()].every((each) => each === 0),
    );
    if (!isFixed) return true;
    const gap = exact.evaluate(gapOf(balance, ({ draft }) => draft));
    if (gap.isZero()) return false;
    throw refuseSingular(
      balance,
      `does not close by ${String(gap)} ${balance.unit.text}, and each of its flows has the uncertainty 0: correct an amount, or state the uncertainty of one`,
    );
  });
  const used = new Set(open.flatMap(({ terms }) => terms.map(({ measurement }) => measurement)));
  return { balances: open, measurements: measurements.filter((measurement) => used.has(measurement)) };
}

/** @throws EngineError `singular-weights` */
function weighPlant({ balances, measurements }: Balanced): Weights {
  const places = new Map(measurements.map((measurement, at) => [measurement, at]));
  const coefficients = balances.map(
    ({ terms }) => new Map(terms.map((term) => [places.get(term.measurement)!, coefficientOf(term)])),
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
      'follows from other balances, or its flows are moved together so that nothing is left to move, or uncertainties differ by more than 100,000 times: leave it out of parameters.balances, or correct an uncertainty',
    );
  }
}

function refuseSingular({ name, terms }: Balance, what: string): EngineError {
  const [{ measurement }] = terms as [Balance['terms'][number]];
  const row = measurement.rows[0]!;
  return new EngineError(
    'singular-weights',
    `the balance ${name} ${what}`,
    row.value,
    placeOf(row, 'detail.uncertainty'),
  );
}
