import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TOO_SLOW } from '../../../agents/model/converse.ts';
import { MOST_BYTES } from '../../../agents/model/one-host.ts';
import { openModel } from '../../../agents/model/open-model.ts';
import { askAbout, type Shown, talk } from '../conversation.ts';
import {
  type Reply,
  RIGHT,
  send,
  sendInPieces,
  SIMPLE,
  startHost,
  writeCalls,
  writeMessage,
} from './host.ts';

/** What hosts say in every place where a text fits, and what nobody may see. */
const PROSE = 'Emissions fell by 12 %, 减少了三成';
const KEY = 'sk-secret';
const NOW = { 'retry-after-ms': '1' };

const open = (url: string) => openModel({ url, name: 'm', key: KEY, fetch: globalThis.fetch });

/** Asks a host about two figures, and checks that its prose and the key are nowhere. */
async function askHost(reply: Reply, signal?: AbortSignal): Promise<Shown & { readonly asked: number }> {
  const { url, heard } = await startHost(reply);
  const shown = await talk(askAbout(open(url)), signal);
  for (const text of [shown.text, ...shown.before]) {
    expect(text).not.toMatch(/12 ?%|fell|减少|三成|sk-secret/u);
  }
  return { ...shown, asked: heard.length };
}

const printed = (['log', 'warn', 'error', 'info'] as const).map((name) => [name, vi.fn()] as const);
beforeEach(() => printed.forEach(([name, print]) => vi.spyOn(console, name).mockImplementation(print)));
afterEach(() => printed.forEach(([, print]) => expect(print).not.toHaveBeenCalled()));

describe('a host that answers right', () => {
  const right = [
    writeCalls(RIGHT.slice(0, 1), { content: PROSE, reasoning_content: PROSE }),
    writeCalls(RIGHT.slice(1)),
  ];

  it.each([
    ['at once', send],
    ['in pieces of a byte', sendInPieces],
    ['as a web page', (response, text) => send(response, text, 200, { 'content-type': 'text/html' })],
    [
      'compressed',
      (response, text) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(text));
      },
    ],
  ] satisfies [string, typeof sendInPieces][])('%s is shown', async (_name, say) => {
    const { refused, text } = await askHost((response, at) => say(response, right[at]!));
    expect(refused).toBeNull();
    expect(text).toContain('is higher than');
    expect(text).toContain('687.25');
  });

  it('after it was busy, and after it failed, is shown', async () => {
    const { refused, asked } = await askHost((response, at) => {
      if (at === 0) send(response, JSON.stringify({ error: { message: PROSE } }), 429, NOW);
      else if (at === 1) send(response, PROSE, 500, NOW);
      else send(response, right[at - 2]!);
    });
    expect([refused, asked]).toEqual([null, 4]);
  });
});

describe('a host that fails', () => {
  const error = JSON.stringify({ error: { message: PROSE, type: PROSE, code: PROSE, param: PROSE } });
  const failing: readonly (readonly [name: string, code: string, reply: Reply])[] = [
    ['is busy for ever', 'host-is-busy', (response) => send(response, error, 429, NOW)],
    ['fails for ever', 'host-failed', (response) => send(response, error, 500, NOW)],
    ['refuses the key', 'host-refuses-key', (response) => send(response, error, 401)],
    ['does not know the model', 'host-failed', (response) => send(response, error, 404)],
    ['reports an error as success', 'answer-cut', (response) => send(response, error)],
    ['sends broken JSON', 'answer-cut', (response) => send(response, '{"choices": [')],
    [
      'sends bytes that are no text',
      'answer-cut',
      (response) => response.end(Buffer.from([0xff, 0xfe, 0xc3])),
    ],
    ['sends prose', 'answer-cut', (response) => send(response, PROSE)],
    ['sends nothing', 'answer-cut', (response) => send(response, '')],
    ['answers without an answer', 'host-failed', (response) => send(response, '{"choices":[]}')],
    [
      'sends a stream of events',
      'answer-cut',
      (response) =>
        send(response, `data: ${writeCalls([SIMPLE])}\n\n`, 200, { 'content-type': 'text/event-stream' }),
    ],
    [
      'cuts the connection in an answer',
      'answer-cut',
      (response) => {
        response.writeHead(200, { 'content-length': '1000', ...NOW });
        response.write('{"choices"', () => response.destroy());
      },
    ],
    [
      'reasons until its words are used up',
      'answer-cut',
      (response) =>
        send(response, writeMessage({ content: '', reasoning_content: PROSE.repeat(1000) }, 'length')),
    ],
    [
      'answers more than any answer is',
      'answer-cut',
      (response) => send(response, writeMessage({ content: 'x'.repeat(MOST_BYTES) }, 'stop')),
    ],
    [
      'answers for ever',
      'answer-cut',
      (response) => {
        response.writeHead(200);
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(1_000_000), more);
        };
        more();
      },
    ],
    [
      'sends a bomb',
      'answer-cut',
      (response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(gzipSync(writeCalls([SIMPLE]) + ' '.repeat(MOST_BYTES)));
      },
    ],
    [
      'answers in prose for ever',
      'no-tool-call',
      (response) => send(response, writeMessage({ content: PROSE }, 'stop')),
    ],
    [
      'answers with nothing for ever',
      'no-tool-call',
      (response) => send(response, writeMessage({ content: '' }, 'stop')),
    ],
  ];

  it.each(failing)('%s: the code %s, and nothing of what it says', async (_name, code, reply) => {
    const { refused, text, before } = await askHost(reply);
    expect(refused).toMatchObject({ error: code, problems: [] });
    expect(before.length).toBeGreaterThan(1);
    expect(text).toContain('777.25');
  });

  it.each([
    ['before it answers', (_response) => {}],
    ['in the middle of its answer', (response) => void response.writeHead(200).write('{"choices": [')],
    ['before it may be asked again', (response) => send(response, error, 429, { 'retry-after': '59' })],
  ] satisfies [string, (response: ServerResponse) => void][])(
    'and waits %s is left when the time is over',
    async (_name, start) => {
      const ending = new AbortController();
      const { refused } = await askHost((response) => {
        start(response);
        setTimeout(() => ending.abort(TOO_SLOW), 20);
      }, ending.signal);
      expect(refused?.error).toBe('too-slow');
    },
  );
});

