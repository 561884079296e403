import type { NamesFound } from '../../tables/watched-names.ts';
import { plainText } from './text-format.ts';

/** A reader sees so many lines of each kind; JSON has all. */
const MOST_SHOWN = 10;

/** Returns which names of a table are one, and which may be, with what makes them one. */
export function formatNames({ merged, alike }: NamesFound): string[] {
  const ones = merged.map(({ column, spellings }) => {
    const quoted = spellings.map((text) => JSON.stringify(text)).join(', ');
    return `read    ${plainText(`${column}: ${quoted} are one name`)}`;
  });
  const others = alike.map(({ column, names: [one, other] }) => {
    const advice = `--value "${column}:${other}=${one}"`;
    return `check   ${plainText(`${column}: are ${one} and ${other} one? If so, add ${advice}; if not, name them in twoNames of the mapping`)}`;
  });
  return [ones, others].flatMap((lines) => [
    ...lines.slice(0, MOST_SHOWN),
    ...(lines.length > MOST_SHOWN
      ? [`        and ${lines.length - MOST_SHOWN} more names: --json has all`]
      : []),
  ]);
}
