import type { DatasetName } from '../../../../client/generated/row-types.ts';
import { COUNTRY_CODES } from '../../../../jobs/import/country-codes.ts';
import { listKnownTexts } from '../../../../jobs/import/known-texts.ts';
import { type KnownText, nameText } from '../../../../jobs/import/name-candidates.ts';
import type { Language } from '../../../language/language.tsx';
import { placeName } from '../../../language/place.ts';

/** Returns what people call a text, with the text itself, by which it is written: `fuel-use · fuel burned`. */
export function nameKnown({ text, names }: KnownText, language: Language): string {
  const name = names[language === 'en' ? 1 : 2]?.text ?? text;
  return name === text ? text : `${text} · ${name}`;
}

/** The countries with their names, once: to name all of them takes a while. */
let countries: readonly KnownText[] | undefined;

/** Returns what a member of a dataset's rows can say, also places, with the names that people have for it in both languages. */
export function listOffered(member: string, dataset: DatasetName): readonly KnownText[] {
  if (member !== 'detail.geography') return listKnownTexts(member, dataset);
  countries ??= COUNTRY_CODES.map((text) =>
    nameText(text, [placeName(text, 'en'), placeName(text, 'zh-CN')]),
  );
  return countries;
}
