import type * as z from 'zod';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import type { Method } from '../method.ts';
import { commonParameters } from '../parameters.ts';
import { METER_FIGURE } from './meters/figure.ts';
import { openPlants } from './network.ts';
import { RECONCILED_FIGURES, reconcilePlants, RECONCILIATION } from './reconciliation.ts';

const parameters = commonParameters.extend(RECONCILIATION);
type Parameters = z.output<typeof parameters>;

/** The flows of a plant as they were measured, and as they fit its balances. */
export const reconcile: Method<Parameters> = {
  id: 'reconcile',
  version: 1,
  title: 'Measured flows of a plant, moved by least squares so that its balances close',
  standard:
    'Weighted least squares under linear balances, with the global test, the measurement test and the nodal test, as in VDI 2048 part 1 (the guideline was not read: its example is known from a public program that computes it)',
  reads: ['plant-stream', 'balance-term', 'meter-reading', 'meter-calibration', 'conversion-factor'],
  parameters,
  figures: [...RECONCILED_FIGURES, METER_FIGURE],
  traps: [
    'A unit closes in mass only where all of its streams are rows: air, water and waste gas too. Name the balances that close in parameters.balances.',
    'A flow is all rows of one material between the same units in the period. Each row states its uncertainty, or the calibrations of its meter do. Rows of one meter are wrong together only by a calibration, by detail.correlation or by parameters.meters; any two rows can be, by a group of their own.',
    'A stream with measurement none was not measured. Balances that share it count as their sum, and where they determine it, it is a figure, which plant@1 takes. Where they do not, a warning names it, and it counts as stated.',
    'A flow moves by its variance: one of uncertainty 0 stays. Carbon contents and other properties of a material are not moved.',
    'Errors count as normal, around what rows state. The global test fails in 5 of 100 plants without any fault, and one measurement test in 20.',
    'uncertainty@1 gives the interval of each figure, also of reconciled flows. Let its parameter meters be the same as here.',
  ],
  compute: computeReconcile,
};

function computeReconcile(context: MethodContext, asked: Parameters): Draft[] {
  const plants = reconcilePlants(openPlants(context), context, asked, 'parameters');
  return [...plants].flatMap(([{ meters }, { drafts }]) =>
    drafts.length === 0 ? [] : [...meters, ...drafts],
  );
}
