import { describe, expect, it } from 'vitest';
import { converse, LIMITS, TOO_SLOW, type Conversation } from '../../agents/model/converse.ts';
import type { Model, Step, Turn } from '../../agents/model/model.ts';
import { openModel } from '../../agents/model/open-model.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import { deriveTool, sortTool } from '../../agents/tools/figure-tools.ts';
import { makeFigure, POLICY } from './made-world.ts';

const call = (tool: string, input: unknown): Step => ({ calls: [{ id: '1', tool, input }] });
const answer = (frame: string, slots: object): Step =>
  call('answer', { blocks: [{ is: 'statement', frame, slots }] });

/** A model that does what a script says, and then the last of it forever. */
function scriptModel(steps: readonly Step[], seen: Turn[][] = []): Model {
  let at = 0;
  return {
    ...{ name: 'script', host: 'none' },
    next: (turns) => {
      seen.push([...turns]);
      return Promise.resolve(steps[Math.min(at++, steps.length - 1)]!);
    },
  };
}

/** A question about two figures: f1, which is private and of its own party, and f2. */
function ask(model: Model, changes: Partial<Conversation> = {}): Conversation & { readonly shown: string[] } {
  const handles = new HandleTable();
  handles.issue(makeFigure({ key: 'scope1', value: '777.25', isPrivate: true }));
  handles.issue(makeFigure({ key: 'scope2', value: '90' }));
  const context = {
    handles,
    question: 'Which is higher?',
    language: 'en',
    policy: POLICY,
    duties: [],
  } as const;
  const sight = { isBlind: false, serves: null };
  const tools = [deriveTool, sortTool];
  return { model, handles, context, sight, tools, instructions: 'Answer.', shown: [], ...changes };
}

const run = async (conversation: ReturnType<typeof ask>, signal = new AbortController().signal) => {
  const ended = await converse(
    conversation,
    (shown) => conversation.shown.push(plainText(render(shown, plainWriting('en')))),
    signal,
  );
  return { ...ended, text: plainText(render(ended.admitted, plainWriting('en'))) };
};

describe('converse', () => {
  it('calls tools, and shows the answer that the gate admits', async () => {
    const conversation = ask(
      scriptModel([
        call('derive', { operation: 'difference', figures: ['f1', 'f2'] }),
        answer('higher', { a: 'f1', b: 'f2', d: 'f3' }),
      ]),
    );
    const { refused, text } = await run(conversation);
    expect(refused).toBeNull();
    expect(text).toContain('is higher than');
    expect(text).toContain('687.25');
    expect(conversation.shown).toContain('Deriving a figure: done');
  });

  it('gives reason codes twice, and then its own table', async () => {
    const seen: Turn[][] = [];
    const { refused, text } = await run(ask(scriptModel([answer('lower', { a: 'f1', b: 'f2' })], seen)));
    expect(seen.length).toBe(1 + LIMITS.repairs);
    expect(refused?.problems.map(({ code }) => code)).toEqual(['false-statement']);
    expect(text).toContain('[false-statement]');
    expect(text).toContain('777.25');
  });

  it('ends whatever a model does', async () => {
    const endless = [
      call('sort', { figures: ['f1'] }),
      call('nothing', {}),
      call('derive', 'prose'),
      { calls: [] },
      { error: 'host-failed' },
    ] as const;
    const ends = await Promise.all(
      endless.map(async (step) => (await run(ask(scriptModel([step])))).refused?.error),
    );
    expect(ends).toEqual([
      'too-many-calls',
      'too-many-calls',
      'too-many-calls',
      'no-tool-call',
      'host-failed',
    ]);
    expect(
      (await run(ask(scriptModel([answer('value', { a: 'f1' })])), AbortSignal.abort(TOO_SLOW))).refused
        ?.error,
    ).toBe('too-slow');
    expect(
      (await run(ask(scriptModel([answer('value', { a: 'f1' })])), AbortSignal.abort())).refused?.error,
    ).toBe('stopped');
  });

  it('shows a model no value in blind mode, and no private figure of another party ever', async () => {
    const results = async (sight: Conversation['sight']): Promise<string> => {
      const seen: Turn[][] = [];
      await run(
        ask(
          scriptModel(
            [
              call('derive', { operation: 'difference', figures: ['f1', 'f2'] }),
              answer('value', { a: 'f2' }),
            ],
            seen,
          ),
          { sight },
        ),
      );
      return JSON.stringify(seen);
    };
    const own = makeFigure().party!.id;
    expect(await results({ isBlind: false, serves: own })).toContain('687.25');
    expect(await results({ isBlind: true, serves: own })).not.toMatch(/687|777|"90"/);
    expect(await results({ isBlind: false, serves: null })).not.toMatch(/687|777/);
  });
});

/** A host that answers with these bodies, in order, each with its status. */
function fakeHost(answers: readonly { readonly status?: number; readonly body: unknown }[]): {
  fetch: typeof fetch;
  bodies: string[];
} {
  const bodies: string[] = [];
  let at = 0;
  const fake = (_url: unknown, init?: RequestInit): Promise<Response> => {
    if (typeof init?.body === 'string') bodies.push(init.body);
    const { status = 200, body } = answers[Math.min(at++, answers.length - 1)]!;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve(
      new Response(text, { status, headers: { 'content-type': 'application/json', 'retry-after': '0' } }),
    );
  };
  return { fetch: fake, bodies };
}

const message = (parts: object, finish = 'tool_calls'): object => ({
  ...{ id: '1', object: 'chat.completion', created: 0, model: 'm' },
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...parts } }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});
const calls = (name: string, input: string): object => ({
  tool_calls: [{ id: 'c1', type: 'function', function: { name, arguments: input } }],
});

describe('openModel', () => {
  const step = async (answers: Parameters<typeof fakeHost>[0]): Promise<Step> => {
    const model = openModel({
      url: 'http://127.0.0.1:1/v1',
      name: 'm',
      key: null,
      fetch: fakeHost(answers).fetch,
    });
    const turns: Turn[] = [
      { is: 'program', text: 'Answer.' },
      { is: 'person', text: 'Which?' },
    ];
    return model.next(
      turns,
      [{ name: 'sort', about: 'Sorts.', input: { type: 'object' } }],
      new AbortController().signal,
    );
  };

  it('returns calls, and drops text and reasoning beside them', async () => {
    const found = await step([
      {
        body: message({
          content: 'It fell by 12 %.',
          reasoning_content: 'hm',
          ...calls('sort', '{"figures":["f1"]}'),
        }),
      },
    ]);
    expect(found).toEqual({ calls: [{ id: 'c1', tool: 'sort', input: { figures: ['f1'] } }] });
  });

  it('makes codes of what goes wrong, with nothing of what the host says', async () => {
    const wrong = [
      [{ body: message({ content: 'It fell by 12 %.' }, 'stop') }],
      [{ body: message({ content: 'hm' }, 'length') }],
      [{ status: 401, body: { error: { message: 'key sk-12 %' } } }],
      [{ status: 400, body: { error: { message: 'fell by 12 %' } } }],
      [{ body: '{"choices": [' }],
    ];
    const found = await Promise.all(wrong.map(step));
    expect(found).toEqual([
      { calls: [] },
      { error: 'answer-cut' },
      { error: 'host-refuses-key' },
      { error: 'host-failed' },
      { error: 'answer-cut' },
    ]);
  });

  it('gives broken arguments to the tool, which refuses them', async () => {
    const found = await step([{ body: message(calls('sort', '{"figures": [')) }]);
    expect('calls' in found && found.calls.map(({ tool }) => tool)).toEqual(['sort']);
  });
});
