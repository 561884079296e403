import type { Bundle, BundleHead, BundleRecord } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashStream, type StreamName } from '../../core/records/record.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { AsOf, Sources } from './choose-batch.ts';
import { isOpinion, listAnswering, listDistinct, listVersioned } from './listed-streams.ts';

/** The batch as of which evidence is shown, as a proof file names it. */
type Latest = Pick<BundleHead, 'header' | 'anchor' | 'next'>;

/** What a refreshed proof file holds besides its records. */
export type Evidence = Pick<Bundle, 'heads' | 'history' | 'parties'>;

/**
 * Returns the evidence of a refreshed proof file as of a batch: the heads of all streams that matter and of those that the old file
 * showed; links and lists of parties if the policy requires them or the old file had them.
 * @throws RefreshError
 */
export async function gatherEvidence(
  sources: Sources,
  old: Bundle,
  records: readonly BundleRecord[],
  asOf: AsOf,
  { judges, require }: { readonly judges: readonly Hex[]; readonly require: Policy['require'] },
): Promise<Evidence> {
  const [subject] = records as [BundleRecord];
  const latest = await nameLatest(sources, asOf);
  const names = listHeadNames(old, records, judges);
  const wantsOrder = require.includes('order') || hasEarlier(old);
  const listed = [
    ...(require.includes('completeness') ? [subject.record.party] : []),
    ...old.parties.map(({ party }) => party),
  ];
  const parties: Bundle['parties'] = [];
  for (const party of new Set(listed)) {
    const list = await listParty(sources, asOf, party);
    if (list.heads.length > 0) parties.push({ ...latest, ...list });
  }
  return {
    heads: names.map((name) => ({ ...latest, ...asOf.heads.proveHead(name) })),
    history: await findLinks(sources, records, asOf, wantsOrder),
    parties,
  };
}

/** Tells whether a proof file has links to earlier versions of its subject. */
function hasEarlier({ records, history }: Bundle): boolean {
  const { record } = records[0]!;
  const stream = hashStream(record);
  return history.some((link) => link.record.sequence < record.sequence && hashStream(link.record) === stream);
}

/** Returns the streams whose heads a proof file shows, each once. */
export function listHeadNames(
  old: Bundle,
  records: readonly BundleRecord[],
  judges: readonly Hex[],
): StreamName[] {
  const [subject] = records as [BundleRecord];
  return listDistinct([
    ...listVersioned({ records: [...records] }).map(({ record }) => record),
    ...records.filter(isOpinion).map(({ record }) => record),
    ...listAnswering(subject, judges),
    ...old.heads,
  ]);
}

async function nameLatest({ ledger }: Sources, { number }: AsOf): Promise<Latest> {
  const anchored = async (batch: number): Promise<Pick<Latest, 'header' | 'anchor'>> => ({
    header: await ledger.header(batch),
    anchor: ledger.batches.anchorOf(batch),
  });
  return { ...(await anchored(number)), next: number < ledger.latest ? await anchored(number + 1) : null };
}

/** The most versions between a record and the head of its stream that are linked where the policy does not require `order`. */
const MOST_BETWEEN = 64;

/**
 * Returns the versions that lead from heads back to the subject and to the results that it cites, and are not among the records. With them
 * a verifier can judge as of any past time. With `wantsOrder` those of the subject lead back to the first version (§11, `order`).
 */
async function findLinks(
  sources: Sources,
  records: readonly BundleRecord[],
  asOf: AsOf,
  wantsOrder: boolean,
): Promise<Bundle['history']> {
  const shown = new Map(records.map((record) => [record.id, record]));
  const links = new Map<Hex, Bundle['history'][number]>();
  for (const { record } of listVersioned({ records: [...records] })) {
    const isWhole = wantsOrder && record === records[0]!.record;
    const first = isWhole ? 1 : record.sequence + 1;
    const head = asOf.heads.headOf(hashStream(record));
    if (head === null || head.sequence < first || (!isWhole && head.sequence - first > MOST_BETWEEN))
      continue;
    for (const link of await followBack(sources, shown, asOf, { stream: hashStream(record), first }))
      links.set(link.id, link);
  }
  return [...links.values()];
}

/** Returns the versions of a stream from its head back to a sequence that are not shown. */
async function followBack(
  { finder }: Sources,
  shown: ReadonlyMap<Hex, BundleRecord>,
  { heads }: AsOf,
  { stream, first }: { readonly stream: Hex; readonly first: number },
): Promise<Bundle['history']> {
  const versions = heads.recordsOf([stream]).map((number) => heads.idOf(number));
  const found = await finder.find(versions.filter((id) => !shown.has(id)));
  const links: Bundle['history'] = [];
  let next = heads.headOf(stream)?.record;
  while (next !== undefined) {
    const link: BundleRecord | undefined = shown.get(next) ?? found.get(next)?.shown;
    if (link === undefined) break;
    const { id, record, signature, inclusion, anchor } = link;
    if (!shown.has(id)) links.push({ id, record, signature, inclusion, anchor });
    next = record.sequence <= first ? undefined : record.previous;
  }
  return links;
}

/** Returns all heads of a party, in the order of kind and subject (§11, `completeness`). */
async function listParty(
  { finder }: Sources,
  { heads }: AsOf,
  party: Hex,
): Promise<Pick<Bundle['parties'][number], 'party' | 'holderSiblings' | 'heads'>> {
  const found = await finder.find(heads.headsOf(party).map(({ record }) => record));
  const listed = Array.from(found.values(), ({ shown: { id, record } }) => ({
    kind: record.kind,
    subject: record.subject,
    sequence: record.sequence,
    record: id,
  }));
  listed.sort((a, b) => a.kind - b.kind || (a.subject < b.subject ? -1 : 1));
  return { party, holderSiblings: heads.proveHolder(party), heads: listed };
}
