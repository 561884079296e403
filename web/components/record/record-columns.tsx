import { Link } from '@tanstack/react-router';
import type { RecordSummary } from '../../../client/generated/openapi.ts';
import type { Column } from '../list/virtual-table.tsx';
import { Moment } from '../moment.tsx';
import { OutsideText } from '../outside-text.tsx';
import { PartyName } from './party-name.tsx';
import { KindTag, StateTag } from './record-tags.tsx';
import { VerifyLink } from '../server-word.tsx';
import { useRecordTexts } from '../record-texts.ts';
import type { ListedRecord } from '../../../client/http/check-record.ts';
import { Tag } from '../tag.tsx';
import { SubjectName } from './subject-name.tsx';
import { titleOr } from '../../data/record-title.ts';

/** How far a record has come, as the server says; with the way to check it once it is on the chain. */
export function StateCell({ id, state }: Pick<RecordSummary, 'id' | 'state'>) {
  const isOnChain = state === 'anchored' || state === 'final';
  return (
    <span className="row">
      <StateTag state={state} />
      {isOnChain && <VerifyLink record={id} />}
    </span>
  );
}

/** The columns of a list of records. A list of one party leaves out its name. */
export function useRecordColumns({ hasParty = true }: { hasParty?: boolean } = {}): Column<ListedRecord>[] {
  const texts = useRecordTexts();
  const columns: Column<ListedRecord>[] = [
    {
      header: texts.record,
      width: 'minmax(0, 5fr)',
      cell: ({ id, title, record, differs }) => (
        <>
          {differs === true && <Tag tone="bad">{texts.differs}</Tag>}
          <Link to="/records/$id" params={{ id }}>
            <OutsideText text={titleOr(title, texts.untitled)} />
          </Link>
          <div className="quiet">
            <SubjectName subject={record.subject} /> ·{' '}
            <span className="unbroken">{texts.version(record.sequence)}</span>
          </div>
        </>
      ),
    },
    { header: texts.kind, width: '6.5rem', cell: ({ record }) => <KindTag {...record} /> },
    { header: texts.party, width: 'minmax(0, 5fr)', cell: ({ record }) => <PartyName id={record.party} /> },
    { header: texts.acceptedAt, width: '13.25rem', cell: ({ acceptedAt }) => <Moment at={acceptedAt} /> },
    { header: texts.state, width: '8.25rem', cell: ({ id, state }) => <StateCell id={id} state={state} /> },
  ];
  return hasParty ? columns : columns.filter(({ header }) => header !== texts.party);
}
