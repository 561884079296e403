import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Empty, Failure, Loading } from '../../components/states.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { recordQuery } from '../../data/queries.ts';
import { RecordPictures } from '../../pictures/record-pictures.tsx';
import type { Choice } from '../../pictures/model.ts';
import { figuresQuery } from './figures-query.ts';
import { usePicturesPageTexts } from './pictures-page-texts.ts';

const route = getRouteApi('/records/$id/pictures');

/** The figures of a record as pictures. */
export function PicturesPage() {
  const texts = usePicturesPageTexts();
  const { untitled } = useRecordTexts();
  const { id } = route.useParams();
  const record = useQuery(recordQuery(id as Hex));
  const title =
    record.data === undefined
      ? texts.title
      : texts.titleOf(textOf(record.data.statement['title']) ?? untitled);
  return (
    <>
      <PageHeading
        title={title}
        lead={texts.lead}
        actions={
          <Link to="/records/$id" params={{ id }}>
            {texts.toRecord}
          </Link>
        }
      />
      {record.error !== null && <Failure error={record.error} onRetry={() => void record.refetch()} />}
      {record.isPending && <Loading />}
      {record.data !== undefined && (
        <Pictures
          id={id as Hex}
          sequence={record.data.record.sequence}
          previous={record.data.record.sequence > 1 ? record.data.record.previous : null}
        />
      )}
    </>
  );
}

function Pictures({ id, sequence, previous }: { id: Hex; sequence: number; previous: Hex | null }) {
  const texts = usePicturesPageTexts();
  const { basis, stressor } = route.useSearch();
  const navigate = route.useNavigate();
  const figures = useQuery(figuresQuery(id));
  const before = useQuery({ ...figuresQuery(previous ?? id), enabled: previous !== null });
  if (figures.isPending || (previous !== null && before.isPending)) return <Loading />;
  if (figures.error !== null) return <Failure error={figures.error} onRetry={() => void figures.refetch()} />;
  if (figures.data === null) return <Empty title={texts.hidden}>{texts.hiddenAdvice}</Empty>;
  const choice: Choice = { basis: basis ?? 'location', stressor: stressor ?? null };
  const earlier = previous === null ? null : (before.data ?? null);
  return (
    <RecordPictures
      id={id}
      figures={figures.data}
      sequence={sequence}
      before={earlier === null ? null : { figures: earlier, sequence: sequence - 1 }}
      choice={choice}
      heading="h2"
      onChoose={(chosen) =>
        void navigate({
          search: {
            basis: chosen.basis === 'location' ? undefined : chosen.basis,
            stressor: chosen.stressor ?? undefined,
          },
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
}

function textOf(title: unknown): string | null {
  return typeof title === 'string' && title !== '' ? title : null;
}
