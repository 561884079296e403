import { availableParallelism } from 'node:os';
import { z } from 'zod';
import {
  type ChainConfig,
  arrangeChainConfig,
  chainSettings,
  findChainProblems,
} from '../../runtime/chain-settings.ts';
import {
  commaList,
  type Given,
  parseSettings,
  programSettings,
  splitList,
  wholeNumber,
} from '../../runtime/settings.ts';
import type { LogLevel } from '../../runtime/log.ts';

/** What a server process may do; several processes share the work (docs/configuration.md). */
export const SERVER_ROLES = ['api', 'sealer', 'anchorer'] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

const DAY = 86_400;
const MEBIBYTE = 1 << 20;
const GWEI = 1_000_000_000n;

const keyFile = z.string().min(1).optional();

/**
 * Every setting of the server, by the name of its environment variable: what it means stands in `description`, from which
 * docs/configuration.md is generated. An empty variable counts as unset.
 */
export const configSchema = z.object({
  DATABASE_URL: programSettings.DATABASE_URL,
  ...chainSettings,
  ROLES: commaList(z.enum(SERVER_ROLES, { error: `is not of ${SERVER_ROLES.join(', ')}` }))
    .prefault(SERVER_ROLES.join(','))
    .meta({
      description:
        'What this process does: `api`, `sealer`, `anchorer`, separated by commas. Any number of processes may hold a role; one sealer and one anchorer are active at a time.',
    }),
  HOST: z.string().min(1).prefault('127.0.0.1').meta({ description: 'The address on which HTTP is served.' }),
  PORT: wholeNumber(0, 65_535)
    .prefault('8080')
    .meta({ description: 'The port on which HTTP is served; 0 takes a free one.' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'is no http(s) URL' })
    .optional()
    .meta({
      description:
        'The URL under which users reach the server. Sign-in messages must name its host. Without it, the address that is listened on.',
    }),
  TRUST_PROXY: wholeNumber(0, 16).prefault('0').meta({
    description: 'How many reverse proxies stand before the server: whose address a rate limit counts.',
  }),
  OPERATOR_KEY_FILE: keyFile.meta({
    description: 'Key file of the operator party, which signs receipts. Wanted by the role `api`.',
  }),
  ANCHORER_KEY_FILE: keyFile.meta({
    description: 'Key file of the account that anchors. Wanted by the role `anchorer`.',
  }),
  REGISTRAR_KEY_FILE: keyFile.meta({
    description:
      'Key file of the registrar. The server never reads it: only commands that register parties do.',
  }),
  KEY_PASSWORD_FILE: keyFile.meta({
    description:
      'A file with the password of the encrypted keystores. Not wanted for key files of development, which hold a private key in hex and only their owner may read.',
  }),
  PUBLICATION_DIR: z.string().min(1).optional().meta({
    description:
      'The folder into which the role `anchorer` publishes what a batch holds before its header is sent: docs/spec/publication.md. Put it on another disk than the database, and serve or copy it elsewhere: the ledger is restored from it. Without it nothing is published.',
  }),
  SEAL_MAX_RECORDS: wholeNumber(1, 1_000_000)
    .prefault('100000')
    .meta({ description: 'A batch is closed when so many records wait.' }),
  SEAL_MAX_AGE: wholeNumber(0, DAY)
    .prefault('10')
    .meta({ description: 'A batch is closed when a record has waited so many seconds.' }),
  ANCHOR_BY: wholeNumber(1, 30 * DAY)
    .prefault(String(DAY))
    .meta({
      description: 'Seconds after acceptance by which a receipt promises that the record is anchored.',
    }),
  ANCHOR_MAX_FEE: wholeNumber(1, 1_000_000)
    .prefault('500')
    .meta({ description: 'The most that is paid for a unit of gas, in gwei; above it a batch waits.' }),
  ANCHOR_REPLACE_AFTER: wholeNumber(1, DAY).prefault('120').meta({
    description: 'Seconds after which a transaction that no block took is replaced by one that pays more.',
  }),
  MAX_BODY_BYTES: wholeNumber(1024, 16 * MEBIBYTE)
    .prefault(String(8 * MEBIBYTE))
    .meta({ description: 'The largest body of a request, in bytes.' }),
  WRITES_AT_ONCE: wholeNumber(1, 100_000).prefault('256').meta({
    description:
      'Requests with a body that are under way at once, 16 of the largest together; more are answered 503 with `Retry-After`.',
  }),
  BULK_AT_ONCE: wholeNumber(0, 1000).prefault('4').meta({
    description:
      'Bodies of many records (`POST /v1/records/bulk`) that are under way at once; more are answered 503 with `Retry-After`.',
  }),
  BULK_LINES: wholeNumber(1, 10_000).prefault('256').meta({
    description:
      'Records of such a body that are stored in one transaction; at most six times as many are held in memory.',
  }),
  BULK_IDLE: wholeNumber(1, 3600)
    .prefault('60')
    .meta({ description: 'Seconds after which such a request is cut, when nothing was sent or read.' }),
  CHECK_THREADS: wholeNumber(0, 1024).prefault('0').meta({
    description:
      'Threads that check signatures of such bodies, hash and sign; 0: as many as there are processors. They start with the first such request.',
  }),
  RATE_LIMIT_READS: wholeNumber(1, 10_000_000)
    .prefault('6000')
    .meta({ description: 'Requests that read, a minute and address.' }),
  RATE_LIMIT_WRITES: wholeNumber(1, 10_000_000)
    .prefault('6000')
    .meta({ description: 'Requests that write, a minute and address.' }),
  PAGE_MAX: wholeNumber(1, 10_000).prefault('500').meta({ description: 'The most items of one page.' }),
  SESSION_SECONDS: wholeNumber(60, 30 * DAY)
    .prefault(String(DAY / 2))
    .meta({ description: 'How long a sign-in lasts at most, in seconds.' }),
  SHUTDOWN_SECONDS: wholeNumber(1, 600)
    .prefault('20')
    .meta({ description: 'How long requests under way may take to finish when the server is stopped.' }),
  LOG_LEVEL: programSettings.LOG_LEVEL,
});

