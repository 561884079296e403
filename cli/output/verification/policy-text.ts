import type { Hex } from '../../../core/encoding/hex.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { formatCount } from '../text-format.ts';
import { formatFields } from '../wrap-text.ts';

/** Parties with their first identifiers. */
type Names = ReadonlyMap<Hex, string>;

/** Returns each member of a policy with what it means, for people. */
export function formatPolicy(policy: Policy, names: Names): string {
  const { chainId, ledger, codeHash, registry, finality, rpc, replays } = policy;
  const { maxAge, engines, depth, keys, require, newest } = policy;
  const final =
    finality === 'finalized'
      ? 'the chain reports it as finalized'
      : `${finality.confirmations} blocks are on top of it`;
  return formatFields([
    ['chainId', `only proofs for chain ${chainId} count`],
    ['ledger', `only proofs for the contract ${ledger} count`],
    ['codeHash', `the hash of its code must be ${codeHash ?? 'anything: not pinned'}`],
    [
      'registry',
      `roles and keys of parties come from ${registry?.address ?? 'the contract that the ledger names'}, code pinned too: who is who is the word of its registrar`,
    ],
    ['faults', 'no contract of proven faults is named'],
    ['finality', `a block counts when ${final}`],
    ['rpc', describeEndpoints(rpc)],
    ['checkpoints', 'block hashes that you trust yourself: none'],
    [
      'replays',
      replays.quorum === 0
        ? 'none required: that a record is the latest depends on the operator’s word'
        : `${replays.quorum} of ${formatCount(replays.parties.length, 'named party', 'named parties')} must have recomputed the heads: ${listNames(replays.parties, names)}`,
    ],
    ['maxAge', `a proof of being the latest may be ${maxAge} s old`],
    ['depth', `the file must hold sources down to level ${depth}`],
    [
      'engines',
      engines.length === 0
        ? 'no engine is trusted to recompute results'
        : `trusted to recompute results: ${engines.join(', ')}`,
    ],
    ['keys', keys.length === 0 ? 'no entry must be shown' : `entries that must be shown: ${keys.join(', ')}`],
    [
      'require',
      require.length === 0
        ? 'no check in addition to the default must pass'
        : `must also pass: ${require.join(', ')}`,
    ],
    [
      'newest',
      newest === 'required'
        ? 'the file must show that the record is the newest version'
        : 'not asked whether the record is the newest version: a newer one, or a withdrawal, may exist',
    ],
    ...explainAnswers(policy, names),
  ]);
}

function listNames(parties: readonly Hex[], names: Names): string {
  return parties.map((party) => `${names.get(party) ?? 'no identifier'} (${party})`).join(', ');
}

/** Explains whose record it must be, and whose word counts. */
function explainAnswers({ subjectParty, judges, refuse, basis }: Policy, names: Names): [string, string][] {
  return [
    [
      'subjectParty',
      subjectParty === null
        ? 'the record may belong to any party'
        : `the record must belong to ${listNames([subjectParty], names)}`,
    ],
    [
      'judges',
      judges.length === 0
        ? 'no answers must be shown: an adverse opinion can be left out of the file'
        : `answers that must be shown, or proven absent: those of ${listNames(judges, names)}`,
    ],
    [
      'refuse',
      refuse.length === 0
        ? 'no answer of a judge fails'
        : `answers of a judge that fail: ${refuse.join(', ')}`,
    ],
    [
      'basis',
      basis === 'fail'
        ? 'a newer version of a cited result fails'
        : 'a newer version of a cited result only gives a warning',
    ],
  ];
}

function describeEndpoints({ urls, quorum }: Policy['rpc']): string {
  if (urls.length === 1) return `the only endpoint is ${urls[0]!}: you trust this one node`;
  return `the endpoints are ${urls.join(', ')}; ${quorum} must give the same answer`;
}
