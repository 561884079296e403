import type { Hex } from '../../core/encoding/hex.ts';
import { requiredChecks } from '../../core/verify/policy.ts';
import { findDecision, firstReason, type JudgedDisclosure, listOpinions } from './judged-disclosure.ts';
import type { SourceAnswers } from './source-answers.ts';

/**
 * Something that speaks against accepting a disclosure. `reason` is the code of a check: of the one that stands for the cause, that is missing, or
 * that warns.
 */
export type DecisionCaution =
  | { readonly code: 'notVerified'; readonly reason: string | null }
  | { readonly code: 'warned'; readonly reason: string }
  | {
      readonly code:
        | ('noFigures' | 'objected' | 'sourceObjected' | 'sourceUnread')
        | ('unassured' | 'modified' | 'relabelled');
    };

/** A disclosure to decide on, and what is known besides its proof file. */
export interface DecisionMatter {
  readonly judged: JudgedDisclosure;
  /** What its verdict warns of. */
  readonly warnings: readonly { readonly code: string }[];
  readonly sources: SourceAnswers;
  /** The party that decides: what it has said speaks against nothing. */
  readonly own: Hex;
}

/** Returns what speaks against accepting a disclosure, the gravest first; nothing for one that can be accepted together with others. */
export function listDecisionCautions({ judged, warnings, sources, own }: DecisionMatter): DecisionCaution[] {
  const { verdict, summary } = judged.outcome;
  const lacks = listLacks(judged);
  const warned = [...new Set(warnings.map(({ code }) => code))];
  const isModified = listOpinions(judged).some(({ says }) => says !== 'unqualified');
  const isObjected = (summary?.answers ?? []).some(
    ({ kind, party, counts, says }) =>
      kind === 'decision' &&
      party !== own &&
      counts &&
      says !== 'accepted' &&
      !warned.some((code) => code === `answer-${says}`),
  );
  const codes = [
    ...(isObjected ? (['objected'] as const) : []),
    ...(sources.answers.some(({ objects }) => objects) ? (['sourceObjected'] as const) : []),
    ...(sources.isWhole ? [] : (['sourceUnread'] as const)),
    ...lacks,
    ...(isModified ? (['modified'] as const) : []),
    ...((summary?.relabelled ?? []).length > 0 ? (['relabelled'] as const) : []),
  ];
  return [
    ...(verdict === 'verified' ? [] : [{ code: 'notVerified' as const, reason: firstReason(judged) }]),
    ...warned.map((reason) => ({ code: 'warned' as const, reason })),
    ...codes.map((code) => ({ code })),
  ];
}

/**
 * Returns which objection belongs into the headline of a verdict that says verified: verified is neither undisputed nor assured. Null where
 * there is none.
 */
export function findObjection(
  cautions: readonly DecisionCaution[],
): 'objected' | 'sourceObjected' | 'unassured' | null {
  const isObjected = cautions.some(
    (each) =>
      each.code === 'objected' ||
      (each.code === 'warned' && /^answer-(?:adverse|qualified|rejected|queried)$/.test(each.reason)),
  );
  if (isObjected) return 'objected';
  const codes = cautions.map(({ code }) => code);
  return (['sourceObjected', 'unassured'] as const).find((code) => codes.includes(code)) ?? null;
}

/** Why a disclosure is not accepted together with others: it could not be checked, the party has decided on it, or something speaks against it. */
export type Exception = 'failed' | 'decided' | readonly DecisionCaution[];

/**
 * Returns why a disclosure is not accepted together with others; null if it can be. Whatever the page of a single disclosure has a caution
 * for is left to it.
 */
export function findException(matter: DecisionMatter | undefined): Exception | null {
  if (matter === undefined) return 'failed';
  if (findDecision(matter.judged, matter.own)?.counts === true) return 'decided';
  const cautions = listDecisionCautions(matter);
  return cautions.length === 0 ? null : cautions;
}

/** What a disclosure can lack whatever its verdict. */
export type Lack = 'noFigures' | 'unassured';

/** Returns what a disclosure lacks for a reader, whatever its verdict: figures that are shown, and an opinion on this version. */
export function listLacks(judged: JudgedDisclosure): Lack[] {
  return [
    ...(judged.outcome.shownFigures === 0 ? (['noFigures'] as const) : []),
    ...(listOpinions(judged).length === 0 ? (['unassured'] as const) : []),
  ];
}

/** Returns whether a policy asks for the answers of others; a file without an opinion can be verified where it does not. */
export function requiresAnswers({ policy }: JudgedDisclosure): boolean {
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
export function listUnknown({ outcome: { summary } }: JudgedDisclosure, { own, sources }: Newer): Hex[] {
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
