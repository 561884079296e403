import { z } from 'zod';
import type { Finality } from '../chain/rpc/agreed-block.ts';
import { isAddress } from '../core/hashing/domain.ts';
import { commaList, type Given, splitList, wholeNumber } from './settings.ts';

const finality = z
  .string()
  .refine(
    (text) => text === 'finalized' || /^[1-9][0-9]{0,5}$/.test(text),
    'is neither finalized nor a number of confirmations',
  )
  .transform((text): Finality => (text === 'finalized' ? text : { confirmations: Number(text) }));

/**
 * The settings of every program that reads the chain, by the name of their environment variables: what each means stands in
 * `description`.
 */
export const chainSettings = {
  RPC_URL: commaList(z.url({ protocol: /^https?$/, error: 'holds something that is no http(s) URL' })).meta({
    description:
      'JSON-RPC endpoints of the chain, separated by commas. All are asked, and transactions go to all of them.',
  }),
  RPC_QUORUM: wholeNumber(1, 16).prefault('1').meta({
    description: 'How many of the endpoints in RPC_URL must agree on whatever is read of the chain.',
  }),
  LEDGER_ADDRESS: z
    .string()
    .refine(isAddress, 'is no address in its EIP-55 spelling')
    .meta({ description: 'The CarbonLedger contract, in its EIP-55 spelling. `npm run deploy` prints it.' }),
  CHAIN_ID: wholeNumber(1, 2 ** 48)
    .optional()
    .meta({ description: 'The chain that the endpoints must be of. Without it they are believed.' }),
  START_BLOCK: wholeNumber(0, 2 ** 48)
    .prefault('0')
    .meta({ description: 'The block in which the ledger was deployed: the indexer reads from there.' }),
  FINALITY: finality.prefault('finalized').meta({
    description:
      'When a block counts as final: `finalized` (the tag of the chain), or a number of confirmations.',
  }),
  POLL_INTERVAL: wholeNumber(50, 60_000).prefault('1000').meta({
    description: 'Milliseconds between two looks at the database or the chain when there is nothing to do.',
  }),
} as const;

/** Whom to ask about which ledger on which chain. */
export interface ChainConfig {
  readonly rpcUrls: readonly string[];
  readonly quorum: number;
  /** EIP-55. */
  readonly ledger: string;
  /** Null where the endpoints are believed. */
  readonly chainId: number | null;
  /** The block of the ledger's deployment, or one before it. */
  readonly startBlock: number;
  readonly finality: Finality;
  readonly pollMilliseconds: number;
}

/** Returns the settings of the chain as programs take them. */
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

/** Returns what is wrong with settings of the chain that are right one by one: more endpoints must not agree than there are. */
export function findChainProblems({ RPC_URL: urls, RPC_QUORUM: quorum }: Given): string[] {
  if (urls === undefined || quorum === undefined) return [];
  const count = splitList(urls).length;
  if (!(Number(quorum) > count)) return [];
  return [`RPC_QUORUM is ${quorum}, and RPC_URL names ${count}: no more endpoints can agree than there are.`];
}
