import { open } from 'node:fs/promises';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Body } from '../intake/bulk.ts';
import { Transfers } from '../intake/transfers.ts';
import { Gate, type Visitor, yieldInTurn } from '../reads/gate.ts';
import type { AskedRange } from './content-range.ts';

/** Runs work in a place, once it is the client's turn. @throws HttpError `overloaded`; what the work throws */
export type InPlace = <Out>(work: () => Promise<Out>) => Promise<Out>;

/** A body that arrives, and the places for what is done with it. */
export interface Arriving {
  readonly body: AsyncIterable<Uint8Array>;
  /** For what is written. */
  readonly write: InPlace;
  /** For the hash of a whole document. */
  readonly hash: InPlace;
}

/** Who sends or reads a document. Each party at an address has turns of its own. */
export interface DocumentVisitor extends Visitor {
  /** Null if nobody is signed in. */
  readonly party: Hex | null;
}

/** The folder of documents, with what may happen in it at the same time. */
export interface DocumentRoom {
  readonly folder: string;
  /** The most bytes of one party. */
  readonly quota: number;
  /** Runs `work` with a body. @throws HttpError `overloaded`; what `work` throws */
  send<Out>(body: Body, visitor: DocumentVisitor, work: (arriving: Arriving) => Promise<Out>): Promise<Out>;
  /**
   * Yields bytes of a file, each piece read in a place. `cut` ends the connection of a reader that is too slow while others wait.
   * @throws HttpError `overloaded` before the first byte
   */
  read(
    path: string,
    range: AskedRange,
    visitor: DocumentVisitor,
    cut: () => void,
  ): AsyncGenerator<Uint8Array>;
}

/** Documents that are hashed at the same time, each by a thread. */
const HASHED = 2;
/** Bytes that are read at once. */
const PIECE = 1 << 16;
/** Requests that may wait for their turn. */
const WAITING = 1_024;

/** Opens the documents in a folder. `atOnce` limits the pieces that are written at the same time, and those that are read. */
export function openDocumentRoom(
  folder: string,
  { quota, atOnce }: { readonly quota: number; readonly atOnce: number },
): DocumentRoom {
  const sent = new Transfers({ what: 'documents that are sent' });
  const read = new Transfers({ what: 'documents that are read' });
  const writes = new Gate({ atOnce, waiting: WAITING });
  const reads = new Gate({ atOnce, waiting: WAITING });
  const hashes = new Gate({ atOnce: HASHED, waiting: WAITING });
  return {
    folder,
    quota,
    async send(body, visitor, work) {
      const transfer = sent.open(visitor.client, (error) => body.destroy?.(error));
      const take =
        (gate: Gate): InPlace =>
        (run) =>
          transfer.work(() => gate.run(turnOf(visitor), run));
      try {
        return await work({
          body: watch(body, (bytes) => transfer.note(bytes)),
          write: take(writes),
          hash: take(hashes),
        });
      } finally {
        sent.close(transfer);
      }
    },
    read(path, range, visitor, cut) {
      const transfer = read.open(visitor.client, cut);
      const pieces = yieldInTurn(readPieces(path, range), reads, turnOf(visitor));
      return watch(
        pieces,
        (bytes) => transfer.note(bytes),
        () => read.close(transfer),
      );
    },
  };
}

function turnOf({ client, party, signal }: DocumentVisitor): Visitor {
  return { client: `${client} ${party ?? ''}`, signal };
}

/** Yields chunks, and notes each once the next one is asked for. */
async function* watch(
  chunks: AsyncIterable<Uint8Array>,
  note: (bytes: number) => void,
  end = (): void => {},
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) {
      yield chunk;
      note(chunk.length);
    }
  } finally {
    end();
  }
}

async function* readPieces(path: string, { from, until }: AskedRange): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    for (let at = from; at < until;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(Math.min(PIECE, until - at)), {
        position: at,
      });
      if (bytesRead === 0) throw new Error(`the file ${path} has become shorter`);
      yield buffer.subarray(0, bytesRead);
      at += bytesRead;
    }
  } finally {
    await file.close();
  }
}