type Environment = z.output<typeof configSchema>;

/** The configuration of a server, parsed once. Times in seconds, sizes in bytes, unless the name says otherwise. */
export interface ServerConfig {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  readonly roles: readonly ServerRole[];
  readonly http: HttpConfig;
  readonly keys: {
    readonly operatorFile: string | null;
    readonly anchorerFile: string | null;
    readonly passwordFile: string | null;
  };
  readonly seal: { readonly maxRecords: number; readonly maxAge: number; readonly anchorBy: number };
  readonly anchor: {
    /** The most that is paid for a unit of gas, in wei. */
    readonly feeCap: bigint;
    readonly replaceAfter: number;
  };
  /** Null: nothing is published. */
  readonly publicationFolder: string | null;
  readonly shutdownSeconds: number;
  readonly logLevel: LogLevel;
}

/** What concerns HTTP alone. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Null: the address that is listened on. */
  readonly publicUrl: string | null;
  /** Number of proxies in front. */
  readonly trustProxy: number;
  readonly maxBodyBytes: number;
  /** Requests with a body under way at once. */
  readonly writesAtOnce: number;
  readonly bulk: BulkConfig;
  /** Requests a minute and address. */
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
  readonly maxPage: number;
  readonly sessionSeconds: number;
}

/** What concerns bodies of many records. */
export interface BulkConfig {
  /** Bodies at once. */
  readonly maxRequests: number;
  /** Lines that are stored in one transaction. */
  readonly maxLines: number;
  /** Seconds without anything sent or read after which a request is cut. */
  readonly idleSeconds: number;
  readonly threads: number;
}

/**
 * Returns the configuration that environment variables say.
 * @throws ConfigError with every problem at once
 */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): ServerConfig {
  const findMore = (given: Given): string[] => [...findChainProblems(given), ...findKeyProblems(given)];
  return arrangeConfig(parseSettings(configSchema, variables, findMore));
}

/** A role wants its key, and one account holds one power only. */
function findKeyProblems(given: Given): string[] {
  const roles = splitList(given['ROLES'] ?? SERVER_ROLES.join(','));
  const problems: string[] = [];
  for (const [role, name] of [
    ['api', 'OPERATOR_KEY_FILE'],
    ['anchorer', 'ANCHORER_KEY_FILE'],
  ] as const) {
    if (roles.includes(role) && given[name] === undefined)
      problems.push(`${name} is missing: the role ${role} needs it; set it, or leave ${role} out of ROLES.`);
  }
  const names = ['OPERATOR_KEY_FILE', 'ANCHORER_KEY_FILE', 'REGISTRAR_KEY_FILE'].filter(
    (name) => given[name] !== undefined,
  );
  for (const [at, name] of names.entries()) {
    const twin = names.slice(0, at).find((other) => given[other] === given[name]);
    if (twin !== undefined)
      problems.push(`${name} is the file of ${twin}: no account may hold two powers; give each its own key.`);
  }
  return problems;
}

function arrangeConfig(env: Environment): ServerConfig {
  return {
    databaseUrl: env.DATABASE_URL,
    chain: arrangeChainConfig(env),
    roles: [...new Set(env.ROLES)],
    http: arrangeHttp(env),
    keys: {
      operatorFile: env.OPERATOR_KEY_FILE ?? null,
      anchorerFile: env.ANCHORER_KEY_FILE ?? null,
      passwordFile: env.KEY_PASSWORD_FILE ?? null,
    },
    seal: { maxRecords: env.SEAL_MAX_RECORDS, maxAge: env.SEAL_MAX_AGE, anchorBy: env.ANCHOR_BY },
    anchor: { feeCap: BigInt(env.ANCHOR_MAX_FEE) * GWEI, replaceAfter: env.ANCHOR_REPLACE_AFTER },
    publicationFolder: env.PUBLICATION_DIR ?? null,
    shutdownSeconds: env.SHUTDOWN_SECONDS,
    logLevel: env.LOG_LEVEL,
  };
}

function arrangeHttp(env: Environment): HttpConfig {
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? null,
    trustProxy: env.TRUST_PROXY,
    maxBodyBytes: env.MAX_BODY_BYTES,
    writesAtOnce: env.WRITES_AT_ONCE,
    bulk: {
      maxRequests: env.BULK_AT_ONCE,
      maxLines: env.BULK_LINES,
      idleSeconds: env.BULK_IDLE,
      threads: env.CHECK_THREADS === 0 ? availableParallelism() : env.CHECK_THREADS,
    },
    readsPerMinute: env.RATE_LIMIT_READS,
    writesPerMinute: env.RATE_LIMIT_WRITES,
    maxPage: env.PAGE_MAX,
    sessionSeconds: env.SESSION_SECONDS,
  };
}
