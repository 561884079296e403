import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { RecordView } from '../../client/generated/openapi.ts';
import { isAnswer, KINDS, nameOfKind } from '../../core/records/kind.ts';
import { isWithdrawn } from '../../core/records/statement.ts';
import { Notice } from '../components/notice.tsx';
import { newestQuery, recordQuery } from '../data/queries.ts';
import { titleOf } from '../data/record-title.ts';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { useSourceNewsTexts } from './source-news-texts.ts';
import { VersionSteps } from './version-steps.tsx';

/** A source of a record, and the newer version that replaced or withdrew it. */
interface SourceNews {
  readonly source: RecordView;
  readonly newest: RecordView;
  readonly isWithdrawn: boolean;
}

/** How many sources are looked up: a record can name thousands. */
const MOST = 24;

/** Returns which sources of a record have a newer version, as the server knows them. Answers have none: they are about one version. */
export function useSourceNews({
  kind,
  sources,
}: Pick<RecordView['record'], 'kind' | 'sources'>): SourceNews[] {
  const ids = isAnswer(kind) ? [] : sources.slice(0, MOST);
  const found = useQueries({ queries: ids.map((id) => recordQuery(id)) }).flatMap(({ data }) => data ?? []);
  const heads = useQueries({
    queries: found.map(({ record }) =>
      newestQuery({ party: record.party, kind: nameOfKind(record.kind), subject: record.subject }),
    ),
  });
  const replaced = found.flatMap((source, index) => {
    const newest = heads[index]?.data;
    return newest != null && newest.sequence > source.record.sequence ? [{ source, id: newest.record }] : [];
  });
  const newer = useQueries({ queries: replaced.map(({ id }) => recordQuery(id)) });
  return replaced.flatMap(({ source }, index) => {
    const newest = newer[index]?.data;
    if (newest === undefined) return [];
    return [{ source, newest, isWithdrawn: isWithdrawn(newest) }];
  });
}

/** Says which sources of a record were replaced or withdrawn, with the way to the newer versions; nothing while all are the newest. */
export function SourceNotices({ record }: { record: RecordView['record'] }) {
  const news = useSourceNews(record);
  return news.map((each) => <SourceNotice key={each.source.id} news={each} kind={record.kind} />);
}

function SourceNotice({ news, kind }: { news: SourceNews; kind: number }) {
  const texts = useSourceNewsTexts();
  const format = useFormat();
  const { source, newest, isWithdrawn } = news;
  const { party, subject, sequence } = source.record;
  const words = kind === KINDS.disclosure ? texts.disclosed : texts.used;
  const title = shownTitle(source);
  const when = format.date(newest.acceptedAt);
  return (
    <Notice
      tone={isWithdrawn ? 'bad' : 'unsure'}
      isLive
      title={
        isWithdrawn
          ? words.withdrawn(title, when)
          : words.replaced(title, format.number(newest.record.sequence), when)
      }
    >
      <VersionSteps from={sequence} newest={newest} />
      <span className="row">
        <Link to="/records/$id" params={{ id: source.id }}>
          {texts.toOld(format.number(sequence))}
        </Link>
        <Link to="/records/$id" params={{ id: newest.id }}>
          {isWithdrawn ? texts.toWithdrawal : texts.toNew(format.number(newest.record.sequence))}
        </Link>
        {!isWithdrawn && (
          <Link
            to="/streams/$party/$kind/$"
            params={{ party, kind: nameOfKind(source.record.kind), _splat: subject }}
            search={{ a: sequence, b: newest.record.sequence }}
          >
            {texts.compare}
          </Link>
        )}
      </span>
    </Notice>
  );
}

function shownTitle(view: RecordView): string {
  return showOutside(titleOf(view), MOST_OF_TITLE);
}
