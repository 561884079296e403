import type { Judged } from '../../verification/verdict/report.tsx';
import type { Hex } from '../../../core/encoding/hex.ts';
import { writeCsv } from '../../components/csv.ts';
import { isoOf } from '../../language/format.ts';
import type { ItemOf } from '../../data/queries.ts';
import { findDecision, firstReason, listOpinions } from './choose-disclosures.ts';

/** A disclosure with what is known of it. */
export interface KnownDisclosure {
  readonly item: ItemOf<'listRecords'>;
  /** Undefined while it is not verified. */
  readonly judged: Judged | undefined;
}

const HEADERS = [
  ...['record', 'party', 'subject', 'version', 'title', 'accepted', 'state', 'verdict', 'reason', 'opinion'],
  ...['decision', 'otherVersionDecision', 'figure', 'value', 'unit', 'from', 'until'],
];

/** Returns a row for each figure of each disclosure, and one for a disclosure without figures. */
export function listExported(known: readonly KnownDisclosure[], party: Hex): Record<string, string>[] {
  return known.flatMap(({ item, judged }) => {
    const { id, record, title, acceptedAt, state } = item;
    const common = {
      record: id,
      party: record.party,
      subject: record.subject,
      version: String(record.sequence),
      title: title ?? '',
      accepted: isoOf(acceptedAt),
      state,
      verdict: judged?.outcome.verdict ?? '',
      reason: judged === undefined ? '' : (firstReason(judged) ?? ''),
      opinion:
        judged === undefined
          ? ''
          : listOpinions(judged)
              .map(({ says }) => says)
              .join(' '),
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
    }));
  });
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
