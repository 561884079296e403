import type { DocumentName } from '../../client/http/transfer-document.ts';
import { callOnce } from '../../client/workers/worker-calls.ts';
import DocumentsWorker from './documents-worker.ts?worker';

/** What is heard and asked while a worker has a document in hand. */
interface DocumentWork {
  readonly signal: AbortSignal;
  readonly onBytes: (done: number) => void;
}

/** Fetches a document from the ledger, as who is signed in may read it. @throws WorkerFailure with the code of the server; WorkerStopped */
export async function fetchInWorker(name: DocumentName, token: string, work: DocumentWork): Promise<Blob> {
  const { sha256, size } = name;
  return (await ask('fetch', [{ sha256, size }, token], work)) as Blob;
}

/** Returns the SHA-256 of a file. @throws WorkerFailure if it cannot be read; WorkerStopped */
export async function hashInWorker(file: File, work: DocumentWork): Promise<string> {
  return (await ask('hash', [file], work)) as string;
}

function ask(task: string, args: readonly unknown[], { signal, onBytes }: DocumentWork): Promise<unknown> {
  return callOnce(new DocumentsWorker(), task, args, { signal, onProgress: (done) => onBytes(Number(done)) });
}
