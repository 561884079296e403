import type { Bundle, ShownEntry } from '../../../core/proofs/bundle.ts';
import type { Summary } from '../../../core/verify/summary.ts';
import { readClaim } from '../../../jobs/verify/figure-claims.ts';
import { readCoverage } from './figure-coverage.ts';

/** What a reader must know about the choice of figures that a proof file shows. */
export type FigureHint = 'partial' | 'chosen' | 'marketAlone' | 'totalAlone' | 'negative';

/** Figures of emissions: below zero only by removals, which the standards report apart. */
const EMISSIONS = /^(?:by-facility\/[^/]+\/|without-facility\/)?(?:scope[123]|total|by-gas)(?:\/|$)/;

/** Returns what a reader must know about the choice of figures of the subject. */
export function listHints({
  bundle,
  summary,
}: {
  readonly bundle: Bundle;
  readonly summary: Summary;
}): FigureHint[] {
  const { entries } = bundle.records[0]!;
  // What is shown under another name has a warning of its own.
  const figures = entries.shown.filter(
    (entry) => entry.unit !== '' && !summary.relabelled.some(({ key }) => key === entry.key),
  );
  if (entries.shown.every(({ unit }) => unit === '') || summary.origins === null) return [];
  const keys = new Set(figures.map(({ key }) => key));
  const isAlone = (key: string): boolean =>
    /(?:^|\/)(?:scope2|total)\/market$/.test(key) && !keys.has(key.replace(/market$/, 'location'));
  const hasParts = (entry: ShownEntry): boolean => {
    const { parts } = readCoverage(readClaim(entry, { bundle, summary }).detail);
    return (parts?.scopes ?? []).every((scope) => [...keys].some((key) => key.startsWith(`scope${scope}/`)));
  };
  const isTotal = ({ key }: ShownEntry): boolean => key.startsWith('total/');
  return [
    ...(entries.all ? [] : (['partial'] as const)),
    ...(summary.kind === 'disclosure' ? (['chosen'] as const) : []),
    ...([...keys].some(isAlone) ? (['marketAlone'] as const) : []),
    ...(figures.some((entry) => isTotal(entry) && !hasParts(entry)) ? (['totalAlone'] as const) : []),
    ...(figures.some(({ key, value }) => value?.startsWith('-') === true && EMISSIONS.test(key))
      ? (['negative'] as const)
      : []),
  ];
}
