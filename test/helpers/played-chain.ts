import { ledgerInterface } from '../../chain/contracts/ledger.ts';
import type { Rpc } from '../../chain/rpc/endpoint.ts';
import { formatQuantity } from '../../chain/rpc/rpc-schema.ts';
import { type BatchHeader, hashAnchor, hashHeader } from '../../core/batches/batch.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { TEST_DOMAIN } from './registry.ts';
import { FIRST_BLOCK, FIRST_TIME, OPEN_BLOCKS, placeholder } from './many-batches.ts';

/** A chain in memory that continues the blocks of many batches. Its endpoint answers what indexer and anchorer ask. */
export interface PlayedChain {
  readonly rpc: Rpc;
  /** Adds blocks; the first one anchors a header if there is one. */
  add(count: number, anchored?: BatchHeader): void;
  /** Replaces the last blocks by as many empty ones. */
  replace(count: number): void;
}

interface PlayedBlock {
  readonly name: string;
  readonly anchored: BatchHeader | null;
}

/** Starts with `count` blocks, the last of them `OPEN_BLOCKS` after the one with the newest batch. */
export function playChain(count: number): PlayedChain {
  const added: PlayedBlock[] = [];
  let replaced = 0;
  const nameOf = (n: number): string => added[n - count - 1]?.name ?? `block/${n}`;
  const newest = (): number => count + added.length;
  const block = (n: number): object | null =>
    n > newest()
      ? null
      : {
          number: formatQuantity(FIRST_BLOCK + n),
          hash: placeholder(nameOf(n)),
          parentHash: placeholder(nameOf(n - 1)),
          timestamp: formatQuantity(timeOf(n)),
        };
  const numberOf = (tag: unknown): number =>
    tag === 'latest' || tag === 'pending' ? newest() : Number(tag) - FIRST_BLOCK;
  const logs = ({ blockHash, fromBlock, toBlock }: Record<string, string>): object[] =>
    added.flatMap(({ name, anchored }, index) => {
      const n = count + 1 + index;
      const isAsked =
        blockHash === undefined
          ? n >= numberOf(fromBlock) && n <= numberOf(toBlock)
          : placeholder(name) === blockHash;
      return isAsked && anchored !== null ? logOf(anchored, n, placeholder(name)) : [];
    });
  /** The newest batch at a block, with the word that the contract has for it. */
  const newestAt = (hash: string): { number: number; word: Hex } => {
    const last = added.findIndex(({ name }) => placeholder(name) === hash);
    const at = added.findLastIndex(({ anchored }, index) => index <= last && anchored !== null);
    const header = added[at]?.anchored;
    if (header != null)
      return { number: header.number, word: hashAnchor(hashHeader(header), timeOf(count + 1 + at)) };
    const number = count - OPEN_BLOCKS;
    return { number, word: hashAnchor(placeholder(`batch/${number}`), timeOf(number)) };
  };
  const call = ([{ data }, { blockHash }]: readonly [{ data: string }, { blockHash: string }]): string => {
    const { name } = ledgerInterface.parseTransaction({ data })!;
    const { number, word } = newestAt(blockHash);
    const value = { latest: number, anchors: word, closed: false }[name];
    return ledgerInterface.encodeFunctionResult(name, [value]);
  };
  const answers: Readonly<Record<string, (params: readonly unknown[]) => unknown>> = {
    eth_chainId: () => formatQuantity(TEST_DOMAIN.chainId),
    eth_blockNumber: () => formatQuantity(FIRST_BLOCK + newest()),
    eth_getBlockByNumber: ([tag]) => block(numberOf(tag)),
    eth_getBlockByHash: () => ({ baseFeePerGas: '0x1' }),
    eth_call: (params) => call(params as Parameters<typeof call>[0]),
    eth_getLogs: ([filter]) => logs(filter as Record<string, string>),
    eth_getTransactionCount: () => '0x0',
    eth_estimateGas: () => '0x186a0',
    eth_maxPriorityFeePerGas: () => '0x1',
    eth_sendRawTransaction: () => placeholder('sent'),
    eth_getTransactionByHash: () => ({ hash: placeholder('sent') }),
  };
  return {
    rpc: {
      host: 'played',
      request: (method, params) => Promise.resolve(answers[method]!(params)),
    },
    add(blocks, anchored) {
      for (let index = 0; index < blocks; index++) {
        const name = `block/${newest() + 1}/${replaced}`;
        added.push({ name, anchored: index === 0 ? (anchored ?? null) : null });
      }
    },
    replace(blocks) {
      replaced++;
      added.splice(-blocks);
      this.add(blocks);
    },
  };
}

function timeOf(n: number): number {
  return FIRST_TIME + 10 * n;
}

function logOf(header: BatchHeader, n: number, blockHash: string): object {
  const { number, records, recordCount, heads, sealedAt } = header;
  const event = ledgerInterface.getEvent('BatchAnchored')!;
  const args = {
    number,
    header: hashHeader(header),
    records,
    recordCount,
    heads,
    sealedAt,
    anchoredAt: timeOf(n),
  };
  return {
    address: TEST_DOMAIN.ledger,
    ...ledgerInterface.encodeEventLog(
      event,
      event.inputs.map(({ name }) => args[name as keyof typeof args]),
    ),
    blockNumber: formatQuantity(FIRST_BLOCK + n),
    blockHash,
    transactionHash: placeholder(`transaction/${number}`),
    logIndex: '0x0',
  };
}
