import * as z from 'zod';
import { BadInput, showValue } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import type { JsonObject } from '../encoding/json.ts';
import { describeMismatch, valueAt } from '../encoding/mismatch.ts';
import { hashSchema } from '../encoding/schema.ts';

/** The most parties that a statement is meant for (§5). */
const MAX_ADDRESSEES = 16;

const addresseesSchema = z
  .array(hashSchema)
  .min(1, 'expected at least one party; leave the member out if the record is meant for nobody in particular')
  .max(MAX_ADDRESSEES, `expected at most ${MAX_ADDRESSEES} parties`)
  .refine((parties) => new Set(parties).size === parties.length, 'expected each party once')
  .optional();

/**
 * Returns the ids of the parties that a statement is meant for, in its order; none if it has no `addressees` (§5). Intake and drafts
 * check this. Verification does not: no check depends on it.
 * @example
 * readAddressees({ title: 'Disclosure' }) // → []
 * readAddressees({ addressees: ['0x58c1d9cd37436e40835e3b48fc46163742c6249146403ce3f57ac472369c1923'] }) // → ['0x58c1d9cd37436e40835e3b48fc46163742c6249146403ce3f57ac472369c1923']
 * @throws BadInput `statement`
 */
export function readAddressees(statement: JsonObject): readonly Hex[] {
  const given = statement['addressees'];
  const result = addresseesSchema.safeParse(given);
  if (result.success) return result.data ?? [];
  const issue = result.error.issues[0]!;
  const path = ['statement', 'addressees', ...issue.path].map(String).join('.');
  throw new BadInput(
    'statement',
    `${path}: ${describeMismatch(issue, valueAt(given, issue.path))}`,
    showValue(given),
    path,
  );
}
