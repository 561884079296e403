import { askAhead } from '../../../jobs/verify/ask-ahead.ts';
import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { policyOfFile } from '../../../jobs/verify/policy-of-file.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import { preloadReader } from '../../../jobs/verify/policy-reader.ts';
import { readRows } from '../../../jobs/verify/read-rows.ts';
import { verifyProofFile } from '../../../jobs/verify/verify-proof.ts';
import { watchReader } from '../../../jobs/verify/watched-reader.ts';
import { compareCopies } from '../../../jobs/verify/compare-copies.ts';
import { readSources } from '../../../jobs/engines/engine-sources.ts';
import type {
  AnswerRequest,
  CompareRequest,
  VerifyRequest,
  WorkerAnswer,
  WorkerRequest,
} from './messages.ts';
import { routeWallet } from './wallet-endpoint.ts';

/** Verifies in a worker, so that the page stays responsive. One worker serves one file. */

const say = (answer: WorkerAnswer): void => globalThis.postMessage(answer);

const asked = new Map<number, (body: string) => void>();

routeWallet((body) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const id = asked.size;
  asked.set(id, resolve);
  say({ type: 'wallet', id, body });
  return promise;
});

async function verify({
  file,
  policy: chosen,
  now,
  at,
  rows,
  documents,
  engines,
  given,
}: VerifyRequest): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const policy =
    chosen ??
    policyOfFile(
      bytes,
      engines.map(({ digest }) => digest),
    );
  const allRows = [];
  for (const each of rows) allRows.push(await readRows(each.name, readBlob(each)));
  const openEngine = openEngines(readSources(chosen === null ? engines : [...given, ...engines]));
  const outcome = await verifyProofFile(
    { file: bytes, policy, now, at },
    {
      rows: allRows,
      openEngine,
      openDocument: openGivenDocuments(documents),
      onCheck: (check) => say({ type: 'check', check }),
      watch: (reader) => {
        askAhead(bytes, policy, { reader, openEngine });
        return watchReader(reader, () => say({ type: 'slow' }));
      },
    },
  );
  say({ type: 'verified', outcome });
}

/** The code of answers is loaded when a file is one. */
async function verifyAnswer(request: AnswerRequest): Promise<void> {
  const { verifyAnswerFile } = await import('./verify-answer.ts');
  say({ type: 'answered', report: await verifyAnswerFile(request, () => say({ type: 'slow' })) });
}

async function compare({ file, others }: CompareRequest): Promise<void> {
  const [own, ...copies] = await Promise.all(
    [file, ...others].map(async (each) => new Uint8Array(await each.arrayBuffer())),
  );
  say({ type: 'compared', changed: compareCopies(own!, copies) });
}

async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

async function answer(request: WorkerRequest): Promise<void> {
  if (request.task === 'wallet-answer') asked.get(request.id)?.(request.body);
  else if (request.task === 'verify') await verify(request);
  else if (request.task === 'verify-answer') await verifyAnswer(request);
  else await compare(request);
}

globalThis.addEventListener('message', ({ data }: MessageEvent<WorkerRequest>) => {
  answer(data).catch((error: unknown) => {
    const { code } = error as { code?: unknown };
    const message = error instanceof Error ? error.message : String(error);
    say({ type: 'failed', code: typeof code === 'string' ? code : 'internal', message });
  });
});

// What was sent before would be lost in verify.html, where a plain worker imports this module.
say({ type: 'ready' });

// The reader of the chain is loaded while the worker waits for a file.
preloadReader();
