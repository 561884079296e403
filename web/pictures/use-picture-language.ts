import { useMemo } from 'react';
import type { PictureLanguage } from '../../pictures/words/language.ts';
import { readKey } from '../../pictures/words/name-text.ts';
import { useFigureName, writeGas } from '../language/figure-names.ts';
import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.tsx';
import { dropIsolates, MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { placeName } from '../language/place.ts';
import { useRowTypeName } from '../language/row-type-names.ts';
import { usePictureTexts } from './picture-texts.ts';

/** Returns how pictures are put into words, in the language of the page. Keys that no method writes stay as they are. */
export function usePictureLanguage(): PictureLanguage {
  const texts = usePictureTexts();
  const figureName = useFigureName();
  const rowType = useRowTypeName();
  const { decimal, number, percent, unit, period } = useFormat();
  const { language } = useLanguage();
  return useMemo(
    () => ({
      texts,
      figure: (key, method) => figureName(key, method) ?? showOutside(readKey(key), MOST_OF_TITLE),
      rowType,
      outside: (text) => showOutside(writeGas(text), MOST_OF_TITLE),
      place: (code) => showOutside(placeName(code, language), MOST_OF_TITLE),
      short: decimal,
      decimal,
      count: number,
      percent,
      unit,
      period,
      moment: (from, isFirst, isYear) => writeMoment(from, isFirst, isYear, language),
    }),
    [texts, figureName, rowType, decimal, number, percent, unit, period, language],
  );
}

/** Returns the same for a file, in which no text is next to others. */
export function forFile(language: PictureLanguage): PictureLanguage {
  return {
    ...language,
    figure: (key, method) => dropIsolates(language.figure(key, method)),
    outside: (text) => dropIsolates(language.outside(text)),
    place: (code) => dropIsolates(language.place(code)),
  };
}

function writeMoment(from: number, isFirst: boolean, isYear: boolean, language: string): string {
  const start = new Date(1000 * from);
  // A time of the protocol can be later than any date.
  if (Number.isNaN(start.getTime())) return String(from);
  if (isYear) return String(start.getUTCFullYear());
  const year = isFirst || start.getUTCMonth() === 0 ? 'numeric' : undefined;
  return new Intl.DateTimeFormat(language, { month: 'short', year, timeZone: 'UTC' }).format(start);
}
