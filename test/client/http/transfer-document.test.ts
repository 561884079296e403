import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApi } from '../../../client/http/api.ts';
import { sendDocument } from '../../../client/http/transfer-document.ts';
import { openSeededCli, type SeededCli } from '../../cli/seeded-cli.ts';
import { startCuttingProxy } from '../../helpers/cutting-proxy.ts';
import { makeDocument, nameDocument, openTestSession } from '../../helpers/documents.ts';
import { signRecord } from '../../helpers/signed-record.ts';

const SIZE = 5_000_000;
const BYTES = 64 << 10;

let cli: SeededCli;

beforeAll(async () => {
  cli = await openSeededCli();
});
afterAll(() => cli.close());

describe('sendDocument', () => {
  it('continues after each of several cut connections where the server was cut off, and tells each', async () => {
    const { ledger, database, server } = cli;
    const document = makeDocument(SIZE);
    await ledger.accept(signRecord({ by: ledger.company, entries: [nameDocument(document)] }));
    const token = await openTestSession(database.pool, ledger.company.key, server.now + 3600);
    const proxy = await startCuttingProxy(server.url, 2, 2_000_000, 'request');
    const opened: number[] = [];
    const open = (from: number): AsyncIterable<Uint8Array> => {
      opened.push(from);
      const bytes = document.bytes.subarray(from);
      const count = Math.ceil(bytes.length / BYTES);
      return Readable.from(
        Array.from({ length: count }, (_, at) => bytes.subarray(at * BYTES, (at + 1) * BYTES)),
      );
    };
    const failures: string[] = [];
    const isSent = await sendDocument(
      openApi(proxy.url, { token }),
      { sha256: document.sha256, size: SIZE },
      open,
      { onBytes: () => {}, onRetry: ({ code }) => void failures.push(code) },
    );
    await proxy.stop();
    expect(isSent).toBe(true);
    expect(proxy.cuts()).toBe(2);
    expect(failures).toContain('server-unreachable');
    expect(opened[0]).toBe(0);
    expect(opened.at(-1)).toBeGreaterThan(1_000_000);
    const stored = await readFile(join(cli.folder, 'documents', document.sha256));
    expect(stored.equals(document.bytes)).toBe(true);
  });

  it('sends a blob piece by piece, and continues after a cut connection', async () => {
    const { ledger, database, server } = cli;
    const document = makeDocument(2 * SIZE);
    await ledger.accept(
      signRecord({ by: ledger.company, subject: 'activity/blob', entries: [nameDocument(document)] }),
    );
    const token = await openTestSession(database.pool, ledger.company.key, server.now + 3600);
    const proxy = await startCuttingProxy(server.url, 1, 3_000_000, 'request');
    const arrived: number[] = [];
    const isSent = await sendDocument(
      openApi(proxy.url, { token }),
      { sha256: document.sha256, size: 2 * SIZE },
      new Blob([document.bytes]),
      { onBytes: (count) => void arrived.push(count), onRetry: () => {} },
    );
    await proxy.stop();
    expect(isSent).toBe(true);
    expect(proxy.cuts()).toBe(1);
    expect(arrived[0]).toBe(0);
    expect(arrived.some((count) => count > 0 && count < 4 << 20)).toBe(true);
    expect(arrived.at(-1)).toBe(2 * SIZE);
    const stored = await readFile(join(cli.folder, 'documents', document.sha256));
    expect(stored.equals(document.bytes)).toBe(true);
  });
});
