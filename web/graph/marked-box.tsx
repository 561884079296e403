import type { Tone } from '../components/tag.tsx';
import classes from './node.module.css';
import { OutsideText } from '../components/outside-text.tsx';

interface MarkedBoxProps {
  readonly head: string;
  readonly title: string;
  readonly mark: { readonly tone: Tone; readonly text: string } | null;
  readonly note: string | null;
}

/** What is in the box of a record: what it is and a mark, its title, a note. */
export function MarkedBox({ head, title, mark, note }: MarkedBoxProps) {
  return (
    <>
      <span className={classes['head']}>
        <span>
          <OutsideText text={head} />
        </span>
        {mark !== null && (
          <span className={classes['mark']} data-tone={mark.tone}>
            {mark.text}
          </span>
        )}
      </span>
      <span className={classes['title']}>
        <OutsideText text={title} />
      </span>
      {note !== null && (
        <span className={classes['head']}>
          <span>
            <OutsideText text={note} />
          </span>
        </span>
      )}
    </>
  );
}
