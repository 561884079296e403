import { HandleTable } from '../../agents/handles/handle-table.ts';
import { makeFigure, makeNote, PARTIES, POLICY } from '../../agents/evaluate/attacks/made-figure.ts';
import type { FigureItem } from '../../agents/handles/figure-item.ts';
import { HANDLE_KINDS, type Handle, type HandleKind } from '../../agents/handles/handle.ts';
import type { GateContext } from '../../agents/gate/gate-context.ts';
import { findGiven } from '../../agents/handles/find-given.ts';
import { formatProxyReason } from '../../jobs/compute/proxy-reason.ts';
import { deriveTool, sortTool, tabulateTool } from '../../agents/tools/figure-tools.ts';

const OTHER_POLICY = `0x${'bb'.repeat(32)}` as const;
const year = (of: number): number => Date.UTC(of, 0) / 1000;

/** Random numbers from a seed (mulberry32). */
export function drawFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const QUESTION = 'Is it 1,200 t, or −5 % of 3.67? My value is 1,234.5; 再问：它是否低于 900 t？';

/** The handles of one conversation, by kind: figures that go together and that do not, and everything else that a tool can issue. */
export interface World {
  readonly handles: HandleTable;
  readonly of: Readonly<Record<HandleKind, readonly Handle[]>>;
  readonly context: GateContext;
  /** Handles that belong together in slots of these names: a difference with its figures, and a share with part and whole. */
  readonly sets: readonly Readonly<Record<string, Handle>>[];
}

/** Makes a world from random numbers. */
export async function makeWorld(draw: () => number): Promise<World> {
  const handles = new HandleTable();
  const call = { handles, signal: new AbortController().signal };
  const run = handles.issue({
    kind: 'run',
    method: 'trade@1',
    engine: 'ab'.repeat(32),
    sources: [],
    run: {} as never,
  });
  issueFigures(handles, run, draw);
  const good = handles.list().filter((handle) => handle.startsWith('f'));
  const sets = [...makeDifferences(good, handles, run, draw), ...(await makeShare(good, call))];
  sets.push(...(await deriveSome(good, call, draw)));
  issueOthers(handles, good[0]!);
  for (const figures of [good.slice(0, 3), [0, 1, 2].map(() => pickFrom(good, draw)), good])
    await sortTool.run({ figures: [...new Set(figures)] }, call);
  await tabulateTool.run({ figures: good.slice(0, 4) }, call);
  issueBad(handles, good);
  const list = handles.list();
  const of = Object.fromEntries(
    Object.entries(HANDLE_KINDS).map(([kind, letter]) => [
      kind,
      list.filter((handle) => handle.startsWith(letter)),
    ]),
  ) as unknown as World['of'];
  return {
    handles,
    of,
    sets,
    context: {
      handles,
      question: QUESTION,
      language: draw() < 0.5 ? 'en' : 'zh-CN',
      policy: POLICY,
      duties: [],
    },
  };
}

/** Draws one of a list. */
function pickFrom<Each>(list: readonly Each[], draw: () => number): Each {
  return list[Math.floor(draw() * list.length)]!;
}

/** Draws a value as records write it. */
function drawAmount(draw: () => number): string {
  const text = (draw() * 10 ** Math.floor(1 + draw() * 5) * (draw() < 0.15 ? -1 : 1)).toFixed(
    Math.floor(draw() * 4),
  );
  const canonical = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return canonical === '-0' ? '0' : canonical;
}

