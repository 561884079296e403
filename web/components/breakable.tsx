import { Fragment } from 'react';
import { showOutside } from '../language/outside-text.ts';

/** A long identifier or subject, which may break behind its signs and not within a word: `urn:` `example.` `org:`. */
export function Breakable({ text }: { text: string }) {
  return showOutside(text)
    .split(/(?<=[:/.,_-])(?=.)/)
    .map((part, index) => (
      // The parts of a text never move.
      <Fragment key={index}>
        {index > 0 && <wbr />}
        {part}
      </Fragment>
    ));
}
