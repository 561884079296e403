import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { type AskedWords, readAskedWords } from '../../jobs/find-records/asked-words.ts';
import { matchRecords } from '../../jobs/find-records/match-words.ts';
import { HANDLE, type Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { RecordItem } from '../handles/item.ts';
import type { RecordSlot, RecordsTool } from '../procedures/procedure.ts';
import type { Workbench } from '../procedures/workbench.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { Tool, ToolOutcome } from '../tools/tool.ts';
import { compareTool } from './compare-tool.ts';
import { explainTool } from './explain-tool.ts';
import { impactTool } from './impact-tool.ts';
import { issueRecord, MOST_FIGURES } from './issue-record.ts';
import { type ListedRecord, openOnce, type RecordReads, WITH_FIGURES } from './record-reads.ts';
import { surveyTool } from './survey-tool.ts';

/** The most records that are found for a question. */
const MOST_FOUND = 4;

/** What the tools of records are made with. */
export interface RecordAsking {
  /** What the person wrote: its words find records and figures. */
  readonly question: string;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
  readonly slot: RecordSlot;
  readonly reads: RecordReads;
}

const findSchema = z.strictObject({});
const openSchema = z.strictObject({ record: z.string().regex(HANDLE) });

/** The tools that find registered records and open them. */
export interface RecordTools {
  readonly find: Tool<z.output<typeof findSchema>>;
  readonly open: Tool<z.output<typeof openSchema>>;
  /** Those that take what is known of the records, without arguments. */
  readonly of: Readonly<Record<RecordsTool, ReturnType<typeof surveyTool>>>;
}

/** Makes the tools that find registered records, and issue their figures where their proofs verify. */
export function recordTools(given: RecordAsking, workbench: Workbench): RecordTools {
  const asking = { ...given, reads: openOnce(given.reads) };
  const listed = new Map<Handle, ListedRecord>();
  return {
    of: {
      panorama: surveyTool(asking, workbench),
      explain: explainTool(asking, workbench),
      compare: compareTool(asking, readAskedWords(asking.question), workbench),
      impact: impactTool(asking, listed, workbench),
    },
    find: {
      name: 'find-records',
      about:
        'Finds the registered records that the person named, or whose titles have words of the question. They are not verified: open them.',
      input: findSchema,
      run: async (_, { signal }) => {
        const outcome = await findRecords(asking, { workbench, listed, signal });
        workbench.addFound(outcome.handles);
        return outcome;
      },
    },
    open: {
      name: 'open-record',
      about:
        'Verifies the proof of a record that find-records found, and issues the record and its figures. Of a record that does not verify it issues a finding.',
      input: openSchema,
      run: async ({ record }, { signal }) => {
        const own = listed.get(record);
        if (own === undefined) return { handles: [], codes: ['unknown-handle'] };
        const outcome = await openRecord(own, record, asking, { handles: workbench.handles, signal });
        workbench.addFound(outcome.handles);
        return outcome;
      },
    },
  };
}

interface Finding {
  readonly workbench: Workbench;
  /** Gets what each handle names. */
  readonly listed: Map<Handle, ListedRecord>;
  readonly signal: AbortSignal;
}

async function findRecords(
  { question, policy, slot, reads }: RecordAsking,
  { workbench: { handles }, listed, signal }: Finding,
): Promise<ToolOutcome> {
  const { records, by, hasMore } = await reads.list(signal, slot.kinds ?? WITH_FIGURES);
  const { standard } = slot;
  const fitting =
    standard === undefined ? records : records.filter((each) => each.standard.includes(standard));
  const named = by === 'given' ? fitting : matchRecords(fitting, readAskedWords(question));
  // Records of one standard are so few that their figures tell which of them is meant.
  const matching = named.length === 0 && standard !== undefined ? fitting : named;
  const found = matching.slice(0, MOST_FOUND).map((record) => {
    const handle = handles.issue(itemOf(record, policy));
    listed.set(handle, record);
    return handle;
  });
  const notOpened = matching.slice(MOST_FOUND).map(({ title }) => title);
  const findings: readonly (readonly [FoundCode, string, boolean])[] = [
    ['no-record', '', found.length === 0],
    ['records-not-listed', '', hasMore],
    ['records-not-opened', notOpened.join('; '), notOpened.length > 0],
  ];
  const issued = findings
    .filter(([, , isSo]) => isSo)
    .map(([code, message]) => handles.issue({ kind: 'finding', code, message, about: [], isPrivate: false }));
  return { handles: [...found, ...issued], codes: found.length === 0 ? ['no-record'] : [] };
}

/** What is known of a record before its proof is verified. */
function itemOf({ id, party, sequence, title }: ListedRecord, policy: Hex): RecordItem {
  return {
    ...{ kind: 'record', record: id, party, sequence, title, verdict: 'unchecked', policy },
    ...{ standing: 'unknown', opinions: [] },
  };
}

async function openRecord(
  listed: ListedRecord,
  handle: Handle,
  { question, policy, slot, reads }: RecordAsking,
  { handles, signal }: { readonly handles: HandleTable; readonly signal: AbortSignal },
): Promise<ToolOutcome> {
  const proof = await reads.open(listed.id, signal);
  const asked = readAskedWords(question);
  const { most = MOST_FIGURES } = slot;
  const opening = { handles, policy, asked, keys: keysOf(slot, asked), most };
  const issued = issueRecord(listed, handle, proof, opening);
  const codes = issued.flatMap((each) => {
    const item = handles.find(each);
    return item?.kind === 'finding' ? item.code : [];
  });
  return { handles: issued, codes };
}

/** Returns which keys a question is about. */
function keysOf({ figures }: RecordSlot, { places }: AskedWords): RegExp {
  const place = places.length === 0 ? '[^/]+' : `(?:${places.join('|')})`;
  return new RegExp(figures.replaceAll('{place}', place), 'u');
}
