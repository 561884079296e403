import { openPace, type Body, type Pace, takePlace } from '../intake/pace.ts';

/** The folder of documents, with what may happen in it at the same time. */
export interface DocumentRoom {
  readonly folder: string;
  /** The most bytes of one party. */
  readonly quota: number;
  /** Runs `work` with a body, in a place for documents that are sent. @throws HttpError `overloaded`; what `work` throws */
  send<Out>(
    body: Body,
    client: string,
    work: (body: AsyncIterable<Uint8Array>) => Promise<Out>,
  ): Promise<Out>;
  /** Yields the bytes of a document, in a place for documents that are read. @throws HttpError `overloaded` before the first byte */
  read(body: Body, client: string): AsyncGenerator<Uint8Array>;
}

/** Opens the documents in a folder. `atOnce` limits those that are sent at the same time, and those that are read. */
export function openDocumentRoom(
  folder: string,
  { quota, atOnce }: { readonly quota: number; readonly atOnce: number },
): DocumentRoom {
  const sent = new Set<Pace>();
  const read = new Set<Pace>();
  return {
    folder,
    quota,
    async send(body, client, work) {
      const pace = openPace(body, client);
      takePlace(sent, pace, { most: atOnce, what: 'documents that are sent' });
      try {
        return await work(pace.body);
      } finally {
        sent.delete(pace);
      }
    },
    read(body, client) {
      const pace = openPace(body, client);
      takePlace(read, pace, { most: atOnce, what: 'documents that are read' });
      return yieldAll(pace, () => read.delete(pace));
    },
  };
}

async function* yieldAll(pace: Pace, leave: () => unknown): AsyncGenerator<Uint8Array> {
  try {
    yield* pace.body;
  } finally {
    leave();
  }
}
