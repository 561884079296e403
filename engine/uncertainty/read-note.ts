import * as z from 'zod';

const decimal = z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/);
const share = z.object({ rows: z.int(), share: decimal });
const ends = {
  low: decimal.optional(),
  high: decimal.optional(),
  below: decimal.optional(),
  above: decimal.optional(),
  errors: z.object({ mean: decimal, low: decimal.optional(), high: decimal.optional() }).optional(),
  approach: z.union([z.literal(1), z.literal(2)]).optional(),
};
const endsSchema = z.object(ends);
const noteShape = {
  ...ends,
  approach: z.union([z.literal(1), z.literal(2)]),
  level: decimal,
  standardDeviation: decimal,
  mean: decimal.optional(),
  states: z.enum(['mean', 'median', 'mode', 'other']).optional(),
  rowsState: z.partialRecord(z.enum(['mean', 'median', 'mode', 'other']), z.int()).optional(),
  shape: z.enum(['normal', 'lognormal']).optional(),
  ends: z.literal('shortest').optional(),
  generator: z.string().optional(),
  seed: z.int().optional(),
  draws: z.int().optional(),
  contributions: z.array(z.object({ record: z.string(), key: z.string(), share: decimal })),
  remainder: share.optional(),
  correlation: z
    .object({
      independent: z.int(),
      groups: z.int().optional(),
      rows: z.int().optional(),
      results: z.int().optional(),
    })
    .optional(),
  unstated: share.extend({ of: z.int(), documents: z.int().optional() }).optional(),
};
const noteSchema = z.object({ ...noteShape, propagated: z.object(noteShape).optional() });

/** How sure a figure is, as far as it is shown. */
export type ShownUncertainty = z.output<typeof noteSchema>;
/** The ends of an interval, and how sure these are. */
export type ShownEnds = Readonly<z.output<typeof endsSchema>>;

/** Reads the member `uncertainty` of the detail of a figure, which comes from anyone; null where there is none that can be read. */
export function readUncertainty(detail: unknown): ShownUncertainty | null {
  if (typeof detail !== 'object' || detail === null || !('uncertainty' in detail)) return null;
  return noteSchema.safeParse(detail.uncertainty).data ?? null;
}

/** Reads the ends of an interval, which come from anyone; null where they cannot be read. */
export function readEnds(uncertainty: unknown): ShownEnds | null {
  return endsSchema.safeParse(uncertainty).data ?? null;
}
