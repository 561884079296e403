import { EngineError } from '../../engine/errors/engine-error.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';

/** Publishers' spellings that another one of UCUM means exactly. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'kg CO2 eq.': 'kg{CO2e}',
  'kg CO2-eq': 'kg{CO2e}',
  'Gg CO2-eq': 'Gg{CO2e}',
};

/**
 * Returns the unit of a stressor in the spelling of entries. Values of a document stay as they are published, so a spelling that would need a
 * factor, or that UCUM does not have, becomes a counted thing: `1000 p` is `{1000-p}`, `M.EUR` is `{M-EUR}`.
 */
export function spellUnit(text: string): string {
  const known = SPELLINGS[text.trim()];
  if (known !== undefined) return known;
  try {
    const { unit, numerator, denominator } = readUnitSpelling(text.trim());
    if (numerator === denominator) return unit;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  const name = text.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `{${name === '' ? 'unstated' : name}}`;
}

/** Gases that EXIOBASE states by their masses; those of HFC and PFC are in CO2e. */
const GASES: ReadonlySet<string> = new Set(['CO2', 'CH4', 'N2O', 'SF6', 'NF3']);
const MASS = /^(k|M|G|T)?g$|^(k|M)?t$/;

/**
 * Returns the unit of a stressor as `spellUnit`, with its gas where the name states it, as those of EXIOBASE do: `SUBSTANCE - SOURCE - air`,
 * such as `CH4 - waste - air`. CO2 that the name calls biogenic (`CO2_bio`, `waste - biogenic`) stays a mass without a gas, so that it is in
 * no sum of gases: it is reported apart from them. Values stay as they are.
 * @example spellStressorUnit('CO2 - combustion - air', 'kg') // → 'kg{CO2}'
 */
export function spellStressorUnit(name: string, text: string): string {
  const unit = spellUnit(text);
  const [first = '', ...others] = name.split(/ - |, /);
  const substance = first.replace(/_bio$/, '');
  const isBiogenic = substance !== first || others.includes('biogenic');
  const isOfAir = others.at(-1) === 'air' && GASES.has(substance);
  return isOfAir && MASS.test(unit) && !(substance === 'CO2' && isBiogenic) ? `${unit}{${substance}}` : unit;
}

/** Words of publishers for amounts of a currency → how many. */
const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:M|Mill|Million|Mn|Mio)\.?(?: of)? ?([A-Z]{3}|US\$)$/i, 1_000_000],
  [/^(?:1000|'?000|k|Thousand)\.? ?([A-Z]{3}|US\$)$/i, 1000],
  [/^([A-Z]{3}|US\$)$/i, 1],
];

/** Returns the currency of a unit such as `M.EUR`, and how many of it one is; null if it is not one of money. */
export function readMoney(text: string): { readonly currency: string; readonly multiple: number } | null {
  for (const [pattern, multiple] of SCALES) {
    const code = pattern.exec(text.trim())?.[1];
    if (code !== undefined) return { currency: code === 'US$' ? 'USD' : code.toUpperCase(), multiple };
  }
  return null;
}
