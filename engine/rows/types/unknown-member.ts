import type * as z from 'zod';
import { showValue } from '../../../core/errors.ts';
import { findNearestName } from '../../errors/nearest-name.ts';

/** A member that the declaration of a row type does not have, at any depth. */
export interface UnknownMember {
  /** Its path in the detail. */
  readonly path: readonly PropertyKey[];
  /** What is wrong, and which declared member may be meant. */
  readonly message: string;
}

/** Characters of a name that a message shows. */
const MOST_SHOWN = 40;

/** Returns the members that the schema of a row type did not recognise in a detail. */
export function listUnknownMembers(
  { path, keys }: z.core.$ZodIssueUnrecognizedKeys,
  schema: z.ZodType,
  detail: Readonly<Record<string, unknown>>,
): UnknownMember[] {
  const isInner = path.length > 0;
  const owner = isInner ? path.join('.') : String(detail['row']);
  const names = namesAt(schema, path, detail).filter((name) => name !== 'row');
  return keys.map((key) => {
    const nearest = findNearestName(key, names);
    const others = `it can have ${names.join(', ')}${isInner ? '' : '. What nothing reads belongs into custom'}`;
    const advice = nearest === null ? others : `did you mean ${nearest}?`;
    const name = showValue(key.slice(0, MOST_SHOWN));
    return { path: [...path, key], message: `${owner} has no member ${name}: ${advice}` };
  });
}

/** Returns the names of the members that a schema declares at a path of a value. */
function namesAt(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  const { def, shape } = schema as unknown as DefinedSchema;
  const { innerType, element, options, discriminator = '' } = def;
  if (innerType !== undefined) return namesAt(innerType, path, value);
  const members = value as Readonly<Record<PropertyKey, unknown>>;
  const chosen = options?.find(
    (option) => option.shape[discriminator]!.safeParse(members[discriminator]).success,
  );
  if (chosen !== undefined) return namesAt(chosen, path, value);
  const [step, ...rest] = path;
  return step === undefined
    ? Object.keys(shape)
    : namesAt(element ?? shape[String(step)]!, rest, members[step]);
}

/** What this file reads of a schema. */
interface DefinedSchema {
  readonly def: {
    /** Of a member that may be absent. */
    readonly innerType?: z.ZodType;
    /** Of a list. */
    readonly element?: z.ZodType;
    /** Of one of several objects, which the member `discriminator` tells apart. */
    readonly options?: readonly z.ZodObject<Record<string, z.ZodType>>[];
    readonly discriminator?: string;
  };
  readonly shape: Readonly<Record<string, z.ZodType>>;
}
