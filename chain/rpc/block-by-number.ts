import { type Rpc, RpcError } from './endpoint.ts';
import { formatQuantity } from './rpc-schema.ts';

/**
 * Returns an endpoint that answers calls as of a block that they name by its hash (EIP-1898), also where the client refuses such a parameter:
 * as @ethereumjs/client, which takes only a number or a tag. Then the call names the block's number, and the block at that number is read before and
 * after it. If it is another block, there is no answer.
 */
export function nameByNumber(rpc: Rpc): Rpc {
  let isRefused = false;
  let known: { readonly hash: unknown; readonly number: string } | null = null;
  const readNumber = async (hash: string): Promise<string> => {
    if (known?.hash !== hash) known = { hash, number: await askNumber(rpc, hash) };
    return known.number;
  };
  return {
    host: rpc.host,
    async request(method, params) {
      const hash = findHash(params);
      if (hash === null) return rpc.request(method, params);
      if (!isRefused) {
        try {
          return await rpc.request(method, params);
        } catch (error) {
          if (!(error instanceof RpcError && error.isInvalid)) throw error;
        }
      }
      const number = await readNumber(hash);
      await requireBlock(rpc, number, hash);
      const answer = await rpc.request(method, [...params.slice(0, -1), number]);
      await requireBlock(rpc, number, hash);
      isRefused = true;
      return answer;
    },
  };
}

/** Returns the hash of the block as of which a call is to be answered; null if it names no hash. The block is the last parameter. */
function findHash(params: readonly unknown[]): string | null {
  const last = params.at(-1);
  if (typeof last !== 'object' || last === null || !('requireCanonical' in last)) return null;
  const { blockHash } = last as { blockHash?: unknown };
  return typeof blockHash === 'string' ? blockHash : null;
}

async function askNumber(rpc: Rpc, hash: string): Promise<string> {
  const number = Number(memberOf(await rpc.request('eth_getBlockByHash', [hash, false]), 'number'));
  if (Number.isSafeInteger(number)) return formatQuantity(number);
  throw new RpcError('answer', `${rpc.host} does not know block ${hash}`);
}

async function requireBlock(rpc: Rpc, number: string, hash: string): Promise<void> {
  const found = memberOf(await rpc.request('eth_getBlockByNumber', [number, false]), 'hash');
  if (found === hash) return;
  throw new RpcError('answer', `${rpc.host} has another block ${Number(number)} than ${hash}`);
}

function memberOf(value: unknown, name: 'number' | 'hash'): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
