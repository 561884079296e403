import { hashAnchor } from '../core/batches/batch.ts';
import type { ChainReader } from '../core/verify/chain-reader.ts';
import { ZERO_HASH } from '../core/encoding/hex.ts';
import type { BatchName } from '../core/publication/format.ts';
import { OperatorError } from './operator-error.ts';

/**
 * Yields the batches that are anchored as of the newest block, beginning with number `from`. The contract's state decides whether a
 * batch is anchored; the event gives the header id, and is checked against the state (§8).
 * @throws ReaderError; OperatorError `chain-moved`
 */
export async function* readChainBatches(reader: ChainReader, from = 1): AsyncGenerator<BatchName> {
  for (let number = from; ; number++) {
    const word = await reader.anchorInLatestBlock(number);
    if (word === ZERO_HASH) return;
    const anchoring = await reader.anchoring(number);
    if (anchoring === null || hashAnchor(anchoring.header, anchoring.anchoredAt) !== word)
      throw new OperatorError(
        'chain-moved',
        `The event of batch ${number} does not match the contract's state: the chain moved meanwhile, or an endpoint lacks events. Try again.`,
      );
    yield { number, id: anchoring.header };
  }
}
