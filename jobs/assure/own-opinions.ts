import type { Operations, RecordSummary, RecordView } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { type StreamName, subjectOfAnswers } from '../../core/records/record.ts';
import { answersOf } from '../../core/records/statement.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';

/** The newest opinion of a party about a stream, as a list has it. */
export interface ListedOpinion {
  readonly id: Hex;
  readonly opinion: string;
  /** The version that it is about. */
  readonly answers: Hex | null;
}

/** The newest opinion of a party about a stream. */
export interface OwnOpinion extends ListedOpinion {
  readonly view: RecordView;
}

/** The newest opinion of a party about each stream, by the subject of its opinions. */
export type OwnOpinions = ReadonlyMap<string, ListedOpinion>;

/** The most pages of opinions that are read. */
const MOST_PAGES = 20;

type RecordPage = Awaited<ReturnType<Operations['listRecords']>>;

/** Reads the newest opinion of a party about each stream. @throws ApiError */
export async function readOwnOpinions(
  { listRecords }: Pick<Operations, 'listRecords'>,
  party: Hex,
): Promise<OwnOpinions> {
  const all: RecordSummary[] = [];
  let cursor: string | null = '';
  for (let page = 0; cursor !== null && page < MOST_PAGES; page++) {
    const given = { kind: 'assurance', party, limit: 100 } as const;
    const { items, next }: RecordPage = await listRecords({ ...given, ...(cursor === '' ? {} : { cursor }) });
    all.push(...items);
    cursor = next;
  }
  return new Map(newestVersions(all).map((item) => [item.record.subject, readOpinion(item)]));
}

/** Reads the newest opinion of a party about the stream of a record; null where it has none. @throws ApiError */
export async function readOwnOpinion(
  { readStream, readRecord }: Pick<Operations, 'readStream' | 'readRecord'>,
  party: Hex,
  record: StreamName,
): Promise<OwnOpinion | null> {
  try {
    const { accepted } = await readStream({
      party,
      kind: 'assurance',
      subject: subjectOfAnswers(record),
      limit: 1,
    });
    if (accepted === null) return null;
    const view = await readRecord({ id: accepted.record });
    return { ...readOpinion(view), view };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Returns the opinion about the stream of a record; null where there is none. */
export function findOpinion(opinions: OwnOpinions, record: StreamName): ListedOpinion | null {
  return opinions.get(subjectOfAnswers(record)) ?? null;
}

function readOpinion({ id, statement }: Pick<RecordView, 'id' | 'statement'>): ListedOpinion {
  const { opinion } = statement;
  const answers = answersOf(statement);
  return {
    id,
    opinion: typeof opinion === 'string' ? opinion : '',
    answers: isHex(answers, 32) ? answers : null,
  };
}

/** How a record stands to the opinion of a party; null where it has none about its stream, or took it back from another version. */
export function judgeOpinion(id: Hex, own: ListedOpinion | null): 'given' | 'withdrawn' | 'outdated' | null {
  if (own === null) return null;
  if (own.opinion === 'withdrawn') return own.answers === id ? 'withdrawn' : null;
  return own.answers === id ? 'given' : 'outdated';
}
