import { describe, expect, it } from 'vitest';
import { LIMITS, TOO_SLOW, type Conversation } from '../../agents/model/converse.ts';
import type { Model, Step, Turn } from '../../agents/model/model.ts';
import { askAbout, talk } from './conversation.ts';
import { makeFigure } from '../../agents/evaluate/attacks/made-figure.ts';

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

describe('converse', () => {
  it('calls tools, and shows the answer that the gate admits', async () => {
    const conversation = askAbout(
      scriptModel([
        call('derive', { operation: 'difference', figures: ['f1', 'f2'] }),
        answer('higher', { a: 'f1', b: 'f2', d: 'f3' }),
      ]),
    );
    const { refused, text, before } = await talk(conversation);
    expect(refused).toBeNull();
    expect(text).toContain('is higher than');
    expect(text).toContain('687.25');
    expect(before).toContain('Deriving a figure: done');
  });

  it('gives reason codes twice, and then its own table', async () => {
    const seen: Turn[][] = [];
    const { refused, text } = await talk(
      askAbout(scriptModel([answer('lower', { a: 'f1', b: 'f2' })], seen)),
    );
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
      endless.map(async (step) => (await talk(askAbout(scriptModel([step])))).refused?.error),
    );
    expect(ends).toEqual([
      'too-many-calls',
      'too-many-calls',
      'too-many-calls',
      'no-tool-call',
      'host-failed',
    ]);
    expect(
      (await talk(askAbout(scriptModel([answer('value', { a: 'f1' })])), AbortSignal.abort(TOO_SLOW))).refused
        ?.error,
    ).toBe('too-slow');
    expect(
      (await talk(askAbout(scriptModel([answer('value', { a: 'f1' })])), AbortSignal.abort())).refused?.error,
    ).toBe('stopped');
  });

  it('shows a model no value in blind mode, and no private figure of another party ever', async () => {
    const results = async (sight: Conversation['sight']): Promise<string> => {
      const seen: Turn[][] = [];
      await talk(
        askAbout(
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
