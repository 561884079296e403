import { z } from 'zod';
import { UserFacingError } from '../core/errors.ts';
import { LOG_LEVELS } from './log.ts';

/** Returns the schema of a whole number written as text. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const problem = `is no whole number from ${min} to ${max}`;
  return z
    .string()
    .refine((text) => /^[0-9]{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max, problem)
    .transform(Number);
}

/** Returns the schema of words separated by commas, each of which `item` accepts. */
export function commaList<Out>(item: z.ZodType<Out, string>): z.ZodType<Out[], string> {
  return z.string().transform(splitList).pipe(z.array(item).min(1));
}

/** Returns the words of a list that commas separate. */
export function splitList(text: string): string[] {
  return text.split(',').map((word) => word.trim());
}

/** The settings of every program on a database, by the name of their environment variables. */
export const programSettings = {
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'is no URL of a PostgreSQL database (postgres://user:password@host:port/name)',
    })
    .meta({ description: 'The PostgreSQL database, `postgres://user:password@host:port/name`.' }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is not of ${LOG_LEVELS.join(', ')}` })
    .prefault('info')
    .meta({
      description: `The least that is logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(', ')}.`,
    }),
} as const;

/** The configuration can't be used; `problems` holds a sentence for each setting that is wrong. */
export class ConfigError extends UserFacingError<'config'> {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const lines = [
      'The configuration is not complete:',
      ...problems,
      'docs/configuration.md says what each setting means.',
    ];
    super('config', lines.join('\n  '));
    this.problems = problems;
  }
}

/** Environment variables, those that are empty left out. */
export type Given = Readonly<Record<string, string>>;

/**
 * Returns the settings that environment variables say; one that is empty counts as unset. `findMore` looks for what concerns
 * several settings at once, in their texts, so that it is told beside all else.
 * @throws ConfigError with every problem at once
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  variables: Readonly<Record<string, string | undefined>>,
  findMore: (given: Given) => readonly string[],
): z.output<z.ZodObject<Shape>> {
  const set = Object.entries(variables).filter(([, value]) => value !== undefined && value !== '');
  const given = Object.fromEntries(set) as Given;
  const result = schema.safeParse(given);
  const wrong = result.success ? [] : describeIssues(schema, result.error.issues, given);
  const problems = [...wrong, ...findMore(given)];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

function describeIssues(schema: z.ZodObject, issues: readonly z.core.$ZodIssue[], given: Given): string[] {
  const byName = new Map(issues.map(({ path, message }) => [String(path[0]), message]));
  return [...byName].map(([name, message]) => {
    const meaning = z.globalRegistry.get(schema.shape[name] as z.ZodType)?.description ?? '';
    return `${name} ${given[name] === undefined ? 'is missing' : message}: ${meaning}`;
  });
}
