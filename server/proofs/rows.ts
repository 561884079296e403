import type { PoolClient } from 'pg';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { BadInput } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { findRunEntry, RUN_KEY, runSchema } from '../../core/records/run.ts';
import { readEntries, sizeEntries } from '../../db/records/entries.ts';
import type { Queryable } from '../../db/pool.ts';
import type { RecordView } from '../../db/records/views.ts';
import { readLinks } from '../../engine/impact.ts';
import type { AnchoredRecord } from './anchored-record.ts';
import { type EntryChoice, proveEntries } from './entries.ts';
import { HttpError } from '../errors/errors.ts';

type BundleEntries = BundleRecord['entries'];
/** Entries of records, by the id of the record. */
type Keys = ReadonlyMap<Hex, readonly string[]>;
type Shown = ReadonlyMap<Hex, BundleEntries>;

/** The most bytes of entries that are read of results, or of datasets, to prove some of them. */
const MOST_READ = 8 * BUNDLE_JSON.bytes;

/** Checks that the asker may read the entries of all these. @throws HttpError `unauthorized`, `forbidden` */
export type RequireReader = (client: Queryable, views: readonly RecordView[]) => Promise<void>;

/**
 * Returns what to show of the members so that anyone can compute the figures of the first again (§11, `reperformance`), by record
 * id: of a result the entries chosen, the figures that these are made of, and the run; of a record that cites figures of results
 * the same of those; of each dataset exactly the rows that the runs name. Whether the asker may see the first was decided before.
 * @throws HttpError `not-reperformable`, `entries-not-stored`, `entry-unknown`, `entry-present`, and as `requireReader`;
 * BadInput `bundle-limit`
 */
export async function proveRuns(
  client: PoolClient,
  members: readonly AnchoredRecord[],
  choice: EntryChoice,
  requireReader: RequireReader,
): Promise<Shown> {
  const [subject] = members as [AnchoredRecord];
  const isResult = subject.record.kind === KINDS.result;
  const chosen = isResult ? await addRun(client, subject.id, choice.entries) : choice.entries;
  const own = await proveEntries(client, subject, { ...choice, entries: chosen });
  const openSources = async (keys: Keys): Promise<AnchoredRecord[]> => {
    const sources = findSources(members, [...keys.keys()]);
    await requireReader(client, sources);
    await requireBounded(client, keys);
    return sources;
  };
  const cited = isResult ? new Map<Hex, readonly string[]>() : listCited(own);
  const results = await openSources(cited);
  const shown = new Map([
    ...(await proveSources(client, results, await addRuns(client, cited))),
    [subject.id, own] as const,
  ]);
  const rows = listRows(shown);
  return new Map([...(await proveSources(client, await openSources(rows), rows)), ...shown]);
}

/** However few rows are shown, all entries of a record are read and hashed to prove them. @throws BadInput `bundle-limit` */
async function requireBounded(client: Queryable, keys: Keys): Promise<void> {
  const bytes = await sizeEntries(client, [...keys.keys()]);
  if (bytes <= MOST_READ) return;
  const message = `the rows stand among ${bytes} bytes of entries where at most ${MOST_READ} are read`;
  throw new BadInput('bundle-limit', message, bytes, 'reperformable');
}

/** Returns the keys with those of the figures that they are made of, and the run's; all where all are chosen. */
async function addRun(
  client: Queryable,
  result: Hex,
  chosen: EntryChoice['entries'],
): Promise<EntryChoice['entries']> {
  if (chosen === 'all' || chosen === 'stored') return 'all';
  const details = new Map((await readEntries(client, result)).map(({ key, detail }) => [key, detail]));
  const keys = new Set([RUN_KEY, ...(chosen === 'none' ? [] : chosen)]);
  // What is added on the way is followed too.
  for (const key of keys)
    for (const link of readLinks(details.get(key)) ?? [])
      if (link.record === null && details.has(link.key)) keys.add(link.key);
  return [...keys];
}

async function addRuns(client: Queryable, cited: Keys): Promise<Keys> {
  const wider = new Map<Hex, readonly string[]>();
  for (const [result, keys] of cited) wider.set(result, (await addRun(client, result, keys)) as string[]);
  return wider;
}

/** Returns the figures of results that entries show as they stand there. */
function listCited({ shown }: BundleEntries): Keys {
  const citations = shown.map(({ detail }) => readCitation(detail)).filter((citation) => citation !== null);
  const byResult = Map.groupBy(citations, ({ result }) => result);
  return new Map([...byResult].map(([result, cited]) => [result, cited.map(({ key }) => key)]));
}

/** Returns the rows that the runs shown name. @throws HttpError `not-reperformable` */
function listRows(shown: Shown): Keys {
  const runs = [...shown].flatMap(([id, entries]) => {
    const entry = findRunEntry(entries.shown);
    return entry === undefined ? [] : [{ id, run: runSchema.safeParse(entry.detail) }];
  });
  const broken = runs.find(({ run }) => !run.success);
  if (runs.length === 0 || broken !== undefined)
    throw new HttpError(
      'not-reperformable',
      broken === undefined ? 'it shows no figure of a run' : `the run of ${broken.id} is not as §10 has it`,
    );
  const inputs = Map.groupBy(
    runs.flatMap(({ run }) => run.data?.inputs ?? []),
    ({ record }) => record,
  );
  return new Map([...inputs].map(([record, named]) => [record, named.flatMap(({ keys }) => keys)]));
}

/** @throws HttpError `not-reperformable` */
function findSources(members: readonly AnchoredRecord[], ids: readonly Hex[]): AnchoredRecord[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  return ids.map((id) => {
    const source = byId.get(id);
    if (source !== undefined) return source;
    const message = `the figures rest on ${id}, which is none of the sources in the bundle`;
    throw new HttpError('not-reperformable', message, { record: id });
  });
}

/** One after the other, so that no more is held than a bundle takes. */
async function proveSources(
  client: PoolClient,
  sources: readonly AnchoredRecord[],
  keys: Keys,
): Promise<Shown> {
  const shown = new Map<Hex, BundleEntries>();
  let bytes = 0;
  for (const source of sources) {
    const choice = { entries: keys.get(source.id)!, absent: [] };
    const entries = joinProofs(source, await proveEntries(client, source, choice));
    bytes += Buffer.byteLength(JSON.stringify(entries));
    if (bytes > BUNDLE_JSON.bytes)
      throw new BadInput(
        'bundle-limit',
        `the rows that the run names take more than the ${BUNDLE_JSON.bytes} bytes that a bundle has at most`,
        bytes,
        'reperformable',
      );
    shown.set(source.id, entries);
  }
  return shown;
}

/** Where a run takes every row of a source, the root proves them all together, in a quarter of the bytes. */
function joinProofs({ record }: AnchoredRecord, entries: BundleEntries): BundleEntries {
  if (hashEntries(entries.shown) !== record.entries) return entries;
  return { ...entries, all: true, shown: entries.shown.map((entry) => ({ ...entry, siblings: null })) };
}
