import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { showValue } from '../../core/errors.ts';
import { quoteText, showCoded, showHidden } from '../../core/outside-text.ts';

/** Every character that a reader may take for the end of a quotation. */
const MARKS = Array.from(`"'“”„‟«»‹›‘’‚‛「」『』＂＇″‶〃❝❞ʺ״`);

describe('a text from outside in quotation marks', () => {
  it.each(MARKS)('cannot end its own quotation with %s', (mark) => {
    expect(quoteText(`A${mark} verified`)).toBe(`"A\\${mark} verified"`);
    expect(showValue({ title: `A${mark} verified` })).toBe(`{"title":"A\\${mark} verified"}`);
  });

  it('keeps the apostrophe within a word, and no two of them', () => {
    expect(quoteText("the company's l’été")).toBe('"the company\'s l’été"');
    expect(quoteText("A'' verified")).toBe(String.raw`"A\'\' verified"`);
  });

  it('is one line, in which nothing is hidden and nothing turns direction', () => {
    expect(quoteText('a\nb\r\u2028c\u202ed\u0000')).toBe(String.raw`"a\nb\r⟨U+2028⟩c⟨U+202E⟩d\u0000"`);
    expect(quoteText('a\\b')).toBe(String.raw`"a\\b"`);
    expect(quoteText('\ud800')).toBe('"\ufffd"');
  });

  it('is different for different texts', () => {
    const text = fc.array(fc.constantFrom('a', '\\', ...MARKS, '\n', '\u202e')).map((each) => each.join(''));
    fc.assert(
      fc.property(text, text, (one, other) => (one === other) === (quoteText(one) === quoteText(other))),
    );
  });
});

describe('a text from outside', () => {
  it('shows the numbers of its hidden characters', () => {
    expect(showHidden('paid\u202e000 t\u200b\u2800\n')).toBe('paid⟨U+202E⟩000 t⟨U+200B⟩⟨U+2800⟩⟨U+000A⟩');
    expect(showHidden('क्\u200dष é 排放 👩\u200d🔬')).toBe('क्\u200dष é 排放 👩\u200d🔬');
  });

  it('shows the letters of a key in any script, and nothing else by other characters', () => {
    expect(showCoded('%E6%9D%AD%E5%B7%9E-2/power%2C-bought')).toBe('杭州-2/power%2C-bought');
    expect(showCoded('Le%C3%B3n%2FA')).toBe('León%2FA');
    for (const text of ['100%', '%41', 'a %E6%9D%AD', '%E6%9D', '%C0%AF', '%ED%A0%80'])
      expect(showCoded(text)).toBe(text);
  });
});
