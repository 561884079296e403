import type { Bundle, BundleHead, BundleRecord } from '../../../core/proofs/bundle.ts';
import { type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { readDerivation } from '../../../core/records/derivation.ts';
import { isReplay, nameOfKind } from '../../../core/records/kind.ts';
import { hashStream } from '../../../core/records/record.ts';
import { formatCount } from '../text-format.ts';
import { wrapLine } from '../wrap-text.ts';

/** What a proof file shows besides records: heads of a batch, and what was asked for in addition. */
export interface ShownEvidence {
  /** The batch whose heads are shown. */
  readonly batch: number;
  /** The parties whose replays of that batch are in the file. */
  readonly replayedBy: readonly Hex[];
  /** How many versions of the stream the file holds down to sequence 1; null if they were not asked for. */
  readonly versions: number | null;
  /** How many streams the list of the party has; null without one. */
  readonly streams: number | null;
  /** Streams that are proven absent. */
  readonly absent: readonly { readonly party: Hex; readonly kind: string; readonly subject: string }[];
}

/** Returns what a proof file shows. The heads `asked` are those of streams that were to be absent. */
export function listEvidence(
  { records, heads, parties }: Bundle,
  { history, asked }: { readonly history: boolean; readonly asked: readonly BundleHead[] },
): ShownEvidence {
  const [{ record }] = records as [BundleRecord];
  const stream = hashStream(record);
  const own = heads.find((head) => hashStream(head) === stream);
  const batch = own?.header.number ?? 0;
  return {
    batch,
    replayedBy: records.flatMap((each) =>
      each.record !== record && isReplayOf(each, batch) ? [each.record.party] : [],
    ),
    versions: history ? (own?.head?.sequence ?? null) : null,
    streams: parties.find(({ party }) => party === record.party)?.heads.length ?? null,
    absent: asked
      .filter(({ head }) => head === null)
      .map(({ party, kind, subject }) => ({ party, kind: nameOfKind(kind), subject })),
  };
}

function isReplayOf({ record, statement }: BundleRecord, batch: number): boolean {
  return isReplay(record) && (statement['replay'] as { number: number }).number === batch;
}

/** Returns lines for what was asked for in addition, with the identifiers of those who replayed, and the absent streams as they were named. */
export function formatEvidence(
  { batch, versions, streams }: ShownEvidence,
  { names, absent }: { readonly names: readonly string[]; readonly absent: readonly string[] },
): string[] {
  const lines = [
    ...(names.length === 0 ? [] : [`  as of     batch ${batch}, replayed by ${names.join(', ')}`]),
    ...(versions === null ? [] : [`  order     ${formatCount(versions, 'version')}, down to sequence 1`]),
    ...(streams === null
      ? []
      : [`  complete  ${streams === 1 ? 'the only stream' : `all ${streams} streams`} of the party`]),
    ...absent.map((stream) => `  absent    ${stream}, as of batch ${batch}`),
  ];
  return lines.map((line) => wrapLine(line, 12));
}

/** A proof file that was written, as its command was called. */
interface WrittenFile {
  readonly file: string;
  readonly lines: readonly string[];
  readonly entries?: string;
  readonly policy?: string;
}

/** Returns what a proof file holds that was written, and what to do next. `lines` say what was asked for in addition. */
export function formatWritten(
  { records }: Bundle,
  { file, lines, entries: asked, policy }: WrittenFile,
): string {
  const [{ record, entries, inclusion, anchor }, ...others] = records as [BundleRecord, ...BundleRecord[]];
  const rows = others.reduce((count, other) => count + other.entries.shown.length, 0);
  const isHidden = asked !== 'none' && record.entries !== ZERO_HASH && entries.shown.length === 0;
  const inputs = entries.shown.flatMap(({ detail }) => readDerivation(detail)?.operands ?? []).length;
  return [
    `written to ${file}`,
    `  records   ${records.length}`,
    `  entries   ${entries.shown.length} shown, ${entries.absent.length} proven absent`,
    ...(isHidden
      ? ['            the entries are private: --key with a key that may read them shows them']
      : []),
    ...(rows === 0
      ? []
      : [
          `  sources   ${formatCount(rows, 'entry', 'entries')} shown, so that the figures can be computed again`,
        ]),
    ...(inputs === 0 || rows > 0
      ? []
      : [
          wrapLine(
            `  inputs    ${formatCount(inputs, 'value')} that the shown figures were computed from can be read in their details; a disclosure that cites a figure shows none of them`,
            12,
          ),
        ]),
    `  anchored  ${formatTime(anchor.anchoredAt)}, batch ${inclusion.header.number}`,
    ...lines,
    `next: ledger verify ${file}${policy === undefined ? '' : ` --policy ${policy}`}${rows === 0 ? '' : `, ledger reperform ${file}`}`,
  ].join('\n');
}