/** Issues figures that go together, and some that do not. */
function issueFigures(handles: HandleTable, run: Handle, draw: () => number): void {
  const pick = <Each>(list: readonly Each[]): Each => pickFrom(list, draw);
  for (let at = 0; at < 10; at++) {
    const value = draw() < 0.2 ? '1234.5' : drawAmount(draw);
    const key = pick(['scope1', 'scope2/market', 'avoided/wind', 'nature/forest/2024', 'scope3/1']);
    const name = `${at}-${key}`;
    const isUnsure = draw() < 0.4 && Number(value) !== 0;
    const unit = pick(['t{CO2e}', 't{CO2e}', 't{CO2e}', 'kg{CO2e}', 'GJ']);
    handles.issue(
      makeFigure({
        ...{ key, value, unit, party: pick(PARTIES) },
        ...(draw() < 0.3 ? { from: year(2023), until: year(2024) } : {}),
        ...(draw() < 0.1 ? { gases: ['CO2'] } : {}),
        ...(draw() < 0.1 ? { gwpSet: 'AR5' } : {}),
        ...(draw() < 0.1 ? { conditions: { boundary: 'residents' } } : {}),
        ...(draw() < 0.1 ? { method: 'trade@1', source: { is: 'computed', run } as const } : {}),
        ...(isUnsure
          ? { uncertainty: makeNote(Number(value), Math.abs(Number(value)) * draw() * 0.5, `fuel/${at}`) }
          : {}),
        parts: { entries: [`0x${String(at).padStart(64, '0')}#${name}`, `0xdata#fuel/${at}`], sets: [] },
        standing: pick(['current', 'current', 'replaced', 'withdrawn', 'stale', 'unknown'] as const),
      }),
    );
  }
}

type ToolCall = Parameters<typeof deriveTool.run>[1];

/** Derives figures from others, and returns the differences with their figures. */
async function deriveSome(
  good: readonly Handle[],
  call: ToolCall,
  draw: () => number,
): Promise<Record<string, Handle>[]> {
  const pick = <Each>(list: readonly Each[]): Each => pickFrom(list, draw);
  const sets: Record<string, Handle>[] = [];
  for (let at = 0; at < 8; at++) {
    const operation = pick(['difference', 'change', 'sum', 'ratio', 'conversion'] as const);
    const figures = operation === 'conversion' ? [pick(good)] : [pick(good), pick(good)];
    const unit = operation === 'conversion' ? { unit: 'kt' as const } : {};
    const [made] = (await deriveTool.run({ operation, figures, ...unit }, call)).handles;
    const [a = '', b = ''] = figures;
    if (made !== undefined && (operation === 'difference' || operation === 'change'))
      sets.push({ a, b, d: made });
  }
  return sets;
}

/** Issues one of everything that is not a figure, nor made from figures. */
function issueOthers(handles: HandleTable, figure: Handle): void {
  const record = {
    kind: 'record',
    record: `0x${'11'.repeat(32)}`,
    party: PARTIES[0]!,
    sequence: 2,
    title: 'Emissions 2024: 999 t less',
  } as const;
  handles.issue({
    ...record,
    verdict: 'verified',
    policy: POLICY,
    standing: 'current',
    opinions: ['limited'],
  });
  handles.issue({
    ...record,
    sequence: 1,
    verdict: 'verified',
    policy: POLICY,
    standing: 'replaced',
    opinions: [],
  });
  const rows = [0, 1, 2].map((at) =>
    handles.issue({
      kind: 'row',
      record: '0xdata',
      key: `fuel/${at}`,
      type: 'fuel',
      from: year(2024),
      until: year(2025),
      place: { file: 'fuel 3.67.xlsx', line: at + 2 },
      isPrivate: false,
    }),
  );
  handles.issue({
    kind: 'finding',
    code: 'missing-months',
    message: '“Meter 5” has no row for March 2024',
    about: [rows[0]!, figure],
    isPrivate: false,
  });
  const candidate = { kind: 'candidate', run: 'a', isPrivate: false } as const;
  handles.issue({
    ...candidate,
    ...{ name: 'data/fuels.csv#coal/2006', needed: 'CO2 factor of coal', place: 1, isAccepted: false },
    reason: formatProxyReason({
      ...{ what: 'CO2 factor of coal', from: '2024-01-01', until: '2024-12-31', place: 'GB', of: null },
      ...{ made: { from: '2006-01-01', until: '2006-12-31' }, source: 'Tables of 2006' },
    }),
    effect: { figure: 'scope1/total', value: '120.5', unit: 't{CO2e}', change: '-3.25' },
  });
  handles.issue({
    ...candidate,
    ...{ name: 'data/fuels.csv#oil', needed: null, place: null, isAccepted: true },
    ...{ reason: null, effect: null },
  });
  handles.issue({ kind: 'period', from: year(2024), until: year(2025) });
  handles.issue({ kind: 'count', count: 3, of: 'rows', members: rows });
  handles.issue({ kind: 'count', count: 0, of: 'records', members: null });
  for (const given of findGiven(QUESTION)) handles.issue(given);
  handles.issue({
    kind: 'passage',
    text: 'Wir sparten 50 % ein，减少了三百万吨 (two dozen)',
    party: PARTIES[1]!,
    of: null,
  });
  handles.issue({ kind: 'clause', method: 'inventory@2', text: 'GHG Protocol, chapter 4' });
  handles.issue({
    kind: 'link',
    to: { page: 'record', about: handles.list().find((handle) => handle.startsWith('r'))! },
  });
  handles.issue({ kind: 'link', to: { page: 'import' } });
}

