import type { BatchHeader } from '../../core/batches/batch.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Anchoring } from '../../core/verify/chain-reader.ts';
import { openCopy, type PublishedCopy } from '../../client/publication/copy.ts';
import type { HeadsLedger } from '../replay/heads-ledger.ts';
import { type ReplayChain, replayBatches } from '../replay/replay.ts';
import type { ReplayFinding } from '../replay/replay-codes.ts';
import type { KeptState, ReplayPorts } from '../replay/replay-ports.ts';
import { checkLedger, paceProgress, readChain, type ReplayInput } from '../replay/run-replay.ts';
import { BatchIndex } from './batch-index.ts';
import { failAtBatch } from './refresh-error.ts';

/** A ledger up to its newest final batch, recomputed from its publication and the chain. */
export interface RebuiltLedger {
  readonly domain: Domain;
  readonly copy: PublishedCopy;
  readonly chain: ReplayChain;
  readonly batches: BatchIndex;
  /** The number of the newest final batch. */
  readonly latest: number;
  /** All records, and the heads as of the newest final batch. */
  readonly newest: HeadsLedger;
  /** How many records were sealed a second time. */
  readonly repeated: number;
  /** What the replay found: none of it changes a root. */
  readonly findings: readonly ReplayFinding[];
  /** Returns the ledger as it was after a batch. Its heads have the root of the batch. @throws RefreshError */
  headsAfter(number: number): Promise<HeadsLedger>;
  /** Returns the header of a batch from the copy. @throws RefreshError */
  header(number: number): Promise<BatchHeader>;
  close(): Promise<void>;
}

/**
 * Rebuilds a ledger: replays all batches that the state does not have yet.
 * @throws RefreshError if a batch does not give the anchored roots, or the copy lacks or damaged it; ReaderError; ReplayError;
 * PublicationError `copy-unreadable`, `wrong-ledger`
 */
export async function rebuildLedger(
  input: ReplayInput,
  { openState, openLines, onProgress }: Omit<ReplayPorts, 'signal'>,
): Promise<RebuiltLedger> {
  const { chainId, ledger } = input.chain;
  const domain = { chainId, ledger };
  const copy = openCopy(input.publication);
  checkLedger(input, await copy.ledger());
  const batches = new BatchIndex();
  const chain = indexAnchorings(await readChain(input.chain), batches);
  const lines = openLines(domain);
  let kept: KeptState | null = null;
  try {
    kept = await openState(domain, input.isFresh);
    const { progress } = kept.state;
    const stop = await replayBatches({
      copy,
      chain,
      kept,
      lines,
      onBatch: paceProgress(onProgress, chain.latest, () => progress),
    });
    if (stop !== null) throw failAtBatch(stop.code, stop.batch, stop.message);
    return await describeLedger({ copy, chain, kept, batches, domain });
  } catch (error) {
    await kept?.close();
    throw error;
  } finally {
    await lines.close();
  }
}

/** Returns the chain, whose anchorings are read from the first one and kept in an index: the state knows the later part alone. */
function indexAnchorings(chain: ReplayChain, batches: BatchIndex): ReplayChain {
  return {
    ...chain,
    async *anchorings(): AsyncGenerator<Anchoring> {
      for await (const anchoring of chain.anchorings(0)) {
        batches.add(anchoring);
        yield anchoring;
      }
    },
  };
}

interface Parts extends Pick<RebuiltLedger, 'copy' | 'chain' | 'batches' | 'domain'> {
  readonly kept: KeptState;
}

async function describeLedger({ copy, chain, kept, batches, domain }: Parts): Promise<RebuiltLedger> {
  const { ledger, progress } = kept.state;
  if (batches.count < chain.latest)
    throw failAtBatch('events-missing', batches.count + 1, 'the endpoint shows no anchoring of this batch');
  const header = async (number: number): Promise<BatchHeader> => {
    const id = batches.headerOf(number);
    const file = await copy.batch({ number, id });
    if (file === null) throw failAtBatch('copy-lacks', number, `${copy.from} lacks it`);
    if (hashHeader(file.header) === id) return file.header;
    throw failAtBatch('header-differs', number, `the published header is not the one on the chain, ${id}`);
  };
  const checkRoot = async (heads: HeadsLedger, number: number): Promise<HeadsLedger> => {
    const expected = (await header(number)).heads;
    if (heads.root === expected) return heads;
    throw failAtBatch(
      'heads-differ',
      number,
      `the records give heads with the root ${heads.root}, the header has ${expected}`,
    );
  };
  if (chain.latest > 0) await checkRoot(ledger, chain.latest);
  return {
    domain,
    copy,
    chain,
    batches,
    latest: chain.latest,
    newest: ledger,
    repeated: progress.counts['record-repeated'] ?? 0,
    findings: progress.findings,
    headsAfter: async (number) =>
      number === chain.latest
        ? ledger
        : checkRoot(await kept.ledgerAfter(batches.recordsUpTo(number)), number),
    header,
    close: () => kept.close(),
  };
}
