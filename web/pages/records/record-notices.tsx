import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { isAnswer, nameOfKind } from '../../../core/records/kind.ts';
import { isWithdrawal } from '../../../core/records/statement.ts';
import { newestQuery, recordQuery } from '../../data/queries.ts';
import { SourceNotices } from '../../work/source-news.tsx';
import { VersionSteps } from '../../work/version-steps.tsx';
import { AnswerNotices } from './answer-notices.tsx';
import { useRecordPageTexts } from './record-page-texts.ts';
import { Notice } from '../../components/notice.tsx';

/** Says that a record was replaced or withdrawn, and by what; of the newest version of a stream, whether its sources, or what it answers, were. */
export function RecordNotices({ view }: { view: RecordView }) {
  const { party, kind, subject, sequence } = view.record;
  const { data } = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject }));
  const texts = useRecordPageTexts();
  if (isWithdrawal(kind, view.statement)) return <Notice tone="bad" title={texts.isWithdrawal} />;
  if (data === undefined || data === null) return null;
  if (data.sequence <= sequence)
    return isAnswer(kind) ? <AnswerNotices view={view} /> : <SourceNotices record={view.record} />;
  return <Replaced from={view} newest={data} />;
}

function Replaced({
  from: { record, state },
  newest,
}: {
  from: RecordView;
  newest: { readonly sequence: number; readonly record: RecordView['id'] };
}) {
  const texts = useRecordPageTexts();
  const { data } = useQuery(recordQuery(newest.record));
  const isWithdrawn = data !== undefined && isWithdrawal(data.record.kind, data.statement);
  const { party, kind, subject, sequence } = record;
  return (
    <Notice
      tone={isWithdrawn ? 'bad' : 'unsure'}
      title={isWithdrawn ? texts.withdrawn : texts.replaced(newest.sequence)}
    >
      {data !== undefined && <VersionSteps from={sequence} newest={data} />}
      <span className="row">
        <Link to="/records/$id" params={{ id: newest.record }}>
          {texts.toVersion(newest.sequence)}
        </Link>
        {!isWithdrawn && state !== 'rejected' && (
          <Link
            to="/streams/$party/$kind/$"
            params={{ party, kind: nameOfKind(kind), _splat: subject }}
            search={{ a: sequence, b: newest.sequence }}
          >
            {texts.compare}
          </Link>
        )}
      </span>
    </Notice>
  );
}
