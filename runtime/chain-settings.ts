import * as z from 'zod';
import type { Finality } from '../chain/rpc/agreed-block.ts';
import { listEndpoints } from '../chain/rpc/rpc.ts';
import { isAddress } from '../core/hashing/domain.ts';
import { commaList, type Given, splitList, wholeNumber } from './settings.ts';

const finality = z
  .string()
  .refine(
    (text) => text === 'finalized' || /^[1-9][0-9]{0,5}$/.test(text),
    'must be finalized, or a number of confirmations from 1 to 999999',
  )
  .transform((text): Finality => (text === 'finalized' ? text : { confirmations: Number(text) }));

/** The settings of every program that reads the chain, by environment variable. */
export const chainSettings = {
  RPC_URL: commaList(
    z.url({ protocol: /^https?$/, error: 'must be http(s) URLs, separated by commas' }),
  ).meta({
    description:
      'URLs of JSON-RPC endpoints of the chain, separated by commas. Every endpoint is asked, and gets every transaction.',
    isSecret: true,
  }),
  RPC_QUORUM: wholeNumber(1, 16).prefault('1').meta({
    description:
      'How many endpoints of `RPC_URL` must give the same answer, for everything that is read from the chain. URLs with the same host and port are one endpoint.',
  }),
  LEDGER_ADDRESS: z
    .string()
    .refine(
      isAddress,
      'must be an address in EIP-55 spelling (upper and lower case as `npm run deploy` prints it)',
    )
    .meta({
      description: 'Address of the CarbonLedger contract, in EIP-55 spelling. `npm run deploy` prints it.',
    }),
  CHAIN_ID: wholeNumber(1, 2 ** 48)
    .optional()
    .meta({
      description: 'Id of the chain that the endpoints must serve. If it is not set, any chain is accepted.',
    }),
  START_BLOCK: wholeNumber(0, 2 ** 48)
    .prefault('0')
    .meta({
      description:
        'Number of the block in which the ledger was deployed, or an earlier one. The indexer begins there.',
    }),
  FINALITY: finality.prefault('finalized').meta({
    description:
      'When a block is final: `finalized` (as the chain itself reports), or after this number of confirmations.',
  }),
  POLL_INTERVAL: wholeNumber(50, 60_000).prefault('1000').meta({
    description: 'Milliseconds between two checks of database and chain while there is nothing to do.',
  }),
} as const;

/** Which ledger on which chain, and which endpoints to ask. */
export interface ChainConfig {
  readonly rpcUrls: readonly string[];
  readonly quorum: number;
  /** EIP-55. */
  readonly ledger: string;
  /** Null: any chain is accepted. */
  readonly chainId: number | null;
  /** The block in which the ledger was deployed, or an earlier one. */
  readonly startBlock: number;
  readonly finality: Finality;
  readonly pollMilliseconds: number;
}

/** Returns the settings of the chain as programs use them. */
export function arrangeChainConfig(settings: z.output<z.ZodObject<typeof chainSettings>>): ChainConfig {
  return {
    rpcUrls: settings.RPC_URL,
    quorum: settings.RPC_QUORUM,
    ledger: settings.LEDGER_ADDRESS,
    chainId: settings.CHAIN_ID ?? null,
    startBlock: settings.START_BLOCK,
    finality: settings.FINALITY,
    pollMilliseconds: settings.POLL_INTERVAL,
  };
}

/** Returns the problems between settings of the chain: the quorum is at most the number of endpoints, each named once. */
export function findChainProblems({ RPC_URL: urls, RPC_QUORUM: quorum }: Given): string[] {
  if (urls === undefined || quorum === undefined) return [];
  const named = splitList(urls);
  if (!named.every((url) => URL.canParse(url))) return [];
  const count = listEndpoints(named).length;
  if (!(Number(quorum) > count)) return [];
  return [
    `RPC_QUORUM must be at most ${count}, the number of endpoints in RPC_URL (one for each host and port), got "${quorum}". Name more endpoints, or lower it.`,
  ];
}
