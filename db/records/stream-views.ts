import type { Hex } from '../../core/encoding/hex.ts';
import { type Kind, type KindName, nameOfKind } from '../../core/records/kind.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { afterPrefix } from '../rows/prefix.ts';

/** The newest record of a stream. */
export interface StreamTip {
  readonly sequence: number;
  readonly record: Hex;
}

/** A stream with its newest sealed record and its newest accepted one. */
export interface StreamView {
  readonly stream: Hex;
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
  /** The newest sealed record; null before the first batch with the stream. */
  readonly head: StreamTip | null;
  /** The record that the next one must follow; null when all were rejected. */
  readonly accepted: StreamTip | null;
}

interface StreamRow {
  stream: Buffer;
  party: Buffer;
  kind: Kind;
  subject: string;
  sequence: number;
  record: Buffer;
  head_sequence: number | null;
  head_record: Buffer;
}

const SELECT_STREAM = `
  select s.stream, s.party, s.kind, s.subject, s.sequence, s.record, h.sequence as head_sequence, h.record as head_record
  from streams s
  left join lateral (
    select h.sequence, h.record from heads h where h.stream = s.stream order by h.number desc limit 1
  ) h on true`;

function streamOfRow(row: StreamRow): StreamView {
  return {
    stream: fromBytea(row.stream),
    party: fromBytea(row.party),
    kind: nameOfKind(row.kind),
    subject: row.subject,
    head:
      row.head_sequence === null ? null : { sequence: row.head_sequence, record: fromBytea(row.head_record) },
    accepted: row.sequence === 0 ? null : { sequence: row.sequence, record: fromBytea(row.record) },
  };
}

/** Returns a stream, null if no record was ever accepted in it. */
export async function findStreamView(client: Queryable, stream: Hex): Promise<StreamView | null> {
  const { rows } = await client.query<StreamRow>(`${SELECT_STREAM} where s.stream = $1`, [toBytea(stream)]);
  return rows[0] === undefined ? null : streamOfRow(rows[0]);
}

/** Returns at most `limit` streams of a party after the place `after`, ordered by kind and subject. */
export async function listPartyStreams(
  client: Queryable,
  party: Hex,
  after: { readonly kind: number; readonly subject: string },
  limit: number,
): Promise<StreamView[]> {
  const { rows } = await client.query<StreamRow>(
    `${SELECT_STREAM} where s.party = $1 and (s.kind, s.subject) > ($2, $3) order by s.kind, s.subject limit $4`,
    [toBytea(party), after.kind, after.subject, limit],
  );
  return rows.map(streamOfRow);
}

/** Returns at most `limit` streams whose subject begins with a text, by subject. */
export async function searchSubjects(client: Queryable, text: string, limit: number): Promise<StreamView[]> {
  const { rows } = await client.query<StreamRow>(
    `${SELECT_STREAM} where s.subject collate "C" >= $1 and s.subject collate "C" < $2
     order by s.subject collate "C", s.stream limit $3`,
    [text, afterPrefix(text), limit],
  );
  return rows.map(streamOfRow);
}

/** Returns at most `limit` streams whose ids are in a range, by id. */
export async function searchStreamIds(
  client: Queryable,
  [least, greatest]: readonly [Buffer, Buffer],
  limit: number,
): Promise<StreamView[]> {
  const { rows } = await client.query<StreamRow>(
    `${SELECT_STREAM} where s.stream >= $1 and s.stream <= $2 order by s.stream limit $3`,
    [least, greatest, limit],
  );
  return rows.map(streamOfRow);
}
