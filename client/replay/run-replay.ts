import { type HistoryOptions, readLedgerHistory } from '../../chain/contracts/ledger-history.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { PublicationError } from '../../core/publication/publication-error.ts';
import { openCopy } from '../publication/copy.ts';
import { type LinePool, openLinePool } from './line-pool.ts';
import { type ReplayChain, replayBatches, type ReplayContext } from './replay.ts';
import { isFault, type ReplayCode, type ReplayFinding } from './replay-codes.ts';
import { openStateFolder, type StateFolder } from './state-folder.ts';

/** Which ledger is replayed from where. */
export interface ReplayOptions {
  readonly chain: HistoryOptions;
  /** The folder or URL of the publication. */
  readonly publication: string;
  /** The folder of the state. */
  readonly state: string;
  /** Whether a state that is there is thrown away. */
  readonly isFresh: boolean;
  readonly threads: number;
  /** Gets how far the replay is, at most once a second. */
  onProgress(progress: ProgressReport): void;
  /** Gets a warning about this machine. */
  onWarning(text: string): void;
}

/** How far a replay is. */
export interface ProgressReport {
  readonly number: number;
  readonly latest: number;
  readonly records: number;
  /** Records a second since this run began. */
  readonly rate: number;
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
   * @throws ReaderError; ReplayError; PublicationError `copy-unreadable`, `wrong-ledger`
   */
  run(): Promise<ReplayReport>;
  close(): Promise<void>;
}

/** Opens a replay of a ledger from its publication and the chain alone. */
export function openReplay(options: ReplayOptions): OpenReplay {
  const { chainId, ledger } = options.chain;
  const copy = openCopy(options.publication);
  const pool = openLinePool({ chainId, ledger }, options.threads, (text) => options.onWarning(text));
  let { isFresh } = options;
  let open: StateFolder | null = null;
  const closeFolder = async (): Promise<void> => {
    await open?.close();
    open = null;
  };
  return {
    async run() {
      checkLedger(options, await copy.ledger());
      const chain = await readLedgerHistory(options.chain);
      open ??= await openStateFolder(options.state, { chainId, ledger }, isFresh);
      isFresh = false;
      try {
        return await continueReplay(options, { copy, chain, folder: open, pool });
      } catch (error) {
        // A batch may be half applied in memory; the folder has it not at all.
        await closeFolder();
        throw error;
      }
    },
    async close(): Promise<void> {
      await pool.close();
      await closeFolder();
    },
  };
}

/** Replays a ledger once, as `openReplay` does. */
export async function runReplay(options: ReplayOptions): Promise<ReplayReport> {
  const replay = openReplay(options);
  try {
    return await replay.run();
  } finally {
    await replay.close();
  }
}

interface Parts extends Pick<ReplayContext, 'copy' | 'chain' | 'folder'> {
  readonly pool: LinePool;
}

async function continueReplay(
  options: ReplayOptions,
  { copy, chain, folder, pool }: Parts,
): Promise<ReplayReport> {
  const { progress } = folder.state;
  const before = progress.records;
  const stop = await replayBatches({
    copy,
    chain,
    folder,
    check: (block) => pool.check(block),
    checks: 2 * options.threads,
    onBatch: paceProgress(options, chain.latest, () => progress),
  });
  const counts = { ...progress.counts };
  if (stop !== null) counts[stop.code] = (counts[stop.code] ?? 0) + 1;
  const { number, header, records } = progress;
  const { parties, streams } = folder.state.ledger;
  return {
    verdict: judge(counts, stop),
    chainId: options.chain.chainId,
    ledger: options.chain.ledger,
    publication: options.publication,
    block: chain.block,
    number,
    header,
    latest: chain.latest,
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
  { publication, chain: { chainId, ledger } }: Pick<ReplayOptions, 'publication' | 'chain'>,
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
  { onProgress }: Pick<ReplayOptions, 'onProgress'>,
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
