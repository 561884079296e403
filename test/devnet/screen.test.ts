import { describe, expect, it } from 'vitest';
import { createScreen, joinCommand, type ScreenOptions, wrapText } from '../../devnet/terminal/screen.ts';

/** Returns a screen, and a function that returns its output so far. */
function watchScreen(options: Partial<ScreenOptions>): {
  screen: ReturnType<typeof createScreen>;
  written: () => string;
} {
  let text = '';
  const write = (more: string): void => void (text += more);
  const screen = createScreen({
    write,
    isTerminal: false,
    hasColour: false,
    steps: 4,
    now: () => 0,
    ...options,
  });
  return { screen, written: () => text };
}

describe('the screen of npm start', () => {
  it('breaks a long line only between words, within 80 columns', () => {
    const { screen, written } = watchScreen({});
    screen.line(`${'word '.repeat(40)}end`);
    const lines = written().trimEnd().split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.join(' ').match(/\S+/g)).toEqual([...Array<string>(40).fill('word'), 'end']);
  });

  it('prints a long command as several lines of at most 80 columns that a shell reads as one, with whole ids', () => {
    const { screen, written } = watchScreen({});
    const id = `0x${'ab'.repeat(32)}`;
    screen.command(['npm run -s ledger --', 'proof', id, '--entries scope2/market', '-o one.json']);
    expect(
      written()
        .split('\n')
        .every((line) => line.length <= 80),
    ).toBe(true);
    expect(
      written()
        .replaceAll(/\s*\\\n\s*/g, ' ')
        .trim(),
    ).toBe(`npm run -s ledger -- proof ${id} --entries scope2/market -o one.json`);
  });

  it('shows the number of the step and the remaining time in a terminal, on one line', () => {
    let clock = 0;
    const { screen, written } = watchScreen({ isTerminal: true, now: () => clock });
    for (const label of ['one', 'two', 'three']) {
      clock += 1000;
      screen.step(label);
    }
    expect(written()).toMatch(/\[3\/4\] three, about 1 s left$/);
    expect(written()).not.toContain('\n');
  });

  it('shows no progress and no control characters in a file or pipe', () => {
    const { screen, written } = watchScreen({});
    screen.step('one');
    screen.good('done');
    expect(written()).toBe('✓ done\n');
  });

  it('uses colour only if hasColour is set', () => {
    for (const hasColour of [true, false]) {
      const { screen, written } = watchScreen({ isTerminal: true, hasColour });
      screen.bad('wrong');
      expect(written().includes('\u001b[31m')).toBe(hasColour);
    }
  });
});

describe('text for a terminal', () => {
  it('does not break a word that is longer than the line', () => {
    expect(wrapText('a indivisible b', 4)).toEqual(['a', 'indivisible', 'b']);
    expect(joinCommand(['a', 'indivisible'], 4)).toBe('a \\\n    indivisible');
  });
});
