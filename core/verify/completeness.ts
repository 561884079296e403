import type { Bundle } from '../proofs/bundle.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../batches/head.ts';
import { SparseMerkleMap } from '../merkle/map/sparse-merkle-map.ts';
import { checkItem } from '../merkle/map/proof.ts';
import { hashStream } from '../records/record.ts';
import type { Context } from './context.ts';
import {
  checkLatest,
  type HeadEvidence,
  judgeAge,
  judgeReplays,
  latestUntil,
  preferReplayed,
} from './heads.ts';
import { type Finding, pass, skip } from './result.ts';

type PartyHeads = Bundle['parties'][number];

/** Checks that the heads listed are all that the party has: they recompute its map, and that its holder (§7, §11). */
export async function checkPartyHeads(
  context: Context,
  shown: PartyHeads,
  { replays }: HeadEvidence,
): Promise<Finding> {
  const { header, party, holderSiblings, heads } = shown;
  if (heads.length === 0)
    throw new FailedCheck('proof-end', 'a party without heads has no item to show', null, party);
  const items = heads.map(({ kind, subject, sequence, record }) => {
    const stream = hashStream({ party, kind, subject });
    return { key: stream, leaf: hashHead({ stream, sequence, record }) };
  });
  checkItem(
    header.heads,
    { key: party, leaf: hashHolder({ party, streams: SparseMerkleMap.build(items).root }) },
    holderSiblings,
  );
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const held = await checkLatest(context, shown);
  if (held.result !== 'pass') return held;
  const replayed = judgeReplays(context, header, replays);
  if (replayed.result !== 'pass') return replayed;
  const age = judgeAge(context, await latestUntil(context, shown));
  if (age.result !== 'pass')
    return context.policy.require.includes('completeness') ? age : { ...age, result: 'warn' };
  return pass(
    `all ${heads.length} streams of the party as of batch ${header.number}, ${age.basis}, ${replayed.basis}`,
  );
}

/** Checks that every stream of the subject's party is listed (§11). */
export async function checkCompleteness(context: Context, evidence: HeadEvidence): Promise<Finding> {
  const { bundle } = context;
  const party = bundle.records[0]!.record.party;
  const listed = bundle.parties.filter((each) => each.party === party);
  const shown = preferReplayed(context, listed, evidence.replays)[0];
  if (shown === undefined)
    return skip('no-party', 'the bundle does not list the streams of the subject’s party');
  return checkPartyHeads(context, shown, evidence);
}
