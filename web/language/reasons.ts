import { writeReasonInChinese } from '../../jobs/compute/chinese-reasons.ts';
import { useGapWords } from './gap-words.ts';
import { useLanguage } from './language.tsx';
import { usePlace } from './place.ts';

/**
 * Returns a function that says a recorded reason in the language of the page, where the program wrote it for its user; null where it is to be shown
 * as it was recorded.
 */
export function useReason(): (recorded: string) => string | null {
  const { language } = useLanguage();
  const writing = { place: usePlace(), lacking: useGapWords() };
  return (recorded) => (language === 'en' ? null : writeReasonInChinese(recorded, writing));
}