describe('a host that points elsewhere', () => {
  it.each([301, 302, 303, 307, 308])(
    'by status %s sends nothing there: no question, and no key',
    async (status) => {
      const other = await startHost((response) => send(response, writeCalls([SIMPLE])));
      const { refused } = await askHost((response) =>
        send(response, PROSE, status, { location: `${other.url}/chat/completions` }),
      );
      expect(refused?.error).toBe('host-redirects');
      expect(other.heard).toEqual([]);
    },
  );

  it('is the only one that gets the key, in one header', async () => {
    const host = await startHost((response) => send(response, writeCalls([SIMPLE])));
    await talk(askAbout(open(host.url)));
    expect(host.heard.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${KEY}`]);
    expect(JSON.stringify(host.heard).split(KEY)).toHaveLength(2);
  });
});

describe('a host whose calls are wrong', () => {
  const wrong: readonly (readonly [name: string, tool: string, input: unknown, code: string])[] = [
    ['of a tool that is not there', 'send-mail', { to: PROSE }, 'unknown-tool'],
    ['with arguments of another tool', 'sort', { operation: 'sum' }, 'wrong-arguments'],
    ['with arguments more than there are', 'sort', { figures: ['f1'], note: PROSE }, 'wrong-arguments'],
    ['with prose in place of arguments', 'sort', PROSE, 'wrong-arguments'],
    ['with broken arguments', 'sort', '{"figures": ["f1"', 'wrong-arguments'],
    ['with a megabyte of arguments', 'sort', { figures: ['f1'.repeat(500_000)] }, 'wrong-arguments'],
    ['with a handle that nothing issued', 'sort', { figures: ['f99'] }, 'wrong-kind'],
  ];

  it.each(wrong)('%s gets a code, and may go on', async (_name, tool, input, code) => {
    const said: string[] = [];
    const { refused, asked } = await askHost((response, at, { body }) => {
      said.push(body);
      send(response, writeCalls([at === 0 ? { tool, input } : SIMPLE]));
    });
    expect([refused, asked]).toEqual([null, 2]);
    expect(said[1]).toContain(code);
    expect(said[1]!.length).toBeLessThan(20_000);
  });

  const SORTED = ['f1', 'f2', 'f9'].map((each) => ({ tool: 'sort', input: { figures: [each] } }));

  it('in parallel gets one result for each, in their order', async () => {
    const { refused, turns } = await askHost((response, at) =>
      send(response, writeCalls(at === 0 ? SORTED : [SIMPLE])),
    );
    expect(refused).toBeNull();
    const results = turns.flatMap((turn) => (turn.is === 'results' ? turn.results : []));
    expect(results.map(({ json }) => JSON.stringify(json).includes('wrong-kind'))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('in parallel by one id gets as many results, and may go on', async () => {
    const { refused, turns } = await askHost((response, at) =>
      send(response, writeCalls(at === 0 ? SORTED.map((call) => ({ id: 'same', ...call })) : [SIMPLE])),
    );
    expect(refused).toBeNull();
    expect(turns.flatMap((turn) => (turn.is === 'results' ? turn.results : []))).toHaveLength(SORTED.length);
  });

  it('calls at once more than an answer may have is left', async () => {
    const calls = Array.from({ length: 41 }, (_, at) => ({
      id: `c${at}`,
      tool: 'sort',
      input: { figures: ['f1'] },
    }));
    const { refused, asked } = await askHost((response) => send(response, writeCalls(calls)));
    expect([refused?.error, asked]).toEqual(['too-many-calls', 1]);
  });

  it.each([
    ['prose', PROSE, 'not-an-answer'],
    [
      'a number in a slot',
      { blocks: [{ is: 'statement', frame: 'value', slots: { a: '12 %' } }] },
      'not-an-answer',
    ],
    ['no blocks', { blocks: [] }, 'nothing-stated'],
    ['nothing', {}, 'not-an-answer'],
  ])('that answers with %s is refused after two repairs', async (_name, input, code) => {
    const { refused, asked, text } = await askHost((response) =>
      send(response, writeCalls([{ tool: 'answer', input }])),
    );
    expect([refused?.problems.map((problem) => problem.code), asked]).toEqual([[code], 3]);
    expect(text).toContain(`[${code}]`);
  });
});
