import * as z from 'zod';
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
import type { StreamLimits } from '../events/event-hub.ts';
import type { WorkOffer } from '../work/work-offer.ts';
import { LIMITS } from './limits.ts';

/** The roles of a server process. Several processes can share the work (docs/configuration.md). */
export const SERVER_ROLES = ['api', 'sealer', 'anchorer', 'notifier', 'work'] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

const DAY = 86_400;
const GWEI = 1_000_000_000n;

const keyFile = z.string().min(1).optional();

/** An origin as browsers write it: a URL without path, in lower case, without the default port. */
const corsOrigin = z
  .string()
  .refine(
    (text) =>
      text === '*' ||
      (/^https?:\/\/[a-z0-9.:[\]-]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text),
    'must be * or an origin as browsers write it (https://portal.example, without a slash at the end)',
  );

/** Every setting of the server, by environment variable. docs/configuration.md is generated from the descriptions. */
export const configSchema = z.object({
  DATABASE_URL: programSettings.DATABASE_URL,
  ...chainSettings,
  ROLES: commaList(z.enum(SERVER_ROLES, { error: `must be one of ${SERVER_ROLES.join(', ')}` }))
    .prefault(SERVER_ROLES.join(','))
    .meta({
      description:
        'What this process does: one or more of `api`, `sealer`, `anchorer`, `notifier`, `work`, separated by commas. Any number of processes can have a role; at any time one sealer and one anchorer are active.',
    }),
  HOST: z
    .string()
    .min(1)
    .prefault('127.0.0.1')
    .meta({ description: 'Network address on which HTTP is served.' }),
  PORT: wholeNumber(0, 65_535)
    .prefault('8080')
    .meta({ description: 'Port on which HTTP is served; 0 selects a free one.' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http(s) URL' })
    .optional()
    .meta({
      description:
        'URL under which users reach the server. Sign-in messages must name its host. If it is not set, it is the URL of `HOST` and `PORT`.',
    }),
  PUBLIC_RPC_URLS: commaList(
    z.url({ protocol: /^https?$/, error: 'must be http(s) URLs, separated by commas' }),
  )
    .optional()
    .meta({
      description:
        'JSON-RPC endpoints of the chain that the portal suggests to its users, separated by commas. Browsers ask them, so that they must allow requests from pages of other hosts (CORS). Everybody sees them: put no secret into them, as `RPC_URL` may have. If it is not set, users name endpoints of their own.',
    }),
  TRUST_PROXY: wholeNumber(0, 16).prefault('0').meta({
    description:
      'Number of reverse proxies in front of the server. Limits of a client address then count the address that the outermost proxy saw.',
  }),
  CORS_ORIGINS: commaList(corsOrigin)
    .refine((origins) => origins.length === 1 || !origins.includes('*'), {
      error: 'must be * alone, or a list of origins without it',
    })
    .optional()
    .meta({
      description:
        'Origins of other sites whose pages may call `/v1` and read `/openapi.json` (CORS), separated by commas, such as `https://portal.example`; or `*` for every site. If it is not set, browsers let no other site read answers. Cookies are never used: a page of another site signs in with a token of its own.',
    }),
  OPERATOR_KEY_FILE: keyFile.meta({
    description: 'Key file of the operator party, which signs receipts. Required for the role `api`.',
  }),
  ANCHORER_KEY_FILE: keyFile.meta({
    description: 'Key file of the account that anchors. Required for the role `anchorer`.',
  }),
  REGISTRAR_KEY_FILE: keyFile.meta({
    description:
      'Key file of the registrar. The server never reads it; only commands that register parties do.',
  }),
  KEY_PASSWORD_FILE: keyFile.meta({
    description:
      'File with the password of the encrypted keystores. Not needed for key files for development, which hold a private key in hex and which only their owner may read.',
  }),
  PUBLICATION_DIR: z.string().min(1).optional().meta({
    description:
      'Folder in which the role `anchorer` publishes each batch before it sends the header (docs/spec/publication.md). The ledger can be restored from it: put it on another disk than the database, and serve it or copy it elsewhere. If it is not set, nothing is published.',
  }),
  DOCUMENTS_DIR: z.string().min(1).optional().meta({
    description:
      'Folder of documents that entries name by hash. The role `api` writes it and the role `anchorer` reads it, so that on several machines it must be the same one. It is not in the database: back it up. If it is not set, the server keeps no documents.',
  }),
  DOCUMENTS_QUOTA: wholeNumber(0, 2 ** 50)
    .prefault(String(4 * 2 ** 30))
    .meta({
      description:
        'Bytes that all documents of one party may have together, with those that are arriving. One document has at most 1 GiB.',
    }),
  WEBHOOKS_KEY_FILE: keyFile.meta({
    description:
      'File with 32 random bytes in hex, which encrypts the secrets of webhooks in the database. The roles `api` and `notifier` need the same one. If it is not set, the server offers no webhooks.',
  }),
  WEBHOOKS_PRIVATE: z.enum(['true', 'false'], { error: 'must be true or false' }).prefault('false').meta({
    description:
      'Whether webhooks may have URLs with http, and addresses that are not of the public Internet: `true` or `false`. With `true`, every party can reach what the role `notifier` can reach.',
  }),
  WORK_QUOTA: wholeNumber(0, 2 ** 50)
    .prefault(String(2 ** 30))
    .meta({
      description:
        'Bytes that the results of all open work of one party may have together (role `work`). They are in the database until the work ends.',
    }),
  SEAL_MAX_RECORDS: wholeNumber(1, 1_000_000)
    .prefault('100000')
    .meta({ description: 'A batch is sealed when this number of records waits.' }),
  SEAL_MAX_AGE: wholeNumber(0, DAY)
    .prefault('10')
    .meta({ description: 'A batch is sealed when a record has waited for this number of seconds.' }),
  ANCHOR_BY: wholeNumber(1, 30 * DAY)
    .prefault(String(DAY))
    .meta({
      description:
        'Seconds from acceptance to the deadline of a receipt: the record must be anchored by then.',
    }),
  ANCHOR_MAX_FEE: wholeNumber(1, 1_000_000).prefault('500').meta({
    description: 'Highest price for a unit of gas, in gwei. While the price is higher, a batch waits.',
  }),
  ANCHOR_REPLACE_AFTER: wholeNumber(1, DAY).prefault('120').meta({
    description: 'Seconds after which a transaction that is in no block is replaced by one that pays more.',
  }),
  MAX_CONNECTIONS: wholeNumber(1, 1_000_000).prefault('10000').meta({
    description:
      'Open connections of HTTP. For a further one, the one that has been without a request for the longest time is closed. Each needs an open file: keep it a thousand below `LimitNOFILE` of the unit.',
  }),
  RATE_LIMIT_READS: wholeNumber(1, 10_000_000)
    .prefault('6000')
    .meta({ description: 'Requests that read, per minute and client address.' }),
  RATE_LIMIT_WRITES: wholeNumber(1, 10_000_000)
    .prefault('6000')
    .meta({ description: 'Requests that write, per minute and client address.' }),
  LOG_LEVEL: programSettings.LOG_LEVEL,
});

type Environment = z.output<typeof configSchema>;

/** The configuration of a server. Times in seconds and sizes in bytes, unless the name says otherwise. */
export interface ServerConfig {
  readonly databaseUrl: string;
  readonly chain: ChainConfig;
  readonly roles: readonly ServerRole[];
  readonly http: HttpConfig;
  readonly keys: {
    readonly operatorFile: string | null;
    readonly anchorerFile: string | null;
    readonly passwordFile: string | null;
    /** Null: no webhooks are offered. */
    readonly webhooksFile: string | null;
  };
  readonly seal: { readonly maxRecords: number; readonly maxAge: number; readonly anchorBy: number };
  readonly anchor: {
    /** The highest price for a unit of gas, in wei. */
    readonly feeCap: bigint;
    readonly replaceAfter: number;
  };
  /** Null: nothing is published. */
  readonly publicationFolder: string | null;
  readonly documents: DocumentsConfig;
  readonly webhooks: WebhooksConfig;
  readonly work: WorkOffer;
  readonly shutdownSeconds: number;
  readonly logLevel: LogLevel;
}

/** The settings of webhooks. */
export interface WebhooksConfig {
  /** Whether http is allowed, and addresses that are not of the public Internet. */
  readonly allowsPrivate: boolean;
  /** Webhooks of one party. */
  readonly perParty: number;
  /** Webhooks to which a process delivers at the same time. */
  readonly atOnce: number;
  /** Seconds for an answer. */
  readonly timeout: number;
  /** Seconds: the longest pause between two attempts, and after how long a webhook gets nothing more. */
  readonly retry: { readonly longest: number; readonly giveUpAfter: number };
}

/** The settings of documents. */
export interface DocumentsConfig {
  /** Null: no documents are kept. */
  readonly folder: string | null;
  /** Bytes of one party. */
  readonly quota: number;
  /** Pieces of documents that are written at the same time, and as many that are read. */
  readonly atOnce: number;
}

/** The settings of HTTP. */
export interface HttpConfig {
  readonly host: string;
  readonly port: number;
  /** Null: the URL of host and port. */
  readonly publicUrl: string | null;
  /** Endpoints of the chain that the portal suggests. */
  readonly publicRpcUrls: readonly string[];
  /** Number of reverse proxies in front of the server. */
  readonly trustProxy: number;
  /** Origins whose pages may read answers; `*` is every one. */
  readonly corsOrigins: readonly string[];
  /** Open connections. */
  readonly maxConnections: number;
  readonly maxBodyBytes: number;
  /** Concurrent requests with a body. */
  readonly writesAtOnce: number;
  readonly bulk: BulkConfig;
  /** Open streams of events. */
  readonly events: StreamLimits;
  /** Requests per minute and client address. */
  readonly readsPerMinute: number;
  readonly writesPerMinute: number;
  readonly maxPage: number;
  readonly sessionSeconds: number;
}

/** The settings of bulk requests. */
export interface BulkConfig {
  /** Batches of lines that are checked or stored at the same time. */
  readonly atOnce: number;
  /** Lines that are stored in one transaction. */
  readonly maxLines: number;
  /** Seconds without anything sent or read after which a request is closed. */
  readonly idleSeconds: number;
  readonly threads: number;
}

/** Returns the configuration of a server from its environment variables. @throws ConfigError with every problem at once */
export function parseConfig(variables: Readonly<Record<string, string | undefined>>): ServerConfig {
  const findConflicts = (given: Given): string[] => [...findChainProblems(given), ...findKeyProblems(given)];
  return arrangeConfig(parseSettings(configSchema, variables, findConflicts));
}

/** Each role needs its key, and no account may have two powers. */
function findKeyProblems(given: Given): string[] {
  const roles = splitList(given['ROLES'] ?? SERVER_ROLES.join(','));
  const problems: string[] = [];
  for (const [role, name] of [
    ['api', 'OPERATOR_KEY_FILE'],
    ['anchorer', 'ANCHORER_KEY_FILE'],
  ] as const) {
    if (roles.includes(role) && given[name] === undefined)
      problems.push(`${name} is missing. The role ${role} needs it: set it, or leave ${role} out of ROLES.`);
  }
  const names = ['OPERATOR_KEY_FILE', 'ANCHORER_KEY_FILE', 'REGISTRAR_KEY_FILE', 'WEBHOOKS_KEY_FILE'].filter(
    (name) => given[name] !== undefined,
  );
  for (const [at, name] of names.entries()) {
    const twin = names.slice(0, at).find((other) => given[other] === given[name]);
    if (twin !== undefined)
      problems.push(
        `${name} must be another file than ${twin}, got "${given[name]}" for both. No account may have two powers: give each its own key.`,
      );
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
      webhooksFile: env.WEBHOOKS_KEY_FILE ?? null,
    },
    seal: { maxRecords: env.SEAL_MAX_RECORDS, maxAge: env.SEAL_MAX_AGE, anchorBy: env.ANCHOR_BY },
    anchor: { feeCap: BigInt(env.ANCHOR_MAX_FEE) * GWEI, replaceAfter: env.ANCHOR_REPLACE_AFTER },
    publicationFolder: env.PUBLICATION_DIR ?? null,
    documents: {
      folder: env.DOCUMENTS_DIR ?? null,
      quota: env.DOCUMENTS_QUOTA,
      atOnce: LIMITS.documentsAtOnce,
    },
    webhooks: { allowsPrivate: env.WEBHOOKS_PRIVATE === 'true', ...LIMITS.webhooks },
    work: arrangeWork(env),
    shutdownSeconds: LIMITS.shutdownSeconds,
    logLevel: env.LOG_LEVEL,
  };
}

function arrangeWork(env: Environment): WorkOffer {
  const { pieces, ...limits } = LIMITS.work;
  return { ...limits, quota: { pieces, bytes: env.WORK_QUOTA } };
}

function arrangeHttp(env: Environment): HttpConfig {
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL ?? null,
    publicRpcUrls: env.PUBLIC_RPC_URLS ?? [],
    trustProxy: env.TRUST_PROXY,
    corsOrigins: env.CORS_ORIGINS ?? [],
    maxConnections: env.MAX_CONNECTIONS,
    readsPerMinute: env.RATE_LIMIT_READS,
    writesPerMinute: env.RATE_LIMIT_WRITES,
    ...LIMITS.http,
  };
}
