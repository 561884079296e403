import { showOutside } from '../../language/outside-text.ts';
import { usePanoramaTexts } from './panorama-texts.ts';

/** Returns how lines, gaps and their parts are named: common names in the language of the page, others as they are written. */
export function useLineName(): (name: string) => string {
  const { names } = usePanoramaTexts();
  return (name) => (Object.hasOwn(names, name) ? names[name as keyof typeof names] : showOutside(name));
}
