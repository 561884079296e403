import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { BadInput } from '../../../core/errors.ts';
import { jsonObjectSchema } from '../../../core/records/entry.ts';
import { kindSchema, recordSchema } from '../../../core/records/record-schema.ts';
import { policySchema } from '../../../core/verify/policy.ts';
import { hashSchema, keySchema, parseWith, uintSchema } from '../../../core/encoding/schema.ts';

function messageOf(schema: z.ZodType, value: unknown): string {
  try {
    parseWith(schema, value);
    return 'accepted';
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
}

const record = z.strictObject({ record: recordSchema });
const hash = `0x${'ab'.repeat(32)}`;
const whole = {
  ...{ party: hash, kind: 1, subject: 'inventory/2024', sequence: 2, previous: hash },
  ...{ entries: hash, sources: [], statement: hash },
};

describe('The message about a value that a schema does not accept', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    ['names a missing member', record, { record: {} }, 'record.party: required, but missing'],
    ['names the expected type', z.object({ a: z.string() }), { a: 12 }, 'a: expected a string, got 12'],
    ['knows objects and arrays', z.array(z.object({})), [[]], '0: expected an object, got []'],
    ['shows a literal', z.literal('x/1'), 'x/2', 'expected "x/1", got "x/2"'],
    ['lists a choice', z.enum(['a', 'b']), 'c', 'expected "a" or "b", got "c"'],
    [
      'lists the forms of a union',
      policySchema.shape.finality,
      'soon',
      'expected "finalized" or an object, got "soon"',
    ],
    ['shows bad hex', hashSchema, '0x12', 'expected 32 bytes of lower-case 0x hex, got "0x12"'],
    ['shows the range of a number', uintSchema(1, 9), 10, 'expected an integer from 1 to 9, got 10'],
    ['shows an entry key', keySchema, 'a b', expect.stringContaining('such as scope1/row-7') as string],
    ['shows a kind', kindSchema, 6, 'expected a kind from 1 to 5, got 6'],
    ['counts items', z.array(z.number()).max(2), [1, 2, 3], 'expected at most 2 items, got [1,2,3]'],
    ['counts one item', z.array(z.number()).min(1), [], 'expected at least 1 item, got []'],
    [
      'knows URLs',
      policySchema.shape.rpc.shape.urls,
      ['ftp://a'],
      '0: expected an http or https URL, got "ftp://a"',
    ],
    ['names an unknown member', record, { record: whole, blurb: 1 }, 'unknown member "blurb": remove it'],
    ['names unknown members', z.strictObject({}), { a: 1, b: 2 }, 'unknown members "a", "b": remove them'],
    [
      'names a member that is not allowed',
      z.object({ a: z.never().optional() }),
      { a: 1 },
      'a: not allowed here: remove it',
    ],
    [
      'says what is missing',
      z.object({ a: jsonObjectSchema }),
      {},
      'a: required, but missing: expected a JSON object',
    ],
    [
      'does not show the whole object whose members disagree',
      record,
      { record: { ...whole, sequence: 1 } },
      'record: expected previous to be the zero hash exactly when sequence is 1',
    ],
    [
      'uses the message of a rule without one',
      z.number().refine(() => false),
      3,
      'expected another value, got 3',
    ],
  ])('%s', (_, schema, value, message) => {
    expect(messageOf(schema, value)).toEqual(message);
  });

  it('stays short where a hundred thousand members are unknown', () => {
    const members = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`z${i}`.repeat(50), 1]));
    expect(messageOf(z.strictObject({}), members).length).toBeLessThan(300);
  });
});
