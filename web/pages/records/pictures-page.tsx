import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Empty, Failure, Loading, Unread } from '../../components/states.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { recordQuery } from '../../data/queries.ts';
import { titleOf } from '../../data/record-title.ts';
import { RecordPictures } from '../../pictures/record-pictures.tsx';
import type { Choice } from '../../../pictures/kinds/picture.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { useSession } from '../../session/session.tsx';
import { SignInButton } from '../../session/session-menu.tsx';
import classes from './record-page.module.css';
import { usePicturesPageTexts } from './pictures-page-texts.ts';
import { useFigures } from './use-figures.ts';

const route = getRouteApi('/records/$id/pictures');

/** The figures of a record as pictures. */
export function PicturesPage() {
  const texts = usePicturesPageTexts();
  const { record, untitled } = useRecordTexts();
  const { id } = route.useParams();
  const query = useQuery(recordQuery(id as Hex));
  const { data } = query;
  if (data === undefined) return <Unread query={query} heading={record} />;
  return (
    <>
      <PageHeading
        outside={titleOf(data, untitled)}
        title={texts.titleOf}
        serverWord={id}
        lead={texts.lead}
        actions={
          <Link to="/records/$id" params={{ id }}>
            {texts.toRecord}
          </Link>
        }
      />
      <Pictures key={id} view={data} />
    </>
  );
}

function Pictures({ view: { id, record, publicEntries } }: { view: RecordView }) {
  const texts = usePicturesPageTexts();
  const { basis, stressor } = route.useSearch();
  const navigate = route.useNavigate();
  const { session } = useSession();
  const canAsk = publicEntries || session !== null;
  const { result, isPrivate, error, retry } = useFigures(canAsk ? id : null);
  const { result: earlier } = useFigures(canAsk && record.sequence > 1 ? record.previous : null);
  const before = useMemo(
    () => (earlier === undefined ? null : { figures: earlier.figures, sequence: record.sequence - 1 }),
    [earlier, record.sequence],
  );
  if (isPrivate || !canAsk)
    return (
      <Empty title={texts.hidden}>
        <p>{texts.hiddenAdvice}</p>
        <div className={classes['ways']}>
          {session === null && <SignInButton />}
          <LinkButton to="/verify" search={{}} variant="default">
            {texts.toVerify}
          </LinkButton>
        </div>
      </Empty>
    );
  if (error !== null) return <Failure error={error} onRetry={retry} />;
  if (result === undefined) return <Loading />;
  const choose = (chosen: Choice): void => {
    const search = {
      basis: chosen.basis === 'location' ? undefined : chosen.basis,
      stressor: chosen.stressor ?? undefined,
    };
    void navigate({ search, replace: true, resetScroll: false });
  };
  return (
    <RecordPictures
      result={result}
      sequence={record.sequence}
      before={before}
      choice={{ basis: basis ?? 'location', stressor: stressor ?? null }}
      onChoose={choose}
    />
  );
}
