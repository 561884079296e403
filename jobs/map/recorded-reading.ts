import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, type JsonObject } from '../../core/encoding/json.ts';
import { hashSchema } from '../../core/encoding/schema.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { InputEntry } from '../../engine/rows/input.ts';
import type { Finding } from '../../tables/layout/finding.ts';
import { FINDING_CODES } from '../import/finding-words.ts';
import { mappingSchema } from '../import/mapping-schema.ts';
import type { Reading } from './table-choice.ts';

/** How rows were read from a table, as their entry `source` states it. */
const recordedSchema = z.object({
  title: z.string(),
  custom: z.object({
    reading: z.strictObject({
      sheet: z.string().nullable(),
      mapping: mappingSchema,
      style: z
        .strictObject({
          decimal: z.enum(['.', ',']).optional(),
          thousands: z.string().nullable().optional(),
          order: z.enum(['day', 'month']).nullable().optional(),
        })
        .nullable(),
      findings: z.array(
        z.strictObject({
          code: z.enum(FINDING_CODES),
          isWrong: z.boolean(),
          sheet: z.string().optional(),
          rows: z.array(z.int()),
          count: z.int(),
          detail: z.string(),
        }),
      ),
      digest: hashSchema,
    }),
  }),
});

/** How the rows of an input were read from a table, as its entry `source` says. */
export interface RecordedReading extends Reading {
  /** The name of the table. */
  readonly name: string;
  /** What was read differently from it. */
  readonly findings: readonly Finding[];
  /** Of all rows, with this reading. */
  readonly digest: Hex;
}

/** Adds to the entry `source` how a table was read, and the digest of all rows with it. */
export function recordReading(
  entries: readonly UnsaltedEntry[],
  reading: Reading,
  findings: readonly Finding[],
): readonly UnsaltedEntry[] {
  const recorded = JSON.parse(JSON.stringify({ ...reading, findings })) as JsonObject;
  const state = (own: JsonObject): readonly UnsaltedEntry[] =>
    entries.map((entry) =>
      entry.key === SOURCE ? { ...entry, detail: { ...entry.detail, custom: { reading: own } } } : entry,
    );
  return state({ ...recorded, digest: digestRows(state(recorded)) });
}

/** The key of the entry that says where rows come from. */
export const SOURCE = 'source';

/** Returns how the rows of an input were read from a table of a company's own; null where they were not. */
export function findReading(entries: readonly InputEntry[]): RecordedReading | null {
  const source = entries.find(({ key }) => key === SOURCE);
  const { data } = recordedSchema.safeParse(source?.detail);
  if (data === undefined) return null;
  const { reading } = data.custom;
  // JSON has no member without a value.
  return { ...(reading as Omit<RecordedReading, 'name'>), name: data.title };
}

/** Whether rows are those of the reading that their entry `source` states: no row and nothing of the mapping was changed since. */
export function isAsRead(entries: readonly InputEntry[], { digest }: RecordedReading): boolean {
  return digestRows(entries) === digest;
}

/** Returns the SHA-256 of rows as canonical texts (RFC 8785), a line each sorted, without the digest that the entry `source` states. */
export function digestRows(entries: readonly InputEntry[]): Hex {
  const hash = openSha256();
  const lines = entries.map(({ key, value, unit, from, until, detail }) =>
    formatJson({ key, value, unit, from, until, detail: key === SOURCE ? dropDigest(detail) : detail }),
  );
  for (const line of lines.sort()) hash.update(ENCODER.encode(`${line}\n`));
  return `0x${hash.digest()}`;
}

function dropDigest(detail: InputEntry['detail']): unknown {
  const { reading } = (detail?.['custom'] ?? {}) as { readonly reading?: JsonObject };
  const { digest: _, ...others } = reading ?? {};
  return { ...detail, custom: { ...(detail?.['custom'] as object), reading: others } };
}

const ENCODER = new TextEncoder();
