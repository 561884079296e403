import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Progress } from './progress.ts';

/** What one thread signs. */
export interface SignOrder {
  readonly file: string;
  readonly domain: Domain;
  /** The numbers of the parties. Their records alternate in the file. */
  readonly parties: readonly number[];
  readonly count: number;
}

/** What the thread reports: how many records it has signed, and at its end the ids of all, joined. */
export type SignReport = { readonly signed: number } | { readonly ids: Uint8Array };

/** A file of submissions, one per line, with the joined ids of their records. */
export interface SignedFile {
  readonly file: string;
  readonly count: number;
  readonly ids: Uint8Array;
}

/** The size of a load: its records, parties and files. */
export interface LoadSize {
  readonly records: number;
  readonly parties: number;
  readonly files: number;
}

/** Writes files of signed records to a folder, each in its own thread. All records of a party are in one file. */
export async function signFiles(
  folder: string,
  domain: Domain,
  size: LoadSize,
  progress: Progress,
): Promise<SignedFile[]> {
  const signed = new Array<number>(size.files).fill(0);
  const showCount = (): void =>
    progress.count(
      'signed',
      signed.reduce((sum, each) => sum + each, 0),
      size.records,
    );
  return Promise.all(
    planOrders(folder, domain, size).map((order, at) =>
      signFile(order, (count) => {
        signed[at] = count;
        showCount();
      }),
    ),
  );
}

function planOrders(folder: string, domain: Domain, { records, parties, files }: LoadSize): SignOrder[] {
  return Array.from({ length: files }, (_, at) => ({
    file: join(folder, `load-${at}.ndjson`),
    domain,
    parties: Array.from({ length: parties }, (_, party) => party).filter((party) => party % files === at),
    count: Math.floor(records / files) + (at < records % files ? 1 : 0),
  }));
}

async function signFile(order: SignOrder, onSigned: (count: number) => void): Promise<SignedFile> {
  const worker = new Worker(new URL('./sign-file.ts', import.meta.url), { workerData: order });
  return new Promise((resolve, reject) => {
    worker.on('message', (report: SignReport) => {
      if ('signed' in report) onSigned(report.signed);
      else resolve({ file: order.file, count: order.count, ids: report.ids });
    });
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`the thread that signs ${order.file} exited with ${code}`)),
    );
  });
}
