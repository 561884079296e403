import {
  type Anchoring,
  type ChainReader,
  ReaderError,
  type VouchedBlock,
} from '../core/verify/chain-reader.ts';
import type { ValidityWindow } from '../core/parties/authority.ts';
import { type Hex, bytesOf } from '../core/encoding/hex.ts';
import { keccakHex } from '../core/hashing/keccak.ts';
import {
  type AgreedBlock,
  type Finality,
  findVouchedBlock,
  selectChain,
  waitFor,
} from './rpc/agreed-block.ts';
import { findEndpointWithout } from './rpc/endpoint-without.ts';
import { findAnchoring, findAnchoringSince } from './contracts/anchoring.ts';
import { readAnchorings } from './contracts/ledger-history.ts';
import { type BlockReference, callView, refer, type ViewCall } from './rpc/contract-call.ts';
import { ledgerInterface } from './contracts/ledger.ts';
import { askQuorum, type Endpoints } from './rpc/quorum.ts';
import { registryInterface } from './contracts/registry-view.ts';
import type { Rpc } from './rpc/endpoint.ts';
import { openRpcs, type RpcLimits } from './rpc/rpc.ts';
import { dataSchema } from './rpc/rpc-schema.ts';

/** Which endpoints a verifier asks, and when their answers count (§11). */
export interface RpcReaderOptions extends RpcLimits {
  readonly urls: readonly string[];
  /** How many endpoints must give the same answer. */
  readonly quorum: number;
  readonly finality: Finality;
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  /** EIP-55; without it, the registry that the ledger uses. */
  readonly registry?: string;
}

/**
 * Returns a reader that asks a chain by RPC. Its first question finds one final block; all answers are as of that block, by its
 * hash. It asks each question once and remembers the answer, failures included. Open a new reader to see a newer block.
 */
export function openRpcReader(options: RpcReaderOptions): NamingReader {
  return new RpcReader(options);
}

/** Returns a reader that can also read a ledger from its first batch to its last. */
export function openHistoryReader(options: RpcReaderOptions): HistoryReader {
  return new RpcReader(options);
}

/** A reader that also reads all batches of a ledger, as of its vouched block. */
export interface HistoryReader extends ChainReader {
  /** The longest time from sealing to anchoring, in seconds (§8). @throws ReaderError */
  maxDelay(): Promise<number>;
  /** As `anchor`, but keeps no answer in memory: a ledger may have a million batches. @throws ReaderError */
  readAnchor(number: number): Promise<Hex>;
  /** Yields what the events of all batches say, as `anchoring` does of one: from a block on, in their order. @throws ReaderError */
  anchorings(fromBlock: number): AsyncGenerator<Anchoring>;
}

/** A reader that also knows the identifiers of parties. */
export interface NamingReader extends ChainReader {
  /** Returns the identifiers of a party, the first one first; empty if the registry does not know the party. @throws ReaderError */
  identifiers(party: Hex): Promise<readonly string[]>;
}

class RpcReader implements NamingReader, HistoryReader {
  readonly #options: RpcReaderOptions;
  readonly #rpcs: readonly Rpc[];
  readonly #answers = new Map<string, Promise<unknown>>();

  constructor(options: RpcReaderOptions) {
    this.#options = options;
    this.#rpcs = openRpcs(options.urls, options);
  }

  async chainId(): Promise<number> {
    await this.#chain();
    return this.#options.chainId;
  }

