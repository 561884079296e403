import type { ShownEntry } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { type KindName, nameOfKind } from '../records/kind.ts';
import { titleOf } from '../records/statement.ts';
import type { AbsentStream } from './absent-streams.ts';
import type { Answer, JudgedParts } from './answers.ts';
import type { Standing } from './currentness.ts';
import {
  type FigureOrigins,
  listFigures,
  listRelabelled,
  type Relabelled,
  type UnusedRows,
} from './figures.ts';
import type { VerificationContext } from './verification-context.ts';

/** What a proof file says, for a reader. Only the verdict says whether it is true. */
export interface Summary {
  readonly record: Hex;
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
  readonly sequence: number;
  readonly title: string;
  readonly figures: readonly Pick<ShownEntry, 'key' | 'value' | 'unit' | 'from' | 'until'>[];
  /** Unix seconds. */
  readonly sealedAt: number;
  readonly anchoredAt: number;
  readonly batch: number;
  /** Whether it is the newest version. */
  readonly standing: Standing;
  /** The results that it cites. */
  readonly basis: readonly { readonly record: Hex; readonly title: string; readonly standing: Standing }[];
  /** The assurances and decisions about its stream. */
  readonly answers: readonly Answer[];
  /** Those about other records in the file, such as the results that it cites. */
  readonly otherAnswers: readonly Answer[];
  /** Where its figures come from; null for a record of another kind than result or disclosure. */
  readonly origins: FigureOrigins | null;
  readonly relabelled: readonly Relabelled[];
  /** Streams that the file shows as absent. */
  readonly absentStreams: readonly AbsentStream[];
  /** Rows shown that the run did not use. */
  readonly unusedRows: readonly UnusedRows[];
}

/** What the checks found that a summary repeats. */
export interface Found extends JudgedParts {
  readonly answers: readonly Answer[];
  readonly origins: FigureOrigins | null;
  readonly absentStreams: readonly AbsentStream[];
  readonly unusedRows: readonly UnusedRows[];
}

/** Returns what a proof file says about its subject: who, what, when, whether it stands, and what others say about it. */
export function summarise(
  context: VerificationContext,
  { parts, judged, answers, origins, absentStreams, unusedRows }: Found,
): Summary {
  const subject = context.bundle.records[0]!;
  const { id, record, statement, inclusion, anchor } = subject;
  return {
    record: id,
    party: record.party,
    kind: nameOfKind(record.kind),
    subject: record.subject,
    sequence: record.sequence,
    title: titleOf(statement),
    figures: listFigures(subject).map(({ key, value, unit, from, until }) => ({
      key,
      value,
      unit,
      from,
      until,
    })),
    sealedAt: inclusion.header.sealedAt,
    anchoredAt: anchor.anchoredAt,
    batch: inclusion.header.number,
    standing: judged.get(id)!.standing,
    basis: [...parts].flatMap(([cited, part]) =>
      part === 'cited'
        ? [
            {
              record: cited,
              title: titleOf(context.byId.get(cited)!.statement),
              standing: judged.get(cited)!.standing,
            },
          ]
        : [],
    ),
    answers: answers.filter(({ about }) => about === 'subject'),
    otherAnswers: answers.filter(({ about }) => about !== 'subject'),
    origins,
    relabelled: listRelabelled(context),
    absentStreams,
    unusedRows,
  };
}
