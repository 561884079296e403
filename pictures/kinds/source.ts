import * as z from 'zod';
import { readDerivation } from '../../core/records/derivation.ts';
import { type Run, runSchema } from '../../core/records/run.ts';
import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import type { PicturedFigure } from './picture.ts';

/** A result to draw: its figures, the detail of its entry `run` (§10), and the id of its record. Null where they are not known. */
export interface PicturedResult {
  readonly figures: readonly PicturedFigure[];
  readonly run: unknown;
  readonly record: string | null;
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
  method: z.string().nullish().catch(null),
  gases: names.catch([]),
  gwpSet: z.string().nullish().catch(null),
  consolidation: z.string().nullish().catch(null),
  exclusions: z.array(z.object({ what: z.string(), reason: z.string() })).catch([]),
  derivation: derivationSchema.catch({ warnings: [] }),
});

/** A period: unix seconds, the end is exclusive. */
interface Period {
  readonly from: number;
  readonly until: number;
}

/** Where the figures of a picture are from, as far as their details and their run say it. Details come from anyone. */
export interface Source {
  readonly methods: readonly string[];
  readonly periods: readonly Period[];
  readonly gases: readonly string[];
  readonly gwpSets: readonly string[];
  readonly consolidations: readonly string[];
  readonly intervals: readonly ShownUncertainty[];
  readonly roundings: readonly z.output<typeof roundingSchema>[];
  readonly datasets: readonly string[];
  readonly record: string | null;
  readonly run: Run | null;
  readonly exclusions: readonly string[];
  readonly warnings: readonly string[];
}

/** More periods than this are one, from the first to the last. */
const MOST_PERIODS = 3;

/** Returns where figures of a result are from; texts in ascending order, without repetition. */
export function readSource(
  { run, record, figures: all }: PicturedResult,
  figures: readonly PicturedFigure[],
): Source {
  const covers = figures.map(({ detail }) => coverSchema.safeParse(detail).data ?? coverSchema.parse({}));
  const known = runSchema.safeParse(run).data ?? null;
  return {
    methods: distinct(covers.flatMap(({ method }) => method ?? [])),
    periods: periodsOf(figures),
    gases: distinct(covers.flatMap(({ gases }) => gases)),
    gwpSets: distinct(covers.flatMap(({ gwpSet }) => gwpSet ?? [])),
    consolidations: distinct(covers.flatMap(({ consolidation }) => consolidation ?? [])),
    intervals: figures.flatMap(({ detail }) => {
      const note = readUncertainty(detail);
      return note?.low === undefined ? [] : [note];
    }),
    roundings: covers.flatMap(({ derivation: { rounding } }) => rounding ?? []),
    datasets: distinct(known === null ? recordsOf(all) : known.inputs.map(({ record: input }) => input)),
    record,
    run: known,
    exclusions: distinct(
      covers.flatMap(({ exclusions }) => exclusions.map(({ what, reason }) => `${what}: ${reason}`)),
    ),
    warnings: distinct(
      covers.flatMap(({ derivation: { warnings } }) => warnings.map(({ message }) => message)),
    ),
  };
}

function periodsOf(figures: readonly PicturedFigure[]): Period[] {
  const dated = figures.filter(({ until }) => until !== 0);
  const different = [
    ...new Map(dated.map(({ from, until }) => [`${from} ${until}`, { from, until }])).values(),
  ];
  const periods = different.sort((a, b) => a.from - b.from || a.until - b.until);
  if (periods.length <= MOST_PERIODS) return periods;
  return [{ from: periods[0]!.from, until: periods.reduce((last, { until }) => Math.max(last, until), 0) }];
}

/** Returns the datasets that figures name as their operands. */
function recordsOf(figures: readonly PicturedFigure[]): string[] {
  return figures.flatMap(({ detail }) =>
    (readDerivation(detail)?.operands ?? []).flatMap(({ record }) => record ?? []),
  );
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
