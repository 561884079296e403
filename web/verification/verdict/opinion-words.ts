import type { Answer } from '../../../core/verify/answers.ts';
import { MOST_OF_TEXT, showOutside } from '../../language/outside-text.ts';
import { wordOf } from '../../language/word-of.ts';
import { useFileFactsTexts } from './file-facts-texts.ts';
import { useVerdictTexts } from './verdict-texts.ts';

/** Returns a function that says with which level and scope and by which standard somebody answered. An opinion without them says so. */
export function useOpinionWords(): (
  answer: Pick<Answer, 'kind' | 'level' | 'scope' | 'standard'>,
) => string[] {
  const texts = useVerdictTexts();
  const { notStated } = useFileFactsTexts();
  return ({ kind, level, scope, standard }) => {
    const isOpinion = kind === 'assurance';
    const missing = isOpinion ? notStated : null;
    const shownLevel = level === null ? missing : wordOf(texts.levels, showOutside(level, MOST_OF_TEXT));
    const shownScope = scope === null ? missing : showOutside(scope, MOST_OF_TEXT);
    return [
      ...(shownLevel === null ? [] : [texts.level(shownLevel)]),
      ...(shownScope === null ? [] : [texts.scope(shownScope)]),
      ...(standard === null ? [] : [texts.standard(showOutside(standard, MOST_OF_TEXT))]),
    ];
  };
}
