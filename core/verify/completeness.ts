import type { Bundle } from '../proofs/bundle.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../batches/head.ts';
import { SparseMerkleMap } from '../merkle/map/sparse-merkle-map.ts';
import { checkItem } from '../merkle/map/proof.ts';
import { hashStream } from '../records/record.ts';
import { NO_CHAIN } from './anchor.ts';
import {
  type GatheredHeads,
  latestUntil,
  preferReplayed,
  verifyAge,
  verifyLatest,
  verifyReplays,
} from './heads.ts';
import { isLater } from './as-of.ts';
import { type Finding, pass, runCheck, skip } from './result.ts';
import { countPartyHashes } from './work.ts';
import type { VerificationContext } from './verification-context.ts';

type PartyHeads = Bundle['parties'][number];

/** Verifies that the heads listed are all heads of the party in an anchored batch: they give the root of its map, and that root gives its holder (§7, §11). */
export function verifyPartyHeads(context: VerificationContext, shown: PartyHeads): Promise<Finding> {
  return runCheck(() => {
    context.work.spend('hashes', countPartyHashes(shown));
    checkPartyProof(shown);
    return context.reader === null ? NO_CHAIN : verifyLatest(context, shown);
  });
}

/** Verifies a list of heads, and that its batch was replayed and is not too old. */
function verifyList(
  context: VerificationContext,
  shown: PartyHeads,
  { replays }: GatheredHeads,
): Promise<Finding> {
  return runCheck(async () => {
    const held = await verifyPartyHeads(context, shown);
    if (held.result !== 'pass' || context.reader === null) return held;
    const { header, heads } = shown;
    const replayed = verifyReplays(context, header, replays);
    if (replayed.result !== 'pass') return replayed;
    const age = verifyAge(context, await latestUntil(context.reader, shown));
    if (age.result !== 'pass')
      return context.policy.require.includes('completeness') ? age : { ...age, result: 'warn' };
    const count = heads.length === 1 ? 'the only stream' : `all ${heads.length} streams`;
    const since = isLater(context, shown.anchor) ? ', anchored later, so that some may have begun since' : '';
    return pass(
      `${count} of the party as of batch ${header.number}${since}; ${age.basis}; ${replayed.basis}`,
    );
  });
}

/** @throws FailedCheck `proof-…` */
function checkPartyProof({ header, party, holderSiblings, heads }: PartyHeads): void {
  if (heads.length === 0)
    throw new FailedCheck('proof-end', 'the list of heads is empty; expected at least one', null, party);
  const items = heads.map(({ kind, subject, sequence, record }) => {
    const stream = hashStream({ party, kind, subject });
    return { key: stream, leaf: hashHead({ stream, sequence, record }) };
  });
  const leaf = hashHolder({ party, streams: SparseMerkleMap.build(items).root });
  checkItem(header.heads, { key: party, leaf }, holderSiblings);
}

/** Verifies that the proof file lists every stream of the subject's party (§11). */
export async function verifyCompleteness(
  context: VerificationContext,
  gathered: GatheredHeads,
): Promise<Finding> {
  const { bundle } = context;
  const party = bundle.records[0]!.record.party;
  const listed = bundle.parties.filter((each) => each.party === party && each.header.number >= gathered.from);
  const shown = preferReplayed(context, listed, gathered.replays)[0];
  if (shown === undefined)
    return skip('no-party', `the proof file does not list the streams of the party ${party}`);
  return verifyList(context, shown, gathered);
}
