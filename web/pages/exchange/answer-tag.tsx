import { toneOfAnswer } from '../../components/record/answer-tone.ts';
import { Tag } from '../../components/tag.tsx';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { wordOf } from '../../language/word-of.ts';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useExchangeTexts } from './exchange-texts.ts';
import classes from './exchange.module.css';

interface AnswerTagProps {
  readonly says: string;
  /** The level of an opinion, null where it states none; undefined where that is not said. */
  readonly level?: string | null;
  /** Why it says nothing about what is shown: its colour is then neutral. */
  readonly not?: 'thisVersion' | 'anyLonger' | undefined;
  /** Whether it is about a result that the disclosure cites. */
  readonly isOnSource?: boolean;
}

/** What an opinion or a decision says, in words and colour. */
export function AnswerTag({ says, level, not, isOnSource = false }: AnswerTagProps) {
  const texts = useExchangeTexts();
  const { values } = useStatementTexts();
  const word = wordOf(values, says);
  const whole =
    level === undefined
      ? word
      : texts.opinion(
          word,
          level === null ? texts.noLevel : wordOf(texts.levels, showOutside(level, MOST_OF_TITLE)),
        );
  const said =
    not === undefined ? whole : not === 'anyLonger' ? texts.countsNoLonger(whole) : texts.older(whole);
  const full = toneOfAnswer(says);
  // Without a level nobody knows how sure the auditor is.
  const tone = full === 'good' && level === null ? 'unsure' : full;
  return (
    <span className={classes['wrapping']}>
      <Tag tone={not === undefined ? tone : 'neutral'}>{isOnSource ? texts.onSource(said) : said}</Tag>
    </span>
  );
}
