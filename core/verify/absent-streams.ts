import type { BundleHead } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { isAnswer, type KindName, nameOfKind } from '../records/kind.ts';
import { hashStream, subjectOfAnswers } from '../records/record.ts';
import { type GatheredHeads, verifyReplays } from './heads.ts';
import type { VerificationContext } from './verification-context.ts';

/** A stream that a proof file shows as absent. The check currentness fails if a proof of it is wrong. */
export interface AbsentStream {
  readonly party: Hex;
  readonly kind: KindName;
  readonly subject: string;
  /** The batch as of which it is absent. */
  readonly batch: number;
  /** Whose word that is: of how many parties who replayed the batch, or of the operator. */
  readonly basis: string;
}

/**
 * Returns the streams that a proof file shows as absent: as of the batch of the subject's head or a later one, and with no other head in
 * the file. Those in which others could answer its subject are left out.
 */
export function listAbsentStreams(context: VerificationContext, gathered: GatheredHeads): AbsentStream[] {
  const { replays, from } = gathered;
  const { records, heads } = context.bundle;
  const answers = subjectOfAnswers(records[0]!.record);
  return heads
    .filter(({ head, kind, subject }) => head === null && !(isAnswer(kind) && subject === answers))
    .filter((absent) => absent.header.number >= from && !isContradicted(gathered, absent))
    .map(({ party, kind, subject, header }) => ({
      party,
      kind: nameOfKind(kind),
      subject,
      batch: header.number,
      basis: verifyReplays(context, header, replays).basis,
    }));
}

function isContradicted({ heads }: GatheredHeads, absent: BundleHead): boolean {
  return (heads.get(hashStream(absent)) ?? []).some(
    ({ header, head }) => head !== null && header.number > absent.header.number,
  );
}
