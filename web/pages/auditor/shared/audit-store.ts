import { useCallback, useState } from 'react';
import * as z from 'zod';
import { samplePlanSchema } from '../../../../jobs/sample/draw-sample.ts';
import { FINDINGS } from '../../../../jobs/sample/working-paper.ts';
import { type Hex, isHex } from '../../../../core/encoding/hex.ts';
import { hashSchema } from '../../../../core/encoding/schema.ts';

const samplesSchema = z.array(
  z.object({
    plan: samplePlanSchema,
    /** In the order in which the rows are drawn. */
    found: z.array(z.object({ finding: z.enum(FINDINGS), note: z.string() })),
  }),
);

const signedSchema = z.object({
  /** The record id of the opinion. */
  opinion: hashSchema,
  /** SHA-256 of the working paper that it names, 64 hex digits; null where it names none. */
  sha256: z.string().nullable(),
  verdict: z.enum(['verified', 'not-verified', 'unchecked']).nullable(),
  samples: samplesSchema,
});

const workSchema = z.object({
  /** Unix seconds. */
  openedAt: z.number(),
  samples: samplesSchema,
  /** What the last opinion was signed on; absent before the first one. */
  signed: signedSchema.optional(),
  /** Whether the samples are a draft for another opinion than the signed one. */
  isDraft: z.boolean().optional(),
});

/** What an auditor has done on a record so far: how samples are drawn, and what was found; rows and values are not kept. */
export type AuditWork = z.infer<typeof workSchema>;
export type SampleWork = AuditWork['samples'][number];
/** What an opinion was signed on. */
export type SignedWork = z.infer<typeof signedSchema>;

/** Tells whether the samples are those of a signed opinion, so that nobody may change them. */
export function isFrozen({ signed, isDraft }: AuditWork): boolean {
  return signed !== undefined && isDraft !== true;
}

/** Returns the work once an opinion is signed: its samples are those that were signed. */
export function freezeWork(work: AuditWork, signed: SignedWork): AuditWork {
  return { openedAt: work.openedAt, samples: signed.samples, signed };
}

/** Returns the work with a draft for a new opinion, which begins with the signed samples. */
export function startDraft(work: AuditWork): AuditWork {
  return { ...work, isDraft: true };
}

/** Returns the work without its draft: as it was signed. */
export function dropDraft(work: AuditWork): AuditWork {
  return work.signed === undefined ? work : freezeWork(work, work.signed);
}

function nameWork(party: Hex, record: Hex): string {
  return `audit-work ${party} ${record}`;
}

/** Returns the work on a record that this browser keeps; null where there is none. */
export function readAuditWork(party: Hex, record: Hex): AuditWork | null {
  try {
    return workSchema.parse(JSON.parse(localStorage.getItem(nameWork(party, record)) ?? 'null'));
  } catch {
    return null;
  }
}

/** Returns the records whose rows a party has sampled in this browser. */
export function listWorked(party: Hex): Hex[] {
  try {
    return Object.keys(localStorage).flatMap((name) => {
      const record = name.startsWith(`audit-work ${party} `) ? name.slice(name.lastIndexOf(' ') + 1) : '';
      const samples = isHex(record, 32) ? (readAuditWork(party, record)?.samples ?? []) : [];
      return isHex(record, 32) && samples.length > 0 ? [record] : [];
    });
  } catch {
    return [];
  }
}

/** Returns the work on a record, and a function that changes it. It is kept in this browser, and goes nowhere else. */
export function useAuditWork(
  party: Hex,
  record: Hex,
): readonly [AuditWork, (change: (work: AuditWork) => AuditWork) => void] {
  const [work, setWork] = useState<AuditWork>(() => {
    const found = readAuditWork(party, record);
    const started = found ?? { openedAt: Math.floor(Date.now() / 1000), samples: [] };
    if (found === null) keepWork(party, record, started);
    return started;
  });
  const change = useCallback(
    (next: (work: AuditWork) => AuditWork) =>
      setWork((now) => {
        const changed = next(now);
        keepWork(party, record, changed);
        return changed;
      }),
    [party, record],
  );
  return [work, change];
}

function keepWork(party: Hex, record: Hex, work: AuditWork): void {
  try {
    localStorage.setItem(nameWork(party, record), JSON.stringify(work));
  } catch {
    // The work then lasts as long as the page.
  }
}
