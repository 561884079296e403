import type { Hex } from '../../core/encoding/hex.ts';
import { readBlock } from './agreed-block.ts';
import { type Answer, askAll, type Endpoints, explainNoQuorum, type Question } from './quorum.ts';
import { type Block, blockSchema } from './rpc-schema.ts';

/**
 * Returns the host of an endpoint whose chain lacks a block; null if the chain of every endpoint that answers has it. An endpoint may know
 * a block that is not on its chain, so it is also asked which block its chain has at that height.
 * @throws ReaderError `rpc-…` if fewer than `quorum` answer
 */
export async function findEndpointWithout({ rpcs, quorum }: Endpoints, hash: Hex): Promise<string | null> {
  const known = await askAll({ rpcs, quorum: rpcs.length }, readBlockOf(hash));
  const answers = await Promise.all(known.map(readSameHeight));
  const without = answers.find((answer) => 'value' in answer && answer.value?.hash !== hash);
  if (without !== undefined) return without.rpc.host;
  const count = answers.filter((answer) => 'value' in answer).length;
  if (count < quorum) throw explainNoQuorum(answers, quorum, 'eth_getBlockByHash');
  return null;
}

async function readSameHeight(answer: Answer<Block | null>): Promise<Answer<Block | null>> {
  if (!('value' in answer) || answer.value === null) return answer;
  const [same] = await askAll({ rpcs: [answer.rpc], quorum: 1 }, readBlock(answer.value.number));
  return same!;
}

function readBlockOf(hash: Hex): Question<Block | null> {
  return { method: 'eth_getBlockByHash', params: [hash, false], schema: blockSchema.nullable() };
}
