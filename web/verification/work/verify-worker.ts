import { openEngines } from '../../../jobs/engines/engine-files.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { openGivenDocuments } from '../../../jobs/documents/given-documents.ts';
import { readRows } from '../../../jobs/verify/read-rows.ts';
import { verifyProofFile } from '../../../jobs/verify/verify-proof.ts';
import { watchReader } from '../../../jobs/verify/watched-reader.ts';
import { openSha256 } from '../../../core/hashing/sha256.ts';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { CheckResult } from '../../../core/verify/result.ts';
import { askAhead } from './ask-ahead.ts';
import { compareCopies } from './compare-copies.ts';
import { readSources } from '../../../jobs/engines/engine-sources.ts';
import { listNamedEngines } from '../../../jobs/engines/named-engines.ts';
import type { CompareRequest, VerifyRequest, WorkerAnswer, WorkerRequest } from './messages.ts';
import { routeWallet } from './wallet-endpoint.ts';

/** Verifies in a worker, so that the page stays responsive. One worker serves one file. */

const say = (answer: WorkerAnswer): void => globalThis.postMessage(answer);

/** Tells the page of each check when it ends. */
class ReportedChecks extends Array<CheckResult> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override push(...checks: CheckResult[]): number {
    for (const check of checks) say({ type: 'check', check });
    return super.push(...checks);
  }
}

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
  const policy = chosen ?? policyOfFile(bytes, engines);
  const allRows = [];
  for (const each of rows) allRows.push(await readRows(each.name, readBlob(each)));
  const openEngine = openEngines(readSources(chosen === null ? engines : [...given, ...engines]));
  const found = await verifyProofFile(bytes, {
    policy,
    offline: policy.rpc.urls.length === 0,
    now,
    at,
    rows: allRows,
    openEngine,
    openDocument: openGivenDocuments(documents),
    results: new ReportedChecks(),
    watch: (reader) => {
      askAhead(bytes, policy, { reader, openEngine });
      return watchReader(reader, () => say({ type: 'slow' }));
    },
  });
  say({ type: 'verified', outcome: { ...found, checks: [...found.checks], sha256: hash(bytes) } });
}

/**
 * Returns a policy without endpoints for the ledger that a file names, so that it is checked for what it can tell by itself. It accepts what
 * the file names, because then the engines of the page alone run: another one is missing, and the file is not at fault.
 */
function policyOfFile(bytes: Uint8Array, engines: VerifyRequest['engines']): Policy {
  const digests = engines.map(({ digest }) => digest);
  try {
    const bundle = parseBundle(bytes);
    const { chainId, ledger } = bundle;
    const named = [...digests, ...listNamedEngines(bundle)];
    return createPolicy({ chainId, ledger, urls: [], engines: [...new Set(named)] });
  } catch {
    // The verification says why it cannot be read.
    return createPolicy({ chainId: 1, ledger: `0x${'0'.repeat(40)}`, urls: [], engines: digests });
  }
}

async function compare({ file, others }: CompareRequest): Promise<void> {
  const [own, ...copies] = await Promise.all(
    [file, ...others].map(async (each) => new Uint8Array(await each.arrayBuffer())),
  );
  say({ type: 'compared', changed: compareCopies(own!, copies) });
}

function hash(bytes: Uint8Array): string {
  const hashing = openSha256();
  hashing.update(bytes);
  return hashing.digest();
}

async function* readBlob(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

async function answer(request: WorkerRequest): Promise<void> {
  if (request.task === 'wallet-answer') asked.get(request.id)?.(request.body);
  else if (request.task === 'verify') await verify(request);
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
import('../../../chain/rpc-reader.ts').catch(() => undefined);
