import { askQuorum, type Question } from './quorum.ts';
import { openRpc } from './rpc.ts';
import { quantitySchema } from './rpc-schema.ts';

/** The question which chain an endpoint serves. */
export const CHAIN_ID: Question<number> = { method: 'eth_chainId', params: [], schema: quantitySchema };

/** Returns the id of the chain that an endpoint serves. @throws ReaderError `rpc-…` */
export async function readChainId(url: string): Promise<number> {
  return askQuorum({ rpcs: [openRpc(url)], quorum: 1 }, CHAIN_ID);
}
