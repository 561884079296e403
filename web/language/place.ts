import { useLanguage } from './language.tsx';
import { showOutside } from './outside-text.ts';

/** Returns how places are named: a country by its ISO 3166 code in the language of the page, anything else as it is written. */
export function usePlace(): (code: string) => string {
  const { language } = useLanguage();
  return (code) => showOutside(placeName(code, language));
}

/** Returns the name of a country by its ISO 3166 code, also of what a table has besides countries, such as `rest-of-world`; anything else as it is written. */
export function placeName(code: string, language: string): string {
  const [, whole] = /^rest-of-(.+)$/.exec(code) ?? [];
  if (whole !== undefined) return nameRest(whole, language.startsWith('zh'));
  if (!isCountry(code)) return code;
  return new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? code;
}

const CHINESE_RESTS: Readonly<Record<string, string>> = {
  world: '世界其他地区',
  EU27: '欧盟 27 国其他成员国',
};

function nameRest(whole: string, isChinese: boolean): string {
  if (isChinese) return Object.hasOwn(CHINESE_RESTS, whole) ? CHINESE_RESTS[whole]! : `${whole} 其余地区`;
  return whole === 'world' ? 'the rest of the world' : `the rest of ${whole}`;
}

/** Whether a text has the form of a code of ISO 3166-1. */
export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code);
}
