import { readWords } from '../words/read-words.ts';
import type { Language } from '../words/language.ts';
import type { AdmittedBlock } from './admitted.ts';
import type { Block } from './block.ts';

/** The most remarks of an answer. */
const MOST_REMARKS = 2;

/** Admits the words of a remark, or withholds all of it. It is the only place where words of a model are shown. */
export function judgeRemark(
  { language, words }: Extract<Block, { is: 'remark' }>,
  shown: Language,
  count: number,
): AdmittedBlock {
  if (language !== shown) return { is: 'withheld', reason: 'other-language' };
  if (count > MOST_REMARKS) return { is: 'withheld', reason: 'too-many-remarks' };
  const read = readWords(words, language);
  return read === null ? { is: 'withheld', reason: 'unknown-word' } : { is: 'remark', words: read };
}
