import { useLanguage } from './language.tsx';
import { showOutside } from './outside-text.ts';

/** Returns how places are named: a country by its ISO 3166 code in the language of the page, anything else as it is written. */
export function usePlace(): (code: string) => string {
  const { language } = useLanguage();
  return (code) => showOutside(placeName(code, language));
}

/** Returns the name of a country by its ISO 3166 code; anything else as it is written. */
export function placeName(code: string, language: string): string {
  if (!isCountry(code)) return code;
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

/** Whether a text has the form of a code of ISO 3166-1. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code);
}
