import * as z from 'zod';
import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import { parseUnit, type Unit } from '../../quantities/unit.ts';
import { label } from '../../rows/types/common.ts';
import { commonParameters, gwpSet, rounding, spelledName } from '../parameters.ts';
import { ALLOCATIONS } from './allocation.ts';

/** An amount above 0. */
export const decimal = z
  .string()
  .regex(/^(?=.*[1-9])(0|[1-9]\d{0,17})(\.\d{1,17})?$/, 'expected a decimal above 0 as text, such as "1"');

/** Returns the unit that a parameter names. @throws EngineError `bad-unit` with its place */
export function readAskedUnit(text: string, parameter: string): Unit {
  try {
    return parseUnit(text);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.code, error.message, text, placeOfAsked(`parameters.${parameter}`));
  }
}

/** What of the life cycle is inside. */
export const BOUNDARIES = ['cradle-to-gate', 'cradle-to-grave', 'gate-to-gate'] as const;

const functionalUnit = z.strictObject({
  name: label.schema,
  product: spelledName.describe('What is supplied: a product, or a waste that is treated.'),
  process: spelledName.optional().describe('The process that supplies it, where several can.'),
  amount: decimal,
  unit: z.string().min(1),
  boundary: z
    .enum(BOUNDARIES, `expected the boundary of the system: one of ${BOUNDARIES.join(', ')}`)
    .describe('What of the life cycle the processes cover. It is stated, because no row tells it.'),
  function: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('What the functional unit does, in words. Products are compared only where it is the same.'),
});
export type FunctionalUnit = z.output<typeof functionalUnit>;

/** Standards whose rules a product can follow. */
export const STANDARDS = ['none', 'iso14067', 'en15804'] as const;
export type Standard = (typeof STANDARDS)[number];

/** Figures that are shown where they are asked for. */
const SHOWN = ['inventory', 'processes', 'flows', 'inputs', 'links', 'runs'] as const;

export const cycleParameters = commonParameters.extend({
  rounding: rounding.prefault({ mode: 'half-even', digits: 12 }),
  functionalUnits: z
    .array(functionalUnit)
    .min(1)
    .refine(
      (units) => new Set(units.map(({ name }) => name)).size === units.length,
      'expected each name once',
    ),
  gwpSet: gwpSet
    .optional()
    .describe('The set of potentials by which gases are added up to CO2e. Absent: they are not.'),
  standard: z
    .enum(STANDARDS)
    .default('none')
    .describe(
      'Whose rules apply: under `none` CO2 of biogenic carbon is in no total; under `iso14067` and `en15804` it counts, as −1 where it is taken up; `en15804` has a figure for each module.',
    ),
  categories: z
    .array(spelledName)
    .default([])
    .describe('Categories of impact that rows characterisation-factor give, such as acidification.'),
  allocation: z
    .enum(ALLOCATIONS)
    .optional()
    .describe('How processes with several products share their inputs and emissions.'),
  processes: z
    .array(
      z.strictObject({
        process: spelledName,
        allocation: z.enum([...ALLOCATIONS, 'substitution']),
        product: spelledName
          .optional()
          .describe('With substitution: the product that the process is for. The others save their supply.'),
      }),
    )
    .default([])
    .describe('Processes that share otherwise.'),
  providers: z
    .array(z.strictObject({ product: spelledName, process: spelledName }))
    .default([])
    .describe('Which process supplies a product that several make, where no row says so.'),
  cutOff: z
    .array(spelledName)
    .default([])
    .describe('Products and wastes whose processes are left out. Each has a figure, in its own unit.'),
  withoutProcess: z
    .enum(['refuse', 'leave-out'])
    .default('refuse')
    .describe(
      'What to do where no process makes or treats what another one needs: refuse the run, or leave it out, with a warning. Databases of processes have many such inputs.',
    ),
  show: z
    .array(z.enum(SHOWN))
    .default(['inventory'])
    .describe(
      'What is shown besides totals: `inventory`, each elementary flow; `processes`, where it is emitted; `flows`, each flow of these processes; `inputs`, for which input of the product; `links`, for what each process supplies to another one; `runs`, how much of each process is needed.',
    ),
  most: z
    .int()
    .min(1)
    .max(10_000)
    .default(20)
    .describe(
      'The most processes, and the most links, that are shown, the largest first. What is left of processes is one figure.',
    ),
  compare: z
    .array(z.tuple([z.string().min(1), z.string().min(1)]))
    .default([])
    .describe('Pairs of functional units that are compared: the second less the first.'),
  landUseYears: z
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('The years over which the emission of a change of land use is spread.'),
  unsureDigits: z
    .enum(['refuse', 'drop'])
    .default('drop')
    .describe(
      'What to do where the error bound of a figure does not guarantee every digit of the rounding: show those that it guarantees, or refuse the run.',
    ),
});
export type CycleParameters = z.output<typeof cycleParameters>;
