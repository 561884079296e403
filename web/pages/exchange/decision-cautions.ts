import type { Hex } from '../../../core/encoding/hex.ts';
import { requiredChecks } from '../../../core/verify/policy.ts';
import type { Judged } from '../../verification/verdict/report.tsx';
import { firstReason, listOpinions } from './choose-disclosures.ts';

/** Something that speaks against accepting a disclosure. `reason` is the code of the first check that failed or is missing. */
export type DecisionCaution =
  | { readonly code: 'notVerified'; readonly reason: string | null }
  | { readonly code: 'noFigures' | 'unassured' | 'modified' };

/** Returns what speaks against accepting a disclosure, the gravest first; nothing for one that can be accepted together with others. */
export function listDecisionCautions(judged: Judged): DecisionCaution[] {
  const { verdict } = judged.outcome;
  const lacks = listLacks(judged);
  const isModified = listOpinions(judged).some(({ says }) => says !== 'unqualified');
  return [
    ...(verdict === 'verified' ? [] : [{ code: 'notVerified' as const, reason: firstReason(judged) }]),
    ...lacks.map((code) => ({ code })),
    ...(isModified ? [{ code: 'modified' as const }] : []),
  ];
}

/** What a disclosure can lack whatever its verdict. */
export type Lack = 'noFigures' | 'unassured';

/** Returns what a disclosure lacks for a reader, whatever its verdict: figures that are shown, and an opinion on this version. */
export function listLacks(judged: Judged): Lack[] {
  return [
    ...((judged.outcome.summary?.figures ?? []).length === 0 ? (['noFigures'] as const) : []),
    ...(listOpinions(judged).length === 0 ? (['unassured'] as const) : []),
  ];
}

/** Returns whether a policy asks for the answers of others; a file without an opinion can be verified where it does not. */
export function requiresAnswers({ policy }: Judged): boolean {
  return policy !== null && requiredChecks(policy).has('answers');
}

/** What is registered and newer than a verdict may know. */
export interface Newer {
  /** The newest version of the disclosure's stream; null where that is not known. */
  readonly own: Hex | null;
  /** Sources that have a newer version, and that version. */
  readonly sources: readonly { readonly source: Hex; readonly newest: Hex }[];
}

/** Returns the records that a verdict does not know of, and that could change it. */
export function listUnknown({ outcome: { summary } }: Judged, { own, sources }: Newer): Hex[] {
  if (summary === null) return [];
  const lacks = ({ state, by }: typeof summary.standing, id: Hex, newest: Hex): boolean =>
    newest !== id && by !== newest && state !== 'unknown' && state !== 'later';
  return [
    ...(own !== null && lacks(summary.standing, summary.record, own) ? [own] : []),
    ...sources.flatMap(({ source, newest }) => {
      const cited = summary.basis.find(({ record }) => record === source);
      return cited !== undefined && lacks(cited.standing, source, newest) ? [newest] : [];
    }),
  ];
}
