/**
 * Maps items concurrently, at most `most` at a time, and yields the results in the order of the items. The next items are mapped while
 * the caller waits for or reads the first result. A finished result does not wait for items that have not arrived.
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
    // Not awaited: the source may be waiting for an item that never arrives.
    source.return?.().catch(() => {});
  }
}

type Event<In, Out> = { readonly next: IteratorResult<In> } | { readonly done: Out };

/** Returns the first event; null if there is nothing to wait for. */
async function firstOf<In, Out>(
  asked: Promise<IteratorResult<In>> | null,
  started: Promise<Out> | undefined,
): Promise<Event<In, Out> | null> {
  const events: Promise<Event<In, Out>>[] = [];
  if (started !== undefined) events.push(started.then((done) => ({ done })));
  if (asked !== null) events.push(asked.then((next) => ({ next })));
  return events.length === 0 ? null : Promise.race(events);
}

/** Marks a promise as handled: it may fail before anyone awaits it, and that must not end the process. */
function quietly<Out>(promise: Promise<Out>): Promise<Out> {
  promise.catch(() => {});
  return promise;
}
