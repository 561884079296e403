import type { Warning } from './warning.ts';

/** Warnings that say the same of different rows: the text of the first, and the keys of the others. */
export interface SameWarnings {
  readonly first: Warning;
  readonly others: readonly Warning[];
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
