import * as z from 'zod';
import type { FaultPlace } from './fault-text.tsx';

const text = z.string().catch('');
const value = z.unknown().transform((given) => (given === undefined ? '' : writeValue(given)));

/** An error of the engine names a row and its column, one of the server the path of a value. */
const detailsSchema = z.union([
  z
    .object({ row: z.object({ key: text, column: text }), value })
    .transform(({ row, value: given }) => ({ row: row.key, column: row.column, value: given })),
  z
    .object({ path: z.string(), value })
    .transform(({ path, value: given }) => ({ column: path, value: given })),
]);

/** Returns the place and the value that an error states in its `details`. */
export function placeOfError(error: unknown): FaultPlace {
  const { details } = (error ?? {}) as { details?: unknown };
  return detailsSchema.safeParse(details).data ?? {};
}

function writeValue(given: unknown): string {
  return typeof given === 'string' ? given : JSON.stringify(given);
}
