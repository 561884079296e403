import * as z from 'zod';

/**
 * What a member of a detail can be, in two forms: a schema, which explains what is wrong, and a test, which costs a tenth of
 * it. The test is true exactly where parsing by the schema would change nothing.
 */
export interface Member<S extends z.ZodType = z.ZodType> {
  readonly schema: S;
  readonly holds: (value: unknown) => boolean;
  /** Present where it names a thing of the world, such as a fuel or a facility: spellings of one name are one thing. */
  readonly isName?: true;
}

export type Members = Readonly<Record<string, Member>>;

/** The shape of the zod object for members. */
export type ShapeOf<M extends Members> = { [name in keyof M]: M[name]['schema'] };

/** The tests of members: those of required members first, which are the first `required`. */
export interface MemberTests {
  readonly required: number;
  readonly list: readonly (readonly [name: string, holds: Member['holds']])[];
}

/** Returns the shape of a zod object for members. */
export function shapeOf<M extends Members>(members: M): ShapeOf<M> {
  return Object.fromEntries(
    Object.entries(members).map(([name, { schema }]) => [name, schema]),
  ) as ShapeOf<M>;
}

/** Returns the members that are names. */
export function namesOf(members: Members): readonly string[] {
  return Object.keys(members).filter((member) => members[member]!.isName === true);
}

/** Returns the tests of members. */
export function testsOf(members: Members): MemberTests {
  const list = Object.entries(members).map(([name, { holds }]) => [name, holds] as const);
  const required = list.filter(([, holds]) => !holds(undefined));
  const others = list.filter(([, holds]) => holds(undefined));
  return { required: required.length, list: [...required, ...others] };
}

/** Whether an object has members that all hold, and `others` more that the tests do not know. */
export function holdsExactly(
  value: Readonly<Record<string, unknown>>,
  { list, required }: MemberTests,
  others: number,
): boolean {
  let left = Object.keys(value).length - others;
  for (let index = 0; index < list.length; index++) {
    if (left === 0 && index >= required) return true;
    const [name, holds] = list[index]!;
    const member = value[name];
    if (!holds(member)) return false;
    if (member !== undefined) left--;
  }
  return left === 0;
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
    schema: z.string(what).regex(pattern, what),
    holds: (value) => typeof value === 'string' && pattern.test(value),
  };
}

/** A name of a thing of the world. */
export function naming<S extends z.ZodType>(member: Member<S>): Member<S> {
  return { ...member, isName: true };
}

/** An http or https URL. */
export function url(): Member<z.ZodURL> {
  const schema = z.url();
  return { schema, holds: (value) => typeof value === 'string' && schema.safeParse(value).data === value };
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

/** A list of at least `least` items. */
export function listOf<S extends z.ZodType>(
  { schema, holds, ...others }: Member<S>,
  least = 1,
): Member<z.ZodArray<S>> {
  return {
    ...others,
    schema: z.array(schema).min(least),
    holds: (value) => Array.isArray(value) && value.length >= least && value.every(holds),
  };
}

/** A list of exactly two items. */
export function pairOf<S extends z.ZodType>({ schema, holds }: Member<S>): Member<z.ZodTuple<[S, S], null>> {
  return {
    schema: z.tuple([schema, schema]),
    holds: (value) => Array.isArray(value) && value.length === 2 && value.every(holds),
  };
}

/** A day of the calendar, as ISO 8601 writes it; `what` is the message where it is not one. */
export function day(what: string): Member<z.ZodISODate> {
  return {
    schema: z.iso.date(what),
    holds: (value) => typeof value === 'string' && z.regexes.date.test(value),
  };
}

/** An object with any members. */
export function anyObject(): Member<z.ZodRecord<z.ZodString, z.ZodUnknown>> {
  return { schema: z.record(z.string(), z.unknown()), holds: isObject };
}

/** An object with these members, and no others. */
export function objectOf<M extends Members>(members: M): Member<z.ZodObject<ShapeOf<M>, z.core.$strict>> {
  const tests = testsOf(members);
  return {
    schema: z.strictObject(shapeOf(members)),
    holds: (value) => isObject(value) && holdsExactly(value, tests, 0),
  };
}

/** A member that may be absent. */
export function optional<S extends z.ZodType>({
  schema,
  holds,
  ...others
}: Member<S>): Member<z.ZodOptional<S>> {
  return { ...others, schema: schema.optional(), holds: (value) => value === undefined || holds(value) };
}

/** Whether a value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
