import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { readMethodsCatalogue } from '../../jobs/engines/methods-catalogue.ts';
import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { RowItem } from '../handles/item.ts';
import type { Workbench } from '../procedures/workbench.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { Tool } from '../tools/tool.ts';
import { readProven } from './issue-record.ts';
import type { OpenedProof } from './record-reads.ts';
import type { Surveying } from './survey-tool.ts';

const schema = z.strictObject({});

/** The most figures that an answer speaks of, and rows of each. */
const MOST = { figures: 24, rows: 20 } as const;

/** Makes the tool that says what the figures of opened records are made from, as their verified proof files show it. */
export function explainTool(surveying: Surveying, workbench: Workbench): Tool<z.output<typeof schema>> {
  const { handles } = workbench;
  return {
    name: 'explain',
    about:
      'For the figures of the records that were opened: issues the figures and rows that each is made from, and the clause of its method, as far as verified proof files show them. Issues a finding for what they do not show.',
    input: schema,
    run: async (_, { signal }) => {
      const open = listFigures(workbench);
      const issued: Handle[] = [];
      const gaps = new Gaps();
      // It grows by the figures that these are made from.
      for (const figure of open) {
        if (signal.aborted) break;
        const parts = await readParts(figure, surveying, signal);
        const others = parts.figures.filter((each) => !open.some((known) => isSame(known, each)));
        open.push(...others.slice(0, MOST.figures - open.length));
        const shown = parts.figures.filter((each) => open.some((known) => isSame(known, each)));
        const rows = parts.rows.slice(0, MOST.rows);
        gaps.add(figure, parts, shown.length + rows.length);
        issued.push(...[...shown, ...rows].map((part) => handles.issue(part)));
        issued.push(...(await issueClause(figure, workbench)));
      }
      issued.push(...gaps.issue(handles));
      workbench.addFound(issued);
      return { handles: issued, codes: [] };
    },
  };
}

const isSame = (one: FigureItem, other: FigureItem): boolean =>
  one.parts.entries[0] === other.parts.entries[0];

function listFigures({ runs, handles }: Workbench): FigureItem[] {
  return [...new Set(runs.get('records') ?? [])].flatMap((handle) => {
    const item = handles.find(handle);
    return item?.kind === 'figure' ? [item] : [];
  });
}

/** What a figure is made from, as proof files show it. */
interface ShownParts {
  readonly figures: readonly FigureItem[];
  readonly rows: readonly RowItem[];
  /** Keys of entries that no proof file here shows. */
  readonly notShown: readonly string[];
}

async function readParts(figure: FigureItem, surveying: Surveying, signal: AbortSignal): Promise<ShownParts> {
  const [own, ...names] = figure.parts.entries.map(splitName);
  const proof = await surveying.reads.open(own!.record, signal);
  const figures: FigureItem[] = [];
  const rows: RowItem[] = [];
  const notShown: string[] = [];
  for (const name of names) {
    const row = findRow(name, proof);
    const part = row === null ? await findFigure(name, figure, surveying, signal) : null;
    if (row !== null) rows.push(row);
    else if (part !== null) figures.push(part);
    else notShown.push(name.key);
  }
  return { figures, rows, notShown };
}

interface EntryName {
  readonly record: Hex;
  readonly key: string;
}

function splitName(name: string): EntryName {
  const at = name.indexOf('#');
  return { record: name.slice(0, at) as Hex, key: name.slice(at + 1) };
}

/** Returns a row that a proof file shows of a source of its record. */
function findRow({ record, key }: EntryName, proof: OpenedProof | null): RowItem | null {
  const source = proof?.found.bundle?.records.find(({ id }) => id === record);
  const entry = source?.entries.shown.find((each) => each.key === key);
  const type = entry?.detail?.['row'];
  if (entry === undefined || typeof type !== 'string') return null;
  const { from, until } = entry;
  return { kind: 'row', record, key, type, from, until, place: null, isPrivate: proof!.isPrivate };
}

async function findFigure(
  { record, key }: EntryName,
  { parts, party }: FigureItem,
  { reads, policy }: Surveying,
  signal: AbortSignal,
): Promise<FigureItem | null> {
  const isOwn = parts.entries[0]!.startsWith(`${record}#`);
  const listed = { title: record, party: isOwn ? party! : { id: record, identifier: record } };
  const proven = readProven(listed, await reads.open(record, signal), policy);
  return 'code' in proven ? null : (proven.figures.find((each) => each.key === key) ?? null);
}

/** What of figures is not explained, one finding for each reason. */
class Gaps {
  readonly #names = new Map<FoundCode, string[]>();
  #isPrivate = false;

  add(
    { key, parts: { sets }, isPrivate }: FigureItem,
    { figures, rows, notShown }: ShownParts,
    listed: number,
  ): void {
    const shown = figures.length + rows.length;
    const found: readonly (readonly [FoundCode, string, boolean])[] = [
      ['parts-not-listed', key, shown > listed],
      ['parts-not-shown', `${key}: ${listSome(notShown)}`, notShown.length > 0],
      ['made-from-set', `${key}: ${sets.flatMap(({ types }) => types).join(', ')}`, sets.length > 0],
      ['no-derivation', key, shown + notShown.length + sets.length === 0],
    ];
    this.#isPrivate ||= isPrivate;
    for (const [code, name, isSo] of found)
      if (isSo) this.#names.set(code, [...(this.#names.get(code) ?? []), name]);
  }

  issue(handles: HandleTable): readonly Handle[] {
    return [...this.#names].map(([code, names]) =>
      handles.issue({
        ...{ kind: 'finding', code, message: names.join('; '), about: [] },
        isPrivate: this.#isPrivate,
      }),
    );
  }
}

/** The most keys that are named of a figure. */
const MOST_NAMED = 10;

function listSome(names: readonly string[]): string {
  return [...names.slice(0, MOST_NAMED), ...(names.length > MOST_NAMED ? ['…'] : [])].join(', ');
}

/** Issues the clause of the method of a figure; nothing where this program does not have the method. */
async function issueClause({ method }: FigureItem, { handles }: Workbench): Promise<readonly Handle[]> {
  const { methods } = await readMethodsCatalogue();
  const known = methods.find(({ name }) => name === method);
  return known === undefined
    ? []
    : [handles.issue({ kind: 'clause', method: known.name, text: known.standard })];
}
