import { isEqualJson } from '../../core/encoding/json.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { FailedCheck } from '../../core/errors.ts';
import { checkItem } from '../../core/merkle/map/proof.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { type Entry, itemOfEntry } from '../../core/records/entry.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashRecord } from '../../core/records/record.ts';
import type { Figures } from '../../core/verify/engine.ts';
import { GivenRows } from '../../core/verify/given-rows.ts';
import { listFigures, readRun } from '../explain/result-parts.ts';
import type { Material, MaterialRecord } from './material.ts';
import { reconcileAll, rememberGiven } from './reconcile.ts';
import type { ComparedFigure, RecomputeProgress, Recomputation } from './recomputation.ts';
import { reperform, type ReperformPorts } from './reperform.ts';

/** How runs are computed again, and what gets the progress. */
export interface RecomputePorts extends Pick<ReperformPorts, 'openEngine' | 'openDocument'> {
  readonly report: (progress: RecomputeProgress) => void;
}

/**
 * Computes the figures of a result again, or those of the results that a disclosure cites, and compares each with the registered one. The
 * records and entries are hashed first, so that what a server sent is what was signed.
 * @throws FailedCheck `proof-root` for a record or entries that were changed
 */
export async function recompute(
  { records, isFile }: Material,
  { openEngine, openDocument, report }: RecomputePorts,
): Promise<Recomputation> {
  report({ step: 'checking', done: null });
  const rows = new Map<Hex, GivenRows>();
  for (const record of records) {
    const whole = await checkRecord(record);
    if (whole !== null) rows.set(record.id, whole);
  }
  report({ step: 'computing', done: null });
  const remembered = rememberGiven(openEngine);
  const { finding, computed } = await reperform(
    { bundle: { records }, rows: [...rows.values()], engines: null },
    {
      openEngine: remembered.open,
      ...(openDocument === undefined ? {} : { openDocument }),
      onSolving: (done) => report({ step: 'computing', done }),
    },
  );
  const runs = records.flatMap(({ record, entries }) =>
    record.kind === KINDS.result ? (readRun(entries.shown) ?? []) : [],
  );
  report({ step: 'rows', done: null });
  const reconciled = isFile ? null : await reconcileAll(runs, rows, remembered);
  const titles = new Map(records.map(({ id, title }) => [id, title]));
  return {
    finding,
    engines: runs.map(({ method, version, digest }) => ({ method, version, digest })),
    figures: records.flatMap((record) => compareFigures(record, computed)),
    rows: reconciled?.rows.map((each) => ({ ...each, title: titles.get(each.record) ?? '' })) ?? null,
    usesOtherRows: reconciled?.isSame === false,
  };
}

/** Checks a record and what is shown of its entries; returns these where they are all. */
async function checkRecord({ id, record, title, entries }: MaterialRecord): Promise<GivenRows | null> {
  const found = hashRecord(record);
  if (found !== id) throw changed(`the record ${title}`, id, found);
  const shown = entries.shown.map(withoutSiblings);
  if (!entries.all) {
    for (const [at, entry] of shown.entries())
      checkItem(record.entries, itemOfEntry(entry), entries.shown[at]!.siblings ?? []);
    return null;
  }
  const rows = await GivenRows.read(shown);
  if (rows.root !== record.entries) throw changed(`the entries of ${title}`, record.entries, rows.root);
  return rows;
}

function withoutSiblings({ siblings: _, ...entry }: MaterialRecord['entries']['shown'][number]): Entry {
  return entry;
}

function changed(what: string, expected: Hex, actual: Hex): FailedCheck {
  return new FailedCheck(
    'proof-root',
    `${what} are not those that were signed: expected ${expected}, got ${actual}`,
    expected,
    actual,
  );
}

/** Compares the figures that a record shows: those of a result with its run, those of a disclosure with the figures that they cite. */
function compareFigures(
  { id, record, entries }: MaterialRecord,
  computed: ReadonlyMap<Hex, Figures>,
): ComparedFigure[] {
  if (record.kind !== KINDS.result && record.kind !== KINDS.disclosure) return [];
  return listFigures(entries.shown).map(({ key, value, unit, from, until, detail }) => {
    const citation = readCitation(detail);
    const figure =
      citation === null ? computed.get(id)?.get(key) : computed.get(citation.result)?.get(citation.key);
    const about = { record: id, key, from, until, detail, registered: { value, unit } };
    if (figure === undefined) return { ...about, computed: null, state: 'not-computed' };
    const quantity = { value: figure.value, unit: figure.unit };
    if (figure.value !== value || figure.unit !== unit)
      return { ...about, computed: quantity, state: 'differs' };
    const isSame =
      figure.from === from &&
      figure.until === until &&
      (citation !== null || isEqualJson(figure.detail, detail));
    return { ...about, computed: quantity, state: isSame ? 'equal' : 'detail' };
  });
}