  async vouchedBlock(): Promise<VouchedBlock> {
    const { block, endpoints } = await this.#agreed();
    const { number, hash, time } = block;
    return {
      number,
      hash,
      time,
      basis: describeBasis(this.#options.finality, endpoints.rpcs.length, this.#rpcs.length),
    };
  }

  async codeHash(address: string): Promise<Hex> {
    return this.#once(`code ${address}`, async () => {
      const { endpoints, at } = await this.#vouched();
      return keccakHex(
        bytesOf(
          await askQuorum(endpoints, { method: 'eth_getCode', params: [address, at], schema: dataSchema }),
        ),
      );
    });
  }

  async registry(): Promise<string> {
    return (await this.#view({ ...this.#ledger(), name: 'registry', values: [] })) as string;
  }

  async latest(): Promise<number> {
    return Number(await this.#view({ ...this.#ledger(), name: 'latest', values: [] }));
  }

  async maxDelay(): Promise<number> {
    return Number(await this.#view({ ...this.#ledger(), name: 'maxDelay', values: [] }));
  }

  async readAnchor(number: number): Promise<Hex> {
    const { endpoints, at } = await this.#vouched();
    const [word] = await callView(endpoints, { ...this.#ledger(), name: 'anchors', values: [number] }, at);
    return word as Hex;
  }

  async *anchorings(fromBlock: number): AsyncGenerator<Anchoring> {
    const { block, endpoints } = await this.#agreed();
    yield* readAnchorings(endpoints, this.#options.ledger, { from: fromBlock, until: block.number });
  }

  async successor(): Promise<string | null> {
    const isClosed = await this.#view({ ...this.#ledger(), name: 'closed', values: [] });
    if (isClosed !== true) return null;
    return (await this.#view({ ...this.#ledger(), name: 'successor', values: [] })) as string;
  }

  async anchor(number: number): Promise<Hex> {
    return (await this.#view({ ...this.#ledger(), name: 'anchors', values: [number] })) as Hex;
  }

  async anchorInLatestBlock(number: number): Promise<Hex> {
    return this.#once(`latest ${number}`, async () => {
      const [word] = await callView(
        await this.#chain(),
        { ...this.#ledger(), name: 'anchors', values: [number] },
        'latest',
      );
      return word as Hex;
    });
  }

  async keyWindows(party: Hex, key: string): Promise<readonly ValidityWindow[]> {
    return readWindows(
      await this.#view({ ...(await this.#registry()), name: 'keyWindows', values: [party, key] }),
    );
  }

  async roleWindows(party: Hex, role: number): Promise<readonly ValidityWindow[]> {
    return readWindows(
      await this.#view({ ...(await this.#registry()), name: 'windows', values: [party, role] }),
    );
  }

  async identifiers(party: Hex): Promise<readonly string[]> {
    const call = { ...(await this.#registry()), name: 'identifiers', values: [party] };
    // A list of ethers throws where an index is out of range, so it is copied into a plain one.
    return [...((await this.#view(call)) as readonly string[])];
  }

  async anchoring(number: number, since?: number): Promise<Anchoring | null> {
    return this.#once(`anchoring ${number} ${since}`, async () => {
      const { ledger } = this.#options;
      if (since === undefined) return findAnchoring(await this.#chain(), ledger, number);
      const { block, endpoints } = await this.#agreed();
      return findAnchoringSince(endpoints, ledger, number, { since, until: block.number });
    });
  }

  async endpointWithout(blockHash: Hex): Promise<string | null> {
    return this.#once(`without ${blockHash}`, async () =>
      findEndpointWithout(await this.#chain(), blockHash),
    );
  }

  #ledger(): Pick<ViewCall, 'contract' | 'address'> {
    return { contract: ledgerInterface, address: this.#options.ledger };
  }

  async #registry(): Promise<Pick<ViewCall, 'contract' | 'address'>> {
    return { contract: registryInterface, address: this.#options.registry ?? (await this.registry()) };
  }

  async #view(call: ViewCall): Promise<unknown> {
    return this.#once(`${call.address} ${call.name} ${call.values.join()}`, async () => {
      const { endpoints, at } = await this.#vouched();
      const [value] = await callView(endpoints, call, at);
      return value;
    });
  }

  async #vouched(): Promise<{ endpoints: Endpoints; at: BlockReference }> {
    const { block, endpoints } = await this.#agreed();
    return { endpoints, at: refer(block.hash) };
  }

  #agreed(): Promise<AgreedBlock> {
    return this.#once('vouched block', async () =>
      findVouchedBlock(await this.#chain(), this.#options.finality, this.#rpcs.length),
    );
  }

  #chain(): Promise<Endpoints> {
    const { quorum, chainId } = this.#options;
    const rpcs = this.#rpcs;
    return this.#once('chain', () => selectChain({ rpcs, quorum }, chainId, waitFor(quorum, rpcs.length)));
  }

  /** Asks a question once and remembers the answer. Every error becomes a ReaderError. */
  #once<Out>(question: string, ask: () => Promise<Out>): Promise<Out> {
    const known = this.#answers.get(question);
    if (known !== undefined) return known as Promise<Out>;
    const answer = ask().catch((cause: unknown) => {
      throw cause instanceof ReaderError
        ? cause
        : new ReaderError('rpc-answer', `the chain cannot be read: ${String(cause)}`, cause);
    });
    this.#answers.set(question, answer);
    return answer;
  }
}

function describeBasis(finality: Finality, agreeing: number, named: number): string {
  const rule = finality === 'finalized' ? 'finalized' : `${finality.confirmations} confirmations`;
  return `${rule}, ${agreeing} of ${named} ${named === 1 ? 'endpoint says so' : 'endpoints agree'}`;
}

function readWindows(value: unknown): ValidityWindow[] {
  return (value as readonly (readonly [bigint, bigint])[]).map(([from, until]) => ({
    from: Number(from),
    until: Number(until),
  }));
}
