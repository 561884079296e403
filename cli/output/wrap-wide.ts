import { COLUMNS } from './wrap-text.ts';

/**
 * Wraps a line at 80 columns: a Chinese character takes two. What is longer than a line stays whole, but for Chinese. The narrow blanks within a number are
 * no place to break it.
 */
export function wrapWide(line: string, indent = 2): string {
  const lines: string[] = [];
  let now = '';
  for (const piece of line.match(/[ \t\n]*(?:[\u2e80-\uffef]|[^ \t\n\u2e80-\uffef]+)|[ \t\n]+$/gu) ?? []) {
    if (now !== '' && widthOf(now + piece) > COLUMNS) {
      lines.push(now);
      now = `${' '.repeat(indent)}${piece.trimStart()}`;
    } else now += piece;
  }
  return [...lines, now].join('\n');
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1), 0);
}
