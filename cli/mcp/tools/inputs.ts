import * as z from 'zod';

/** Arguments that several tools take. */
export const id = z
  .string()
  .regex(/^0x[0-9a-f]{8,64}$/, 'expected a record id: 0x and 8 to 64 hex digits in lower case');
export const file = z.string().min(1).max(1024);
export const result = file.describe(
  'id of a record, or a file in the folder of the server: *.carbon-proof.json or *.record.json',
);
export const inputs = z
  .array(file)
  .min(1)
  .max(64)
  .describe('datasets: ids of records, or files in the folder of the server, as those of ledger compute');
export const key = z.string().min(1).max(256);
export const words = z.string().min(1).max(200);
