import type { PoolClient } from 'pg';
import type { Hex } from '../../core/encoding/hex.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { lockForRejections } from '../../db/locks.ts';
import { readWindows } from '../../db/chain/party-views.ts';
import { retreatStreams } from '../../db/records/streams.ts';
import {
  type Authorship,
  readAuthorships,
  readStreamsOf,
  rejectAuthorship,
  rejectDependents,
  rejectSuccessors,
} from '../../db/records/waiting-records.ts';
import { type Objection, judgeAuthority } from '../intake/authority.ts';
import { PUBLISHED_AUTHORITY } from '../errors/refusals.ts';

/** An authorship that doesn't hold any more, and what speaks against it. */
interface Unfit {
  readonly authorship: Authorship;
  readonly objection: Objection;
}

/** Why the records after a rejected one in its stream are rejected with it. */
export const SUCCESSOR = {
  code: 'rejected-previous',
  message: 'the record before it in its stream was rejected',
} as const;
/** Why the unsealed records that name a rejected one as a source are rejected with it. */
export const DEPENDENT = {
  code: 'rejected-source',
  message: 'a record among its sources was rejected before both were sealed',
} as const;

/**
 * Rejects every waiting record that would not be well signed in a batch sealed now, or whose key or role any seen block has
 * closed, with its successors and the unsealed records that name it as a source; the heads of their streams fall back (§9).
 * Judges once nothing is accepted any more, so that none falls that came by a newer final block. Returns the ids of all that were
 * rejected.
 */
export async function rejectUnfit(client: PoolClient): Promise<Hex[]> {
  await lockForRejections(client);
  const authorships = await readAuthorships(client);
  const state = await readChainState(client);
  if (state?.finalTime == null) return [];
  const unfit = await findUnfit(client, authorships, state.finalTime - 1);
  let rejected: Hex[] = [];
  for (const { authorship, objection } of unfit) {
    const rejection = { code: PUBLISHED_AUTHORITY[objection.code], message: objection.message };
    rejected = rejected.concat(await rejectAuthorship(client, authorship, rejection));
  }
  for (let fallen = rejected; fallen.length > 0; rejected = rejected.concat(fallen)) {
    fallen = (await rejectSuccessors(client, fallen, SUCCESSOR)).concat(
      await rejectDependents(client, fallen, DEPENDENT),
    );
  }
  await retreatStreams(client, await readStreamsOf(client, rejected));
  return rejected;
}

/** Returns those authorships that don't hold in a batch sealed at `sealedAt`, or that any seen block has ended (§7, §9). */
export async function findUnfit(
  client: PoolClient,
  authorships: readonly Authorship[],
  sealedAt: number,
): Promise<Unfit[]> {
  const parties = [...new Set(authorships.map(({ party }) => party))];
  const windows = Map.groupBy(await readWindows(client, parties), ({ party }) => party);
  return authorships.flatMap((authorship) => {
    const objection = judgeAuthority(windows.get(authorship.party) ?? [], authorship, sealedAt);
    return objection === null ? [] : [{ authorship, objection }];
  });
}
