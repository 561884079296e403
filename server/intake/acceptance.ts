import type { Pool } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { findRegistered, readWindows } from '../../db/chain/party-views.ts';
import { findRecordViews } from '../../db/records/views.ts';
import { type SignedReceipt, readReceipts } from '../../db/records/records.ts';
import { type Candidate, storeCandidates, type Verdict } from './candidates.ts';
import { findAddresseeRefusal, findAuthorityRefusal, requireFinalTime } from './intake-rules.ts';
import type { Acceptance, Incoming, Outcome } from './outcome.ts';
import type { Log } from '../../runtime/log.ts';

/** What accepting submissions works with. */
export interface AcceptanceDeps {
  readonly pool: Pool;
  /** Returns signed receipts of records that are accepted at a time, in the order of their ids. */
  readonly signReceipts: (ids: readonly Hex[], acceptedAt: number) => Promise<readonly SignedReceipt[]>;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Registers submissions in order, and returns the outcome of each (§9). All accepted ones are committed in one transaction before
 * anything is returned. A refused one leaves nothing behind and does not affect the others. If a record is sent again, its first
 * receipt is returned, even with another signature, entries or flags. A rejected record can be accepted again.
 * @throws Refusal `not-ready`, `ledger-halted`, `ledger-closed`, `clock-differs`; Error if the database fails: records that were committed stay accepted
 */
export async function acceptSubmissions(
  deps: AcceptanceDeps,
  submissions: readonly Incoming[],
): Promise<Outcome<Acceptance>[]> {
  const known = await readAcceptances(
    deps.pool,
    submissions.map(({ id }) => id),
  );
  const fresh = submissions
    .map((submission, position) => ({ position, submission }))
    .filter(({ submission }) => !known.has(submission.id));
  const candidates = await prepareCandidates(deps, fresh);
  const verdicts = await storeCandidates(deps, candidates);
  return collectOutcomes(deps.pool, submissions, { known, candidates, verdicts });
}

/** Merges the records that were known before with the verdicts, and looks up records that others stored meanwhile. */
async function collectOutcomes(
  pool: Pool,
  submissions: readonly Incoming[],
  {
    known,
    candidates,
    verdicts,
  }: { known: Map<Hex, Acceptance>; candidates: readonly Candidate[]; verdicts: readonly Verdict[] },
): Promise<Outcome<Acceptance>[]> {
  const byPosition = new Map(candidates.map(({ position }, index) => [position, verdicts[index]]));
  const repeated = submissions.filter((_, at) => byPosition.get(at) === 'repeat').map(({ id }) => id);
  const again = await readAcceptances(pool, repeated);
  return submissions.map(({ id }, at) => {
    const verdict = byPosition.get(at);
    if (verdict !== undefined && verdict !== 'repeat') return verdict;
    const acceptance = again.get(id) ?? known.get(id);
    if (acceptance === undefined) throw new Error(`the record ${id} was rejected while it was sent again`);
    return { value: acceptance };
  });
}

/** Returns the records that are in the ledger, with their first receipts. */
async function readAcceptances(pool: Pool, ids: readonly Hex[]): Promise<Map<Hex, Acceptance>> {
  if (ids.length === 0) return new Map();
  const receipts = await readReceipts(pool, ids);
  if (receipts.size === 0) return new Map();
  const views = await findRecordViews(pool, [...receipts.keys()]);
  const states = new Map(views.map(({ id, state }) => [id, state]));
  return new Map(
    [...receipts].map(([id, receipt]) => [
      id,
      { id, receipt, state: states.get(id) ?? 'accepted', created: false },
    ]),
  );
}

type Placed = Omit<Candidate, 'prepared'>;

/** Checks key, role and entries of submissions, and signs receipts for those that pass. */
async function prepareCandidates(
  { pool, signReceipts, now }: AcceptanceDeps,
  placed: readonly Placed[],
): Promise<Candidate[]> {
  if (placed.length === 0) return [];
  const refusals = await judgeAll(pool, placed, now());
  const encoded = placed.map(({ submission }, index): Outcome<string | null> => {
    const refusal = refusals[index] ?? null;
    return refusal === null ? submission.encodeEntries() : { error: refusal };
  });
  const ids = placed.filter((_, index) => 'value' in encoded[index]!).map(({ submission }) => submission.id);
  const receipts = (await signReceipts(ids, now())).values();
  return placed.map((each, index) => {
    const entries = encoded[index]!;
    if ('error' in entries) return { ...each, prepared: entries };
    return { ...each, prepared: { value: { entriesText: entries.value, receipt: receipts.next().value! } } };
  });
}

async function judgeAll(pool: Pool, placed: readonly Placed[], now: number): Promise<(Error | null)[]> {
  const time = requireFinalTime(await readChainState(pool), now);
  const parties = new Set(placed.map(({ submission }) => submission.record.party));
  const windows = Map.groupBy(await readWindows(pool, [...parties]), ({ party }) => party);
  const addressees = new Set(placed.flatMap(({ submission }) => submission.addressees));
  const known = await findRegistered(pool, [...addressees]);
  return Promise.all(
    placed.map(
      async ({ submission }) =>
        (await findAuthorityRefusal(pool, windows.get(submission.record.party) ?? [], submission, time)) ??
        findAddresseeRefusal(submission, known),
    ),
  );
}
