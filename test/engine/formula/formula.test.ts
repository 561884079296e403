import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FormulaError, namesIn, parseFormula, type Formula } from '../../../engine/formula/formula.ts';

/** Writes a formula with all its parentheses. */
function show(formula: Formula): string {
  switch (formula.kind) {
    case 'number':
      return formula.text;
    case 'name':
      return formula.name;
    case 'function': {
      const { name, of } = formula;
      return typeof name === 'string' ? `${name}(${show(of)})` : `(${show(of)}^${name.over}/${name.under})`;
    }
    case '+':
    case '-':
    case '*':
    case '/':
      return `(${show(formula.left)} ${formula.kind} ${show(formula.right)})`;
  }
}

describe('parseFormula', () => {
  it.each([
    ['a + b * c - d', '((a + (b * c)) - d)'],
    ['a / b / c * d', '(((a / b) / c) * d)'],
    ['-x^2', '(0 - (x^2/1))'],
    ['2.50*-x', '(2.50 * (0 - x))'],
    ['sqrt(a)^(-2/3)', '((a^1/2)^-2/3)'],
    ['x^-1 · y ÷ z − 1 × 2', '((((x^-1/1) * y) / z) - (1 * 2))'],
    ['ln(exp((a)))', 'ln(exp(a))'],
    ['  mu_c*t1 ', '(mu_c * t1)'],
  ])('reads %s', (text, expected) => expect(show(parseFormula(text))).toBe(expected));

  it.each([
    ['', 'a number, a name'],
    ['a +', 'after a +, got the end'],
    ['a b', 'an operator or the end after a, got b'],
    ['(a', 'expected ) after ( a'],
    ['a^b', 'a whole number of at most 32'],
    ['a^33', 'a whole number of at most 32'],
    ['a^0.5', 'a whole number of at most 32'],
    ['a^(1/0)', 'not divided by 0'],
    ['a^1/', 'got the end'],
    ['sin(a)', 'no function sin: expected one of ln, exp, sqrt'],
    ['log(a)', 'no function log'],
    ['ln a', 'expected ( after ln'],
    ['sum', 'sum is not a name of a quantity'],
    ['a = b', 'got = b'],
    ['1e5', 'after 1, got e5'],
    ['a; b', 'got ; b'],
    ['constructor.x', 'got .x'],
    ['('.repeat(60), 'at most 50 parentheses'],
    ['a'.repeat(33), 'at most 32 letters'],
    [`a${' + a'.repeat(300)}`, 'at most 1000 characters'],
  ])('refuses %s', (text, message) => {
    expect(() => parseFormula(text)).toThrow(FormulaError);
    expect(() => parseFormula(text)).toThrow(message);
  });

  it('refuses or reads any text, and never ends otherwise', () => {
    const words = fc.constantFrom(
      'a',
      'b1',
      '2',
      '0.5',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      'ln',
      'exp',
      'sqrt',
      ' ',
      '.',
      '×',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 30 }), (parts) => {
        try {
          parseFormula(parts.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(FormulaError);
        }
      }),
    );
  });

  it('names each quantity once', () =>
    expect(namesIn(parseFormula('b * a + ln(b / c)^2'))).toEqual(['b', 'a', 'c']));
});
