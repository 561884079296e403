import * as z from 'zod';
import type { RowTypeOf } from './types/row-type.ts';
import { findRowType, ROW_TYPES } from './types/row-types.ts';

export { ACCOUNTS, type Account } from './types/activity.ts';

type SchemasOf<T extends readonly RowTypeOf[]> = { -readonly [index in keyof T]: T[index]['schema'] };

/** The detail of every row type. A member that its type does not have is refused. */
export const rowDetail = z.discriminatedUnion(
  'row',
  ROW_TYPES.map(({ schema }) => schema) as unknown as SchemasOf<typeof ROW_TYPES>,
  {
    error: ({ input }) =>
      typeof input === 'object' && input !== null
        ? 'expected a row type of docs/datasets.md, such as fuel-use'
        : 'expected an object with the row type in the member row',
  },
);

/**
 * What a run reads of a figure of another result: all that it covers, as its detail states it. It has no row type in its record, where
 * it is a figure and not a row of a dataset.
 */
export const figureDetail = z
  .object({
    method: z.string(),
    scope: z.int().nullable(),
    categories: z.array(z.string()),
    gases: z.array(z.string()),
    gwpSet: z.string().nullable(),
    boundary: z.string().optional(),
    basis: z.string().optional(),
    rules: z.string().optional(),
    facility: z.string().optional(),
    origin: z.literal('fossil').optional(),
    geographies: z.array(z.string()),
    consolidation: z.string().optional(),
    entity: z.string().optional(),
    entities: z.array(z.string()).optional(),
    covers: z.array(z.object({ key: z.string(), unit: z.string(), gases: z.array(z.string()) })).optional(),
    exclusions: z
      .array(z.object({ what: z.string(), reason: z.string(), entity: z.string().optional() }))
      .optional(),
    /** How sure it is, by uncertainty@1, in the unit of the figure. The mean is absent where it is the figure. */
    uncertainty: z
      .object({
        standardDeviation: z.string().regex(/^(0|[1-9]\d*)(\.\d+)?$/),
        mean: z
          .string()
          .regex(/^-?(0|[1-9]\d*)(\.\d+)?$/)
          .optional(),
      })
      .optional()
      .catch(undefined),
    /** To how many decimals, or significant digits, it was rounded. */
    derivation: z.object({
      rounding: z
        .object({ decimals: z.int().min(0).optional(), digits: z.int().min(1).optional() })
        .optional()
        .catch(undefined),
    }),
  })
  .transform(({ derivation: { rounding }, ...about }) => ({ row: 'figure' as const, ...about, rounding }));

export type RowDetail = z.infer<typeof rowDetail> | z.infer<typeof figureDetail>;
export type RowType = RowDetail['row'];
export type DetailOf<T extends RowType> = Extract<RowDetail, { row: T }>;

/** Returns the subject of a row: the name by which a run looks it up, such as the fuel of a factor. */
export function subjectOf(detail: RowDetail): string {
  const { subject = '' } = findRowType(detail.row) ?? {};
  const name = (detail as Readonly<Record<string, unknown>>)[subject];
  return typeof name === 'string' ? name : '';
}
