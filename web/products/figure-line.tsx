import { Link } from '@tanstack/react-router';
import type { PicturedFigure } from '../../pictures/kinds/picture.ts';
import { OutsideText } from '../components/outside-text.tsx';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { useProductsTexts } from './products-texts.ts';

interface FigureLineProps {
  readonly name: string;
  readonly figure: PicturedFigure;
  /** The record of the figure; null where it is not registered. */
  readonly record: string | null;
  /** What is said beside the value. */
  readonly note?: string | null;
}

/** A figure by a short name, which leads to where it is from. */
export function FigureLine({ name, figure, record, note = null }: FigureLineProps) {
  const format = useFormat();
  return (
    <span>
      <OutsideText text={name} />{' '}
      <strong>
        {format.decimal(figure.value)} {format.unit(figure.unit)}
      </strong>{' '}
      {note !== null && <span className="quiet">{note} </span>}
      <ProvenanceLink name={name} figure={figure} record={record} />
    </span>
  );
}

/** Leads to where a figure of a record is from. */
export function ProvenanceLink({ name, figure, record }: Omit<FigureLineProps, 'note'>) {
  const texts = useProductsTexts();
  if (record === null) return null;
  return (
    <Link
      to="/records/$id/provenance"
      params={{ id: record }}
      search={{ figure: figure.key }}
      aria-label={texts.provenanceOf(showOutside(name, MOST_OF_TITLE))}
    >
      {texts.provenance}
    </Link>
  );
}
