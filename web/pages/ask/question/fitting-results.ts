import type { RunSlot } from '../../../../agents/procedures/procedure.ts';
import { readAskedWords } from '../../../../jobs/find-records/asked-words.ts';
import { matchRecords } from '../../../../jobs/find-records/match-words.ts';
import type { FoundResult } from './use-results.ts';

/** Whether a run can begin with a result: its method fits, and it has a figure that the answer would be about. */
export function canBegin({ method, keys }: FoundResult, { methods, figures }: RunSlot): boolean {
  if (!methods.includes(method)) return false;
  if (figures.length === 0) return true;
  const wanted = figures.map((pattern) => new RegExp(pattern, 'u'));
  return keys.some((key) => wanted.some((pattern) => pattern.test(key)));
}

/** Returns the results whose titles have words of the question before the others. */
export function rankResults(results: readonly FoundResult[], words: string): readonly FoundResult[] {
  const read = results.map((result) => ({
    ...{ result, title: result.title ?? '', subject: result.record.subject },
    party: { identifier: '' },
  }));
  const named = matchRecords(read, readAskedWords(words)).map(({ result }) => result);
  return [...named, ...results.filter((result) => !named.includes(result))];
}
