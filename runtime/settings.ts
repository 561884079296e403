import * as z from 'zod';
import { UserFacingError } from '../core/errors.ts';
import { LOG_LEVELS } from './log.ts';

/** Returns the schema of a whole number, written as text. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  return z
    .string()
    .refine(
      (text) => /^[0-9]{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number);
}

/** Returns the schema of words separated by commas; `item` is the schema of one word. */
export function commaList<Out>(item: z.ZodType<Out, string>): z.ZodType<Out[], string> {
  return z.string().transform(splitList).pipe(z.array(item).min(1));
}

/** Returns the words of a list that is separated by commas. */
export function splitList(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** The settings of every program with a database, by environment variable. A secret value is never printed. */
export const programSettings = {
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'must be the URL of a PostgreSQL database (postgres://user:password@host:port/name)',
    })
    .meta({
      description: 'URL of the PostgreSQL database, `postgres://user:password@host:port/name`.',
      isSecret: true,
    }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .prefault('info')
    .meta({
      description: `Least severe level that is logged: one of ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
    }),
} as const;

/** The configuration can't be used; `problems` holds one text for each wrong setting. */
export class ConfigError extends UserFacingError<'config'> {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = [
      'The configuration is not valid. Correct these environment variables:',
      ...problems,
      'docs/configuration.md explains every setting.',
    ];
    super('config', lines.join('\n  '));
    this.problems = problems;
  }
}

/** The environment variables that are set; an empty one counts as not set. */
export type Given = Readonly<Record<string, string>>;

/**
 * Returns the settings of a program from its environment variables. `findConflicts` reports problems between several settings, so
 * that they are listed with all others.
 * @throws ConfigError with every problem at once
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  variables: Readonly<Record<string, string | undefined>>,
  findConflicts: (given: Given) => readonly string[],
): z.output<z.ZodObject<Shape>> {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  const given = Object.fromEntries(set) as Given;
  const result = schema.safeParse(given);
  const wrong = result.success ? [] : describeIssues(schema, result.error.issues, given);
  const problems = [...wrong, ...findConflicts(given)];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

const NOT_SHOWN = ' (its value is not shown, since it may hold a password)';

type Issue = z.core.$ZodIssue;

function describeIssues(schema: z.ZodObject, issues: readonly Issue[], given: Given): string[] {
  const byName = Map.groupBy(issues, ({ path }) => String(path[0]));
  return [...byName].map(([name, [first, ...more]]) => {
    const { description = '', isSecret } = z.globalRegistry.get(schema.shape[name] as z.ZodType) ?? {};
    const value = given[name];
    if (value === undefined || first === undefined) return `${name} is missing. ${description}`;
    const got = isSecret === true ? NOT_SHOWN : `, got ${quoteWrong(value, [first, ...more])}`;
    return `${name} ${first.message}${got}. ${description}`;
  });
}

/** Returns the items of a list that issues are about, or else the whole value. */
function quoteWrong(value: string, issues: readonly Issue[]): string {
  const items = splitList(value);
  const wrong = issues.map(({ path: [, index] }) => (typeof index === 'number' ? items[index] : value));
  return wrong.map((item) => JSON.stringify(item)).join(', ');
}
