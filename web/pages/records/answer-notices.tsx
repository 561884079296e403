import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { isReplay, KINDS, nameOfKind } from '../../../core/records/kind.ts';
import { answersOf, isWithdrawal } from '../../../core/records/statement.ts';
import { Notice } from '../../components/notice.tsx';
import { RecordLink } from '../../components/record/record-link.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { listQuery, newestQuery, recordQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { useSourceNews } from '../../work/source-news.tsx';
import { VersionSteps } from '../../work/version-steps.tsx';
import { useAnswerTexts } from './answer-texts.ts';
import classes from './record-page.module.css';

/** Says that what an opinion or decision is about was replaced or withdrawn since, or was made from what was. */
export function AnswerNotices({ view }: { view: RecordView }) {
  const about = isReplay(view.record) ? null : answersOf(view.statement);
  return about === null ? null : <About id={about} view={view} />;
}

function About({ id, view }: { id: Hex; view: RecordView }) {
  const { data: answered } = useQuery(recordQuery(id));
  return answered === undefined ? null : <Known answered={answered} kind={view.record.kind} />;
}

interface KnownProps {
  /** The record that is answered. */
  readonly answered: RecordView;
  /** The kind of the answer. */
  readonly kind: RecordView['record']['kind'];
}

function Known({ answered, kind }: KnownProps) {
  const { party, kind: ofAnswered, subject, sequence } = answered.record;
  const { data: newest } = useQuery(newestQuery({ party, kind: nameOfKind(ofAnswered), subject }));
  if (newest === undefined || newest === null) return null;
  if (newest.sequence <= sequence) return <Sources {...{ answered, kind }} />;
  return <Replaced {...{ answered, kind }} newest={newest.record} />;
}

function Replaced({ answered, kind, newest: id }: KnownProps & { newest: Hex }) {
  const texts = useAnswerTexts()[kind === KINDS.assurance ? 'opinion' : 'decision'];
  const links = useAnswerTexts();
  const format = useFormat();
  const { data: newest } = useQuery(recordQuery(id));
  const { data: answers } = useInfiniteQuery(listQuery('listRecords', { answers: id }));
  if (newest === undefined) return null;
  const { party, kind: ofAnswered, subject, sequence } = answered.record;
  const [before, after] = [format.number(sequence), format.number(newest.record.sequence)];
  const when = format.date(newest.acceptedAt);
  const isWithdrawn = isWithdrawal(newest.record.kind, newest.statement);
  const same = (answers?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ record, state }) => record.kind === kind && state !== 'rejected');
  return (
    <Notice
      tone={isWithdrawn ? 'bad' : 'unsure'}
      isLive
      title={isWithdrawn ? texts.withdrawn(before, when) : texts.replaced(before, after, when)}
    >
      <VersionSteps from={sequence} newest={newest} />
      {!isWithdrawn && answers !== undefined && same.length === 0 && <span>{texts.none(after)}</span>}
      {!isWithdrawn && same.length > 0 && (
        <>
          <span>{texts.given(after)}</span>
          <ul className={classes['links']}>
            {same.map((each) => (
              <li key={each.id}>
                <RecordLink id={each.id} />
              </li>
            ))}
          </ul>
        </>
      )}
      <span className="row">
        <Link to="/records/$id" params={{ id }}>
          {isWithdrawn ? links.toWithdrawal : links.toVersion(after)}
        </Link>
        {!isWithdrawn && (
          <Link
            to="/streams/$party/$kind/$"
            params={{ party, kind: nameOfKind(ofAnswered), _splat: subject }}
            search={{ a: sequence, b: newest.record.sequence }}
          >
            {links.compare}
          </Link>
        )}
      </span>
    </Notice>
  );
}

/** The sources of what is answered that were replaced or withdrawn since. */
function Sources({ answered, kind }: KnownProps) {
  const texts = useAnswerTexts()[kind === KINDS.assurance ? 'opinion' : 'decision'];
  const links = useAnswerTexts();
  const { untitled } = useRecordTexts();
  const format = useFormat();
  const titleOf = ({ statement: { title } }: RecordView): string =>
    typeof title === 'string' && title !== '' ? showOutside(title, MOST_OF_TITLE) : untitled;
  return useSourceNews(answered.record).map(({ source, newest, isWithdrawn }) => {
    const when = format.date(newest.acceptedAt);
    const [title, of] = [titleOf(answered), titleOf(source)];
    const version = format.number(newest.record.sequence);
    return (
      <Notice
        key={source.id}
        tone={isWithdrawn ? 'bad' : 'unsure'}
        isLive
        title={
          isWithdrawn
            ? texts.sourceWithdrawn(title, of, when)
            : texts.sourceReplaced(title, of, version, when)
        }
      >
        <VersionSteps from={source.record.sequence} newest={newest} />
        <span className="row">
          <Link to="/records/$id" params={{ id: answered.id }}>
            {links.toAnswered}
          </Link>
          <Link to="/records/$id" params={{ id: newest.id }}>
            {isWithdrawn ? links.toWithdrawal : links.toVersion(version)}
          </Link>
        </span>
      </Notice>
    );
  });
}
