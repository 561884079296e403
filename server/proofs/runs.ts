import type { BundleRecord } from '../../core/proofs/bundle.ts';
import { hashEntries } from '../../core/records/entry.ts';
import { BadInput } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { KINDS } from '../../core/records/kind.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { findRunEntry, RUN_KEY, type RunInput, runSchema, SOLUTION_KEY } from '../../core/records/run.ts';
import { openSelection } from '../../core/records/selection.ts';
import { readEntries, sizeEntries } from '../../db/records/entries.ts';
import type { Queryable } from '../../db/pool.ts';
import type { RecordView } from '../../db/records/views.ts';
import { readLinks } from '../../engine/compare/impact.ts';
import type { AnchoredRecord } from './anchored-record.ts';
import { type EntryChoice, proveEntries } from './entries.ts';
import { HttpError } from '../errors/http-error.ts';

type BundleEntries = BundleRecord['entries'];
/** Keys of entries, by the id of their record. */
type Keys = ReadonlyMap<Hex, readonly string[]>;
type Shown = ReadonlyMap<Hex, BundleEntries>;

/** The most bytes of entries of results, or of datasets, that are read to prove some of them. */
const MOST_READ = 8 * BUNDLE_JSON.bytes;

/** Checks that the asker may read the entries of all these records. @throws HttpError `unauthorized`, `forbidden` */
export type RequireReader = (client: Queryable, views: readonly RecordView[]) => Promise<void>;

/**
 * Returns the entries to show, by record id, so that anyone can compute the figures of the first member again (§11, `reperformance`). From a
 * result: the chosen entries, the figures that they are computed from, and the run. From a record that cites figures of results, and from
 * results whose figures are inputs of a run: the same. From each dataset: exactly the rows that the runs name. The caller has checked that the asker may see the first.
 * @throws HttpError `not-reperformable`, `entries-not-stored`, `entry-unknown`, `entry-present`, and as `requireReader`;
 * BadInput `bundle-limit`
 */
export async function proveRuns(
  client: Queryable,
  members: readonly AnchoredRecord[],
  choice: EntryChoice,
  requireReader: RequireReader,
): Promise<Shown> {
  const [subject] = members as [AnchoredRecord];
  const isResult = subject.record.kind === KINDS.result;
  const chosen = isResult ? await addRun(client, subject.id, choice.entries) : choice.entries;
  const own = await proveEntries(client, subject, { ...choice, entries: chosen });
  const openSources = async (ids: readonly Hex[]): Promise<AnchoredRecord[]> => {
    const sources = findSources(members, ids);
    await requireReader(client, sources);
    await requireBounded(client, ids);
    return sources;
  };
  const cited = isResult ? new Map<Hex, readonly string[]>() : listCited(own);
  let results = await addRuns(client, cited);
  for (;;) {
    const opened = await openSources([...results.keys()]);
    const shown = new Map([...(await proveSources(client, opened, results)), [subject.id, own] as const]);
    const inputs = listInputs(shown);
    const sources = await openSources([...inputs.keys()]);
    const keys = await listKeys(client, inputs);
    const wider = await addInputResults(client, { sources, keys }, results);
    if (wider === null) {
      const datasets = sources.filter(({ id }) => !shown.has(id));
      return new Map([...(await proveSources(client, datasets, keys)), ...shown]);
    }
    results = wider;
  }
}

/** Adds the results whose figures are inputs of runs, with their own runs; null where all of these are there. */
async function addInputResults(
  client: Queryable,
  { sources, keys }: { readonly sources: readonly AnchoredRecord[]; readonly keys: Keys },
  known: Keys,
): Promise<Keys | null> {
  const needed = new Map<Hex, readonly string[]>();
  for (const { id, record } of sources) {
    if (record.kind !== KINDS.result) continue;
    const own = known.get(id) ?? [];
    const missing = keys.get(id)!.filter((key) => !own.includes(key));
    if (missing.length > 0 || !known.has(id)) needed.set(id, [...own, ...missing]);
  }
  return needed.size === 0 ? null : new Map([...known, ...(await addRuns(client, needed))]);
}

