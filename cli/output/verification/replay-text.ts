import { isFault, REPLAY_CODES, type ReplayFinding } from '../../../jobs/replay/replay-codes.ts';
import type { RegisteredReplay } from '../../../jobs/replay/register-replay.ts';
import type { ReplayedSoFar } from '../../../jobs/replay/replay-ports.ts';
import type { ReplayReport } from '../../../jobs/replay/run-replay.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { formatCount, plainText } from '../text-format.ts';
import { formatFields, wrapLine } from '../wrap-text.ts';

const VERDICTS: Readonly<Record<ReplayReport['verdict'], string>> = {
  replayed: 'REPLAYED: all as it should be',
  faults: 'FAULTS FOUND',
  incomplete: 'INCOMPLETE: not replayed to the end',
};

/** Findings of one code that are shown. */
const MOST_SHOWN = 5;

/** Returns what a replay found, for people: the verdict first, then each code with its meaning and its first findings. */
export function formatReplay(report: ReplayReport): string {
  const { number, latest, records, block, successor } = report;
  const done = number === 0 ? `none of ${latest}` : `1 to ${number} of ${latest}`;
  const fields = formatFields([
    ['  ledger', `${report.ledger} on chain ${report.chainId}`],
    ['  publication', plainText(report.publication)],
    ['  batches', `${done}, as of block ${block.number}, ${formatTime(block.time)}`],
    ['  header', report.header],
    ['  records', `${records}, ${describeNow(report)}`],
    [
      '  heads',
      `${formatCount(report.streams, 'stream')} of ${formatCount(report.parties, 'party', 'parties')}`,
    ],
    ...(successor === null ? [] : [['  closed', formatSuccessor(successor)] as const]),
  ]);
  const byCode = Map.groupBy(report.findings, ({ code }) => code);
  return [VERDICTS[report.verdict], fields, ...[...byCode].map((group) => formatGroup(report, group))].join(
    '\n',
  );
}

function describeNow({ records, replayedNow }: ReplayReport): string {
  if (records > 0 && replayedNow === records) return 'all replayed in this run';
  return `${replayedNow === 0 ? 'none' : replayedNow} of them new in this run`;
}

function formatSuccessor(successor: string): string {
  return /^0x0+$/.test(successor) ? 'with no successor' : `the ledger ${successor} continues`;
}

function formatGroup(
  { counts }: ReplayReport,
  [code, findings]: [ReplayFinding['code'], ReplayFinding[]],
): string {
  const mark = isFault({ code }) ? '✗' : '!';
  const count = counts[code] ?? findings.length;
  const shown = findings.slice(0, MOST_SHOWN).map(formatFinding);
  const more = count - shown.length;
  return [
    wrapLine(`${mark} ${code} (${count}): ${REPLAY_CODES[code]}`, 2),
    ...shown,
    ...(more > 0 ? [`    and ${more} more`] : []),
  ].join('\n');
}

function formatFinding({ batch, record, message }: ReplayFinding): string {
  const place = record === null ? `batch ${batch}` : `batch ${batch}, record ${record}`;
  return wrapLine(`    ${place}: ${plainText(message)}`, 6);
}

/** Returns how far a replay is. */
export function describeProgress({ number, latest, records, rate }: ReplayedSoFar): string {
  return `batch ${number} of ${latest}: ${records} records, ${rate} a second`;
}

/** Returns what became of the record of a replay. */
export function formatRegistered({ id, number, by, created }: RegisteredReplay): string {
  return `${created ? 'Registered' : 'Registered already'}: the replay of batch ${number} by ${plainText(by)} is record ${id}`;
}

/** Returns what to do after a replay that found no fault. */
export function formatNextStep(registered: RegisteredReplay | null): string {
  if (registered !== null)
    return `next: ledger policy init --replay-party ${plainText(registered.by)} asks for such replays`;
  return `next: the same command with --register --party <identifier> --key <file> registers
  this replay, so that policies can ask for it; ledger verify <file> checks a proof file`;
}
