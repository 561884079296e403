import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isAnswer } from '../../../core/records/kind.ts';
import { titleOf } from '../../data/record-title.ts';
import { shorten } from '../hash.tsx';
import { useRecordTexts } from '../record-texts.ts';
import { signedQuery } from '../../data/queries.ts';
import { SubjectName } from './subject-name.tsx';
import { OutsideText } from '../outside-text.tsx';

/** The title of a record with a link to its page, and below it where it is in its stream, unless that is named by what it answers; its id until these are known. */
export function RecordLink({ id, hasSubject = true }: { id: Hex; hasSubject?: boolean }) {
  const texts = useRecordTexts();
  const { data } = useQuery(signedQuery(id));
  return (
    <span>
      <Link to="/records/$id" params={{ id }} title={id}>
        {data === undefined ? shorten(id) : <OutsideText text={titleOf(data, texts.untitled)} />}
      </Link>
      {data !== undefined && (
        <>
          {' '}
          <span className="quiet">
            {hasSubject && !isAnswer(data.record.kind) && (
              <>
                <SubjectName subject={data.record.subject} /> ·{' '}
              </>
            )}
            <span className="unbroken">{texts.version(data.record.sequence)}</span>
          </span>
        </>
      )}
    </span>
  );
}
