import { SegmentedControl } from '@mantine/core';
import { useId, useMemo } from 'react';
import { choosePictures, listAlternatives } from '../../pictures/choose.ts';
import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import type { PicturedResult } from '../../pictures/kinds/source.ts';
import type { Choice, Version } from '../../pictures/kinds/picture.ts';
import { Empty } from '../components/states.tsx';
import { subjectOf } from '../../jobs/import/row-types.ts';
import { useFrameTexts } from './frame-texts.ts';
import { PictureFrame } from './picture-frame.tsx';
import { usePictureLanguage } from './use-picture-language.ts';
import classes from './pictures.module.css';

interface RecordPicturesProps {
  /** The result, or dataset, that is drawn. */
  readonly result: PicturedResult;
  /** The number of this version in its stream. */
  readonly sequence: number;
  /** The version before; null where there is none, or its figures cannot be read. */
  readonly before: Version | null;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

/** The pictures that help a reader of the figures of a record, or of its rows, and the choice between alternatives where there are some. */
export function RecordPictures({ result, sequence, before, choice, onChoose }: RecordPicturesProps) {
  const texts = useFrameTexts();
  const { outside } = usePictureLanguage();
  const { figures } = result;
  const { bases, stressors } = useMemo(() => listAlternatives(figures), [figures]);
  const { basis, stressor } = choice;
  const pictures = useMemo(
    () => choosePictures({ figures, sequence, before, subjectOf }, { basis, stressor }),
    [figures, sequence, before, basis, stressor],
  );
  const hasBases = bases.length > 1 && pictures.some(({ kind }) => kind === 'sources' || kind === 'changes');
  if (pictures.length === 0) return <Empty title={texts.none}>{texts.noneAdvice}</Empty>;
  return (
    <div className="stack">
      {(hasBases || stressors.length > 1) && (
        <div className={classes['choices']}>
          {hasBases && (
            <Alternatives
              label={texts.basis}
              value={choice.basis}
              options={bases.map((basis) => ({ value: basis, label: texts.bases[basis] }))}
              onChange={(basis) => onChoose({ ...choice, basis: basis === 'market' ? 'market' : 'location' })}
            />
          )}
          {stressors.length > 1 && (
            <Alternatives
              label={texts.stressor}
              value={choice.stressor ?? stressors[0]!}
              options={stressors.slice(0, 6).map((stressor) => ({
                value: stressor,
                label: outside(readSegment(stressor)),
              }))}
              onChange={(stressor) => onChoose({ ...choice, stressor })}
            />
          )}
        </div>
      )}
      {pictures.map((picture, index) => (
        <PictureFrame key={`${picture.kind} ${index}`} picture={picture} result={result} />
      ))}
    </div>
  );
}

interface AlternativesProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Alternatives({ label, value, options, onChange }: AlternativesProps) {
  const id = useId();
  return (
    <div className={classes['choice']}>
      <span id={id} className="quiet">
        {label}
      </span>
      <SegmentedControl
        aria-labelledby={id}
        size="sm"
        value={value}
        data={[...options]}
        onChange={onChange}
      />
    </div>
  );
}
