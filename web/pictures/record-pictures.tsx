import { SegmentedControl } from '@mantine/core';
import { useId, useMemo } from 'react';
import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import type { PicturedFigure } from '../../pictures/drawing/picture.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { Empty } from '../components/states.tsx';
import { choosePictures, listAlternatives } from './choose.ts';
import type { Choice, Version } from './model.ts';
import { useNameText } from './name-text.ts';
import { PictureFrame } from './picture-frame.tsx';
import { usePicturesTexts } from './pictures-texts.ts';
import classes from './pictures.module.css';

interface RecordPicturesProps {
  /** The record of the figures. */
  readonly id: Hex;
  readonly figures: readonly PicturedFigure[];
  /** The number of this version in its stream. */
  readonly sequence: number;
  /** The version before; null where there is none, or its figures cannot be read. */
  readonly before: Version | null;
  readonly choice: Choice;
  readonly onChoose: (choice: Choice) => void;
}

/** The pictures that help a reader of the figures of a record, or of its rows, and the choice between alternatives where there are some. */
export function RecordPictures({ id, figures, sequence, before, choice, onChoose }: RecordPicturesProps) {
  const texts = usePicturesTexts();
  const name = useNameText();
  const { bases, stressors } = useMemo(() => listAlternatives(figures), [figures]);
  const { basis, stressor } = choice;
  const pictures = useMemo(
    () => choosePictures({ figures, sequence, before }, { basis, stressor }),
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
                label: name({ is: 'text', text: readSegment(stressor) }),
              }))}
              onChange={(stressor) => onChoose({ ...choice, stressor })}
            />
          )}
        </div>
      )}
      {pictures.map((picture, index) => (
        <PictureFrame key={`${picture.kind} ${index}`} picture={picture} record={id} />
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
