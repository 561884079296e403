const GREEN = '\u001b[32m';
const RED = '\u001b[31m';
const YELLOW = '\u001b[33m';
const DIM = '\u001b[2m';
const PLAIN = '\u001b[0m';

const COLOURS: Readonly<Record<string, string>> = { '✓': GREEN, '✗': RED, '!': YELLOW, '–': DIM };

/** Returns a text with its marks ✓ ✗ ! – in colour, where they begin a line. */
export function colourMarks(text: string): string {
  return text.replaceAll(/^(?<indent> *)(?<mark>[✓✗!–])(?= )/gmu, (_line, indent: string, mark: string) => {
    return `${indent}${COLOURS[mark]}${mark}${PLAIN}`;
  });
}
