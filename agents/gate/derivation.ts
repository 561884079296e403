import { deriveFigure } from '../../jobs/derive/derive-figure.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Reason } from '../reasons/reason.ts';

/** Computes a derived figure again, and returns why it is not what its operation gives; null where it is, or is not derived. */
export function checkDerivation(figure: FigureItem, handles: Handles): Reason | null {
  const { source } = figure;
  if (source.is !== 'derived') return null;
  const operands = source.operands.map(handles.find);
  if (!operands.every((item): item is FigureItem => item?.kind === 'figure')) return 'unknown-run';
  const found = deriveFigure({ operation: source.operation, figures: operands, unit: figure.unit });
  if ('misaligned' in found) return found.misaligned[0]!;
  const { derived } = found;
  const isSame =
    derived.value === figure.value &&
    derived.unit === figure.unit &&
    derived.from === figure.from &&
    derived.until === figure.until &&
    JSON.stringify(derived.uncertainty) === JSON.stringify(figure.uncertainty);
  return isSame ? null : 'wrong-derivation';
}
