import { useMemo } from 'react';
import type { PicturedFigure } from '../../pictures/kinds/picture.ts';
import { listContributions } from '../../jobs/explain/contributions.ts';
import { listFootprints } from '../../jobs/explain/footprints.ts';
import { ContributionTree } from './contribution-tree.tsx';
import { FootprintCard } from './footprint-card.tsx';

interface ProductSectionsProps {
  readonly figures: readonly PicturedFigure[];
  /** The record whose figures they are; null where it is not registered. */
  readonly record: string | null;
}

/** The products of a result: contributions to their life cycles, and their footprints; nothing where it has none. */
export function ProductSections({ figures, record }: ProductSectionsProps) {
  const trees = useMemo(() => listContributions(figures), [figures]);
  const footprints = useMemo(() => listFootprints(figures), [figures]);
  return (
    <>
      {trees.map((tree) => (
        <ContributionTree key={tree.total.key} tree={tree} record={record} />
      ))}
      {footprints.map((footprint) => (
        <FootprintCard key={footprint.product} footprint={footprint} record={record} />
      ))}
    </>
  );
}
