import * as z from 'zod';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, keySchema, parseWith, timeSchema, uintSchema } from '../../core/encoding/schema.ts';
import { openSha256 } from '../../core/hashing/sha256.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { drawSample, samplePlanSchema } from './draw-sample.ts';

/** The `format` of a working paper. */
export const WORKING_PAPER_FORMAT = 'carbon-ledger-working-paper/1';

/** What an auditor found at a row: the evidence agrees, differs, is missing, or was not looked at yet. */
export const FINDINGS = ['agrees', 'differs', 'no-evidence', 'open'] as const;
export type RowFinding = (typeof FINDINGS)[number];

const rowSchema = z.strictObject({
  key: keySchema,
  hits: uintSchema(1),
  value: z.string().nullable(),
  finding: z.enum(FINDINGS),
  note: z.string().max(2000),
});
const sampleSchema = z.strictObject({
  plan: samplePlanSchema,
  population: z.strictObject({
    count: uintSchema(),
    root: hashSchema.nullable(),
    sum: z.string().nullable(),
  }),
  rows: z.array(rowSchema),
});
const paperSchema = z.strictObject({
  format: z.literal(WORKING_PAPER_FORMAT),
  /** 32 random bytes, so that nobody can guess the content from its hash. */
  salt: hashSchema,
  /** The record that it is about, and the party that wrote it. */
  record: hashSchema,
  party: hashSchema,
  /** Unix seconds. */
  writtenAt: timeSchema,
  /** The figures that were computed again; null where they were not. */
  recomputed: z
    .strictObject({ figures: uintSchema(), equal: uintSchema(), different: z.array(z.string()) })
    .nullable(),
  samples: z.array(sampleSchema),
  notes: z.string(),
});

/**
 * What an auditor did for an opinion: how samples were drawn, and what was found at each row. It holds rows of the audited party, so it is
 * a file of the auditor; the statement of the assurance has its SHA-256.
 */
export type WorkingPaper = z.infer<typeof paperSchema>;
export type PaperSample = WorkingPaper['samples'][number];

/** Returns the text of a working paper. */
export function formatWorkingPaper(paper: WorkingPaper): string {
  return `${JSON.stringify(paper, null, 2)}\n`;
}

/** Returns a working paper from its text or bytes. @throws BadInput */
export function parseWorkingPaper(bytes: Uint8Array | string): WorkingPaper {
  return parseWith(paperSchema, parseJson(bytes, BUNDLE_JSON));
}

/** Returns how the statement of an assurance names a working paper: SHA-256 (64 hex digits) and size in bytes. */
export function nameWorkingPaper(text: string): { readonly sha256: string; readonly size: number } {
  const bytes = new TextEncoder().encode(text);
  const hashing = openSha256();
  hashing.update(bytes);
  return { sha256: hashing.digest(), size: bytes.length };
}

/**
 * Draws the samples of a working paper again, and returns the numbers of those that are not what their plans draw, from 0: other rows,
 * another order, another population. `entriesOf` gives all entries of a record, whose root the caller has compared with the ledger.
 */
export function checkSamples(
  { samples }: Pick<WorkingPaper, 'samples'>,
  entriesOf: (record: Hex) => readonly UnsaltedEntry[],
): number[] {
  return samples.flatMap(({ plan, population, rows }, index) => {
    const again = drawSample(plan, entriesOf(plan.record));
    const isSame =
      JSON.stringify(again.rows) === JSON.stringify(rows.map(({ key, hits }) => ({ key, hits }))) &&
      again.population.count === population.count &&
      again.population.root === population.root;
    return isSame ? [] : [index];
  });
}
