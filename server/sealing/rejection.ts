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

/** An authorship whose key or role is no longer valid, and why. */
interface Unfit {
  readonly authorship: Authorship;
  readonly objection: Objection;
}

/** Why later records in the stream of a rejected one are rejected too. */
export const SUCCESSOR = {
  code: 'rejected-previous',
  message: 'the record before it in its stream was rejected',
} as const;
/** Why unsealed records that name a rejected one as a source are rejected too. */
export const DEPENDENT = {
  code: 'rejected-source',
  message: 'one of its sources was rejected before both were sealed',
} as const;

/**
 * Rejects every waiting record whose key or role would not be valid in a batch sealed now, or was closed by any block seen so far. Also
 * rejects its successors and the unsealed records that name it as a source, and moves the heads of their streams back (§9). It blocks
 * intake first, so that no record is judged at an older final block than the one at which it was accepted. Returns the ids of all
 * rejected records.
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
  for (let more = rejected; more.length > 0; rejected = rejected.concat(more)) {
    more = (await rejectSuccessors(client, more, SUCCESSOR)).concat(
      await rejectDependents(client, more, DEPENDENT),
    );
  }
  await retreatStreams(client, await readStreamsOf(client, rejected));
  return rejected;
}

/** Returns the authorships that are not valid in a batch sealed at `sealedAt`, or that any block seen so far has ended (§7, §9). */
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
