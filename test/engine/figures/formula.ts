import { Decimal } from 'decimal.js';
import type { Figure } from '../../../engine/figures/figure.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';

/** Decimals with more digits than any sum or product here has; a quotient has 50 in the engine. */
export const Exact = Decimal.clone({ precision: 200, rounding: Decimal.ROUND_HALF_EVEN });

/**
 * Computes a printed derivation as a reader would: each symbol is the operand of that name, and `sum(…)` adds up over the indices that
 * its symbols have. Where a longer sum has all symbols of one sum too, an index that the longer one has belongs to it. Returns the
 * figure in its own unit. Operands are sets with a sum, rows, and figures as they are shown.
 */
export function computeFormula({ unit, detail }: Figure): Decimal {
  const { formula, operands } = detail.derivation;
  const values = new Map<string, Decimal>();
  for (const operand of operands) {
    const value = 'selection' in operand ? operand.sum : operand.value;
    if (value === null) throw new Error(`${operand.name} has no sum`);
    values.set(operand.name, new Exact(value).times(sizeOf(operand.unit)));
  }
  const result = new Formula(formula, values).compute();
  // A share is printed as 100 * part / whole, so its formula gives per cent already.
  return unit === '%' ? result : result.div(sizeOf(unit));
}

/** The size of a unit in kg, J, s, m, m3 and counted things. */
function sizeOf(text: string): Decimal {
  const { numerator, denominator } = parseUnit(text);
  return new Exact(String(numerator)).div(String(denominator));
}

const LETTERS = 'ijklmn';

/** Returns a symbol with how many indices it has: `AD[i]` and `AD[i][j]` are two. */
function nameSymbol(name: string): string {
  const [symbol = '', ...indices] = name.split('[');
  return `${symbol}/${indices.length}`;
}

/** The grammar: sums of products of powers of numbers, symbols with indices, parentheses, functions and `sum(…)`. */
class Formula {
  readonly #words: readonly string[];
  readonly #values: ReadonlyMap<string, Decimal>;
  #at = 0;
  /** The values of the indices i, j, … around the current word. */
  #indices: readonly string[] = [];

