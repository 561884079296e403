import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import {
  BATCH_COLUMNS,
  BATCH_JOINS,
  type BatchRow,
  type BatchView,
  batchOfRow,
  newestAnchor,
  newestBatch,
} from '../batches/batch-views.ts';
import { rowOfJson, toBytea } from '../rows/bytea.ts';
import {
  EVIDENCE_COLUMNS,
  EVIDENCE_JOINS,
  type EvidenceRow,
  type HeadEvidence,
  evidenceOfRow,
} from '../batches/head-evidence.ts';
import { FINAL_WINDOWS, type WindowRow, type WindowView, windowOfRow } from '../chain/party-views.ts';
import type { Queryable } from '../pool.ts';
import { PROOF_COLUMN, type ProvenRecord, type ProvenRow, provenOfRow } from './proofs.ts';
import { SELECT_VIEW } from './views.ts';

/** A record with everything that a proof file needs about the record itself. One query reads it. */
export interface SubjectView extends ProvenRecord {
  /** The newest final batch; the newest anchored one if the record's batch is not final; null if it is not anchored. */
  readonly asOf: BatchView | null;
  /** For the head of its stream, as of that batch. */
  readonly evidence: HeadEvidence;
  /** The windows of its party, as of the final block. */
  readonly windows: readonly WindowView[];
  /** Whether an assurance or decision names it as a source. */
  readonly isNamed: boolean;
}

interface SubjectRow extends ProvenRow, EvidenceRow {
  readonly as_of: Record<string, unknown> | null;
  readonly windows: readonly Record<string, unknown>[] | null;
  readonly is_named: boolean;
}

const NEWEST_BATCH = newestBatch(
  `case v.batch_state when 'final' then ${newestAnchor('(select final_number from chain_state)')}
   else (select max(number) from anchors) end`,
);

const SELECT_SUBJECT = `
  with v as materialized (
    select v.*, case when v.anchored_at is not null then (${NEWEST_BATCH}) end as newest, ${PROOF_COLUMN}
    from (${SELECT_VIEW} where r.id = $1) v)
  select v.*, ${EVIDENCE_COLUMNS}, row_to_json(o) as as_of,
    (select json_agg(row_to_json(w)) from (${FINAL_WINDOWS} where o.party = v.party order by o.role nulls last, o.key, o.index) w) as windows,
    exists (select from record_sources n where n.source = v.id and n.kind in (${KINDS.assurance}, ${KINDS.decision})) as is_named
  from v
  left join lateral (select ${BATCH_COLUMNS} from batches b ${BATCH_JOINS} where b.number = v.newest) o on true
  cross join lateral (select v.party, v.stream, v.newest as number, o.batch_heads as heads) s
  ${EVIDENCE_JOINS}`;

/** Returns a record with its proofs, null if there is none. */
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
    asOf: as_of === null ? null : batchOfRow(rowOfJson(as_of) as unknown as BatchRow),
    evidence: evidenceOfRow(row),
    windows: (windows ?? []).map((window) => windowOfRow(rowOfJson(window) as unknown as WindowRow)),
    isNamed: is_named,
  };
}
