import type { RecordView } from '../../../../client/generated/openapi.ts';
import { drawSample, type Sample, type SamplePlan } from '../../../../jobs/sample/draw-sample.ts';
import type { PaperSample } from '../../../../jobs/sample/working-paper.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Entry } from '../../../../core/records/entry.ts';
import type { AuditWork, SampleWork } from '../shared/audit-store.ts';
import type { Material } from '../recompute/material.ts';

/** A sample with the rows themselves, as far as they are here. */
interface SampledRows {
  readonly population: Sample['population'];
  readonly rows: readonly { readonly entry: Entry; readonly hits: number }[];
}

/** Draws a sample from the rows of the material; without rows where its record is not there. */
export function drawFrom({ records }: Material, plan: SamplePlan): SampledRows {
  const entries: readonly Entry[] = records.find(({ id }) => id === plan.record)?.entries.shown ?? [];
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const { population, rows } = drawSample(plan, entries);
  return { population, rows: rows.map(({ key, hits }) => ({ entry: byKey.get(key)!, hits })) };
}

/** Returns the samples of the work as a working paper holds them. */
export function writeSamples(material: Material, { samples }: AuditWork): PaperSample[] {
  return samples.map(({ plan, found }: SampleWork) => {
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
