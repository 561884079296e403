import type { RecordView } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { answersOf } from '../../core/records/statement.ts';
import { listReplaced } from '../follow/replaced-answers.ts';

/** An opinion or a decision on a result that a disclosure cites. No proof file of the disclosure has it: it is what the server lists. */
export interface SourceAnswer {
  /** The result that it answers. */
  readonly source: Hex;
  readonly id: Hex;
  readonly party: Hex;
  readonly kind: RecordView['record']['kind'];
  readonly says: string;
  /** Empty where none is stated; the scope is that of an opinion. */
  readonly reason: string;
  readonly scope: string;
  /** Unix seconds. */
  readonly acceptedAt: number;
  /** False for one that its party has replaced or withdrawn. */
  readonly counts: boolean;
  /** Whether it counts and speaks against the result. */
  readonly objects: boolean;
}

/** The answers to all results that a disclosure cites. */
export interface SourceAnswers {
  readonly answers: readonly SourceAnswer[];
  /** Whether these are all: false while they are read, where that failed, and where there are more than are read. */
  readonly isWhole: boolean;
}

/** What speaks against nothing. */
const FAVOURABLE: readonly string[] = ['unqualified', 'accepted', 'withdrawn'];

/** Returns the answers to a result among some records, in their order. */
export function listSourceAnswers(
  source: Hex,
  views: readonly Pick<RecordView, 'id' | 'state' | 'record' | 'statement' | 'acceptedAt'>[],
): SourceAnswer[] {
  const given = views.filter(
    ({ state, statement }) => state !== 'rejected' && answersOf(statement) === source,
  );
  const replaced = listReplaced(given);
  return given.map(({ id, record, statement, acceptedAt }) => {
    const text = (name: string): string => {
      const value = statement[name];
      return typeof value === 'string' ? value : '';
    };
    const says = text('opinion') || text('outcome');
    const counts = !replaced.has(id);
    return {
      ...{ source, id, says, counts, acceptedAt },
      ...{ party: record.party, kind: record.kind },
      ...{ reason: text('reason'), scope: text('scope') },
      objects: counts && !FAVOURABLE.includes(says),
    };
  });
}

/** Of how many results the answers are read: the first. */
const MOST_SOURCES = 24;

/** Returns the sources whose answers are read. */
export function listAsked({ sources }: Pick<RecordView['record'], 'sources'>): readonly Hex[] {
  return sources.slice(0, MOST_SOURCES);
}

/** Returns the answers to all sources as one, from what is known of each: undefined for one that is not known. */
export function joinAnswers(
  { sources }: Pick<RecordView['record'], 'sources'>,
  known: readonly (SourceAnswers | undefined)[],
): SourceAnswers {
  return {
    answers: known.flatMap((each) => each?.answers ?? []),
    isWhole: sources.length <= MOST_SOURCES && known.every((each) => each?.isWhole === true),
  };
}