/** Returns differences that a run computed, with intervals of any width; some have another value than their figures. */
function makeDifferences(
  good: readonly Handle[],
  handles: HandleTable,
  run: Handle,
  draw: () => number,
): Record<string, Handle>[] {
  return Array.from({ length: 8 }, () => {
    const [a, b] = [0, 1].map(() => good[Math.floor(draw() * good.length)]!) as [Handle, Handle];
    const [one, other] = [a, b].map((handle) => handles.find(handle) as FigureItem) as [
      FigureItem,
      FigureItem,
    ];
    const exact = Number((Number(one.value) - Number(other.value) + (draw() < 0.2 ? 50 : 0)).toFixed(4));
    const half = Math.abs(exact) * 2 * draw();
    const item = makeFigure({
      ...{ key: `made/${a}/${b}`, value: String(exact), unit: one.unit, source: { is: 'computed', run } },
      ...(draw() < 0.7 && half > 0 ? { uncertainty: makeNote(exact, half, 'run') } : {}),
      parts: { entries: [`run#made/${a}/${b}`, one.parts.entries[0]!, other.parts.entries[0]!], sets: [] },
    });
    return { a, b, d: handles.issue(item) };
  });
}

/** Returns parts with their whole and their shares. */
async function makeShare(
  good: readonly Handle[],
  call: { readonly handles: HandleTable; readonly signal: AbortSignal },
): Promise<Record<string, Handle>[]> {
  const sets: Record<string, Handle>[] = [];
  for (const a of good.slice(0, 6)) {
    const part = call.handles.find(a) as FigureItem;
    const b = call.handles.issue({
      ...{ ...part, key: 'whole', value: '2000', uncertainty: null },
      parts: { entries: ['0xwhole#whole', ...part.parts.entries], sets: [] },
    });
    const [s] = (await deriveTool.run({ operation: 'share', figures: [a, b] }, call)).handles;
    if (s !== undefined) sets.push({ s, a, b });
  }
  return sets;
}

/** Handles that must never be shown as what they claim. */
function issueBad(handles: HandleTable, good: readonly Handle[]): void {
  const source = makeFigure().source;
  if (source.is !== 'proven') throw new Error('not proven');
  handles.issue(makeFigure({ key: 'bad/unproven', source: { ...source, verdict: 'not-verified' } }));
  handles.issue(makeFigure({ key: 'bad/unchecked', source: { ...source, verdict: 'unchecked' } }));
  handles.issue(makeFigure({ key: 'bad/policy', source: { ...source, policy: OTHER_POLICY } }));
  handles.issue(makeFigure({ key: 'bad/run', source: { is: 'computed', run: 'u77' } }));
  handles.issue(
    makeFigure({
      key: 'bad/derived',
      value: '1',
      source: { is: 'derived', operation: 'difference', operands: good.slice(0, 2) },
    }),
  );
  const record = {
    kind: 'record',
    record: `0x${'22'.repeat(32)}`,
    party: PARTIES[0]!,
    sequence: 1,
    title: 'Bad',
  } as const;
  handles.issue({ ...record, verdict: 'not-verified', policy: POLICY, standing: 'current', opinions: [] });
  handles.issue({ ...record, verdict: 'verified', policy: OTHER_POLICY, standing: 'current', opinions: [] });
  handles.issue({ kind: 'count', count: 7, of: 'rows', members: good.slice(0, 2) });
  handles.issue({ kind: 'given', value: '1300', unit: 't', from: 6, until: 11 });
  handles.issue({ kind: 'order', figures: good.slice(0, 4) });
  handles.issue({ kind: 'table', figures: [...good.slice(0, 2), 'f9999'] });
}
