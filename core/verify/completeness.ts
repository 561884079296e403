import type { Bundle } from '../bundle.ts';
import { FailedCheck } from '../errors.ts';
import { hashHead, hashHolder } from '../head.ts';
import type { Hex } from '../hex.ts';
import { buildMap, checkItem, mapRoot } from '../map.ts';
import { hashStream } from '../record.ts';
import type { Context } from './context.ts';
import { checkLatest, judgeAge, judgeReplays, latestUntil } from './heads.ts';
import { type Finding, pass, skip } from './result.ts';

type PartyHeads = Bundle['parties'][number];

/** Checks that the heads listed are all that the party has: they recompute its map, and that its holder (§7, §11). */
export async function checkPartyHeads(
  context: Context,
  shown: PartyHeads,
  sound: ReadonlySet<Hex>,
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
    { key: party, leaf: hashHolder({ party, streams: mapRoot(buildMap(items)) }) },
    holderSiblings,
  );
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  const held = await checkLatest(context, shown);
  if (held.result !== 'pass') return held;
  const replays = judgeReplays(context, header, sound);
  if (replays.result !== 'pass') return replays;
  const age = judgeAge(context, await latestUntil(context, shown));
  if (age.result !== 'pass')
    return context.policy.require.includes('completeness') ? age : { ...age, result: 'warn' };
  return pass(
    `all ${heads.length} streams of the party as of batch ${header.number}, ${age.basis}, ${replays.basis}`,
  );
}

/** Checks that every stream of the subject's party is listed (§11). */
export async function checkCompleteness(context: Context, sound: ReadonlySet<Hex>): Promise<Finding> {
  const { bundle } = context;
  const party = bundle.records[0]!.record.party;
  const shown = bundle.parties
    .filter((listed) => listed.party === party)
    .sort((a, b) => b.header.number - a.header.number)[0];
  if (shown === undefined)
    return skip('no-party', 'the bundle does not list the streams of the subject’s party');
  return checkPartyHeads(context, shown, sound);
}
