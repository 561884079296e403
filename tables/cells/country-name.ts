import { isPlace, listCountries } from '../../engine/datasets/country.ts';
import { foldName } from '../../engine/rows/spelling.ts';

/** The languages in which names of countries are known. */
const LANGUAGES = ['en', 'zh-CN', 'de', 'fr', 'es', 'it', 'pl', 'nl'];
/** Other names that people write. */
const OTHERS: Readonly<Record<string, string>> = {
  ...{ UK: 'GB', 'U.K.': 'GB', 'Great Britain': 'GB' },
  ...{ USA: 'US', 'U.S.': 'US', 'U.S.A.': 'US', 'United States of America': 'US' },
  ...{ 'Czech Republic': 'CZ', Holland: 'NL', 'PR China': 'CN', "People's Republic of China": 'CN' },
};

let codes: ReadonlyMap<string, string> | null = null;

/** Returns the code of a country by its name: `DE` of Germany, Deutschland and 德国. Null of any other text, also of a code. */
export function findCountry(text: string): string | null {
  if (text === '' || isPlace(text)) return null;
  codes ??= new Map(listCountryNames(LANGUAGES).map(([name, code]) => [foldName(name), code]));
  return codes.get(foldName(text)) ?? null;
}

/** Lists names of countries in these languages (CLDR), and others that people write, each with its code. */
export function listCountryNames(
  languages: readonly string[],
): readonly (readonly [name: string, code: string])[] {
  const named = languages.flatMap((language) => {
    const words = new Intl.DisplayNames(language, { type: 'region' });
    return listCountries().map((code) => [words.of(code) ?? code, code] as const);
  });
  return [...named, ...Object.entries(OTHERS)];
}
