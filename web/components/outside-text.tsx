import { UnstyledButton } from '@mantine/core';
import { Fragment, useState } from 'react';
import { showCoded } from '../../core/outside-text.ts';
import { cutOutside, escapeHidden, MOST_IN_LIST, MOST_OF_TEXT } from '../language/outside-text.ts';
import { useStatesTexts } from './states-texts.ts';
import classes from './small.module.css';

/** Signs behind which an identifier, a subject or a key breaks before it breaks elsewhere: `urn:` `example.` `org:`. */
const BREAKS = /(?<=[:/.,_-])(?=.)/;

interface OutsideTextProps {
  readonly text: string;
  /** Characters that are shown of it; the whole, as it was written, is shown on hovering. */
  readonly most?: number;
}

/**
 * A text that somebody outside of this project wrote, such as a title, an identifier or a key. However long it is and whatever is in it, it
 * changes nothing but its own place: it breaks anywhere, keeps its direction to itself, and shows hidden characters by their number.
 */
export function OutsideText({ text, most = MOST_IN_LIST }: OutsideTextProps) {
  const shown = cutOutside(showCoded(text), most);
  return (
    <bdi className={classes['outside']} title={shown === text ? undefined : escapeHidden(text)}>
      <Broken text={escapeHidden(shown)} />
    </bdi>
  );
}

/** A longer text from outside, such as a reason, or the title of a page: what is cut off is behind a button. */
export function LongText({ text, most = MOST_OF_TEXT }: OutsideTextProps) {
  const texts = useStatesTexts();
  const [isWhole, setWhole] = useState(false);
  const shown = cutOutside(text, most);
  if (isWhole || shown === text) return <OutsideText text={text} most={Infinity} />;
  return (
    <>
      <OutsideText text={text} most={most} />{' '}
      <UnstyledButton className={classes['more']} onClick={() => setWhole(true)}>
        {texts.whole}
      </UnstyledButton>
    </>
  );
}

/** Words stay whole; what has no blank breaks behind its signs first. */
function Broken({ text }: { text: string }) {
  if (/\s/.test(text)) return text;
  return text.split(BREAKS).map((part, index) => (
    // The parts of a text never move.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
