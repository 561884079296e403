import { useCallback, useState } from 'react';
import * as z from 'zod';
import { samplePlanSchema } from '../../../../client/sampling/draw-sample.ts';
import { FINDINGS } from '../../../../client/sampling/working-paper.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';

const workSchema = z.object({
  /** Unix seconds. */
  openedAt: z.number(),
  samples: z.array(
    z.object({
      plan: samplePlanSchema,
      /** In the order in which the rows are drawn. */
      found: z.array(z.object({ finding: z.enum(FINDINGS), note: z.string() })),
    }),
  ),
});

/** What an auditor has done on a record so far: how samples are drawn, and what was found; rows and values are not kept. */
export type AuditWork = z.infer<typeof workSchema>;
export type SampleWork = AuditWork['samples'][number];

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
