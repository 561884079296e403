import type { RecordSummary } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { findRowType, isActivity } from '../import/row-types.ts';
import type { LedgerReads } from '../ports.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';
import { canBeSource } from './record-input.ts';
import { joinSpans, listActivities, listNeeds, type RowsOf, type Span, splitReads, typeOf } from './needs.ts';
import { readAllowed } from '../../client/http/read-allowed.ts';

/** A record that could be a source: the newest version of its stream, whose rows its reader may read. */
export interface Candidate extends RowsOf {
  readonly isOwn: boolean;
}

/** A run for which sources are proposed. */
export interface AskedSources {
  /** The types of rows that the method reads. */
  readonly reads: readonly string[];
  readonly chosen: readonly RowsOf[];
  /** The period of the run; null where none is given. */
  readonly period: Span | null;
}

type Reads = Pick<LedgerReads, 'listRecords' | 'readEntries' | 'readRoles'>;

/** At most so many of the newest datasets are looked into, own ones and those of providers: each is read whole. */
const MOST = 20;

/** Looks into the newest datasets of a party and of providers, and returns those to add to what is chosen. @throws ApiError */
export async function findSources(asked: AskedSources, party: Hex, reads: Reads): Promise<Hex[]> {
  const own = listReady(await reads.listRecords('dataset', party)).slice(0, MOST);
  const others = await listOfProviders(party, reads);
  const candidates: Candidate[] = [];
  for (const { id, record } of [...own, ...others]) {
    const entries = await readAllowed(() => reads.readEntries(id));
    if (entries !== null) candidates.push({ id, entries, isOwn: record.party === party });
  }
  return proposeSources(asked, candidates);
}

async function listOfProviders(party: Hex, { listRecords, readRoles }: Reads): Promise<RecordSummary[]> {
  const found: RecordSummary[] = [];
  for (const item of listReady(await listRecords('dataset'))) {
    if (found.length === MOST) break;
    if (item.record.party === party) continue;
    if ((await readRoles(item.record.party)).includes('provider')) found.push(item);
  }
  return found;
}

/** Returns the newest versions that can be sources. */
function listReady(items: readonly RecordSummary[]): readonly RecordSummary[] {
  return newestVersions(items).filter(({ state }) => canBeSource(state));
}

/**
 * Returns which records to add to the chosen ones. Where no activities are chosen, of the own data the newest for each kind of activity; then, for
 * each factor that the activities need, the newest record that has it. Candidates are the newest first. Where the run has no period, that
 * of the newest own activities counts.
 */
export function proposeSources(
  { reads, chosen, period }: AskedSources,
  candidates: readonly Candidate[],
): Hex[] {
  if (splitReads(reads).activities.length === 0) return proposeTable(reads, chosen, candidates);
  const added: RowsOf[] = [];
  const all = (): RowsOf[] => [...chosen, ...added];
  let span = period ?? spanOf(reads, chosen);
  const hasActivities = listActivities(reads, chosen, span).length > 0;
  for (const candidate of hasActivities ? [] : candidates.filter(({ isOwn }) => isOwn)) {
    const known = new Set(listActivities(reads, all(), span).map(({ type }) => type));
    const news = listActivities(reads, [candidate], span).filter(({ type }) => !known.has(type));
    if (news.length === 0 || isIn(all(), candidate)) continue;
    added.push(candidate);
    span ??= spanOf(reads, [candidate]);
  }
  for (const candidate of candidates)
    if (
      !isIn(all(), candidate) &&
      countMet(reads, [...all(), candidate], span) > countMet(reads, all(), span)
    )
      added.push(candidate);
  return added.map(({ id }) => id);
}

/** Of a method without activities, returns the newest record with the rows that it is about. */
function proposeTable(
  reads: readonly string[],
  chosen: readonly RowsOf[],
  candidates: readonly Candidate[],
): Hex[] {
  const hasTable = ({ entries }: RowsOf): boolean =>
    entries.some((entry) => reads.includes(typeOf(entry) ?? '') && !isFactor(typeOf(entry)));
  if (chosen.some(hasTable)) return [];
  const found = candidates.find(hasTable);
  return found === undefined ? [] : [found.id];
}

/** Whether rows of a type only go with others: no method computes from factors alone. */
function isFactor(type: unknown): boolean {
  return findRowType(type)?.role === 'factor';
}

function isIn(records: readonly RowsOf[], { id }: RowsOf): boolean {
  return records.some((record) => record.id === id);
}

/** Counts the needs that records meet, and the subjects of those that they meet in part. */
function countMet(reads: readonly string[], records: readonly RowsOf[], period: Span | null): number {
  const needs = listNeeds(reads, records, period);
  const missing = needs.reduce((sum, need) => sum + Math.max(need.missing.length, need.isMet ? 0 : 1), 0);
  return -missing;
}

/** Returns the time that the activities of records cover together; null where they cover none. */
function spanOf(reads: readonly string[], records: readonly RowsOf[]): Span | null {
  const rows = records.flatMap(({ entries }) => entries);
  return joinSpans(rows.filter((entry) => isActivity(typeOf(entry)) && reads.includes(typeOf(entry) ?? '')));
}
