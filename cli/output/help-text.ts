import { COLUMNS, wrapLine } from './wrap-text.ts';

/**
 * Returns a help text in lines of at most 80 columns. Lines without indent form paragraphs, which are filled again; a line such as
 * "Exit codes: …" begins a new one. Indented lines stay lines: a command continues with an option in the next line after a backslash,
 * wherever the text breaks it; any other line below its second column.
 */
export function fillHelp(text: string): string {
  const lines: string[] = [];
  let paragraph = '';
  const endParagraph = (): void => {
    if (paragraph !== '') lines.push(wrapLine(paragraph, 0));
    paragraph = '';
  };
  for (const line of text.replaceAll(/ \\\n +/g, ' ').split('\n')) {
    const isPart = /^[^\s]/.test(line);
    if (!isPart || /^[A-Z][a-z ]*: /.test(line)) endParagraph();
    if (isPart) paragraph = paragraph === '' ? line : `${paragraph} ${line}`;
    else lines.push(wrapIndented(line));
  }
  endParagraph();
  return lines.join('\n');
}

/** The indent of a continued command. */
const CONTINUED = '    ';

/** A command, perhaps with a variable before it. */
const COMMAND = /^ {2}(?:[A-Z_]+=\S+ )?ledger /;

function wrapIndented(line: string): string {
  if (line.length <= COLUMNS) return line;
  if (!COMMAND.test(line)) return wrapLine(line, /^ +\S.*? {2,}(?=\S)/.exec(line)?.[0].length ?? 4);
  return wrapCommand(line);
}

function wrapCommand(line: string): string {
  const cut = line.length <= COLUMNS ? -1 : line.lastIndexOf(' -', COLUMNS - ' \\'.length);
  if (cut <= CONTINUED.length) return line;
  return `${line.slice(0, cut)} \\\n${wrapCommand(`${CONTINUED}${line.slice(cut + 1)}`)}`;
}
