import * as z from 'zod';
import type { ValidityWindow } from '../../core/parties/authority.ts';
import { type Anchoring, ReaderError } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import type { Role } from '../../core/records/kind.ts';
import { type AgreedBlock, findAgreedBlock, type Finality, selectChain } from '../rpc/agreed-block.ts';
import { callView, refer, type ViewCall } from '../rpc/contract-call.ts';
import { askQuorum, type Endpoints } from '../rpc/quorum.ts';
import { openRpc } from '../rpc/rpc.ts';
import { type EventLog, formatQuantity, logSchema } from '../rpc/rpc-schema.ts';
import { BATCH_ANCHORED, ledgerInterface, parseBatchAnchored } from './ledger.ts';
import { parseRegistryEvent, registryInterface } from './registry-event.ts';

/** The ledger whose history is read, and when answers of endpoints count. */
export interface HistoryOptions {
  readonly urls: readonly string[];
  readonly quorum: number;
  readonly finality: Finality;
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  /** EIP-55; null: the registry that the ledger names. */
  readonly registry: string | null;
}

/** What the chain says about a ledger, all of it as of one final block: every anchoring, and every window of keys and roles. */
export interface LedgerHistory {
  /** The final block. Its time is in unix seconds. */
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: number };
  /** The number of the latest batch. */
  readonly latest: number;
  /** The longest time from sealing to anchoring, in seconds (§8). */
  readonly maxDelay: number;
  keyWindows(party: Hex, key: string): readonly ValidityWindow[];
  roleWindows(party: Hex, role: Role): readonly ValidityWindow[];
  /** The same windows from the contract's state, which counts more than events: an endpoint may leave one out. */
  confirmWindows(party: Hex, subject: string | Role): Promise<readonly ValidityWindow[]>;
  /** Yields the events of anchorings from a block on, in their order. Memory does not grow with their number. */
  anchorings(fromBlock: number): AsyncGenerator<Anchoring>;
  /** The word that the contract holds for a batch. */
  anchor(number: number): Promise<Hex>;
}

/** The first range of blocks whose events are asked for together. It doubles where an endpoint answers, and halves where it refuses. */
const FIRST_RANGE = 10_000;

/** Reads the history of a ledger up to the newest final block. @throws ReaderError */
export async function readLedgerHistory(options: HistoryOptions): Promise<LedgerHistory> {
  const { urls, quorum, chainId, ledger } = options;
  const rpcs = urls.map((url) => openRpc(url));
  const agreed = await findAgreedBlock(await selectChain({ rpcs, quorum }, chainId), options.finality);
  const view = openViews(agreed, ledger);
  const registry = options.registry ?? ((await view('registry')) as string);
  const windows = await readWindows(agreed, registry);
  const { endpoints, block } = agreed;
  return {
    block,
    latest: Number(await view('latest')),
    maxDelay: Number(await view('maxDelay')),
    keyWindows: (party, key) => windows.get(nameWindows(party, key)) ?? [],
    roleWindows: (party, role) => windows.get(nameWindows(party, role)) ?? [],
    confirmWindows: async (party, subject) => {
      const name = typeof subject === 'string' ? 'keyWindows' : 'windows';
      const call = { contract: registryInterface, address: registry, name, values: [party, subject] };
      const [found] = await callView(endpoints, call, refer(block.hash));
      return (found as readonly (readonly [bigint, bigint])[]).map(([from, until]) => ({
        from: Number(from),
        until: Number(until),
      }));
    },
    async *anchorings(fromBlock) {
      for await (const log of readEvents(endpoints, { address: ledger, topics: [BATCH_ANCHORED] }, [
        fromBlock,
        block.number,
      ])) {
        const anchoring = parseBatchAnchored(log);
        if (anchoring !== null) yield anchoring;
      }
    },
    anchor: async (number) => (await view('anchors', number)) as Hex,
  };
}

function openViews(
  { endpoints, block }: AgreedBlock,
  address: string,
): (name: string, ...values: readonly unknown[]) => Promise<unknown> {
  return async (name, ...values) => {
    const call: ViewCall = { contract: ledgerInterface, address, name, values };
    return (await callView(endpoints, call, refer(block.hash)))[0];
  };
}

type Windows = Map<string, ValidityWindow[]>;

function nameWindows(party: Hex, subject: string | Role): string {
  return `${party} ${subject}`;
}

async function readWindows({ endpoints, block }: AgreedBlock, registry: string): Promise<Windows> {
  const windows: Windows = new Map();
  for await (const log of readEvents(endpoints, { address: registry, topics: [] }, [0, block.number])) {
    const event = parseRegistryEvent(log);
    if (event === null || event.type === 'identifier') continue;
    const name = nameWindows(event.party, event.key ?? event.role!);
    const list = windows.get(name) ?? [];
    windows.set(name, list);
    const before = list[event.index];
    list[event.index] =
      event.type === 'opening'
        ? { from: event.time, until: before?.until ?? MAX_UINT }
        : { from: before?.from ?? 0, until: event.time };
  }
  return windows;
}

interface EventFilter {
  readonly address: string;
  readonly topics: readonly Hex[];
}

/** Yields events of a contract in final blocks, in their order. @throws ReaderError */
async function* readEvents(
  endpoints: Endpoints,
  filter: EventFilter,
  [first, last]: readonly [number, number],
): AsyncGenerator<EventLog> {
  let range = FIRST_RANGE;
  for (let from = first; from <= last;) {
    const to = Math.min(last, from + range - 1);
    const logs = await askEvents(endpoints, filter, from, to).catch((error: unknown) => {
      if (to === from || !(error instanceof ReaderError) || error.code !== 'rpc-answer') throw error;
      return null;
    });
    range = logs === null ? Math.ceil((to - from + 1) / 2) : 2 * range;
    if (logs === null) continue;
    yield* logs;
    from = to + 1;
  }
}

async function askEvents(
  endpoints: Endpoints,
  filter: EventFilter,
  from: number,
  to: number,
): Promise<EventLog[]> {
  const params = [{ ...filter, fromBlock: formatQuantity(from), toBlock: formatQuantity(to) }];
  const logs = await askQuorum(endpoints, { method: 'eth_getLogs', params, schema: z.array(logSchema) });
  return logs
    .filter(({ address }) => address === filter.address)
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}
