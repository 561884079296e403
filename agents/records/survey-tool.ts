import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { ACCOUNTS } from '../../jobs/survey/panorama-sheet.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { Workbench } from '../procedures/workbench.ts';
import type { Tool } from '../tools/tool.ts';
import { readProven } from './issue-record.ts';
import type { RecordReads } from './record-reads.ts';

const schema = z.strictObject({});

/** The accounts that a panorama is expected to have: trade is what lies between two of them. */
const EXPECTED = ACCOUNTS.filter((account) => account !== 'trade');

/** What a panorama is surveyed with. */
export interface Surveying {
  readonly reads: RecordReads;
  /** The digest of the policy of the reader. */
  readonly policy: Hex;
}

/** Makes the tool that opens what the lines of a panorama cite, and says which accounts have no line. */
export function surveyTool(
  { reads, policy }: Surveying,
  workbench: Workbench,
): Tool<z.output<typeof schema>> {
  const { handles } = workbench;
  return {
    name: 'panorama',
    about:
      'For the lines of the panoramas that were opened: verifies the records that they cite, and issues the cited figures. Issues a finding for each account without a line.',
    input: schema,
    run: async (_, { signal }) => {
      const lines = listLines(workbench);
      const issueLack = (message: string): Handle =>
        handles.issue({ kind: 'finding', code: 'no-line', message, about: [], isPrivate: false });
      const issued: Handle[] = [];
      for (const [record, keys] of groupCited(lines)) {
        if (signal.aborted) break;
        const listed = { title: record, party: { id: record, identifier: record } };
        const proven = readProven(listed, await reads.open(record, signal), policy);
        if ('code' in proven) {
          issued.push(handles.issue({ kind: 'finding', ...proven, about: [], isPrivate: false }));
          continue;
        }
        const cited = proven.figures.filter(({ key }) => keys.has(key));
        issued.push(handles.issue(proven.record), ...cited.map((figure) => handles.issue(figure)));
      }
      const accounts = new Set(lines.map(({ key }) => key.split('/')[2]));
      for (const account of EXPECTED.filter((each) => !accounts.has(each))) issued.push(issueLack(account));
      issued.push(...issueRivals(workbench));
      workbench.addFound(issued);
      return { handles: issued, codes: [] };
    },
  };
}

/** Issues a finding for each line that several sources state with other values: nothing here decides between them. */
function issueRivals(workbench: Workbench): readonly Handle[] {
  const { handles } = workbench;
  const lines = listLines(workbench).map((item) => {
    const [, about, account, line, , year] = item.key.split('/');
    const value = `${item.value} ${item.unit}`;
    const name = `${about}/${account}/${line}/${year}`;
    return { handle: handles.issue(item), isPrivate: item.isPrivate, value, name };
  });
  return [...Map.groupBy(lines, ({ name }) => name)].flatMap(([name, own]) => {
    if (new Set(own.map(({ value }) => value)).size < 2) return [];
    const about = own.map(({ handle }) => handle);
    // The name of a line is that of its entries.
    const isPrivate = own.some((each) => each.isPrivate);
    return [handles.issue({ kind: 'finding', code: 'rival-lines', message: name, about, isPrivate })];
  });
}

function listLines({ runs, handles }: Workbench): readonly FigureItem[] {
  return [...new Set(runs.get('records') ?? [])].flatMap((handle) => {
    const item = handles.find(handle);
    return item?.kind === 'figure' && item.key.startsWith('panorama/') ? [item] : [];
  });
}

/** Returns the keys that lines cite, by the record that holds them. */
function groupCited(lines: readonly FigureItem[]): ReadonlyMap<Hex, ReadonlySet<string>> {
  const cited = lines.flatMap(({ parts: { entries } }) =>
    entries.slice(1).map((name) => {
      const at = name.indexOf('#');
      return { record: name.slice(0, at) as Hex, key: name.slice(at + 1) };
    }),
  );
  const grouped = Map.groupBy(cited, ({ record }) => record);
  return new Map([...grouped].map(([record, own]) => [record, new Set(own.map(({ key }) => key))]));
}
