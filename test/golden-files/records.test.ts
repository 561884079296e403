import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkReceipt, type SignedReceipt } from '../../client/records/receipt.ts';
import { type Draft, formatDraft, idOfDraft } from '../../client/records/draft.ts';
import { readDraft } from '../../cli/inputs/draft-file.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { recoverAddress, recoverByNoble } from '../../core/hashing/signature.ts';
import { digestRecord } from '../../core/records/record.ts';
import { parsePolicy } from '../../core/verify/policy.ts';
import { parseSubmission } from '../../server/intake/submission.ts';
import { type CliRun, runLine } from '../cli/test-terminal.ts';
import { countPublished, goldenPath, listGolden, readGolden, RECORDED } from './recorded.ts';

/** What the line of a publication and the result of a submission say of a record. */
interface Line {
  readonly id: Hex;
  readonly receipt: Omit<SignedReceipt, 'record'>;
}

const terminal = openTerminal();

describe.each(RECORDED)('record files of version %s', (version) => {
  const domain = readGolden(version, 'home/ledger.json') as Domain;
  const addressOf = (holder: string): string =>
    new Wallet(readFileSync(goldenPath(version, `home/keys/${holder}.key`), 'utf8').trim()).address;
  const readLines = (name: string): Record<string, unknown>[] =>
    readFileSync(goldenPath(version, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const read = (name: string): Promise<Draft> =>
    readDraft(terminal, goldenPath(version, `${name}.record.json`));
  const names = ['records', 'home/example/records'].flatMap((folder) =>
    listGolden(version, folder, '.record.json'),
  );
  let folder: string;

  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'golden-records-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const run = (...args: string[]): Promise<CliRun> =>
    runLine(args, {
      cwd: folder,
      env: { LEDGER_KEY_PASSWORD: readFileSync(goldenPath(version, 'password'), 'utf8') },
    });

  it.each(names)('%s gives the hashes it names, and loses no member', async (name) => {
    const draft = await read(name);
    expect(JSON.parse(formatDraft(draft))).toEqual(readGolden(version, `${name}.record.json`));
  });

  it('a record file with another value in an entry is refused', async () => {
    const text = await readFile(goldenPath(version, 'records/signed.record.json'), 'utf8');
    const file = join(folder, 'altered.record.json');
    await writeFile(file, text.replace('"value": "48000"', '"value": "48001"'));
    await expect(readDraft(terminal, file)).rejects.toMatchObject({ code: 'entries-root' });
  });

  it('a record file is unsigned when it is built, then signed by its party, then has a receipt', async () => {
    const [built, signed, registered] = await Promise.all(
      ['built', 'signed', 'registered'].map((name) => read(`records/${name}`)),
    );
    expect(new Set([built, signed, registered].map((draft) => idOfDraft(draft!)))).toHaveLength(1);
    expect(built).toMatchObject({ signature: null, receipt: null });
    const digest = digestRecord(signed!.domain, signed!.record);
    expect(recoverAddress(digest, signed!.signature!)).toBe(addressOf('company'));
    expect(registered).toMatchObject({
      signature: signed!.signature,
      receipt: { record: idOfDraft(built!) },
    });
  });

  it('every receipt is signed by the operator', async () => {
    const { receipt } = await read('records/registered');
    const results = readLines('submissions/headquarters.ndjson.results.ndjson');
    const published = listGolden(version, 'home/publication/batches', '.ndjson').flatMap((name) =>
      readLines(`${name}.ndjson`),
    );
    const lines = [...results, ...published].filter((line) => 'receipt' in line) as unknown as Line[];
    expect(lines).toHaveLength(2 + countPublished(version).records);
    expect(published.map((line) => line['id'])).toContain(receipt!.record);
    expect(checkReceipt(domain, receipt!.record, receipt!)).toBe(addressOf('operator'));
    for (const { id, receipt: given } of lines)
      expect(checkReceipt(domain, id, { ...given, record: id })).toBe(addressOf('operator'));
    const late = { ...receipt!, anchorBy: receipt!.anchorBy + 1 };
    expect(checkReceipt(domain, receipt!.record, late)).not.toBe(addressOf('operator'));
  });

  it('submissions are read as they were: two taken, one refused for its statement', () => {
    const results = readLines('submissions/headquarters.ndjson.results.ndjson');
    const outcomes = readLines('submissions/headquarters.ndjson').map((line) => {
      try {
        return parseSubmission(line, domain, recoverByNoble).id;
      } catch (error) {
        return (error as { code: string }).code;
      }
    });
    expect(outcomes).toEqual([results[0]!['id'], 'statement-hash', results[2]!['id']]);
    expect(results[1]).toMatchObject({ line: 2, error: { code: 'statement-hash' } });
  });

  it('a policy is read and written again with the same members', async () => {
    for (const name of [
      'home/policy.json',
      'policies/strict.policy.json',
      'policies/with-replays.policy.json',
    ]) {
      const text = await readFile(goldenPath(version, name), 'utf8');
      expect(`${JSON.stringify(parsePolicy(text), null, 2)}\n`).toBe(text);
    }
  });

  it('the key file opens with its password', async () => {
    const file = join(folder, 'regulator.key.json');
    await copyFile(goldenPath(version, 'regulator.key.json'), file);
    await chmod(file, 0o600);
    const { exit, out } = await run('key', 'show', file, '--open', '--json');
    const { address } = JSON.parse(out) as { address: string };
    expect(exit).toBe(0);
    expect(JSON.stringify(readGolden(version, 'answers.json')).toLowerCase()).toContain(
      address.toLowerCase(),
    );
  });

  it('the dataset file is read, and a method computes from it with the recorded parameters', async () => {
    const rows = goldenPath(version, 'datasets/activity-2023.ndjson');
    const shown = await run('dataset', 'show', rows, '--json');
    expect({ exit: shown.exit, err: shown.err }).toEqual({ exit: 0, err: '' });
    const factors = goldenPath(version, 'home/example/grid-factors-2023.carbon-proof.json');
    const parameters = ['--parameters', goldenPath(version, 'scope2.parameters.json')];
    const { exit, out } = await run('compute', 'scope2@1', rows, factors, ...parameters, '--json');
    expect(exit).toBe(0);
    const { figures } = JSON.parse(out) as { figures: { key: string; value: string }[] };
    expect(figures.map(({ key, value }) => [key, value])).toContainEqual(['scope2/market', '21945.6']);
  });

  it('is published with the bytes and SHA-256 that its batch file names', async () => {
    for (const name of listGolden(version, 'home/publication/batches', '.json')) {
      const { records } = readGolden(version, `${name}.json`) as {
        records: { file: string; bytes: number; sha256: string };
      };
      const bytes = await readFile(goldenPath(version, `home/publication/batches/${records.file}`));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect({ bytes: bytes.length, sha256 }).toEqual({ bytes: records.bytes, sha256: records.sha256 });
    }
  });
});
