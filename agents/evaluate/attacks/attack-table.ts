import type { FrameId } from '../../frames/frame-list.ts';
import type { Answer, Block } from '../../gate/block.ts';
import type { GateContext } from '../../gate/gate-context.ts';
import type { FigureItem, ProvenSource } from '../../handles/figure-item.ts';
import { findGiven } from '../../handles/find-given.ts';
import { HandleTable } from '../../handles/handle-table.ts';
import type { RecordItem, RunItem } from '../../handles/item.ts';
import type { Reason } from '../../reasons/reason.ts';
import { deriveTool } from '../../tools/figure-tools.ts';
import { makeFigure, makeNote, POLICY } from './made-figure.ts';

const QUESTION = 'Is it 1,200 t, or 10 %?';

/** What an attack changes: each begins from a table in which everything is right. */
export class AttackTable extends HandleTable {
  readonly context: GateContext = {
    ...{ handles: this, question: QUESTION, language: 'en', policy: POLICY, duties: [] },
  };
  readonly a = this.figure({ key: 'scope1', value: '100' });
  readonly b = this.figure({ key: 'scope2/market', value: '90' });
  readonly run = this.makeRun({});
  readonly given = this.issue(findGiven(QUESTION)[0]!);
  readonly givenPercent = this.issue(findGiven(QUESTION)[1]!);
  readonly row = this.#row('fuel/scope1');
  readonly otherRow = this.#row('other');
  readonly passage = this.issue({ kind: 'passage', text: '减少了三成', party: null, of: null });
  readonly clause = this.issue({ kind: 'clause', method: 'trade@1', text: 'clause 4' });
  readonly order = this.issue({ kind: 'order', figures: [this.a, this.b] });
  readonly table = this.issue({ kind: 'table', figures: [this.a, this.b] });

  figure(changes: Partial<FigureItem>): string {
    return this.issue(makeFigure(changes));
  }

  picture(figures: string[]): string {
    return this.issue({ kind: 'picture', picture: {} as never, figures });
  }

  makeRun(changes: Partial<RunItem>): string {
    return this.issue({
      ...{ kind: 'run', method: 'trade@1', engine: 'e1', sources: [], run: {} as never },
      ...changes,
    });
  }

  #row(key: string): string {
    return this.issue({
      ...{ kind: 'row', record: '0xdata', key, type: 'fuel', from: 0, until: 0, place: null },
      isPrivate: false,
    });
  }

  /** Issues what a tool derives; what is given then differs. */
  async derive(
    operation: 'difference' | 'change' | 'share' | 'ratio',
    figures: string[],
    changes: Partial<FigureItem> = {},
  ): Promise<string> {
    const { handles } = await deriveTool.run(
      { operation, figures },
      { handles: this, signal: new AbortController().signal },
    );
    if (Object.keys(changes).length === 0) return handles[0]!;
    return this.issue({ ...(this.find(handles[0]!) as FigureItem), ...changes });
  }
}

/** How the answer of an attack is made. */
export type MadeAttack = readonly [name: string, reason: Reason, make: (table: AttackTable) => unknown];

export const proven = makeFigure().source as ProvenSource;
export const state = (frame: FrameId, slots: Record<string, string | string[]>): Block => ({
  is: 'statement',
  frame,
  slots,
});

export const blocks = (...all: Block[]): Answer => ({ blocks: all });

export function record(
  table: AttackTable,
  changes: Partial<Pick<RecordItem, 'record' | 'verdict' | 'policy'>>,
): string {
  return table.issue({
    ...{
      kind: 'record',
      record: '0x1',
      party: makeFigure().party!,
      sequence: 1,
      title: 'A',
      standing: 'current',
      opinions: [],
    },
    ...{ verdict: 'verified', policy: POLICY, ...changes },
  });
}

/** A figure with an interval of one row. */
export function unsure(table: AttackTable, value: string, half: number, row: string, of = row): string {
  return table.figure({ key: `unsure/${of}`, value, uncertainty: makeNote(Number(value), half, row) });
}

/** What claims to be derived. */
export function derivedItem(
  table: AttackTable,
  operation: 'share' | 'per-head' | 'ratio' | 'difference',
  operands: string[],
): string {
  return table.figure({ key: operation, value: '1', source: { is: 'derived', operation, operands } });
}
