import * as z from 'zod';
import { ZERO_HASH } from '../encoding/hex.ts';
import { hashSchema, subjectSchema, uintSchema, withCode } from '../encoding/schema.ts';
import { type Kind, type KindName, KINDS } from './kind.ts';

/** The maximum number of sources of a record (§5). */
const MAX_SOURCES = 256;

/** Tells whether ids are in ascending order, without duplicates. */
function isAscending(ids: readonly string[]): boolean {
  return ids.every((id, index) => index === 0 || (ids[index - 1] as string) < id);
}

export const kindSchema = z
  .number()
  .refine(
    (kind) => Number.isInteger(kind) && kind >= 1 && kind <= 5,
    withCode('kind', 'expected a kind from 1 to 5'),
  )
  .meta({ type: 'integer', minimum: 1, maximum: 5 }) as unknown as z.ZodType<Kind, Kind>;

/** The name of a kind: what says something about records names it so. Only a record itself has the number, as it is signed. */
export const kindNameSchema = z.enum(Object.keys(KINDS) as [KindName, ...KindName[]]);

/** A record as JSON: uint64 as integers, hashes as hex (§5, §11). */
export const recordSchema = z
  .strictObject({
    party: hashSchema,
    kind: kindSchema,
    subject: subjectSchema,
    sequence: uintSchema(1),
    previous: hashSchema,
    entries: hashSchema,
    sources: z
      .array(hashSchema)
      .refine(
        (ids) => ids.length <= MAX_SOURCES && isAscending(ids),
        withCode('sources', 'expected at most 256 different record ids in ascending order'),
      ),
    statement: hashSchema,
  })
  .refine(
    ({ sequence, previous }) => (sequence === 1) === (previous === ZERO_HASH),
    withCode('previous', 'expected previous to be the zero hash exactly when sequence is 1'),
  );
