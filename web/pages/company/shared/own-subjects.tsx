import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { KindName } from '../../../../core/records/kind.ts';
import { listQuery } from '../../../data/queries.ts';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import { useRecordWordsTexts } from './record-words-texts.ts';
import { OutsideText } from '../../../components/outside-text.tsx';

/** At most so many subjects are offered: those that were used last. */
const MOST = 6;

interface OwnSubjectsProps {
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
  readonly onChoose: (subject: string) => void;
}

/** Offers the subjects that the party has used for records of this kind, so that nobody has to remember how they are written. */
export function OwnSubjects({ party, kind, subject, onChoose }: OwnSubjectsProps) {
  const texts = useRecordWordsTexts();
  const { data } = useInfiniteQuery(listQuery('listRecords', { kind, party }));
  const records = newestVersions(data?.pages.flatMap(({ items }) => items) ?? []);
  const subjects = records.map(({ record }) => record.subject).filter((each) => each !== subject);
  if (subjects.length === 0) return null;
  return (
    <div className="row" role="group" aria-label={texts.yours}>
      <span className="quiet">{texts.yours}</span>
      {subjects.slice(0, MOST).map((each) => (
        <Button key={each} variant="default" size="compact-sm" onClick={() => onChoose(each)}>
          <OutsideText text={each} />
        </Button>
      ))}
    </div>
  );
}
