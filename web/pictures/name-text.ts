import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import { type Format, useFormat } from '../language/format.ts';
import { isPlain, type Name } from './model.ts';
import { useNameTexts } from './name-texts.ts';
import { usePicturesTexts } from './pictures-texts.ts';

type KeyTexts = ReturnType<typeof useNameTexts>;
type Texts = ReturnType<typeof usePicturesTexts>;

/** Returns a function that puts names into words, in the language of the page. Keys that no method writes stay as they are. */
export function useNameText(): (name: Name) => string {
  const texts = usePicturesTexts();
  const keys = useNameTexts();
  const format = useFormat();
  return (name) => writeName(name, texts, keys, format);
}

function writeName(name: Name, texts: Texts, keys: KeyTexts, format: Format): string {
  const { names } = texts;
  if (isPlain(name)) return names[name.is];
  switch (name.is) {
    case 'figure':
      return writeKey(name.key, texts, keys);
    case 'scope':
      return names.scopes[name.basis ?? name.scope];
    case 'total':
    case 'the-total':
    case 'basis':
      return names[name.is][name.basis];
    case 'facility':
      return name.name ?? names.withoutFacility;
    case 'others':
      return names.others(format.number(name.count));
    case 'version':
      return names.version(format.number(name.sequence));
    case 'month':
      return format.period(name.from, name.until);
    case 'activity':
      return writeActivity(name.row, name.about, keys);
    case 'text':
      return writeGas(name.text);
  }
}

function writeActivity(row: string, about: string | null, { activity, activities }: KeyTexts): string {
  const text = activities[row as keyof typeof activities];
  return about === null ? text : activity(text, about);
}

/** Returns the key of a figure in words, if it is one that the methods of the ledger write. */
function writeKey(key: string, texts: Texts, keys: KeyTexts): string {
  const segments = key.split('/').map(readSegment);
  const [first = ''] = segments;
  const rest = segments.slice(1);
  const scope = /^scope([123])$/.exec(first)?.[1] as '1' | '2' | '3' | undefined;
  if (scope !== undefined) return writeScopeKey(scope, segments, texts, keys) ?? key;
  if (first === 'by-gas') return writeGas(rest.join('/'));
  if (first === 'biogenic' || first === 'land-use' || first === 'outside-scopes')
    return keys.ofOrigin(texts.names[first], writeKey(rest.join('/'), texts, keys));
  return (
    writeTotal(segments, texts) ??
    writeAccount(segments, keys) ??
    writeLine(segments, keys) ??
    segments.join('/')
  );
}

function writeTotal([first, second, ...more]: readonly string[], { names }: Texts): string | null {
  if (first !== 'total' || more.length > 0) return null;
  return second === 'location' || second === 'market' ? names.total[second] : null;
}

/** Returns an account or a flow in words: `pba/{region}/{stressor}`, `flow/{from}/{to}/{stressor}`. */
function writeAccount(segments: readonly string[], keys: KeyTexts): string | null {
  const [first = '', second = '', third = '', fourth] = segments;
  if (fourth !== undefined) return first === 'flow' ? keys.flow(second, third, writeGas(fourth)) : null;
  if (!isIn(keys.accounts, first) || segments.length < 3) return null;
  return keys.account(keys.accounts[first], second, writeGas(third));
}

function writeScopeKey(
  scope: '1' | '2' | '3',
  segments: readonly string[],
  { names }: Texts,
  keys: KeyTexts,
): string | null {
  const [, second = '', third] = segments;
  if (second === 'total' && segments.length === 2) return names.scopes[scope];
  if (scope === '2' && segments.length === 2 && (second === 'location' || second === 'market'))
    return names.scopes[second];
  if (scope === '3' && third === 'total' && isIn(keys.categories, second))
    return keys.category(second, keys.categories[second]);
  return scope === '1' ? writeLine(segments.slice(1), keys) : null;
}

/** Returns a line of direct emissions in words: `combustion/{fuel}/{gas}`. */
function writeLine(segments: readonly string[], keys: KeyTexts): string | null {
  const [kind = '', about = '', gas] = segments;
  if (kind === 'refrigerant' && segments.length === 2) return keys.refrigerant(about);
  if (gas === undefined || segments.length > 3) return null;
  if (kind === 'combustion' || kind === 'process' || kind === 'fugitive' || kind === 'measured')
    return keys[kind](about, writeGas(gas));
  return null;
}

function isIn<Words extends object>(words: Words, key: PropertyKey): key is keyof Words {
  return Object.hasOwn(words, key);
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Returns a gas as people write it: `CO2e` → `CO₂e`; other texts stay as they are. */
function writeGas(text: string): string {
  const [, formula, rest = ''] = /^(CO2e?|CH4|N2O|SF6|NF3)(\(.*\))?$/.exec(text) ?? [];
  if (formula === undefined) return text;
  return formula.replaceAll(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]!) + rest;
}
