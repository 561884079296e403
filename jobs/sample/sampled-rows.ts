import type { RecordView } from '../../client/generated/openapi.ts';
import { drawSample, type Sample, type SamplePlan } from './draw-sample.ts';
import type { PaperSample, RowFinding } from './working-paper.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type DocumentName, readDocumentName } from '../../core/records/document-name.ts';
import type { Entry } from '../../core/records/entry.ts';
import type { Material } from '../reperform/material.ts';

/** A plan of a sample, and what was found at its rows, in the order in which they are drawn. */
export interface SampleWork {
  readonly plan: SamplePlan;
  readonly found: readonly { readonly finding: RowFinding; readonly note: string }[];
}

/** A sample with the rows themselves, as far as they are here. */
interface SampledRows {
  readonly population: Sample['population'];
  readonly rows: readonly SampledRow[];
}

/** A row that was drawn, and how often. */
export interface SampledRow {
  readonly entry: Entry;
  readonly hits: number;
  /** The document that it names; null where it names none. */
  readonly document: DocumentName | null;
}

/** Draws a sample from the rows of the material; without rows where its record is not there. */
export function drawFrom({ records }: Material, plan: SamplePlan): SampledRows {
  const entries: readonly Entry[] = records.find(({ id }) => id === plan.record)?.entries.shown ?? [];
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const { population, rows } = drawSample(plan, entries);
  return {
    population,
    rows: rows.map(({ key, hits }) => {
      const entry = byKey.get(key)!;
      return { entry, hits, document: readDocumentName(entry) };
    }),
  };
}

/** Returns samples as a working paper holds them. */
export function writeSamples(material: Material, samples: readonly SampleWork[]): PaperSample[] {
  return samples.map(({ plan, found }) => {
    const { population, rows } = drawFrom(material, plan);
    return {
      plan,
      population,
      rows: rows.map(({ entry: { key, value }, hits }, index) => ({
        ...{ key, hits, value },
        ...(found[index] ?? { finding: 'open', note: '' }),
      })),
    };
  });
}

/**
 * Returns the seed that is proposed to a party: made of the block that anchored the record, which the company could not know when it
 * registered, of the record and of the party, so that anyone can draw the sample again. Without an anchor it is empty.
 */
export function proposeSeed(party: Hex, { id, anchor }: Pick<RecordView, 'id' | 'anchor'>): string {
  return anchor === null ? '' : `block ${anchor.blockHash} record ${id} auditor ${party}`;
}
