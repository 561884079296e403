import { splitUnit } from './header-units.ts';

/** Names of columns by which an amount is what came in, less what is left or came back. Three have a stock before and after; one came back alone. */
const OPENING =
  /\b(?:opening|start(?:ing)?) (?:stock|balance|inventory)\b|anfangsbestand|stock initial|期初/i;
const CLOSING = /\b(?:closing|end(?:ing)?) (?:stock|balance|inventory)\b|endbestand|stock final|期末/i;
const BOUGHT =
  /\b(?:purchase[sd]?|bought|deliver(?:y|ies|ed)|received|additions)\b|zug(?:a|ä)nge?|achats|购入|购进/i;
const USED = /consum|\bus(?:ed?|age)\b|verbrauch|消费|消耗|耗用|使用/i;
const GIVEN_BACK = /\b(?:recovered|reclaimed|returned)\b|zurückgewonnen|rückgewonnen|récupéré|回收/i;

/** Whether the name of a column says that its amount came back: `Refrigerant Recovered (lbs)`. */
export function isGivenBack(name: string): boolean {
  return GIVEN_BACK.test(bare(name));
}

/**
 * Returns what the columns of a stock are to the amount that was used, `Opening stock (L)`, `Purchases (L)` and `Closing stock (L)`: it is the
 * first, plus the second, minus the third. Empty where a table does not have both stocks, once each, or has what was used.
 */
export function findStock(names: readonly string[]): Readonly<Record<string, 'value' | 'plus' | 'minus'>> {
  const [opening, ...more] = names.filter((name) => OPENING.test(bare(name)));
  const [closing, ...others] = names.filter((name) => CLOSING.test(bare(name)));
  if (names.some((name) => USED.test(name))) return {};
  if (opening === undefined || closing === undefined || more.length > 0 || others.length > 0) return {};
  const bought = names.filter((name) => BOUGHT.test(bare(name)) && unitOf(name) === unitOf(opening));
  return {
    [opening]: 'value',
    [closing]: 'minus',
    ...Object.fromEntries(bought.map((name) => [name, 'plus'] as const)),
  };
}

function bare(name: string): string {
  return splitUnit(name)?.name ?? name;
}

function unitOf(name: string): string | null {
  return splitUnit(name)?.unit ?? null;
}
