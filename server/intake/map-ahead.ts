/**
 * Returns what `map` makes of each item, in the order of the items, with at most `most` of them under way: the next ones are
 * worked on while the first is waited for or read, and none is held back for items that have not come yet.
 */
export async function* mapAhead<In, Out>(
  items: AsyncIterable<In>,
  most: number,
  map: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const source = items[Symbol.asyncIterator]();
  const started: Promise<Out>[] = [];
  let asked: Promise<IteratorResult<In>> | null = null;
  let ended = false;
  try {
    for (;;) {
      if (!ended && started.length < most) asked ??= source.next();
      const event = await firstOf(asked, started[0]);
      if (event === null) return;
      if ('done' in event) {
        await started.shift();
        yield event.done;
        continue;
      }
      asked = null;
      if (event.next.done === true) ended = true;
      else started.push(quietly(map(event.next.value)));
    }
  } finally {
    // Not waited for: the source may itself be waiting for what never comes.
    source.return?.().catch(() => {});
  }
}

type Event<In, Out> = { readonly next: IteratorResult<In> } | { readonly done: Out };

/** Returns which comes first, null when nothing is waited for. */
async function firstOf<In, Out>(
  asked: Promise<IteratorResult<In>> | null,
  started: Promise<Out> | undefined,
): Promise<Event<In, Out> | null> {
  const events: Promise<Event<In, Out>>[] = [];
  if (started !== undefined) events.push(started.then((done) => ({ done })));
  if (asked !== null) events.push(asked.then((next) => ({ next })));
  return events.length === 0 ? null : Promise.race(events);
}

/** A promise that fails before it is waited for must not end the process. */
function quietly<Out>(promise: Promise<Out>): Promise<Out> {
  promise.catch(() => {});
  return promise;
}
