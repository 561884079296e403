import type { RecordSummary } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { findGravest } from '../verify/verdict-cause.ts';
import type { ProofVerification } from '../verify/verify-proof.ts';

/** What was found in the proof file of a disclosure, and the policy by which it was judged. */
export interface JudgedDisclosure {
  readonly outcome: Pick<
    ProofVerification,
    'verdict' | 'checks' | 'unchecked' | 'summary' | 'bundle' | 'shownFigures'
  >;
  readonly policy: Policy | null;
}

type Found = Pick<JudgedDisclosure, 'outcome'>;

/** Returns the period that the disclosure states; empty without one. */
export function periodOf({ outcome: { bundle } }: Found): string {
  const period = bundle?.records[0]?.statement['period'];
  return typeof period === 'string' ? period : '';
}

/**
 * Returns a disclosure of a list as its own proof file has it, once that was read: what a list says about a record is the word of the server, which
 * could give a verified record another title or party.
 */
export function asProven<Item extends Pick<RecordSummary, 'record' | 'title'>>(
  item: Item,
  judged: Found | undefined,
): Item {
  const proven = judged?.outcome.bundle?.records[0];
  if (proven === undefined) return item;
  const { record, statement } = proven;
  const { title } = statement;
  return {
    ...item,
    record: { ...record, sources: [...record.sources] },
    title: typeof title === 'string' ? title : null,
  };
}

/** Returns the decision of a party on the stream of a disclosure. */
export function findDecision({ outcome: { summary } }: Found, party: Hex) {
  return summary?.answers.find((answer) => answer.kind === 'decision' && answer.party === party);
}

/** Returns the assurances that stand and are about this version. */
export function listOpinions({ outcome: { summary } }: Found) {
  return (summary?.answers ?? []).filter(({ kind, counts }) => kind === 'assurance' && counts);
}

/** Returns the code of the failed check that stands for the cause, or of the first one that is required and was not made; null where all is well. */
export function firstReason({ outcome: { verdict, checks, unchecked } }: Found): string | null {
  if (verdict === 'verified') return null;
  const found =
    verdict === 'not-verified'
      ? findGravest(checks)
      : checks.find(({ check, result }) => result === 'skipped' && unchecked.includes(check));
  return found?.code ?? null;
}

/** Why an accepted disclosure must be decided again. `unknown`: whether the user knew of it is not shown. */
export type Changed = 'replaced' | 'withdrawn' | 'sourceReplaced' | 'sourceWithdrawn' | 'unknown';

const CHANGES: readonly string[] = ['replaced', 'withdrawn', 'sourceReplaced', 'sourceWithdrawn'];

/**
 * Returns what changed after a party accepted this version, so that it is not verified any more; null where nothing did, or where the party
 * accepted it after the change: it then knew. `cause` is why it is not verified.
 */
export function findChangeAfter(judged: Found, cause: string, party: Hex): Changed | null {
  const { verdict, bundle, summary } = judged.outcome;
  const own = findDecision(judged, party);
  if (verdict !== 'not-verified' || own?.counts !== true || own.says !== 'accepted') return null;
  const standings = [summary!.standing, ...summary!.basis.map(({ standing }) => standing)];
  const batchOf = (id: Hex): number | undefined =>
    bundle?.records.find((each) => each.id === id)?.inclusion.header.number;
  const decided = batchOf(own.record) ?? Infinity;
  const changes = standings.flatMap(({ by }) => (by === null ? [] : [batchOf(by)]));
  if (changes.length === 0 || changes.includes(undefined)) return 'unknown';
  if (changes.every((batch) => batch! < decided)) return null;
  return CHANGES.includes(cause) ? (cause as Changed) : 'unknown';
}
