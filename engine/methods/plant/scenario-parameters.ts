import * as z from 'zod';
import { spelledName } from '../parameters.ts';

const decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,29})(\.\d{1,30})?$/, 'expected a decimal of 0 or more as a text, such as "750"');

/** A change of rows: exactly one of `key`, `stream` and `add` names them. */
const change = z.strictObject({
  key: z.string().min(1).optional().describe('The key of the row that changes.'),
  record: z
    .string()
    .regex(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits')
    .optional()
    .describe('The record of the row, where rows of several records have its key.'),
  stream: z
    .strictObject({
      plant: spelledName.optional(),
      material: spelledName,
      unit: spelledName.optional(),
    })
    .optional()
    .describe(
      'The streams that change: those of a material, of one plant, or into or out of one unit of it.',
    ),
  add: z.string().min(1).max(128).optional().describe('The key of a row that the scenario has besides.'),
  value: decimal.optional().describe('The new value of the row; 0 takes it out.'),
  unit: z.string().min(1).optional().describe('The unit of the new value. Unless stated, that of the row.'),
  times: decimal.optional().describe('What the values of the rows are multiplied by.'),
  detail: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      'Members of the detail that are other ones, such as the material; null takes one away. Of an added row the whole detail.',
    ),
  reason: z.string().min(1).max(1024),
});

/** Cases beside the one that the rows state. */
export const scenarios = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[^/]{1,64}$/, 'expected a name of at most 64 characters without a slash'),
      changes: z.array(change).max(1000),
    }),
  )
  .max(100)
  .default([])
  .describe(
    'Scenarios: what each changes of the rows, and why. Their figures are next to those of the rows as they are stated.',
  );

export type Scenario = z.output<typeof scenarios>[number];
export type Change = z.output<typeof change>;
