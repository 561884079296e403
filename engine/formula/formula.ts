import { readFloat } from '../quantities/float.ts';
import { exponentOf, type NumberFunction } from '../figures/function.ts';

/** What a formula is made of. Numbers are decimal texts, names those of quantities. */
export type Formula =
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: '+' | '-' | '*' | '/'; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'function'; readonly name: NumberFunction; readonly of: Formula };

/** What is wrong with a formula. */
export class FormulaError extends Error {}

/** The most characters of a formula. */
export const MOST_CHARACTERS = 1000;
/** The largest number in an exponent: a power is a product. */
const MOST_EXPONENT = 32;
/** The most parentheses, functions and signs around one another. */
const MOST_DEPTH = 50;
const SQUARE_ROOT = exponentOf(1, 2);
const FUNCTIONS: readonly string[] = ['ln', 'exp', 'sqrt'];

/** A name that a quantity can have in formulas: it begins with a letter, and is no function. */
export const QUANTITY_NAME = /^(?!(?:ln|exp|sqrt|sum)$)[A-Za-z][A-Za-z0-9_]{0,31}$/;

/**
 * Parses a formula. Its grammar is closed:
 *
 *     formula  = term { ("+" | "-") term }
 *     term     = signed { ("*" | "/") signed }
 *     signed   = [ "-" ] power
 *     power    = atom [ "^" exponent ]
 *     exponent = [ "-" ] whole | "(" [ "-" ] whole [ "/" whole ] ")"
 *     atom     = decimal | name | function "(" formula ")" | "(" formula ")"
 *     function = "ln" | "exp" | "sqrt"
 *
 * `×`, `·`, `÷` and `−` are read as `*`, `*`, `/` and `-`. The power binds before the sign: -x^2 is -(x^2).
 * @example parseFormula('m * c^2')
 * @throws FormulaError
 */
export function parseFormula(text: string): Formula {
  if (text.length > MOST_CHARACTERS)
    throw new FormulaError(`expected at most ${MOST_CHARACTERS} characters, got ${text.length}`);
  return new Parser(splitWords(text)).parse();
}

/** Returns the names in a formula, each once, in the order in which they come. */
export function namesIn(formula: Formula): string[] {
  switch (formula.kind) {
    case 'number':
      return [];
    case 'name':
      return [formula.name];
    case 'function':
      return namesIn(formula.of);
    case '+':
    case '-':
    case '*':
    case '/':
      return [...new Set([...namesIn(formula.left), ...namesIn(formula.right)])];
  }
}

const SPELLINGS: Readonly<Record<string, string>> = { '×': '*', '·': '*', '÷': '/', '−': '-' };
const WORD = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z][A-Za-z0-9_]*)|([-+*/^()×·÷−]))/uy;

function splitWords(text: string): string[] {
  const words: string[] = [];
  const whole = text.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < whole.length) {
    const at = WORD.lastIndex;
    const [, number, name, sign] = WORD.exec(whole) ?? [];
    const word = number ?? name ?? sign;
    if (word === undefined)
      throw new FormulaError(
        `expected a number, a name, a function or one of + - * / ^ ( ), got ${whole.slice(at).trim().slice(0, 20)}`,
      );
    words.push(SPELLINGS[word] ?? word);
  }
  return words;
}

class Parser {
  readonly #words: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  parse(): Formula {
    const formula = this.#sum();
    if (this.#at < this.#words.length) throw this.#refuse('an operator or the end');
    return formula;
  }

  #sum(): Formula {
    if (++this.#depth > MOST_DEPTH)
      throw new FormulaError(`expected at most ${MOST_DEPTH} parentheses around one another`);
    let left = this.#product();
    for (let sign = this.#take('+', '-'); sign !== null; sign = this.#take('+', '-'))
      left = { kind: sign as '+' | '-', left, right: this.#product() };
    this.#depth--;
    return left;
  }

  #product(): Formula {
    let left = this.#signed();
    for (let sign = this.#take('*', '/'); sign !== null; sign = this.#take('*', '/'))
      left = { kind: sign as '*' | '/', left, right: this.#signed() };
    return left;
  }

  #signed(): Formula {
    if (this.#take('-') === null) return this.#power();
    return { kind: '-', left: { kind: 'number', text: '0' }, right: this.#power() };
  }

  #power(): Formula {
    const base = this.#atom();
    if (this.#take('^') === null) return base;
    const isInside = this.#take('(') !== null;
    const sign = this.#take('-') === null ? 1 : -1;
    const over = sign * this.#whole();
    const under = isInside && this.#take('/') !== null ? this.#whole() : 1;
    if (isInside) this.#expect(')');
    if (under === 0) throw new FormulaError('expected an exponent that is not divided by 0');
    return { kind: 'function', name: exponentOf(over, under), of: base };
  }

  #whole(): number {
    const word = this.#words[this.#at];
    const whole = readFloat(word ?? '');
    if (word === undefined || !/^\d+$/.test(word) || whole > MOST_EXPONENT)
      throw this.#refuse(`a whole number of at most ${MOST_EXPONENT} in an exponent, as in x^2 or x^(1/3)`);
    this.#at++;
    return whole;
  }

  #atom(): Formula {
    const word = this.#words[this.#at] ?? '';
    if (this.#take('(') !== null) return this.#inside();
    if (/^\d/.test(word)) return { kind: 'number', text: this.#words[this.#at++]! };
    if (!/^[A-Za-z]/.test(word)) throw this.#refuse('a number, a name, a function or (');
    this.#at++;
    if (!FUNCTIONS.includes(word)) {
      if (this.#words[this.#at] === '(')
        throw new FormulaError(`no function ${word}: expected one of ${FUNCTIONS.join(', ')}`);
      if (!QUANTITY_NAME.test(word))
        throw new FormulaError(`${word} is not a name of a quantity: at most 32 letters, digits and _`);
      return { kind: 'name', name: word };
    }
    this.#expect('(');
    const of = this.#inside();
    return { kind: 'function', name: word === 'sqrt' ? SQUARE_ROOT : (word as 'ln' | 'exp'), of };
  }

  #inside(): Formula {
    const formula = this.#sum();
    this.#expect(')');
    return formula;
  }

  #take(...words: readonly string[]): string | null {
    const word = this.#words[this.#at];
    if (word === undefined || !words.includes(word)) return null;
    this.#at++;
    return word;
  }

  #expect(word: string): void {
    if (this.#take(word) === null) throw this.#refuse(word);
  }

  #refuse(expected: string): FormulaError {
    const read = this.#words.slice(0, this.#at).join(' ');
    const got = this.#words[this.#at] ?? 'the end';
    return new FormulaError(`expected ${expected}${read === '' ? '' : ` after ${read}`}, got ${got}`);
  }
}
