import { type HistoryReader, openHistoryReader } from '../../chain/rpc-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { type NamedContracts, verifyContracts } from '../../core/verify/anchor.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { openCopy } from '../../client/publication/copy.ts';
import { type ReplayChain, replayBatches, type ReplayContext } from './replay.ts';
import { isFault, type ReplayCode, type ReplayFinding } from './replay-codes.ts';
import { ReplayError } from './replay-error.ts';
import type { KeptState, LinePool, ReplayPorts } from './replay-ports.ts';

/** The ledger, what its contracts must be, and when answers of endpoints count: members of a policy. */
export type ReplayedChain = NamedContracts & Pick<Policy, 'finality'> & Policy['rpc'];

/** Which ledger is replayed from where. */
export interface ReplayInput {
  readonly chain: ReplayedChain;
  /** The folder or URL of the publication. */
  readonly publication: string;
  /** Whether a state that is there is thrown away. */
  readonly isFresh: boolean;
}

/** Returns how a replay reads the chain of a policy. */
export function chainOfPolicy(policy: Policy): ReplayedChain {
  const { chainId, ledger, rpc, finality, registry, codeHash, checkpoints } = policy;
  return { ...rpc, finality, chainId, ledger, codeHash, registry, checkpoints };
}

/** What a replay found. */
export interface ReplayReport {
  /** `replayed`: all as it should be, up to the newest final batch. `faults`: the operator did what the protocol forbids. */
  readonly verdict: 'replayed' | 'faults' | 'incomplete';
  readonly chainId: number;
  readonly ledger: string;
  readonly publication: string;
  /** The final block as of which the chain was read. */
  readonly block: ReplayChain['block'];
  /** The batch that was replayed last and its header; 0 before the first. */
  readonly number: number;
  readonly header: Hex;
  /** The number of the latest batch on the chain. */
  readonly latest: number;
  /** The ledger that takes over from a closed one, the zero address where none is named; null while the ledger is open. */
  readonly successor: string | null;
  /** Records in all batches that were replayed, also by earlier runs. */
  readonly records: number;
  readonly parties: number;
  readonly streams: number;
  /** Records that this run replayed. */
  readonly replayedNow: number;
  /** How often each code was found. */
  readonly counts: Partial<Record<ReplayCode, number>>;
  /** The first findings. */
  readonly findings: readonly ReplayFinding[];
}

const PROGRESS_EVERY = 1_000;

/** A replay that can be continued whenever the chain has new batches. */
export interface OpenReplay {
  /**
   * Replays what is new, from where the state of an earlier run ends.
   * @throws ReaderError; ReplayError; PublicationError `copy-unreadable`, `copy-damaged`, `wrong-ledger`; the reason of `signal`
   */
  run(): Promise<ReplayReport>;
  close(): Promise<void>;
}

/** Opens a replay of a ledger from its publication and the chain alone. */
export function openReplay(input: ReplayInput, ports: ReplayPorts): OpenReplay {
  const { chainId, ledger } = input.chain;
  const copy = openCopy(input.publication, ports.signal);
  const lines = ports.openLines({ chainId, ledger });
  let { isFresh } = input;
  let open: KeptState | null = null;
  const closeState = async (): Promise<void> => {
    await open?.close();
    open = null;
  };
  return {
    async run() {
      checkLedger(input, await copy.ledger());
      const chain = await readChain(input.chain);
      open ??= await ports.openState({ chainId, ledger }, isFresh);
      isFresh = false;
      try {
        return await continueReplay(input, { ...ports, copy, chain, kept: open, lines });
      } catch (error) {
        // A batch may be half applied in memory; what is kept has it not at all.
        await closeState();
        throw error;
      }
    },
    async close(): Promise<void> {
      await lines.close();
      await closeState();
    },
  };
}

/** Replays a ledger once, as `openReplay` does. */
export async function runReplay(input: ReplayInput, ports: ReplayPorts): Promise<ReplayReport> {
  const replay = openReplay(input, ports);
  try {
    return await replay.run();
  } finally {
    await replay.close();
  }
}

