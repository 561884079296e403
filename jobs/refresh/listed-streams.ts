import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { isAnswer, isReplay, KINDS } from '../../core/records/kind.ts';
import { hashStream, type StreamName, subjectOfAnswers } from '../../core/records/record.ts';
import type { HeadsLedger } from '../replay/heads-ledger.ts';

const ANSWERS = [KINDS.assurance, KINDS.decision] as const;

/** Returns the records whose newer versions matter to a reader: the subject, and the results that it cites (§11, `currentness`). */
export function listVersioned({ records }: Pick<Bundle, 'records'>): BundleRecord[] {
  const [subject] = records as [BundleRecord];
  const cited = subject.entries.shown.flatMap(({ detail }) => readCitation(detail)?.result ?? []);
  const named = new Set([...subject.record.sources, ...cited]);
  return records.filter(
    (each) => each === subject || (each.record.kind === KINDS.result && named.has(each.id)),
  );
}

/** Returns the streams in which parties answer a record: an assurance and a decision of each. */
export function listAnswering({ record }: BundleRecord, parties: readonly Hex[]): StreamName[] {
  const subject = subjectOfAnswers(record);
  return parties.flatMap((party) => ANSWERS.map((kind) => ({ party, kind, subject })));
}

/** Returns the streams in which any party has answered a record, the answers that were sealed first before others. */
export function findAnswering(heads: HeadsLedger, subject: BundleRecord): StreamName[] {
  const parties = Array.from({ length: heads.parties.count }, (_, party) =>
    formatHex(heads.parties.at(party)),
  );
  return listAnswering(subject, parties)
    .map((name) => ({ name, head: heads.headOf(hashStream(name)) }))
    .filter(({ head }) => head !== null)
    .sort((a, b) => a.head!.number - b.head!.number)
    .map(({ name }) => name);
}

/** Tells whether a record is an assurance or a decision, and no replay. */
export function isOpinion({ record }: Pick<BundleRecord, 'record'>): boolean {
  return isAnswer(record.kind) && !isReplay(record);
}

/** Returns streams, each once, in their order. */
export function listDistinct(names: readonly StreamName[]): StreamName[] {
  return [
    ...new Map(
      names.map(({ party, kind, subject }) => [
        hashStream({ party, kind, subject }),
        { party, kind, subject },
      ]),
    ).values(),
  ];
}
