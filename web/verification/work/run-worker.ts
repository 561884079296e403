import type { CheckResult } from '../../../core/verify/result.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Changed } from '../../../jobs/verify/compare-copies.ts';
import type {
  AnswerRequest,
  CompareRequest,
  ShownAnswer,
  VerifyRequest,
  WorkerAnswer,
  WorkerRequest,
} from './messages.ts';
import { askWallet, findWallet } from './wallet-endpoint.ts';

/** Starts a worker whose script is `verify-worker.ts`. */
export type OpenWorker = () => Worker;

/** The worker could not do what it was asked: a file beside the proof file is not valid, or the browser refuses workers. */
export class VerificationFailed extends Error {
  override readonly name = 'VerificationFailed';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Started {
  readonly worker: Worker;
  /** Rejects where the browser cannot start the worker. */
  readonly ready: Promise<undefined>;
}

/** Workers that were started before a file was there. */
const spares = new Map<OpenWorker, Started>();

/**
 * Starts a worker for the next file, since its script takes as long to load as a small file to verify. Returns what ends it, if no file
 * came.
 */
export function prepareWorker(openWorker: OpenWorker): () => void {
  const spare = spares.get(openWorker) ?? start(openWorker);
  spares.set(openWorker, spare);
  // Without a network none starts; the next file tries again, and says so.
  spare.ready.catch(() => dismiss());
  const dismiss = (): void => {
    if (spares.get(openWorker) !== spare) return;
    spares.delete(openWorker);
    spare.worker.terminate();
  };
  return dismiss;
}

function start(openWorker: OpenWorker): Started {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const worker = openWorker();
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    if (data.type === 'ready') resolve(undefined);
  });
  worker.addEventListener('error', ({ message }) => {
    reject(new VerificationFailed('internal', message || 'the browser does not start the worker'));
  });
  return { worker, ready: promise };
}

function take(openWorker: OpenWorker): Started {
  const spare = spares.get(openWorker);
  spares.delete(openWorker);
  return spare ?? start(openWorker);
}

/** What is heard of a verification before it ends. */
export interface Listener {
  readonly onCheck: (check: CheckResult) => void;
  /** An answer of the chain takes longer than two seconds. */
  readonly onSlow: () => void;
  readonly signal: AbortSignal;
}

/** Verifies a proof file in a worker of its own. @throws VerificationFailed; the reason of the signal */
export async function verifyInWorker(
  openWorker: OpenWorker,
  request: VerifyRequest,
  { onCheck, onSlow, signal }: Listener,
): Promise<ProofVerification> {
  const answer = await ask(openWorker, request, signal, (heard) => {
    if (heard.type === 'check') onCheck(heard.check);
    if (heard.type === 'slow') onSlow();
  });
  if (answer.type === 'verified') return answer.outcome;
  throw new VerificationFailed('internal', `the worker answered ${answer.type}`);
}

/** Verifies an answer file in a worker of its own. @throws as `verifyInWorker` */
export async function verifyAnswerInWorker(
  openWorker: OpenWorker,
  request: AnswerRequest,
  signal: AbortSignal,
): Promise<ShownAnswer> {
  const answer = await ask(openWorker, request, signal, () => {});
  if (answer.type === 'answered') return answer.report;
  throw new VerificationFailed('internal', `the worker answered ${answer.type}`);
}

/** Returns what a proof file shows that differs from what was signed, as far as it and other files tell. @throws as `verifyInWorker` */
export async function compareInWorker(
  openWorker: OpenWorker,
  request: CompareRequest,
  signal: AbortSignal,
): Promise<readonly Changed[]> {
  const answer = await ask(openWorker, request, signal, () => {});
  if (answer.type === 'compared') return answer.changed;
  throw new VerificationFailed('internal', `the worker answered ${answer.type}`);
}

/** What a worker says last, but for a failure. */
const ENDS: readonly WorkerAnswer['type'][] = ['verified', 'answered', 'compared'];

function ask(
  openWorker: OpenWorker,
  request: WorkerRequest,
  signal: AbortSignal,
  hear: (answer: WorkerAnswer) => void,
): Promise<WorkerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>();
  const { worker, ready } = take(openWorker);
  const wallet = findWallet();
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    if (data.type === 'wallet')
      void askWallet(wallet, data.body).then((body) =>
        worker.postMessage({ task: 'wallet-answer', id: data.id, body } satisfies WorkerRequest),
      );
    else if (ENDS.includes(data.type)) resolve(data);
    else if (data.type === 'failed') reject(new VerificationFailed(data.code, data.message));
    else if (data.type !== 'ready') hear(data);
  });
  ready.then(() => worker.postMessage(request), reject);
  worker.addEventListener('error', ({ message }) => {
    reject(new VerificationFailed('internal', message || 'the browser does not start the worker'));
  });
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  if (signal.aborted) reject(signal.reason as Error);
  return promise.finally(() => worker.terminate());
}
