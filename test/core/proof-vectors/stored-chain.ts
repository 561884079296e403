import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import { keccakHex } from '../../../core/hashing/keccak.ts';
import type { ValidityWindow } from '../../../core/parties/authority.ts';
import {
  type Anchoring,
  type ChainReader,
  ReaderError,
  type VouchedBlock,
} from '../../../core/verify/chain-reader.ts';
import type { ChainFacts } from '../../helpers/memory-ledger.ts';
import type { Unanswered } from './sketch.ts';

/** What the chain answers, as a vector stores it. `test/vectors/proof-files/README.md` explains each member. */
export interface StoredChain {
  readonly chainId: number;
  readonly block: Omit<VouchedBlock, 'basis'>;
  readonly registry: string;
  readonly codeHashes: Readonly<Record<string, Hex>>;
  readonly successor: string | null;
  readonly latest: number;
  readonly anchors: Readonly<Record<string, Hex>>;
  readonly newestAnchors: Readonly<Record<string, Hex>>;
  readonly events: readonly Anchoring[];
  readonly keys: readonly {
    readonly party: Hex;
    readonly key: string;
    readonly windows: readonly ValidityWindow[];
  }[];
  readonly roles: readonly {
    readonly party: Hex;
    readonly role: number;
    readonly windows: readonly ValidityWindow[];
  }[];
  readonly blocks: readonly Hex[];
}

/** Returns facts of the chain as a vector stores them. */
export function storeFacts(facts: ChainFacts): StoredChain {
  const { number, hash, time } = facts.vouched;
  const windows = Array.from(facts.windows, ([name, each]) => {
    const [party, of] = name.split(' ') as [Hex, string];
    return { party, of, windows: each };
  });
  const newer = [...facts.newest].filter(([batch, word]) => facts.words.get(batch) !== word);
  return {
    chainId: facts.chainId,
    block: { number, hash, time },
    registry: facts.registry,
    codeHashes: Object.fromEntries(facts.codeHashes),
    successor: facts.successor,
    latest: Math.max(0, ...facts.words.keys()),
    anchors: Object.fromEntries(facts.words),
    newestAnchors: Object.fromEntries(newer),
    events: [...facts.anchorings.values()].map(
      ({ number: batch, header, fields, anchoredAt, transaction, block, blockHash }) => {
        const { records, recordCount, heads, sealedAt } = fields;
        const stated = { number: batch, records, recordCount, heads, sealedAt };
        return { number: batch, header, fields: stated, anchoredAt, transaction, block, blockHash };
      },
    ),
    keys: windows.flatMap(({ party, of, windows: each }) =>
      of.startsWith('0x') ? [{ party, key: of, windows: each }] : [],
    ),
    roles: windows.flatMap(({ party, of, windows: each }) =>
      of.startsWith('0x') ? [] : [{ party, role: Number(of), windows: each }],
    ),
    blocks: [...facts.blocks],
  };
}

const NO_CODE = keccakHex(new Uint8Array());

/** Returns a reader that answers what a vector stores; null for a vector without an endpoint. */
export function readStored(chain: StoredChain | Unanswered | null): ChainReader | null {
  if (chain === null) return null;
  if ('unanswered' in chain) return refuseAll(new ReaderError(chain.unanswered, 'as the vector says'));
  const answer = <Value>(value: Value): Promise<Value> => Promise.resolve(value);
  const { anchors, newestAnchors, blocks, events } = chain;
  return {
    chainId: () => answer(chain.chainId),
    vouchedBlock: () => answer({ ...chain.block, basis: 'as the vector says' }),
    codeHash: (address) => answer(chain.codeHashes[address] ?? NO_CODE),
    registry: () => answer(chain.registry),
    latest: () => answer(chain.latest),
    successor: () => answer(chain.successor),
    anchor: (number) => answer(anchors[number] ?? ZERO_HASH),
    anchorInLatestBlock: (number) => answer(newestAnchors[number] ?? anchors[number] ?? ZERO_HASH),
    keyWindows: (party, key) =>
      answer(chain.keys.find((each) => each.party === party && each.key === key)?.windows ?? []),
    roleWindows: (party, role) =>
      answer(chain.roles.find((each) => each.party === party && each.role === role)?.windows ?? []),
    anchoring: (number) => answer(events.find((each) => each.number === number) ?? null),
    endpointWithout: (hash) => answer(blocks.includes(hash) ? null : 'the endpoint of the vector'),
  };
}

function refuseAll(error: ReaderError): ChainReader {
  const refuse = (): Promise<never> => Promise.reject(error);
  return {
    chainId: refuse,
    vouchedBlock: refuse,
    codeHash: refuse,
    registry: refuse,
    latest: refuse,
    successor: refuse,
    anchor: refuse,
    anchorInLatestBlock: refuse,
    keyWindows: refuse,
    roleWindows: refuse,
    anchoring: refuse,
    endpointWithout: refuse,
  };
}
