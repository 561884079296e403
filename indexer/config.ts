import * as z from 'zod';
import {
  arrangeChainConfig,
  type ChainConfig,
  chainSettings,
  findChainProblems,
} from '../runtime/chain-settings.ts';
import type { LogLevel } from '../runtime/log.ts';
import { parseSettings, programSettings } from '../runtime/settings.ts';

const settings = z.object({ ...programSettings, ...chainSettings });

/** The configuration of the indexer as a program of its own. */
export interface IndexerProgramConfig {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  readonly logLevel: LogLevel;
}

/** Returns the configuration of an indexer from its environment variables. @throws ConfigError with every problem at once */
export function parseIndexerConfig(
  variables: Readonly<Record<string, string | undefined>>,
): IndexerProgramConfig {
  const env = parseSettings(settings, variables, findChainProblems);
  return { databaseUrl: env.DATABASE_URL, logLevel: env.LOG_LEVEL, chain: arrangeChainConfig(env) };
}
