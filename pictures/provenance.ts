import * as z from 'zod';
import { formatTime } from '../core/encoding/time.ts';
import { readDerivation } from '../core/records/derivation.ts';
import { runSchema } from '../core/records/run.ts';
import { readUncertainty } from '../engine/uncertainty/read-note.ts';
import { nameLevel } from './drawing/numbers.ts';
import type { Drawing, PicturedFigure, PicturedResult } from './drawing/picture.ts';

/** What a picture states about its figures, label by label: nothing about a figure is shown without it. */
export interface Provenance {
  readonly label: string;
  readonly texts: readonly string[];
}

const names = z.array(z.string());
const roundingSchema = z.union([
  z.object({ mode: z.string(), decimals: z.int() }),
  z.object({ mode: z.string(), digits: z.int() }),
]);
const derivationSchema = z.object({
  rounding: roundingSchema.optional().catch(undefined),
  warnings: z.array(z.object({ message: z.string() })).catch([]),
});
/** The members of a detail that a picture says: each as far as it can be read. */
const coverSchema = z.object({
  method: z.string().catch('not stated'),
  gases: names.catch([]),
  gwpSet: z.string().nullish().catch(null),
  consolidation: z.string().nullish().catch(null),
  exclusions: z.array(z.object({ what: z.string(), reason: z.string() })).catch([]),
  derivation: derivationSchema.catch({ warnings: [] }),
});

/** Returns where the figures of a picture are from: from the result, and from the figures that it shows. */
export function describeSource(result: PicturedResult, { figures, remarks }: Drawing): Provenance[] {
  const run = runSchema.safeParse(result.run).data ?? null;
  const covers = figures.map(({ detail }) => coverSchema.safeParse(detail).data ?? coverSchema.parse({}));
  const gases = covers.flatMap(({ gases }) => gases);
  const excluded = covers.flatMap(({ exclusions }) => exclusions);
  const warned = covers.flatMap(({ derivation }) => derivation.warnings.map(({ message }) => message));
  const roundings = covers.flatMap(({ derivation: { rounding } }) => rounding ?? []);
  const wrapped = distinct(covers.map(({ method }) => method));
  const sources = run === null ? recordsOf(result.figures) : run.inputs.map(({ record }) => record as string);
  const all: Provenance[] = [
    {
      label: 'Method',
      texts: [
        run === null || wrapped.includes(run.method)
          ? wrapped.join(', ')
          : `${wrapped.join(', ')}, by ${run.method}`,
      ],
    },
    { label: 'Period', texts: distinct(figures.map(({ from, until }) => periodOf(from, until))) },
    { label: 'Gases', texts: [distinct(gases).join(', ') || 'none stated'] },
    {
      label: 'GWP set',
      texts: [distinct(covers.flatMap(({ gwpSet }) => gwpSet ?? [])).join(', ') || 'none'],
    },
    { label: 'Consolidation', texts: distinct(covers.flatMap(({ consolidation }) => consolidation ?? [])) },
    { label: 'Intervals', texts: intervalsOf(figures) },
    { label: 'Rounding', texts: [distinct(roundings.map(nameRounding)).join('; ') || 'not stated'] },
    { label: 'Datasets', texts: sources.length === 0 ? ['not stated'] : distinct(sources) },
    { label: 'Result', texts: result.record === null ? [] : [result.record] },
    {
      label: 'Engine',
      texts: run === null ? ['not stated'] : [`${run.engine} ${run.version}, digest ${run.digest}`],
    },
    {
      label: 'Left out',
      texts: distinct(excluded.map(({ what, reason }) => `${what}: ${reason}`)),
    },
    { label: 'Warnings', texts: distinct(warned) },
    { label: 'Picture', texts: remarks },
  ];
  return all.filter(({ texts }) => texts.length > 0);
}

function periodOf(from: number, until: number): string {
  return from === 0 && until === 0 ? 'none' : `${formatTime(from)} to ${formatTime(until)} (exclusive)`;
}

function nameRounding(rounding: z.output<typeof roundingSchema>): string {
  const { mode } = rounding;
  return `${mode}, ${'digits' in rounding ? `${rounding.digits} significant digits` : `${rounding.decimals} decimals`}`;
}

/** Returns the datasets that figures name as their operands. */
function recordsOf(figures: readonly PicturedFigure[]): string[] {
  return distinct(
    figures.flatMap(({ detail }) =>
      (readDerivation(detail)?.operands ?? []).flatMap(({ record }) => record ?? []),
    ),
  );
}

function intervalsOf(figures: readonly PicturedFigure[]): string[] {
  return distinct(
    figures.flatMap(({ detail }) => {
      const note = readUncertainty(detail);
      if (note?.low === undefined) return [];
      const level = `${nameLevel(note.level)}, two-sided`;
      return note.approach === 1
        ? [`${level}; propagation of error (Approach 1 of the IPCC)`]
        : [
            `${level}; ${note.draws ?? '?'} draws (Approach 2 of the IPCC; ${note.generator ?? '?'}, seed ${note.seed ?? '?'})`,
          ];
    }),
  );
}

/** Returns distinct texts in ascending order. */
function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
