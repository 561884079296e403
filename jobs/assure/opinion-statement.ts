import type { JsonObject } from '../../core/encoding/json.ts';
import { type Opinion, OPINIONS } from '../../core/records/statement.ts';
import { listMissing, type LEVELS } from '../register/stated-members.ts';

/** What an assurance can say when it is given. */
export type GivenOpinion = Exclude<Opinion, 'withdrawn'>;
export const GIVEN_OPINIONS = OPINIONS.filter((opinion) => opinion !== 'withdrawn');

/** An opinion as it was typed. */
export interface OpinionWords {
  readonly opinion: GivenOpinion;
  readonly level: (typeof LEVELS)[number];
  readonly standard: string;
  readonly scope: string;
  readonly materiality: string;
  readonly findings: string;
}

/**
 * Returns the statement of an assurance, without `answers` (§5), about a record with another statement. What is empty is left out, where the
 * protocol does not ask for it. `members` name the working paper.
 */
export function stateOpinion(
  { opinion, level, standard, scope, materiality, findings }: OpinionWords,
  { period }: JsonObject,
  { title, members }: { readonly title: string; readonly members: JsonObject },
): JsonObject {
  const optional = { materiality: materiality.trim(), reason: findings.trim() };
  return {
    ...{ title, period: typeof period === 'string' ? period : '', standard: standard.trim() },
    ...{ level, scope: scope.trim(), opinion },
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
    ...members,
  };
}

/** Whether an opinion is modified: it says what is wrong, and so needs its basis. */
export function isModified(opinion: string): boolean {
  return opinion === 'qualified' || opinion === 'adverse';
}

/** Returns which words of an opinion are missing: what its kind requires, the standard, and the basis of a modified one. */
export function listMissingWords(words: OpinionWords): ('scope' | 'standard' | 'findings')[] {
  const lacks = listMissing('assurance', stateOpinion(words, {}, { title: '', members: {} }));
  return [
    ...(lacks.includes('scope') ? (['scope'] as const) : []),
    ...(words.standard.trim() === '' ? (['standard'] as const) : []),
    ...(isModified(words.opinion) && words.findings.trim() === '' ? (['findings'] as const) : []),
  ];
}
