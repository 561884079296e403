import type { Block } from '../chain/rpc/rpc-schema.ts';
import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum } from '../chain/rpc/quorum.ts';
import type { IndexedBlock } from '../db/chain/blocks.ts';
import type { ChainView } from './followed-chain.ts';

/**
 * How the blocks that were read relate to the chain as it is: they all stand; those above `ancestor` are gone (null: all);
 * the chain is shorter than what was final, which a lagging endpoint shows for a while; or a final block was replaced.
 */
export type Relation =
  | { readonly kind: 'same'; readonly head: IndexedBlock | null }
  | { readonly kind: 'reorg'; readonly ancestor: IndexedBlock | null }
  | { readonly kind: 'behind'; readonly final: IndexedBlock }
  | { readonly kind: 'past-finality'; readonly final: IndexedBlock; readonly found: Block };

/**
 * Returns how blocks that were read, the newest first and the last of them final unless `final` is null, relate to the chain.
 * Asks for one block where nothing changed, and for no more than are not final.
 */
export async function relateToChain(
  known: readonly IndexedBlock[],
  final: number | null,
  view: ChainView,
): Promise<Relation> {
  for (const [index, block] of known.entries()) {
    const found = await blockAt(block.number, view);
    if (found?.hash === block.hash)
      return index === 0 ? { kind: 'same', head: block } : { kind: 'reorg', ancestor: block };
    if (block.number !== final) continue;
    return found === null ? { kind: 'behind', final: block } : { kind: 'past-finality', final: block, found };
  }
  const oldest = known.at(-1);
  if (oldest === undefined) return { kind: 'same', head: null };
  // What is final is never given up: the final block was moved after it was read here, and the next step sees it.
  return final === null ? { kind: 'reorg', ancestor: null } : { kind: 'behind', final: oldest };
}

async function blockAt(number: number, { head, endpoints }: ChainView): Promise<Block | null> {
  if (number > head.number) return null;
  return number === head.number ? head : askQuorum(endpoints, readBlock(number));
}
