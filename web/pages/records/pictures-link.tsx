import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { choosePictures } from '../../pictures/choose.ts';
import { usePictureTitle } from '../../pictures/picture-text.ts';
import { usePicturesPageTexts } from './pictures-page-texts.ts';
import { useFigures } from './use-figures.ts';

/** Of more entries it is not computed here which pictures they have: that would make the page of the record slow. */
const MOST = 5000;

/** Says which pictures the figures of a record have, and leads to them; nothing where there are none, or they are private. */
export function PicturesLink({ view: { id, record } }: { view: RecordView }) {
  const texts = usePicturesPageTexts();
  const titleOf = usePictureTitle();
  const { sequence } = record;
  const { figures } = useFigures(id);
  const before = useFigures(sequence > 1 ? record.previous : null).figures;
  const pictures = useMemo(() => {
    if (figures === undefined || figures.length > MOST) return [];
    const earlier = before === undefined ? null : { figures: before, sequence: sequence - 1 };
    return choosePictures({ figures, sequence, before: earlier }, { basis: 'location', stressor: null });
  }, [figures, before, sequence]);
  const isUnknown = record.kind === KINDS.result && figures !== undefined && figures.length > MOST;
  if (pictures.length === 0 && !isUnknown) return null;
  return (
    <section className="card stack" aria-labelledby="pictures">
      <h2 id="pictures">{texts.title}</h2>
      {pictures.length > 0 && (
        <ul>
          {pictures.map((picture, index) => (
            <li key={index}>{titleOf(picture)}</li>
          ))}
        </ul>
      )}
      <Link to="/records/$id/pictures" params={{ id }} search={{}}>
        {texts.toPictures}
      </Link>
    </section>
  );
}
