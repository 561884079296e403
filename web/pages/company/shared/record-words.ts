import * as z from 'zod';
import type { JsonObject } from '../../../../core/encoding/json.ts';
import { isSubject } from '../../../../jobs/register/draft-record.ts';
import { listMissing } from '../../../../jobs/register/stated-members.ts';

/** What a company says about a record of its own, as typed. */
export interface RecordWords {
  readonly title: string;
  readonly subject: string;
  readonly period: string;
  readonly standard: string;
  readonly isPublic: boolean;
  /** Why it replaces the version before it, where there is one. */
  readonly change: 'correction' | 'restatement';
  readonly reason: string;
}

/** The same, as it is read back from the storage of the tab. */
export const recordWordsSchema: z.ZodType<RecordWords> = z.object({
  ...{ title: z.string(), subject: z.string(), period: z.string(), standard: z.string() },
  ...{ isPublic: z.boolean(), change: z.enum(['correction', 'restatement']), reason: z.string() },
});

export const NO_WORDS: RecordWords = {
  ...{ title: '', subject: '', period: '', standard: '', isPublic: false },
  ...{ change: 'restatement', reason: '' },
};

/** Returns which words are missing or wrong. */
export function faultsOf(words: RecordWords, hasEarlier: boolean): ReadonlySet<keyof RecordWords> {
  const faults = new Set<keyof RecordWords>();
  if (words.title.trim() === '') faults.add('title');
  if (!isSubject(words.subject)) faults.add('subject');
  if (listMissing('dataset', statementOf(words, hasEarlier)).includes('reason')) faults.add('reason');
  return faults;
}

/** Returns the statement of a record: with a change and its reason where it replaces an earlier version. */
export function statementOf(words: RecordWords, hasEarlier: boolean): JsonObject {
  const { title, period, standard, change, reason } = words;
  return {
    ...{ title: title.trim(), period: period.trim(), standard: standard.trim() },
    ...(hasEarlier ? { change, reason: reason.trim() } : {}),
  };
}

/** The words that a new version takes over from the version before. */
const TAKEN_OVER = ['title', 'period', 'standard'] as const;
export type EarlierWords = Pick<RecordWords, (typeof TAKEN_OVER)[number]>;

/** Returns what the statement of a version says in these words; empty where it says nothing. */
export function readEarlierWords(statement: Readonly<Record<string, unknown>>): EarlierWords {
  const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
  return {
    title: textOf(statement['title']),
    period: textOf(statement['period']),
    standard: textOf(statement['standard']),
  };
}

/** Returns the words with those of the version before, where the user has typed none, or took them over from another subject. */
export function takeOver(
  words: RecordWords,
  earlier: EarlierWords,
  takenBefore: EarlierWords | null,
): Partial<RecordWords> {
  const taken = TAKEN_OVER.filter(
    (name) => (words[name] === '' || words[name] === takenBefore?.[name]) && words[name] !== earlier[name],
  );
  return Object.fromEntries(taken.map((name) => [name, earlier[name]]));
}
