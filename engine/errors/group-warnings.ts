import { listSome } from './list-some.ts';
import type { Warning } from './warning.ts';

/** Warnings that say the same of different rows: the text of the first, and the keys of the others. */
export interface SameWarnings<W extends Warning = Warning> {
  readonly first: W;
  readonly others: readonly W[];
}

/** Groups warnings that say the same of different rows, so that a text that 30 rows have is read once. Keeps their order. */
export function groupWarnings(warnings: readonly Warning[]): SameWarnings[] {
  const groups = Map.groupBy(warnings, ({ code, message, row, accepted }) => {
    const text = row.key === '' ? message : message.replaceAll(row.key, '…');
    return JSON.stringify([code, text.replace(OWN, '…'), accepted ?? null]);
  });
  return [...groups.values()].map(([first, ...others]) => ({ first: first!, others }));
}

/** The value of a row at the beginning of a text, and its tonnes at the end: these differ between two rows with the same text. */
const OWN = /(?<=^… is )-?[\d.]+| \([^()]* % of [^()]*\)$/g;

/**
 * Returns each warning alone, but all of one code as one group where there are more than `most`, so that what is written does not grow with
 * them. Those that were accepted are not in one group with others.
 */
export function gatherWarnings<W extends Warning>(warnings: readonly W[], most: number): SameWarnings<W>[] {
  const groups = Map.groupBy(warnings, ({ code, accepted }) => `${code} ${accepted ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    if (group.length <= most) return group.map((first) => ({ first, others: [] }));
    const [first, ...others] = group;
    return [{ first: first!, others }];
  });
}

/** Returns what a group says: the text of its first warning, how many there are besides, and some of their rows. */
export function describeGathered({ first, others }: SameWarnings, listed: number): string {
  if (others.length === 0) return first.message;
  const rows = listSome([...new Set(others.map(({ row }) => row.key))], listed);
  const are = others.length === 1 ? 'warning of this kind is' : 'warnings of this kind are';
  return `${first.message}; ${others.length} more ${are} about ${rows}`;
}