/** Limits the entries that are read: to prove a single row, all entries of its record are read and hashed. @throws BadInput `bundle-limit` */
async function requireBounded(client: Queryable, records: readonly Hex[]): Promise<void> {
  const bytes = await sizeEntries(client, records);
  if (bytes <= MOST_READ) return;
  const message = `the records with these rows have ${bytes} bytes of entries, expected at most ${MOST_READ}`;
  throw new BadInput('bundle-limit', message, bytes, 'reperformable');
}

/** Returns the chosen keys with those of the figures that they are computed from, and of run and solution; `all` if all are chosen. */
async function addRun(
  client: Queryable,
  result: Hex,
  chosen: EntryChoice['entries'],
): Promise<EntryChoice['entries']> {
  if (chosen === 'all' || chosen === 'stored') return 'all';
  const details = new Map((await readEntries(client, result)).map(({ key, detail }) => [key, detail]));
  const own = [RUN_KEY, ...(details.has(SOLUTION_KEY) ? [SOLUTION_KEY] : [])];
  const keys = new Set([...own, ...(chosen === 'none' ? [] : chosen)]);
  // The loop also visits keys that are added while it runs.
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

/** Returns the figures of results that entries cite, by result. */
function listCited({ shown }: BundleEntries): Keys {
  const citations = shown.map(({ detail }) => readCitation(detail)).filter((citation) => citation !== null);
  const byResult = Map.groupBy(citations, ({ result }) => result);
  return new Map([...byResult].map(([result, cited]) => [result, cited.map(({ key }) => key)]));
}

/** Returns the inputs of the shown runs, by record. @throws HttpError `not-reperformable` */
function listInputs(shown: Shown): ReadonlyMap<Hex, readonly RunInput[]> {
  const runs = [...shown].flatMap(([id, entries]) => {
    const entry = findRunEntry(entries.shown);
    return entry === undefined ? [] : [{ id, run: runSchema.safeParse(entry.detail) }];
  });
  const broken = runs.find(({ run }) => !run.success);
  if (runs.length === 0 || broken !== undefined)
    throw new HttpError(
      'not-reperformable',
      broken === undefined
        ? 'no run: the record shows no figure that a method computed'
        : `the entry "${RUN_KEY}" of ${broken.id} is not a valid run (protocol §10)`,
    );
  return Map.groupBy(
    runs.flatMap(({ run }) => run.data?.inputs ?? []),
    ({ record }) => record,
  );
}

/** Returns the keys that runs name in each record. Where one names a set, the rows are read to find what its selection selects. */
async function listKeys(client: Queryable, inputs: ReadonlyMap<Hex, readonly RunInput[]>): Promise<Keys> {
  const keys = new Map<Hex, readonly string[]>();
  for (const [record, named] of inputs) {
    const listed = named.flatMap((input) => ('keys' in input ? input.keys : (input.documents ?? [])));
    const sets = named.flatMap((input) => ('keys' in input ? [] : [openSelection(input.selection)]));
    const rows = sets.length === 0 ? [] : await readEntries(client, record);
    const selected = rows.filter((row) => sets.some((selects) => selects(row))).map(({ key }) => key);
    keys.set(record, [...new Set([...listed, ...selected])]);
  }
  return keys;
}

/** @throws HttpError `not-reperformable` */
function findSources(members: readonly AnchoredRecord[], ids: readonly Hex[]): AnchoredRecord[] {
  const byId = new Map(members.map((member) => [member.id, member]));
  return ids.map((id) => {
    const source = byId.get(id);
    if (source !== undefined) return source;
    const message = `the figures depend on ${id}, which is not among the sources in the proof file: set a greater depth`;
    throw new HttpError('not-reperformable', message, { record: id });
  });
}

/** Proves the rows of sources one after another, so that memory holds at most one proof file. */
async function proveSources(
  client: Queryable,
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
        `the rows of the run need more than ${BUNDLE_JSON.bytes} bytes, the most that a proof file may have`,
        bytes,
        'reperformable',
      );
    shown.set(source.id, entries);
  }
  return shown;
}

/** If a run uses every row of a source, shows them with the root alone instead of a proof for each: a quarter of the bytes. */
function joinProofs({ record }: AnchoredRecord, entries: BundleEntries): BundleEntries {
  if (hashEntries(entries.shown) !== record.entries) return entries;
  return { ...entries, all: true, shown: entries.shown.map((entry) => ({ ...entry, siblings: null })) };
}
