import { KINDS } from '../../../../core/records/kind.ts';
import type { DoneWork } from '../opinion/done-work.ts';
import { isAllComputed } from '../recompute/figure-counts.ts';
import type { Material } from '../recompute/material.ts';
import { drawFrom } from '../sampling/sampled-rows.ts';
import type { AuditWork } from '../shared/audit-store.ts';

/** A part of the work on a record that was not done. */
type Undone = 'figures' | 'rows' | 'samples' | 'opinion';

/** What was not done on a record. */
interface UndoneWork {
  readonly parts: readonly Undone[];
  /** Whether the proof is anything but verified. */
  readonly isUnproven: boolean;
  /** How many sampled rows nobody looked at. */
  readonly openRows: number;
  /** How many sampled rows have no evidence. */
  readonly noEvidence: number;
  /** Per source with rows that no sample has: how many, of how many. */
  readonly notSampled: readonly { readonly title: string; readonly count: number; readonly all: number }[];
  /** The titles of what could not be read. */
  readonly closed: readonly string[];
}

/** Returns what was not done. */
export function listUndone(
  { verdict, recomputation, material, work }: DoneWork,
  hasOpinion: boolean,
): UndoneWork {
  const found = work.samples.flatMap((sample) => sample.found);
  const count = (finding: string): number => found.filter((each) => each.finding === finding).length;
  const openRows = count('open');
  const parts: readonly (readonly [Undone, boolean])[] = [
    ['figures', isAllComputed(recomputation)],
    ['rows', recomputation !== null && recomputation.rows !== null],
    ['samples', found.length > openRows],
    ['opinion', hasOpinion],
  ];
  return {
    parts: parts.flatMap(([part, isDone]) => (isDone ? [] : [part])),
    isUnproven: verdict !== 'verified',
    openRows,
    noEvidence: count('no-evidence'),
    notSampled: material === null ? [] : countNotSampled(material, work),
    closed: material?.closed.map(({ title }) => title) ?? [],
  };
}

/** Counts the rows with values that no sample has, per source. */
function countNotSampled(material: Material, { samples }: AuditWork): UndoneWork['notSampled'] {
  const drawn = new Set(
    samples.flatMap(({ plan }) =>
      drawFrom(material, plan).rows.map(({ entry }) => `${plan.record} ${entry.key}`),
    ),
  );
  return material.records
    .filter(({ record }) => record.kind === KINDS.dataset)
    .flatMap(({ id, title, entries }) => {
      const rows = entries.shown.filter(({ unit }) => unit !== '');
      const count = rows.filter(({ key }) => !drawn.has(`${id} ${key}`)).length;
      return count === 0 ? [] : [{ title, count, all: rows.length }];
    });
}
