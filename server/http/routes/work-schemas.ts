import * as z from 'zod';
import { hashSchema, timeSchema, uintSchema } from '../../../core/encoding/schema.ts';
import { MOST_UNITS, taskSchema, unitFailureSchema, unitSizeSchema } from '../../../core/work/task.ts';
import { WORK_STATES } from '../../../db/work/works.ts';
import { partyName } from '../schemas.ts';

/** Schemas of requests and answers about work on pools. */

const idSchema = z.uuid().meta({ description: 'The id of the work.' });
const wholeNumber = (description: string): z.ZodType<number, string> =>
  z
    .string()
    .regex(/^(0|[1-9][0-9]{0,6})$/, 'must be a whole number')
    .transform(Number)
    .meta({ description });
const unitNumber = wholeNumber('The number of the unit.');
const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hex digits')
  .meta({ description: 'SHA-256 of the bytes.' });

export const workParams = z.strictObject({ id: idSchema });
export const unitParams = z.strictObject({ id: idSchema, unit: unitNumber });
export const resultParams = z.strictObject({ id: idSchema, unit: unitNumber, sha256: sha256Schema });

const taskShape = taskSchema.meta({
  id: 'Task',
  description:
    'What is computed. `draws`: a unit is a slice of the random draws of a run. `solution`: its only unit is the solution of the equations of a run. `runs`: a unit is a run. `reperform`: a unit is a registered result that is computed again. Inputs are ids of records; a pool reads their entries from the ledger, if it may.',
});
const sizeShape = unitSizeSchema.meta({
  id: 'UnitSize',
  description: 'What one unit takes: bytes of its result, bytes of memory, seconds of one core.',
});

export const newWorkSchema = z
  .strictObject({
    party: partyName.optional().meta({
      description:
        'The party that asks. It can be left out where the key that signed in belongs to one party.',
    }),
    pools: z.array(partyName).min(1).max(8).meta({
      description: 'The parties that compute it, each all of it. What several give is compared.',
    }),
    task: taskShape,
    units: uintSchema(1, MOST_UNITS).meta({ description: 'How many units the task has.' }),
    unit: sizeShape,
  })
  .meta({ id: 'NewWork', description: 'Work for pools.' });

const lineSchema = z.strictObject({
  pool: hashSchema,
  begun: uintSchema().meta({ description: 'Units that a worker has taken at least once.' }),
  done: uintSchema(),
  dead: uintSchema().meta({ description: 'Units that are given up.' }),
  refused: z
    .strictObject({ code: z.string(), message: z.string() })
    .nullable()
    .meta({ description: 'Why the pool computes no more of it.' }),
});

export const workSchema = z
  .strictObject({
    id: idSchema,
    party: hashSchema,
    kind: z.string(),
    units: uintSchema(1),
    unit: sizeShape,
    state: z.enum(WORK_STATES),
    createdAt: timeSchema,
    endedAt: timeSchema.nullable(),
    lines: z.array(lineSchema).meta({ description: 'How far each pool is.' }),
  })
  .meta({ id: 'Work', description: 'Work on pools.' });

export const workStateSchema = z.strictObject({
  state: z.enum(['done', 'cancelled']).meta({
    description: 'done: you have what you need. cancelled: you need it no more. Either ends the work.',
  }),
});

export const resultsQuery = z.strictObject({
  from: wholeNumber('The first unit to list; 0 if not given.').optional(),
});

export const resultsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        unit: uintSchema(),
        pool: hashSchema,
        sha256: sha256Schema,
        size: uintSchema(),
        worker: z.string(),
        milliseconds: uintSchema(),
      }),
    ),
    dead: z.array(
      z.strictObject({ unit: uintSchema(), pool: hashSchema, code: z.string(), message: z.string() }),
    ),
  })
  .meta({ id: 'UnitResults', description: 'What pools gave, by unit, and units that they gave up.' });

export const leaseRequestSchema = z
  .strictObject({
    pool: partyName.optional().meta({
      description: 'The pool. It can be left out where the key that signed in belongs to one party.',
    }),
    worker: z
      .string()
      .regex(/^[A-Za-z0-9._:-]{1,64}$/)
      .meta({ description: 'The name of the worker, for people.' }),
    memory: uintSchema(1).meta({ description: 'Bytes of memory that it has for a unit.' }),
    most: uintSchema(1, 64).meta({ description: 'The most units to take.' }),
    parties: z.array(partyName).max(100).optional().meta({
      description: 'The parties for which the pool works. Without it, for everyone.',
    }),
    work: idSchema.optional().meta({ description: 'The only work to take from.' }),
  })
  .meta({ id: 'LeaseRequest', description: 'What a worker can take.' });

const heldSchema = z.strictObject({
  unit: uintSchema(),
  token: uintSchema(1).meta({
    description: 'Sent with the result: it says which taking of the unit it is of.',
  }),
});

export const leaseSchema = z
  .strictObject({
    lease: z
      .strictObject({
        work: idSchema,
        pool: hashSchema,
        party: hashSchema,
        task: taskShape,
        size: sizeShape,
        units: z.array(heldSchema),
        seconds: uintSchema(1).meta({ description: 'For how long the units are yours, unless you renew.' }),
      })
      .nullable(),
    isWaiting: z.boolean().meta({
      description:
        'Whether units of the pool are computed now, or wait for another attempt: ask again later.',
    }),
  })
  .meta({
    id: 'Lease',
    description: 'Units that the worker has for itself for a while; null: nothing waits.',
  });

export const renewalSchema = z.strictObject({
  pool: hashSchema,
  units: z.array(heldSchema).min(1).max(64),
});
export const renewedSchema = z.strictObject({
  units: z.array(uintSchema()).meta({ description: 'The units that are still yours: stop the others.' }),
});

export const deliveryQuery = z.strictObject({
  pool: hashSchema,
  token: wholeNumber('The token of the lease.'),
  sha256: sha256Schema,
  milliseconds: z
    .string()
    .regex(/^[0-9]{1,9}$/)
    .transform(Number)
    .meta({ description: 'For how long it was computed.' }),
});
export const deliveredSchema = z.strictObject({ unit: uintSchema(), sha256: sha256Schema });

export const failureSchema = z
  .strictObject({ pool: hashSchema, token: uintSchema(1), ...unitFailureSchema.shape })
  .meta({ id: 'UnitFailure', description: 'Why a unit could not be computed.' });
