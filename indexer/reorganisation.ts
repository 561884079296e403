import type { Block } from '../chain/rpc/rpc-schema.ts';
import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum } from '../chain/rpc/quorum.ts';
import type { IndexedBlock } from '../db/chain/blocks.ts';
import type { ChainView } from './followed-chain.ts';

/**
 * How the stored blocks relate to the chain now:
 * - `same`: all are still on the chain
 * - `reorg`: those after `ancestor` are not (null: none is)
 * - `behind`: the chain is shorter than the final block, as a lagging endpoint shows it for a while
 * - `past-finality`: the final block was replaced
 */
export type Relation =
  | { readonly kind: 'same'; readonly head: IndexedBlock | null }
  | { readonly kind: 'reorg'; readonly ancestor: IndexedBlock | null }
  | { readonly kind: 'behind'; readonly final: IndexedBlock }
  | { readonly kind: 'past-finality'; readonly final: IndexedBlock; readonly found: Block };

/**
 * Returns how the stored blocks relate to the chain. `known` lists them, the newest first; the last one is the final block, unless
 * `final` is null. Reads nothing if the newest block is known or follows a known one directly, else at most one block for each known block.
 */
export async function relateToChain(
  known: readonly IndexedBlock[],
  final: number | null,
  view: ChainView,
): Promise<Relation> {
  const [newest] = known;
  if (newest !== undefined && view.head.number === newest.number + 1 && view.head.parent === newest.hash)
    return { kind: 'same', head: newest };
  for (const [index, block] of known.entries()) {
    const found = await blockAt(block.number, view);
    if (found?.hash === block.hash)
      return index === 0 ? { kind: 'same', head: block } : { kind: 'reorg', ancestor: block };
    if (block.number !== final) continue;
    return found === null ? { kind: 'behind', final: block } : { kind: 'past-finality', final: block, found };
  }
  const oldest = known.at(-1);
  if (oldest === undefined) return { kind: 'same', head: null };
  // A final block is never deleted here. The final block moved after `known` was read: the next step will see it.
  return final === null ? { kind: 'reorg', ancestor: null } : { kind: 'behind', final: oldest };
}

async function blockAt(number: number, { head, endpoints }: ChainView): Promise<Block | null> {
  if (number > head.number) return null;
  return number === head.number ? head : askQuorum(endpoints, readBlock(number));
}
