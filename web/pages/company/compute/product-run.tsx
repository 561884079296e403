import { useMemo } from 'react';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import { choosePictures } from '../../../../pictures/choose.ts';
import type { PictureKind } from '../../../../pictures/kinds/picture.ts';
import { PictureFrame } from '../../../pictures/picture-frame.tsx';
import { ProductSections } from '../../../products/product-sections.tsx';

/** The pictures of products: a run has them before it is registered. */
const KINDS: readonly PictureKind[] = ['chain', 'comparison'];

/** The products of a run; nothing where it has none. */
export function ProductRun({ run }: { run: ComputedFigures }) {
  const result = useMemo(() => ({ figures: run.figures, run: null, record: null }), [run]);
  const pictures = useMemo(
    () =>
      choosePictures(
        { figures: result.figures, sequence: 1, before: null },
        { basis: 'location', stressor: null },
        KINDS,
      ),
    [result],
  );
  return (
    <>
      <ProductSections figures={result.figures} record={null} />
      {pictures.map((picture, at) => (
        <PictureFrame key={at} picture={picture} result={result} />
      ))}
    </>
  );
}
