import { describe, expect, inject, it } from 'vitest';
import { openModel } from '../../../agents/model/open-model.ts';
import { plainWriting } from '../../../agents/render/plain-writing.ts';
import { render } from '../../../agents/render/render.ts';
import { deriveTool, sortTool, tabulateTool } from '../../../agents/tools/figure-tools.ts';
import type { Tool } from '../../../agents/tools/tool.ts';
import { askAbout, talk } from '../conversation.ts';
import { drawFrom } from '../made-world.ts';
import { checkNodes } from '../oracle/check-nodes.ts';
import { type Heard, send, startHost, type WiredCall, writeCalls } from './host.ts';

const PLANS = 60;
const OPERATIONS = ['difference', 'sum', 'ratio', 'share', 'change', 'conversion'];
const TOOLS = [deriveTool, sortTool, tabulateTool] as unknown as readonly Tool<never>[];

/** Handles that a host was shown, and two that nothing issued. */
function seenBy({ body }: Heard): string[] {
  return [
    'f1',
    'f2',
    ...new Set([...body.matchAll(/\\"handle\\":\\"(\w+)\\"/g)].map(([, handle]) => handle!)),
    'f99',
    'z1',
  ];
}

/** Draws a plan: steps of one call or of some at once, over what its tools issued until then, and then an answer. */
function drawPlan(draw: () => number) {
  const pick = <Each>(list: readonly Each[]): Each => list[Math.floor(draw() * list.length)]!;
  const steps = 1 + Math.floor(draw() * 3);
  const some = (seen: readonly string[], most: number): string[] =>
    Array.from({ length: 1 + Math.floor(draw() * most) }, () => pick(seen));
  const call = (seen: readonly string[]): WiredCall => {
    const tool = pick(['derive', 'derive', 'sort', 'tabulate', 'compute', 'answers']);
    const figures = some(seen, 3);
    return tool === 'derive'
      ? {
          tool,
          input: {
            operation: pick(OPERATIONS),
            figures: [...figures, pick(seen)].slice(0, 2),
            unit: pick(['kt', 't']),
          },
        }
      : { tool, input: { figures } };
  };
  const answer = (seen: readonly string[]): WiredCall => {
    const of = (letter: string): string =>
      pick(seen.filter((handle) => handle.startsWith(letter)).concat('f1'));
    const blocks = [
      { is: 'statement', frame: pick(['value', 'zero', 'withdrawn']), slots: { a: of('f') } },
      { is: 'statement', frame: pick(['higher', 'lower', 'equal']), slots: { a: 'f1', b: 'f2' } },
      { is: 'statement', frame: pick(['largest', 'rank']), slots: { a: of('f'), o: of('o') } },
      { is: 'table', table: of('t') },
    ];
    return { tool: 'answer', input: { blocks: [blocks[0], ...blocks.slice(1).filter(() => draw() < 0.4)] } };
  };
  return { steps, call, answer };
}

describe('plans of tools', () => {
  it(`of ${PLANS} kinds, over the wire, in steps and in parallel, each end, and show what holds alone`, async () => {
    const draw = drawFrom(inject('properties').seed);
    const plans = new Set<string>();
    let [tried, admitted] = [0, 0];
    while (plans.size < PLANS) {
      const { steps, call, answer } = drawPlan(draw);
      const made: string[] = [];
      const { url } = await startHost((response, step, heard) => {
        const seen = seenBy(heard);
        const calls =
          step < steps
            ? Array.from({ length: 1 + Math.floor(draw() * 3) }, () => call(seen))
            : [answer(seen)];
        made.push(JSON.stringify(calls.map(({ tool }) => tool)));
        send(response, writeCalls(calls));
      });
      const model = openModel({ url, name: 'm', key: null, fetch: globalThis.fetch });
      const conversation = askAbout(model, { tools: TOOLS });
      const ended = await talk(conversation);
      const { handles } = conversation;
      checkNodes(
        render(ended.admitted, plainWriting('en')),
        new Map(handles.list().map((handle) => [handle, handles.find(handle)!])),
      );
      expect(made.length).toBeLessThanOrEqual(steps + 3);
      plans.add(made.join());
      tried++;
      if (ended.refused === null) admitted++;
    }
    // How many of the plans hold, chance says.
    expect(admitted).toBeGreaterThan(0);
    expect(admitted).toBeLessThan(tried);
  });
});