  constructor(text: string, values: ReadonlyMap<string, Decimal>) {
    // A step of a rounding is a quantity: `0.01 t` is 10 kg.
    const inBaseUnits = text.replaceAll(/, ([0-9.]+) ([^ ,()]+)\)/g, (_, value: string, unit: string) => {
      return `, ${new Exact(value).times(sizeOf(unit)).toFixed()})`;
    });
    // So is a constant with a unit, such as `0.5 m3/t`.
    const plain = inBaseUnits.replaceAll(
      /(?<![\w.])([0-9.]+) ([A-Za-z][^ ,()]*)/g,
      (_, value: string, unit: string) => `(${new Exact(value).times(sizeOf(unit)).toFixed()})`,
    );
    this.#words = plain.match(/[A-Za-z][A-Za-z0-9_]*(\[[a-z]\])*|[0-9]+(\.[0-9]+)?|[-+*/^(),]/g) ?? [];
    this.#values = values;
  }

  compute(): Decimal {
    const result = this.#sum();
    if (this.#at !== this.#words.length) throw new Error(`unexpected ${String(this.#words[this.#at])}`);
    return result;
  }

  #sum(): Decimal {
    let result = this.#take('-') ? this.#product().neg() : this.#product();
    for (;;)
      if (this.#take('+')) result = result.plus(this.#product());
      else if (this.#take('-')) result = result.minus(this.#product());
      else return result;
  }

  #product(): Decimal {
    let result = this.#factor();
    for (;;)
      if (this.#take('*')) result = result.times(this.#factor());
      else if (this.#take('/')) result = result.div(this.#factor());
      else return result;
  }

  #factor(): Decimal {
    const base = this.#base();
    if (!this.#take('^')) return base;
    const exponent = this.#take('(') ? this.#inside() : new Exact(this.#words[this.#at++]!);
    return base.pow(exponent);
  }

  #base(): Decimal {
    const word = this.#words[this.#at++]!;
    if (['ln', 'exp', 'sqrt'].includes(word) && this.#take('('))
      return this.#inside()[word as 'ln' | 'exp' | 'sqrt']();
    if (word === 'round' && this.#take('(')) return this.#round();
    if (word === '(') return this.#inside();
    if (word === 'sum') return this.#sumOverIndices();
    if (/^[0-9]/.test(word)) return new Exact(word);
    const name = word.replaceAll(
      /\[([a-z])\]/g,
      (_, letter: string) => this.#indices[LETTERS.indexOf(letter)]!,
    );
    const value = this.#values.get(name);
    if (value === undefined) throw new Error(`no operand ${name}`);
    return value;
  }

  #round(): Decimal {
    const value = this.#sum();
    if (!this.#take(',')) throw new Error('expected ,');
    const step = this.#inside();
    // Quotients without end are off in the last digits: enough to break a tie.
    const steps = value.div(step).toSignificantDigits(150);
    return steps.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).times(step);
  }

  #inside(): Decimal {
    const result = this.#sum();
    if (!this.#take(')')) throw new Error('expected )');
    return result;
  }

  #sumOverIndices(): Decimal {
    this.#at += 1;
    const start = this.#at;
    const outer = this.#indices;
    const end = this.#endOf(start);
    const letter = LETTERS[outer.length]!;
    const symbols = this.#symbolsOf(start, end, letter);
    const taken = symbols.size === 0 ? [null] : this.#indicesOf(symbols, letter);
    let result = new Exact(0);
    for (const index of taken) {
      this.#at = start;
      this.#indices = index === null ? outer : [...outer, index];
      result = result.plus(this.#inside());
    }
    this.#indices = outer;
    this.#at = end;
    return result;
  }

  /** Returns where the words after a parenthesis end. */
  #endOf(start: number): number {
    let end = start;
    for (let depth = 1; depth > 0; end++)
      depth += this.#words[end] === '(' ? 1 : this.#words[end] === ')' ? -1 : 0;
    return end;
  }

  /** Whether the sum that starts at a word is around the one that starts at the current word. */
  #isAround(start: number): boolean {
    return start < this.#at && this.#at < this.#endOf(start);
  }

  #symbolsOf(start: number, end: number, letter: string): Set<string> {
    const words = this.#words.slice(start, end).filter((word) => word.includes(`[${letter}]`));
    return new Set(words.map(nameSymbol));
  }

  /** Returns the indices, within those around, that these symbols have and no longer sum. */
  #indicesOf(symbols: ReadonlySet<string>, letter: string): string[] {
    const prefix = this.#indices.join('');
    const byIndex = new Map<string, Set<string>>();
    for (const name of this.#values.keys()) {
      const path = name.slice(name.search(/\[|$/));
      const symbol = nameSymbol(name);
      const index = path.startsWith(prefix) ? /^\[\d+\]/.exec(path.slice(prefix.length))?.[0] : undefined;
      if (index !== undefined) byIndex.set(index, (byIndex.get(index) ?? new Set()).add(symbol));
    }
    const longer = this.#words
      .flatMap((word, at) => (word === 'sum' && !this.#isAround(at + 2) ? [at + 2] : []))
      .map((start) => this.#symbolsOf(start, this.#endOf(start), letter))
      .filter((other) => other.size > symbols.size && symbols.isSubsetOf(other));
    const found = [...byIndex].filter(
      ([, own]) => symbols.isSubsetOf(own) && !longer.some((other) => other.isSubsetOf(own)),
    );
    if (found.length === 0) throw new Error(`no operands ${[...symbols].join(', ')} with one index`);
    return found.map(([index]) => index);
  }

  #take(word: string): boolean {
    if (this.#words[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }
}
