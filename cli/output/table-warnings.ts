import type { TableWarnings } from '../../tables/cells/table-problem.ts';
import { formatCount, plainText } from './text-format.ts';

/** A reader sees this many warnings; JSON has more. */
const MOST_SHOWN = 10;

/** Returns the first warnings about a table, one a line with its row, and how to see the others. Empty without warnings. */
export function formatTableWarnings({ total, listed }: TableWarnings): string[] {
  if (total === 0) return [];
  const lines = listed.slice(0, MOST_SHOWN).map(({ row, message }) => {
    const place = row === null ? '' : `row ${row}: `;
    return `  ${place}${plainText(message)}`;
  });
  const more = total > MOST_SHOWN ? [`  and ${total - MOST_SHOWN} more: --json lists up to 1000`] : [];
  return [`${formatCount(total, 'value')} worth a look (nothing is refused):`, ...lines, ...more];
}
