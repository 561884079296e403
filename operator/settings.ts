import * as z from 'zod';
import {
  type ChainConfig,
  arrangeChainConfig,
  chainSettings,
  findChainProblems,
} from '../runtime/chain-settings.ts';
import { parseSettings, programSettings } from '../runtime/settings.ts';

const settings = z.object({
  DATABASE_URL: programSettings.DATABASE_URL,
  ...chainSettings,
  PUBLICATION_DIR: z.string().min(1).optional(),
  DOCUMENTS_DIR: z.string().min(1).optional(),
});

/** The configuration of the operator's commands. */
export interface OperatorConfig {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  /** Folder or URL; null: the command line must name it. */
  readonly publication: string | null;
  /** Folder; null: the ledger keeps no documents. */
  readonly documents: string | null;
}

/** Returns the URL of the database, from environment variables. @throws ConfigError */
export function parseDatabaseUrl(variables: Readonly<Record<string, string | undefined>>): string {
  const only = z.object({ DATABASE_URL: programSettings.DATABASE_URL });
  return parseSettings(only, variables, () => []).DATABASE_URL;
}

/** Returns the configuration from environment variables with the server's names. @throws ConfigError with every problem at once */
export function parseOperatorConfig(variables: Readonly<Record<string, string | undefined>>): OperatorConfig {
  const env = parseSettings(settings, variables, findChainProblems);
  return {
    databaseUrl: env.DATABASE_URL,
    chain: arrangeChainConfig(env),
    publication: env.PUBLICATION_DIR ?? null,
    documents: env.DOCUMENTS_DIR ?? null,
  };
}
