import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { choosePictures } from '../../../pictures/choose.ts';
import type { Picture } from '../../../pictures/kinds/picture.ts';
import { writeTitle } from '../../../pictures/words/picture-text.ts';
import { subjectOf } from '../../../jobs/import/row-types.ts';
import { usePictureLanguage } from '../../pictures/use-picture-language.ts';
import { useSession } from '../../session/session.tsx';
import { usePicturesPageTexts } from './pictures-page-texts.ts';
import { useFigures } from './use-figures.ts';

/** Of more entries it is not computed here which pictures they have: that would make the page of the record slow. */
const MOST = 5000;

/** What is known of the pictures of a record. */
interface KnownPictures {
  /** Empty where its figures have none, are private, too many, or not read yet. */
  readonly pictures: readonly Picture[];
  /** Whether its figures are too many to tell here. */
  readonly isUnknown: boolean;
}

function usePictures({ id, record, publicEntries }: RecordView): KnownPictures {
  const { sequence } = record;
  const mayRead = useSession().session !== null || publicEntries;
  const figures = useFigures(mayRead ? id : null).result?.figures;
  const before = useFigures(mayRead && sequence > 1 ? record.previous : null).result?.figures;
  const pictures = useMemo(() => {
    if (figures === undefined || figures.length > MOST) return [];
    const earlier = before === undefined ? null : { figures: before, sequence: sequence - 1 };
    return choosePictures(
      { figures, sequence, before: earlier, subjectOf },
      { basis: 'location', stressor: null },
    );
  }, [figures, before, sequence]);
  const isUnknown = record.kind === KINDS.result && figures !== undefined && figures.length > MOST;
  return { pictures, isUnknown };
}

/** Leads to the pictures of a record; nothing where there are none, or its figures are private. */
export function PicturesButton({ view }: { view: RecordView }) {
  const texts = usePicturesPageTexts();
  const { pictures, isUnknown } = usePictures(view);
  if (pictures.length === 0 && !isUnknown) return null;
  return (
    <LinkButton to="/records/$id/pictures" params={{ id: view.id }} search={{}} variant="default">
      {texts.button}
    </LinkButton>
  );
}

/** Says which pictures the figures of a record have, and leads to them; nothing where there are none, or they are private. */
export function PicturesLink({ view }: { view: RecordView }) {
  const texts = usePicturesPageTexts();
  const language = usePictureLanguage();
  const { pictures, isUnknown } = usePictures(view);
  if (pictures.length === 0 && !isUnknown) return null;
  return (
    <section className="card stack" aria-labelledby="pictures">
      <h2 id="pictures">{texts.title}</h2>
      {pictures.length > 0 && (
        <ul>
          {pictures.map((picture, index) => (
            <li key={index}>{writeTitle(picture, language)}</li>
          ))}
        </ul>
      )}
      <Link to="/records/$id/pictures" params={{ id: view.id }} search={{}}>
        {texts.toPictures}
      </Link>
    </section>
  );
}
