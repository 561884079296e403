import type { Judged } from '../../../verification/verdict/report.tsx';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { writeCsv } from '../../../components/list/csv.ts';
import { isoOf } from '../../../language/format.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { listWarnings } from '../../../verification/verdict/verdict-head.tsx';
import { findDecision, firstReason, listOpinions } from '../../../../jobs/decide/judged-disclosure.ts';
import type { SourceAnswers } from '../../../../jobs/decide/source-answers.ts';

/** A disclosure with what is known of it. */
interface KnownDisclosure {
  readonly item: ItemOf<'listRecords'>;
  /** Undefined while it is not verified. */
  readonly judged: Judged | undefined;
  /** What others say about the results that it cites; undefined while that is not known. */
  readonly sources?: SourceAnswers | undefined;
}

const HEADERS = [
  ...['record', 'party', 'subject', 'version', 'title', 'accepted', 'state', 'verdict', 'reason', 'opinion'],
  ...['decision', 'otherVersionDecision', 'figure', 'value', 'unit', 'from', 'until'],
  ...['level', 'warnings', 'sourceAnswers', 'citedKey', 'origin', 'shownFigures'],
];

/** Returns a row for each figure of each disclosure, and one for a disclosure without figures. */
export function listExported(known: readonly KnownDisclosure[], party: Hex): Record<string, string>[] {
  return known.flatMap(({ item, judged, sources }) => {
    const { id, record, title, acceptedAt, state } = item;
    const opinions = judged === undefined ? [] : listOpinions(judged);
    const warnings = new Set(
      judged === undefined ? [] : listWarnings(judged.outcome).map(({ code }) => code),
    );
    const objections = (sources?.answers ?? []).filter(({ objects }) => objects).map(({ says }) => says);
    const common = {
      record: id,
      party: record.party,
      subject: record.subject,
      version: String(record.sequence),
      title: title ?? '',
      accepted: isoOf(acceptedAt),
      state,
      verdict: judged?.outcome.verdict ?? '',
      shownFigures: judged === undefined ? '' : String(judged.outcome.shownFigures),
      reason: judged === undefined ? '' : (firstReason(judged) ?? ''),
      opinion: opinions.map(({ says }) => says).join(' '),
      // One for each opinion, in their order.
      level: opinions.map(({ level }) => level ?? 'not-stated').join(' '),
      warnings: [...warnings].join(' '),
      sourceAnswers: objections.join(' '),
      ...listDecisions(judged, party),
    };
    const figures = judged?.outcome.summary?.figures ?? [];
    if (figures.length === 0) return [common];
    return figures.map(({ key, value, unit, from, until }) => ({
      ...common,
      figure: key,
      value: value ?? '',
      unit,
      from: isoOf(from),
      until: isoOf(until),
      citedKey: judged?.outcome.summary?.relabelled.find((each) => each.key === key)?.cited ?? '',
      origin: judged === undefined ? '' : originOf(judged, key),
    }));
  });
}

/** Returns where a figure comes from, as the name of a list of `origins` in a verdict; empty where that is not known. */
function originOf({ outcome: { summary } }: Judged, key: string): string {
  const found = Object.entries(summary?.origins ?? {}).find(([, keys]) => (keys as string[]).includes(key));
  return found?.[0] ?? '';
}

/** Returns the decision on this version apart from one on another version of the stream: neither is the other. */
function listDecisions(judged: Judged | undefined, party: Hex): Record<string, string> {
  const own = judged === undefined ? undefined : findDecision(judged, party);
  const isAboutThis = own?.version.record === judged?.outcome.summary?.record;
  return {
    decision: own !== undefined && isAboutThis ? own.says : '',
    otherVersionDecision: own !== undefined && !isAboutThis ? own.says : '',
  };
}

/** Returns exported rows as CSV, with a line of headers. */
export function formatCsv(rows: readonly Readonly<Record<string, string>>[]): string {
  return writeCsv([HEADERS, ...rows.map((row) => HEADERS.map((header) => row[header] ?? ''))]);
}
