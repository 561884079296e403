import * as z from 'zod';
import type { PicturedFigure } from '../../pictures/drawing/picture.ts';

const names = z.array(z.string());
const coverSchema = z.object({
  method: z.string().nullish().catch(null),
  gases: names.catch([]),
  gwpSet: z.string().nullish().catch(null),
});

/** What the figures of a picture share: each list in ascending order, without repetition. Details come from anyone. */
export interface Source {
  readonly methods: readonly string[];
  readonly gwpSets: readonly string[];
  readonly gases: readonly string[];
  /** The first and last moment, in unix seconds, the last one exclusive; null where no figure has a period. */
  readonly period: { readonly from: number; readonly until: number } | null;
}

/** Returns where figures are from, as their details say it. */
export function readSource(figures: readonly PicturedFigure[]): Source {
  const covers = figures.map(({ detail }) => coverSchema.safeParse(detail).data ?? coverSchema.parse({}));
  const dated = figures.filter(({ until }) => until !== 0);
  return {
    methods: distinct(covers.flatMap(({ method }) => method ?? [])),
    gwpSets: distinct(covers.flatMap(({ gwpSet }) => gwpSet ?? [])),
    gases: distinct(covers.flatMap(({ gases }) => gases)),
    period:
      dated.length === 0
        ? null
        : {
            from: dated.reduce((first, { from }) => Math.min(first, from), Infinity),
            until: dated.reduce((last, { until }) => Math.max(last, until), 0),
          },
  };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
