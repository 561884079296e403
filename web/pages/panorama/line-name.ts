import type { SheetLine } from '../../../jobs/survey/panorama-sheet.ts';
import { writeLine } from '../../../pictures/words/name-text.ts';
import { isCountry } from '../../language/place.ts';
import { usePictureLanguage } from '../../pictures/use-picture-language.ts';

/** Returns how lines, gaps and their parts are named: common names in the language of the page, others as they are written. */
export function useLineName(): (name: string) => string {
  const language = usePictureLanguage();
  return (name) => writeLine(name, language);
}

/** Whether a line of production is about making products, not about what a country emits. */
export function isMaking({ account, about }: Pick<SheetLine, 'account' | 'about'>): boolean {
  return account === 'production' && !isCountry(about);
}
