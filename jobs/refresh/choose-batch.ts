import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS, REPLAY_SUBJECT } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { HeadsLedger } from '../replay/heads-ledger.ts';
import type { FoundRecord, RecordFinder } from './find-records.ts';
import type { PartyWindows } from './party-windows.ts';
import type { RebuiltLedger } from './rebuild-ledger.ts';

/** The batch as of which a proof file shows heads. */
export interface AsOf {
  readonly number: number;
  readonly heads: HeadsLedger;
  /** The records by which parties of the policy replayed it. */
  readonly replays: readonly FoundRecord[];
  /** Why the batch lacks the replays that the policy asks for; null if it has them. */
  readonly missing: string | null;
}

/** What the choice of a batch needs. */
export interface Sources {
  readonly ledger: RebuiltLedger;
  readonly finder: RecordFinder;
  readonly windows: PartyWindows;
}

/**
 * Returns the newest final batch; if the policy asks for replays, the newest one that enough of its parties replayed and that is not
 * earlier than `earliest`. If there is none, it is the newest final batch all the same, and says so.
 * @throws RefreshError, ReaderError
 */
export async function chooseBatch(sources: Sources, policy: Policy, earliest: number): Promise<AsOf> {
  const { ledger } = sources;
  const newest = { number: ledger.latest, heads: ledger.newest, replays: [], missing: null };
  const { quorum, parties } = policy.replays;
  if (quorum === 0) return newest;
  const found = await findReplayed(sources, policy, earliest);
  if (found === null)
    return {
      ...newest,
      missing: `no batch from ${earliest} on was replayed by ${quorum} of the ${new Set(parties).size} parties that the policy names`,
    };
  const replays = [...found.by.values()];
  return { number: found.number, heads: await ledger.headsAfter(found.number), replays, missing: null };
}

interface Replayed {
  readonly number: number;
  readonly by: Map<Hex, FoundRecord>;
}

/** Reads the replays of the policy's parties, those sealed last first, until no earlier one can be about a later batch. */
async function findReplayed(
  { ledger, finder, windows }: Sources,
  { replays: { parties, quorum } }: Policy,
  earliest: number,
): Promise<Replayed | null> {
  const { newest, batches } = ledger;
  const streams = parties.flatMap((party) =>
    [KINDS.assurance, KINDS.decision].map((kind) => hashStream({ party, kind, subject: REPLAY_SUBJECT })),
  );
  const sealed = newest.recordsOf(streams).reverse();
  const replayed = new Map<number, Map<Hex, FoundRecord>>();
  let best: Replayed | null = null;
  for (const number of sealed) {
    // A replay is sealed later than the batch that it is about.
    if (batches.batchOf(number) <= Math.max(earliest, best?.number ?? 0)) break;
    const [record] = (await finder.find([newest.idOf(number)])).values();
    if (record === undefined || !(await windows.isAuthorised(record.signing))) continue;
    const { number: about, header } = record.shown.statement['replay'] as { number: number; header: Hex };
    if (about < earliest || batches.headerOf(about) !== header) continue;
    const by = replayed.get(about) ?? new Map<Hex, FoundRecord>();
    replayed.set(about, by);
    const { party } = record.signing;
    if (!by.has(party)) by.set(party, record);
    if (by.size >= quorum && about > (best?.number ?? 0)) best = { number: about, by };
  }
  return best;
}