/** Reads the chain as of its newest final block, once it is the one that is named. @throws ReaderError; ReplayError `chain-differs` */
export async function readChain(named: ReplayedChain): Promise<ClosableChain> {
  const { registry, ...options } = named;
  const reader = openHistoryReader(registry === null ? options : { ...options, registry: registry.address });
  const found = await verifyContracts(reader, named);
  if (found.result !== 'pass')
    throw new ReplayError(
      'chain-differs',
      `${found.basis}. Name other endpoints; if they say the same, compare the policy with what its author says.`,
    );
  const [block, latest, maxDelay, successor] = await Promise.all([
    reader.vouchedBlock(),
    reader.latest(),
    reader.maxDelay(),
    reader.successor(),
  ]);
  return { block, latest, maxDelay, successor, ...methodsOf(reader) };
}

function methodsOf(reader: HistoryReader): Omit<ReplayChain, 'block' | 'latest' | 'maxDelay'> {
  return {
    anchor: (number) => reader.readAnchor(number),
    anchorings: (fromBlock) => reader.anchorings(fromBlock),
    keyWindows: (party, key) => reader.keyWindows(party, key),
    roleWindows: (party, role) => reader.roleWindows(party, role),
  };
}

/** A chain of a ledger, which may have ended. */
export interface ClosableChain extends ReplayChain {
  readonly successor: string | null;
}

interface Parts extends Pick<ReplayContext, 'copy' | 'kept'>, Pick<ReplayPorts, 'onProgress' | 'signal'> {
  readonly chain: ClosableChain;
  readonly lines: LinePool;
}

async function continueReplay(
  { chain: { chainId, ledger }, publication }: ReplayInput,
  { copy, chain, kept, lines, onProgress, signal }: Parts,
): Promise<ReplayReport> {
  const { progress } = kept.state;
  const before = progress.records;
  const stop = await replayBatches({
    copy,
    chain,
    kept,
    lines,
    onBatch: paceProgress(onProgress, chain.latest, () => progress),
    ...(signal === undefined ? {} : { signal }),
  });
  const counts = { ...progress.counts };
  if (stop !== null) counts[stop.code] = (counts[stop.code] ?? 0) + 1;
  const { number, header, records } = progress;
  const { parties, streams } = kept.state.ledger;
  return {
    verdict: judge(counts, stop),
    chainId,
    ledger,
    publication,
    block: { number: chain.block.number, hash: chain.block.hash, time: chain.block.time },
    number,
    header,
    latest: chain.latest,
    successor: chain.successor,
    records,
    parties: parties.count,
    streams: streams.count,
    replayedNow: records - before,
    counts,
    findings: [...progress.findings, ...(stop === null ? [] : [stop])],
  };
}

/** Checks that a publication is of the ledger that is replayed. @throws PublicationError `wrong-ledger` */
export function checkLedger(
  { publication, chain: { chainId, ledger } }: Pick<ReplayInput, 'publication' | 'chain'>,
  found: { readonly chainId: number; readonly ledger: string },
): void {
  if (found.chainId === chainId && found.ledger === ledger) return;
  throw new PublicationError(
    'wrong-ledger',
    `${publication} belongs to ledger ${found.ledger} on chain ${found.chainId}, expected ledger ${ledger} on chain ${chainId}. Name the publication of this ledger.`,
  );
}

function judge(counts: ReplayReport['counts'], stop: ReplayFinding | null): ReplayReport['verdict'] {
  if ((Object.keys(counts) as ReplayCode[]).some((code) => isFault({ code }))) return 'faults';
  return stop === null ? 'replayed' : 'incomplete';
}

/** Returns what gets the number of each batch that was replayed, and reports progress at most once a second. */
export function paceProgress(
  onProgress: ReplayPorts['onProgress'],
  latest: number,
  read: () => { readonly records: number },
): (number: number) => void {
  const began = performance.now();
  const first = read().records;
  let last = began;
  return (number) => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY) return;
    last = now;
    const { records } = read();
    onProgress({ number, latest, records, rate: Math.round((1000 * (records - first)) / (now - began)) });
  };
}
