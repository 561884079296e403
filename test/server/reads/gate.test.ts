import { describe, expect, it } from 'vitest';
import type { HttpError } from '../../../server/errors/http-error.ts';
import { Gate, type Visitor, yieldInTurn } from '../../../server/reads/gate.ts';

const from = (client: string, signal = new AbortController().signal): Visitor => ({ client, signal });

/** Lets `names` ask for a place in this order. Returns who is in, who entered or was refused so far, and a way to let the first one leave. */
function queue(gate: Gate, names: readonly string[]): { seen: string[]; leave: () => Promise<void> } {
  const seen: string[] = [];
  const places: (() => void)[] = [];
  for (const name of names)
    gate.enter(from(name[0]!)).then(
      (leave) => {
        seen.push(name);
        places.push(leave);
      },
      (error: unknown) => seen.push(`${name} ${(error as HttpError).code}`),
    );
  const leave = async (): Promise<void> => {
    places.shift()?.();
    await new Promise(setImmediate);
  };
  return { seen, leave };
}

describe('Gate', () => {
  it('lets clients take turns, and the visitors of one client enter in order', async () => {
    const asked = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'];
    const { seen, leave } = queue(new Gate({ atOnce: 2, waiting: 10 }), asked);
    for (const _ of asked) await leave();
    expect(seen).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'a4', 'b2']);
  });

  it('refuses the last visitor of the client with the most of them where too many wait', async () => {
    const asked = ['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'c2', 'c3', 'b2'];
    const { seen, leave } = queue(new Gate({ atOnce: 1, waiting: 4 }), asked);
    for (const _ of asked) await leave();
    const isRefused = (name: string): boolean => name.endsWith(' overloaded');
    expect(seen.filter(isRefused).sort()).toEqual(
      ['a4', 'b2', 'c2', 'c3'].map((name) => `${name} overloaded`),
    );
    expect(seen.filter((name) => !isRefused(name))).toEqual(['a1', 'a2', 'b1', 'c1', 'a3']);
  });

  it('forgets a visitor that leaves while it waits', async () => {
    const gate = new Gate({ atOnce: 1, waiting: 10 });
    const leave = await gate.enter(from('a'));
    const left = new AbortController();
    const waiting = gate.enter(from('b', left.signal));
    left.abort(new Error('gone'));
    await expect(waiting).rejects.toThrow('gone');
    const next = gate.enter(from('c'));
    leave();
    (await next)();
    (await gate.enter(from('d')))();
  });

  it('is free while what was made in a place is read', async () => {
    const gate = new Gate({ atOnce: 1, waiting: 10 });
    async function* make(): AsyncGenerator<number> {
      yield* [1, 2];
      await Promise.resolve();
    }
    const read: number[] = [];
    for await (const item of yieldInTurn(make(), gate, from('a'))) {
      read.push(item);
      (await gate.enter(from('b')))();
    }
    expect(read).toEqual([1, 2]);
  });
});
