import { useMemo } from 'react';
import type { Writing } from '../../../../agents/render/writing.ts';
import { writeTitle } from '../../../../pictures/words/picture-text.ts';
import { useRunFaults } from '../../../language/faults/run-faults.ts';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useGapWords } from '../../../language/gap-words.ts';
import { useLanguage } from '../../../language/language.tsx';
import { useReason } from '../../../language/reasons.ts';
import { forFile, usePictureLanguage } from '../../../pictures/use-picture-language.ts';

/** Returns how answers are put into words on this page, and in what is copied from it: as its pictures are. */
export function useWriting(): { readonly screen: Writing; readonly file: Writing } {
  const pictures = usePictureLanguage();
  const { language } = useLanguage();
  const [ofFault, ofWarning] = [useRunFaults(), useRunWarnings()];
  const [lacking, ofReason] = [useGapWords(), useReason()];
  return useMemo(() => {
    const write = (words: typeof pictures): Writing => ({
      ...words,
      language,
      finding: (code) => ofWarning(code) ?? ofFault(code),
      lacking,
      reason: (recorded) => ofReason(recorded) ?? words.outside(recorded),
      title: (picture) => writeTitle(picture, words),
    });
    return { screen: write(pictures), file: write(forFile(pictures)) };
  }, [pictures, language]);
}
