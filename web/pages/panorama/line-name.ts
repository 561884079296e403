import { writeLine } from '../../../pictures/words/name-text.ts';
import { usePictureLanguage } from '../../pictures/use-picture-language.ts';

/** Returns how lines, gaps and their parts are named: common names in the language of the page, others as they are written. */
export function useLineName(): (name: string) => string {
  const language = usePictureLanguage();
  return (name) => writeLine(name, language);
}
