import * as z from 'zod';

/**
 * What a member of a detail can be, in two forms: a schema, which explains what is wrong, and a test, which costs a tenth of
 * it.
 */
export interface Member<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly holds: (value: unknown) => boolean;
}

type Members = Readonly<Record<string, Member>>;
type RowSchema<T extends string, M extends Members> = z.ZodObject<
  { row: z.ZodLiteral<T> } & { [name in keyof M]: M[name]['schema'] }
>;

const tests = new Map<unknown, readonly (readonly [name: string, holds: Member['holds']])[]>();

/** Returns the schema of the detail of one row type, and registers its test for `isExactDetail`. */
export function row<T extends string, M extends Members>(type: T, members: M): RowSchema<T, M> {
  tests.set(
    type,
    Object.entries(members).map(([name, { holds }]) => [name, holds]),
  );
  const schemas = Object.fromEntries(Object.entries(members).map(([name, { schema }]) => [name, schema]));
  return z.object({ row: z.literal(type), ...schemas }) as unknown as RowSchema<T, M>;
}

/** Whether a detail has a known row type with valid members and no others. Parsing it by schema would then change nothing. */
export function isExactDetail(detail: Readonly<Record<string, unknown>>): boolean {
  const members = tests.get(detail['row']);
  if (members === undefined) return false;
  let count = 1;
  for (const [name, holds] of members) {
    const value = detail[name];
    if (!holds(value)) return false;
    if (value !== undefined) count++;
  }
  return Object.keys(detail).length === count;
}

/** A text of 1 to `longest` UTF-16 code units. */
export function text(longest = Infinity): Member<z.ZodString> {
  const schema = longest === Infinity ? z.string().min(1) : z.string().min(1).max(longest);
  return {
    schema,
    holds: (value) => typeof value === 'string' && value.length >= 1 && value.length <= longest,
  };
}

/** A text that matches a pattern (without flags); `what` is the message where it does not. */
export function matching(pattern: RegExp, what?: string): Member<z.ZodString> {
  return {
    schema: z.string().regex(pattern, what),
    holds: (value) => typeof value === 'string' && pattern.test(value),
  };
}

/** One of the given words. */
export function oneOf<const W extends readonly string[]>(
  words: W,
): Member<z.ZodEnum<{ [word in W[number]]: word }>> {
  return { schema: z.enum(words), holds: (value) => (words as readonly unknown[]).includes(value) };
}

/** A safe integer within bounds. */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Member<z.ZodInt> {
  return {
    schema: z.int().min(least).max(most),
    holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  };
}

/** A list of at least one item. */
export function listOf<S extends z.ZodType>({ schema, holds }: Member<S>): Member<z.ZodArray<S>> {
  return {
    schema: z.array(schema).min(1),
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every(holds),
  };
}

/** A member that may be absent. */
export function optional<S extends z.ZodType>({ schema, holds }: Member<S>): Member<z.ZodOptional<S>> {
  return { schema: schema.optional(), holds: (value) => value === undefined || holds(value) };
}
