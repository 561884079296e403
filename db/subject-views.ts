import type { Hex } from '../core/hex.ts';
import { KINDS } from '../core/kind.ts';
import { BATCH_COLUMNS, BATCH_JOINS, type BatchRow, type BatchView, batchOfRow } from './batch-views.ts';
import { rowOfJson, toBytea } from './bytea.ts';
import {
  EVIDENCE_COLUMNS,
  EVIDENCE_JOINS,
  type EvidenceRow,
  type HeadEvidence,
  evidenceOfRow,
} from './head-evidence.ts';
import { FINAL_WINDOWS, type WindowRow, type WindowView, windowOfRow } from './party-views.ts';
import type { Queryable } from './pool.ts';
import { PROOF_COLUMN, type ProvenRecord, type ProvenRow, provenOfRow } from './record-proofs.ts';
import { SELECT_VIEW } from './record-views.ts';

/** A record with all that proves it by itself, as one statement reads it. */
export interface SubjectView extends ProvenRecord {
  /** The newest final batch, or where the record's own is not final yet, the newest anchored one; null while its own is not anchored. */
  readonly asOf: BatchView | null;
  /** Of its stream, as of that batch. */
  readonly evidence: HeadEvidence;
  /** Of its party, as final blocks say. */
  readonly windows: readonly WindowView[];
  /** Whether any assurance or decision names it among its sources. */
  readonly isNamed: boolean;
}

interface SubjectRow extends ProvenRow, EvidenceRow {
  readonly as_of: Record<string, unknown> | null;
  readonly windows: readonly Record<string, unknown>[] | null;
  readonly is_named: boolean;
}

const SELECT_SUBJECT = `
  with v as (select v.*, ${PROOF_COLUMN} from (${SELECT_VIEW} where r.id = $1) v),
  o as (
    select ${BATCH_COLUMNS} from v cross join batches b ${BATCH_JOINS}
    where v.anchored_at is not null and a.number is not null
      and (v.batch_state <> 'final' or a.block_number <= c.final_number)
    order by b.number desc limit 1),
  s as (select v.party, v.stream, o.batch_number as number, o.batch_heads as heads from v left join o on true)
  select v.*, ${EVIDENCE_COLUMNS}, (select row_to_json(o) from o) as as_of,
    (select json_agg(row_to_json(w)) from (${FINAL_WINDOWS} where o.party = v.party order by o.role nulls last, o.key, o.index) w) as windows,
    exists (select from records n where n.sources <> '{}' and n.sources @> array[v.id] and n.kind in (${KINDS.assurance}, ${KINDS.decision})) as is_named
  from v cross join s ${EVIDENCE_JOINS}`;

/** Returns a record with what proves it, null when there is none. */
export async function findSubjectView(client: Queryable, id: Hex): Promise<SubjectView | null> {
  const { rows } = await client.query<SubjectRow>({
    name: 'subject-view',
    text: SELECT_SUBJECT,
    values: [toBytea(id)],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { as_of, windows, is_named } = row;
  return {
    ...provenOfRow(row),
    asOf: as_of === null ? null : batchOfRow(rowOfJson<BatchRow>(as_of)),
    evidence: evidenceOfRow(row),
    windows: (windows ?? []).map((window) => windowOfRow(rowOfJson<WindowRow>(window))),
    isNamed: is_named,
  };
}
