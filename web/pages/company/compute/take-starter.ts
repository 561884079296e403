import type { Hex } from '../../../../core/encoding/hex.ts';
import { offerRecord, type StarterOffers } from '../../../../jobs/compute/starter-offers.ts';
import { hasSameRows } from '../../../../jobs/import/same-rows.ts';
import { subjectOfStarter } from '../../../../jobs/import/starter-dataset.ts';
import type { LedgerReads } from '../../../../jobs/ports.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { draftNext } from '../../../work/draft-next.ts';
import type { ComputeState, TakenFile } from './compute-state.ts';
import { readStarter } from './compute-work.ts';
import { takeOptions } from './take-options.ts';

/** Why a new version of such a dataset replaces the one before. */
const NEWER = { change: 'correction', reason: 'the starter data of another version of the program' };

/** Who takes a file, and how the ledger is read. */
interface Taker {
  readonly session: PartySession;
  readonly reads: Pick<LedgerReads, 'readNewest' | 'readEntries'>;
}

/**
 * Returns what a run takes with offers of files of the starter data: the record of a file that the party has registered already, or a draft of
 * it, which is to be signed first. @throws ApiError, WorkerFailure
 */
export async function takeFiles(
  state: Pick<ComputeState, 'sources' | 'parameters'>,
  files: readonly StarterOffers[],
  taker: Taker,
): Promise<Pick<ComputeState, 'sources' | 'parameters' | 'taken'>> {
  const taken: TakenFile[] = [];
  let run = state;
  for (const file of files) {
    const found = await takeFile(file, taker);
    if (typeof found === 'string') run = await takeOptions(run, offerRecord(file.offers, found));
    else taken.push(found);
  }
  return { sources: run.sources, parameters: run.parameters, taken };
}

/** Returns the id of the record that has the rows of a file, or its draft: anyone may read it, as anyone may read the starter data. */
async function takeFile(file: StarterOffers, { session, reads }: Taker): Promise<Hex | TakenFile> {
  const { title, entries } = await readStarter(file.input);
  const stream = { kind: 'dataset', subject: subjectOfStarter(file.input) } as const;
  const earlier = await reads.readNewest({ party: session.party, ...stream });
  if (earlier !== null && hasSameRows(await reads.readEntries(earlier.record), entries))
    return earlier.record;
  const words = { title: `${file.input}: ${title}`, period: '', standard: '' };
  const statement = { ...words, ...(earlier === null ? {} : NEWER) };
  return { ...file, draft: await draftNext(session, { ...stream, public: true, statement, entries }) };
}
