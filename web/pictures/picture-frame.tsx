import { SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { drawPicture } from '../../pictures/drawing/draw.ts';
import { type PicturedResult, readSource } from '../../pictures/kinds/source.ts';
import type { Picture } from '../../pictures/kinds/picture.ts';
import { writeRemarks, writeTitle } from '../../pictures/words/picture-text.ts';
import { writeSource } from '../../pictures/words/source-text.ts';
import { shorten } from '../components/hash.tsx';
import { useFrameTexts } from './frame-texts.ts';
import { PictureImage } from './picture-image.tsx';
import { PictureTable } from './picture-table.tsx';
import { SavePicture } from './save-picture.tsx';
import { usePictureLanguage } from './use-picture-language.ts';
import { useWidth } from './use-width.ts';
import classes from './pictures.module.css';

interface PictureFrameProps {
  readonly picture: Picture;
  /** The result, or dataset, whose figures are shown. */
  readonly result: PicturedResult;
}

/** A picture with its title, its numbers as a table, what a reader must know, and where its figures are from. */
export function PictureFrame({ picture, result }: PictureFrameProps) {
  const texts = useFrameTexts();
  const language = usePictureLanguage();
  const [isTable, setTable] = useState(false);
  const id = useId();
  const [room, width] = useWidth();
  const title = writeTitle(picture, language);
  const remarks = writeRemarks(picture, language, isTable);
  return (
    <figure className={`card ${classes['figure']}`} aria-labelledby={id}>
      <div className={classes['head']}>
        <div>
          <h2 id={id}>{title}</h2>
          <p>{language.texts.leads[picture.kind]}</p>
        </div>
        <SegmentedControl
          className={classes['tools']}
          aria-label={texts.view}
          size="xs"
          value={isTable ? 'table' : 'picture'}
          onChange={(chosen) => setTable(chosen === 'table')}
          data={[
            { value: 'picture', label: texts.asPicture },
            { value: 'table', label: texts.asTable },
          ]}
        />
      </div>
      <div ref={room}>
        {!isTable && width !== null && (
          <PictureImage drawing={drawPicture(picture, width, language)} label={texts.seeTable(title)} />
        )}
        <div className={isTable ? undefined : 'hidden-text'}>
          <PictureTable picture={picture} caption={title} />
        </div>
      </div>
      {remarks.length > 0 && (
        <ul className={classes['notes']}>
          {remarks.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      <div className={classes['foot']}>
        <Source picture={picture} result={result} />
        <SavePicture picture={picture} result={result} />
      </div>
    </figure>
  );
}

/** The facts about figures that are below a picture; a file has all of them. */
const SHOWN: ReadonlySet<string> = new Set(['method', 'gwp', 'gases', 'period']);

function Source({ picture, result }: PictureFrameProps) {
  const texts = useFrameTexts();
  const language = usePictureLanguage();
  const { record } = result;
  const facts = writeSource(readSource(result, picture.figures), language).filter(
    ({ of, isStated }) => isStated && SHOWN.has(of),
  );
  return (
    <div className={classes['source']}>
      {record !== null && (
        <span>
          {language.texts.source.record}{' '}
          <Link to="/records/$id" params={{ id: record }} title={record}>
            {shorten(record)}
          </Link>
        </span>
      )}
      {facts.map(({ of, label, texts: stated }) => (
        <span key={of}>{texts.fact(label, stated.join(', '))}</span>
      ))}
    </div>
  );
}
