import * as z from 'zod';
import { RUN_KEY } from '../../core/records/run.ts';
import { compareEntries, type EntryChange } from '../../jobs/compare/compare-entries.ts';
import type { AskedWords } from '../../jobs/find-records/asked-words.ts';
import { matchFigures } from '../../jobs/find-records/match-words.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { RecordItem } from '../handles/item.ts';
import type { Workbench } from '../procedures/workbench.ts';
import type { FoundCode } from '../reasons/found.ts';
import { deriveTool } from '../tools/figure-tools.ts';
import type { Tool, ToolCall } from '../tools/tool.ts';
import { type ProvenRecord, readProven } from './issue-record.ts';
import type { OpenedProof } from './record-reads.ts';
import type { Surveying } from './survey-tool.ts';

const schema = z.strictObject({});

/** The most figures of both records that are put beside each other. */
const MOST_PAIRS = 7;

/** Makes the tool that puts what two opened records state otherwise side by side: the earlier version before the later one. */
export function compareTool(
  { reads, policy }: Surveying,
  asked: AskedWords,
  workbench: Workbench,
): Tool<z.output<typeof schema>> {
  return {
    name: 'compare',
    about:
      'Compares the two records that were opened, as their verified proof files show them. For each figure that they state otherwise it issues a finding about the later figure, the earlier one and their difference.',
    input: schema,
    run: async (_, call) => {
      const sides: Side[] = [];
      for (const record of listRecords(workbench)) {
        const proof = await reads.open(record.record, call.signal);
        const proven = readProven(record, proof, policy);
        if (!('code' in proven)) sides.push({ ...proven, proof: proof! });
      }
      const issued = await compareSides(sides, asked, call);
      workbench.addFound(issued);
      return { handles: issued, codes: [] };
    },
  };
}

/** A record whose proof verifies, and its proof file. */
interface Side extends ProvenRecord {
  readonly proof: OpenedProof;
}

function listRecords({ runs, handles }: Workbench): readonly RecordItem[] {
  return [...new Set(runs.get('records') ?? [])].flatMap((handle) => {
    const item = handles.find(handle);
    return item?.kind === 'record' && item.verdict === 'verified' ? [item] : [];
  });
}

async function compareSides(
  sides: readonly Side[],
  asked: AskedWords,
  call: ToolCall,
): Promise<readonly Handle[]> {
  const { handles } = call;
  const isPrivate = sides.some(({ proof }) => proof.isPrivate);
  const find = (code: FoundCode, message: string, about: readonly Handle[] = []): Handle =>
    handles.issue({ kind: 'finding', code, message, about, isPrivate });
  const [one, other, ...more] = sides;
  if (one === undefined || other === undefined) return [find('not-two-records', '')];
  const [before, after] = isLater(one, other) ? [other, one] : [one, other];
  const changes = compareEntries(entriesOf(before), entriesOf(after));
  const pairs = listPairs(changes, before, after);
  const chosen = matchFigures(pairs, asked).slice(0, MOST_PAIRS);
  const issued: Handle[] = [];
  for (const pair of chosen) issued.push(...(await issuePair(pair, isPrivate, call)));
  const about = [before, after].map(({ record }) => handles.issue(record));
  const lone = changes.flatMap(({ key, kind }) => (kind === 'added' || kind === 'removed' ? key : []));
  const left = pairs.length - chosen.length;
  const partly = [before, after].filter(({ proof }) => !proof.found.bundle!.records[0]!.entries.all);
  return [
    ...issued,
    ...(left > 0
      ? [handles.issue({ kind: 'count', count: left, of: 'figures-left-out', members: null })]
      : []),
    ...(lone.length > 0 ? [find('in-one-record', nameSome(lone), about)] : []),
    ...(changes.length === 0 ? [find('nothing-differs', '', about)] : []),
    ...partly.map(({ record }) => find('entries-not-shown', record.title, [handles.issue(record)])),
    ...(more.length > 0
      ? [find('records-not-compared', nameSome(more.map(({ record }) => record.title)))]
      : []),
  ];
}

const isLater = ({ record: one }: Side, { record: other }: Side): boolean =>
  one.party.id === other.party.id && one.sequence > other.sequence;

/** The most keys or titles that a finding names. */
const MOST_NAMED = 20;

function nameSome(names: readonly string[]): string {
  return names.slice(0, MOST_NAMED).join('; ') + (names.length > MOST_NAMED ? '; …' : '');
}

type Entries = Parameters<typeof compareEntries>[0];

function entriesOf({ proof }: Side): Entries {
  return proof.found.bundle!.records[0]!.entries.shown.filter(({ key }) => key !== RUN_KEY);
}

/** A figure of both records: `key` and times are those of the later one. */
interface Pair extends Pick<FigureItem, 'key' | 'from' | 'until'> {
  readonly after: FigureItem;
  readonly before: FigureItem;
}

/** Returns the figures that both records have and state otherwise: those with other values before the others. */
function listPairs(changes: readonly EntryChange[], before: Side, after: Side): readonly Pair[] {
  const find = ({ figures }: Side, key: string | undefined): FigureItem | undefined =>
    figures.find((figure) => figure.key === key);
  const sorted = changes.toSorted((one, other) => Number(isEqual(one)) - Number(isEqual(other)));
  return sorted.flatMap((change) => {
    const [old, now] = [find(before, change.before?.key), find(after, change.after?.key)];
    if (old === undefined || now === undefined) return [];
    const { key, from, until } = now;
    return [{ key, from, until, after: now, before: old }];
  });
}

const isEqual = ({ difference }: EntryChange): boolean => difference === '0';

async function issuePair(
  { key, after, before }: Pair,
  isPrivate: boolean,
  call: ToolCall,
): Promise<readonly Handle[]> {
  const figures = [after, before].map((figure) => call.handles.issue(figure));
  const derived = await deriveTool.run({ operation: 'difference', figures }, call);
  const { handles } =
    derived.handles.length > 0 ? derived : await deriveTool.run({ operation: 'change', figures }, call);
  const about = [...figures, ...handles];
  const finding = call.handles.issue({
    kind: 'finding',
    code: 'stated-otherwise',
    message: key,
    about,
    isPrivate,
  });
  return [...about, finding];
}
