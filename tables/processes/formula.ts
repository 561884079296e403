/** Returns what a name in a formula is, or null if nothing has this name. */
export type FindParameter = (name: string) => number | null;

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<>': (left, right) => left !== right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};
const FUNCTIONS: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  exp: Math.exp,
  ln: Math.log,
  min: Math.min,
  max: Math.max,
  if: (condition, yes = Number.NaN, no = Number.NaN) => (condition === 0 ? no : yes),
};
const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|(\*\*|<=|>=|<>|!=|==|[-+*/^();,<>=]))/y;
/** The most tokens of a formula, and the deepest nesting. */
const MOST_TOKENS = 2000;
const DEEPEST = 64;
/** The longest chain of parameters that need each other. */
const MOST_STEPS = 100;

/** Digits that are the same however a binary sum is ordered. */
const DIGITS = 15;

type Token = { readonly number: number } | { readonly name: string } | { readonly mark: string };

/**
 * Computes a formula of openLCA or brightway: + − × ÷, powers (`^` or `**`), parentheses, comparisons, abs, sqrt, exp, ln, min, max, if,
 * and parameters. Null where it is anything else, or not a finite number.
 * @example
 * computeFormula('2 * (a + 1)', () => 3) // → 8
 */
export function computeFormula(text: string, find: FindParameter): number | null {
  const tokens = split(text);
  if (tokens === null || tokens.length === 0) return null;
  try {
    const reader = new Reader(tokens, find);
    const value = reader.comparison(0);
    return reader.isAtEnd && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
  } catch (error) {
    if (error instanceof NotAFormula) return null;
    throw error;
  }
}

class NotAFormula extends Error {}

function split(text: string): Token[] | null {
  const tokens: Token[] = [];
  const whole = text.trim();
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < whole.length;) {
    const [, number, name, mark] = TOKEN.exec(whole) ?? [];
    if (number !== undefined) tokens.push({ number: Number(number) });
    else if (name !== undefined) tokens.push({ name });
    else if (mark !== undefined) tokens.push({ mark: mark === '**' ? '^' : mark === ';' ? ',' : mark });
    else return null;
    if (tokens.length > MOST_TOKENS) return null;
  }
  return tokens;
}

/** Reads by rising precedence: comparisons, sums, products, signs, powers, and what stands alone. */
class Reader {
  readonly #tokens: readonly Token[];
  readonly #find: FindParameter;
  #at = 0;

  constructor(tokens: readonly Token[], find: FindParameter) {
    [this.#tokens, this.#find] = [tokens, find];
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  comparison(depth: number): number {
    if (depth > DEEPEST) throw new NotAFormula();
    const left = this.#sum(depth);
    const mark = Object.keys(COMPARISONS).find((each) => this.#takes(each));
    if (mark === undefined) return left;
    return COMPARISONS[mark]!(left, this.#sum(depth)) ? 1 : 0;
  }

  #sum(depth: number): number {
    let value = this.#product(depth);
    for (;;)
      if (this.#takes('+')) value += this.#product(depth);
      else if (this.#takes('-')) value -= this.#product(depth);
      else return value;
  }

  #product(depth: number): number {
    let value = this.#signed(depth);
    for (;;)
      if (this.#takes('*')) value *= this.#signed(depth);
      else if (this.#takes('/')) value /= this.#signed(depth);
      else return value;
  }

  #signed(depth: number): number {
    let sign = 1;
    for (;;)
      if (this.#takes('-')) sign = -sign;
      else if (!this.#takes('+')) break;
    return sign * this.#power(depth);
  }

  #power(depth: number): number {
    const base = this.#single(depth);
    return this.#takes('^') ? base ** this.#signed(depth + 1) : base;
  }

  #single(depth: number): number {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new NotAFormula();
    if ('number' in token) return token.number;
    if ('name' in token) return this.#named(token.name, depth);
    if (token.mark !== '(') throw new NotAFormula();
    const value = this.comparison(depth + 1);
    this.#expect(')');
    return value;
  }

  #named(name: string, depth: number): number {
    if (!this.#takes('(')) return this.#find(name) ?? fail();
    const own = FUNCTIONS[name.toLowerCase()] ?? fail();
    const values = [this.comparison(depth + 1)];
    while (this.#takes(',')) values.push(this.comparison(depth + 1));
    this.#expect(')');
    return own(...values);
  }

  #takes(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (token === undefined || !('mark' in token) || token.mark !== mark) return false;
    this.#at++;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#takes(mark)) fail();
  }
}

function fail(): never {
  throw new NotAFormula();
}

/** A parameter as files state it. */
export interface StatedParameter {
  readonly value: number | null;
  readonly formula: string | null;
}

/**
 * Returns what finds parameters by their names. One that needs itself is nothing.
 * @param scopes lists of parameters, the narrowest first
 * @param spell how a name in a formula is spelled in these lists
 */
export function openParameters(
  scopes: readonly ReadonlyMap<string, StatedParameter>[],
  spell: (name: string) => string = (name) => name,
): FindParameter {
  const known = new Map<string, number | null>();
  let depth = 0;
  const find: FindParameter = (written) => {
    const name = spell(written);
    const before = known.get(name);
    if (before !== undefined) return before;
    if (depth === MOST_STEPS) return null;
    known.set(name, null);
    depth++;
    const own = scopes.find((scope) => scope.has(name))?.get(name);
    const value = own?.formula ? computeFormula(own.formula, find) : (own?.value ?? null);
    depth--;
    known.set(name, value);
    return value;
  };
  return find;
}
