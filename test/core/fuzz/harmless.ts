import type { Bundle, BundleAnchor } from '../../../core/proofs/bundle.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { formatJson, BUNDLE_JSON } from '../../../core/encoding/json.ts';

/** Why a changed proof file may be verified: every class of change, and why it deceives nobody. */
export const HARMLESS = {
  unchanged: 'The changes cancel each other: the file is byte for byte the original.',
  hint: 'Transaction and block of an anchor are hints (§11): the word in the contract decides, and the verdict does not mention them.',
  reordered: 'The order of a list says nothing, except that the first record is the subject.',
  'left-out':
    'A record, entry, link, head, next header, list or window that is not shown is not claimed, and the verdict shows what is there. What must be shown is for the policy to require: unless it says that it does not ask for the newest version, it requires the heads of the subject and of what it cites, and the streams of its judges, so that leaving out never makes a file verified that was not.',
  'true-addition':
    'A record, entry or evidence of the same ledger was added. It is checked like the others, and is true. An older head may take the place of a newer one: the file is then one from before, which is verified until it is older than `maxAge`.',
  'another-subject':
    'Another record is the first one. The file is about that record, and the verdict names it; `subjectParty` of a policy says whose it must be.',
  'absent-key': 'Another key is claimed absent, and it is absent: the same path proves it.',
  'open-window': 'A window is shown without an end, as it was before it was closed (§11).',
  'of-one-entry':
    'The only entry of a record is shown as all entries or by its empty path, which say the same.',
} as const;

/** A class of harmless changes. */
export type HarmlessClass = keyof typeof HARMLESS;

/** Tells whether changes of these classes may make a file verified that was not: it is about another record, or shows more or older evidence. */
export function isEnough(classes: readonly HarmlessClass[]): boolean {
  return classes.includes('another-subject') || classes.includes('true-addition');
}

/** What a proof file claims, one text for each claim, without its proofs and hints. */
function listClaims({ chainId, ledger, records, history, heads, parties, windows }: Bundle): string[] {
  const claim = (kind: string, value: unknown): string => `${kind} ${formatJson(value, BUNDLE_JSON)}`;
  const when = ({ anchoredAt }: BundleAnchor): number => anchoredAt;
  return [
    claim('domain', { chainId, ledger }),
    ...records.flatMap(({ id, record, statement, signature, inclusion, anchor, entries }) => [
      claim('record', { id, record, statement, signature, inclusion, anchoredAt: when(anchor) }),
      ...entries.shown.map(({ siblings: _, ...entry }) => claim('shown', { id, entry })),
      ...entries.absent.map(({ key }) => claim('absent', { id, key })),
      ...(entries.all ? [claim('all', { id, keys: entries.shown.map(({ key }) => key).sort() })] : []),
    ]),
    ...history.map(({ anchor, ...link }) => claim('link', { ...link, anchoredAt: when(anchor) })),
    ...heads.map(({ header, anchor, party, holder, kind, subject, head }) =>
      claim('head', { header, anchoredAt: when(anchor), party, holder, kind, subject, head }),
    ),
    ...parties.map(({ header, anchor, party, heads: all }) =>
      claim('party', {
        header,
        anchoredAt: when(anchor),
        party,
        heads: all.map((each) => formatJson(each)).sort(),
      }),
    ),
    ...[...heads, ...parties].flatMap(({ next }) =>
      next === null ? [] : [claim('next', { header: next.header, anchoredAt: when(next.anchor) })],
    ),
    ...windows.map((window) => claim('window', window)),
  ];
}

/** Returns what the proof files of one ledger claim. All of it is true. */
export function gatherFacts(bundles: readonly Bundle[]): ReadonlySet<string> {
  return new Set(bundles.flatMap(listClaims));
}

/** Returns the classes of the changes of a proof file that is verified, or null where one of them is in no class. */
export function classify(
  mutant: Bundle,
  original: Bundle,
  facts: ReadonlySet<string>,
): HarmlessClass[] | null {
  const classes = new Set<HarmlessClass>();
  const [claims, own] = [countEach(listClaims(mutant)), countEach(listClaims(original))];
  for (const [claim, count] of claims) {
    if (count <= (own.get(claim) ?? 0)) continue;
    const found = classOf(claim, mutant, facts);
    if (found === null) return null;
    classes.add(found);
  }
  for (const [claim, count] of own) if (count > (claims.get(claim) ?? 0)) classes.add('left-out');
  if (mutant.records[0]!.id !== original.records[0]!.id) classes.add('another-subject');
  const [text, before] = [formatJson(mutant, BUNDLE_JSON), formatJson(original, BUNDLE_JSON)];
  if (text === before) return ['unchanged'];
  if (classes.size > 0) return [...classes];
  const same = sameBesides(text, before);
  return same === null ? null : [same];
}

/** Two heads may name the same next header, so a claim may be there more than once. */
function countEach(claims: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const claim of claims) counts.set(claim, (counts.get(claim) ?? 0) + 1);
  return counts;
}

function classOf(claim: string, mutant: Bundle, facts: ReadonlySet<string>): HarmlessClass | null {
  if (facts.has(claim)) return 'true-addition';
  const end = claim.indexOf(' ');
  const kind = claim.slice(0, end);
  const value = JSON.parse(claim.slice(end + 1)) as { id: string; key: string; until: number };
  if (kind === 'absent') return isShown(value, facts) ? null : 'absent-key';
  if (kind === 'all') {
    const { entries } = mutant.records.find(({ id }) => id === value.id)!;
    return entries.shown.length <= 1 ? 'of-one-entry' : null;
  }
  if (kind !== 'window' || value.until !== MAX_UINT) return null;
  return [...facts].some((fact) => fact.replace(UNTIL, '') === claim.replace(UNTIL, ''))
    ? 'open-window'
    : null;
}

const UNTIL = /"until":\d+/;

function isShown({ id, key }: { id: string; key: string }, facts: ReadonlySet<string>): boolean {
  const parts = [`"key":${JSON.stringify(key)}`, `"id":"${id}"`];
  return [...facts].some((fact) => fact.startsWith('shown') && parts.every((part) => fact.includes(part)));
}

const HINTS = /"block":\d+,"blockHash":"0x[0-9a-f]*","transaction":"0x[0-9a-f]*"/g;
const ONE_ENTRY = /"all":(true|false)|"siblings":(null|\[\])/g;

/** Two texts that make the same claims: the class of their difference. */
function sameBesides(text: string, before: string): HarmlessClass | null {
  const [own, other] = [text, before].map((each) => each.replaceAll(HINTS, '')) as [string, string];
  if (own === other) return 'hint';
  const sort = (value: string): string => Array.from(value).sort().join('');
  if (sort(own) === sort(other)) return 'reordered';
  return own.replaceAll(ONE_ENTRY, '') === other.replaceAll(ONE_ENTRY, '') ? 'of-one-entry' : null;
}
