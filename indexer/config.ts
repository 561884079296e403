import { z } from 'zod';
import { arrangeChainConfig, type ChainConfig, chainSettings } from '../chain/chain-settings.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const settings = z.object({
  ...chainSettings,
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'is no URL of a PostgreSQL database (postgres://user:password@host:port/name)',
    })
    .meta({ description: 'The PostgreSQL database, `postgres://user:password@host:port/name`.' }),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `is not of ${LOG_LEVELS.join(', ')}` })
    .prefault('info')
    .meta({ description: 'The least that is logged.' }),
});

/** The configuration of an indexer that runs as a program of its own. */
export interface IndexerProgramConfig {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  readonly logLevel: (typeof LOG_LEVELS)[number];
}

/** The configuration can't be used; the message holds a line for each setting that is wrong. */
export class IndexerConfigProblem extends Error {
  override readonly name = 'ConfigError';
}

/** Returns the configuration that environment variables say. @throws IndexerConfigProblem with every problem at once */
export function parseIndexerConfig(
  variables: Readonly<Record<string, string | undefined>>,
): IndexerProgramConfig {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = settings.safeParse(given);
  if (!result.success) throw new IndexerConfigProblem(describeProblems(result.error.issues, given));
  const { DATABASE_URL: databaseUrl, LOG_LEVEL: logLevel, ...chain } = result.data;
  return { databaseUrl, logLevel, chain: arrangeChainConfig(chain) };
}

function describeProblems(
  issues: readonly z.core.$ZodIssue[],
  given: Readonly<Record<string, unknown>>,
): string {
  const byName = new Map(issues.map(({ path, message }) => [String(path[0]), message]));
  const lines = [...byName].map(([name, message]) => {
    const meaning = settings.shape[name as keyof typeof settings.shape].meta()?.description ?? '';
    return `  ${name} ${given[name] === undefined ? 'is missing' : message}: ${meaning}`;
  });
  return ['The configuration is not complete:', ...lines].join('\n');
}
