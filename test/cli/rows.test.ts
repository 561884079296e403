import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDraft, formatDraft } from '../../jobs/register/draft.ts';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import type { Verification } from '../../core/verify/verify.ts';
import { TEST_DOMAIN } from '../helpers/registry.ts';
import { makeResult } from '../helpers/reperformed-result.ts';
import { defaultPolicy } from '../core/verify/market.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const engines = await readEngineDigests();
const { bundle } = makeResult(engines.at(-1)!);
const FILES = ['activity', 'factors'];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-rows-'));
  const hidden = { all: false, shown: [], absent: [] };
  const [result, ...sources] = bundle.records;
  const records = [result!, ...sources.map((source) => ({ ...source, entries: hidden }))];
  await writeFile(join(folder, 'result.carbon-proof.json'), formatBundle({ ...bundle, records }));
  for (const [index, { record, statement, entries }] of sources.entries()) {
    const own = entries.shown.map(({ siblings: _, ...entry }) => entry);
    const parts = { domain: TEST_DOMAIN, record, statement, entries: own, secret: null, public: true };
    await writeFile(join(folder, `${FILES[index]}.record.json`), formatDraft(createDraft(parts)));
  }
  await writeFile(
    join(folder, 'policy.json'),
    JSON.stringify(defaultPolicy({ newest: 'not-asked', engines, require: ['reperformance'] })),
  );
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<CliRun> => runLine(args, { cwd: folder });
const readText = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
const reperform = (...args: string[]): Promise<CliRun> =>
  run('reperform', 'result.carbon-proof.json', ...args);

describe('rows in files', () => {
  it('are written by record entries --out, each on a line with its salt, to a new file only', async () => {
    for (const [index, name] of FILES.entries()) {
      const { id, entries } = bundle.records[index + 1]!;
      const made = await run('record', 'entries', `${name}.record.json`, '--out', `${name}.ndjson`);
      expect(made).toEqual({
        exit: 0,
        err: '',
        out: `${entries.shown.length} entries of ${id} written to ${name}.ndjson\n`,
      });
      const lines = (await readText(`${name}.ndjson`)).trimEnd().split('\n');
      const shown = entries.shown.map(({ siblings: _, ...entry }) => entry);
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual(shown);
    }
    const again = await run('record', 'entries', 'activity.record.json', '--out', 'activity.ndjson');
    expect(again).toMatchObject({ exit: 2, err: expect.stringContaining('activity.ndjson exists already') });
  });

  it('let reperform compute a result again whose proof file shows none of them', async () => {
    expect(await reperform()).toMatchObject({ exit: 3, out: expect.stringMatching(/^– inputs-not-shown:/) });
    expect(await reperform('--rows', 'activity.ndjson')).toMatchObject({ exit: 3 });
    expect(await reperform('--rows', 'activity.ndjson', 'factors.ndjson')).toMatchObject({
      exit: 0,
      err: '',
      out: expect.stringMatching(/^✓ \d+ of \d+ figures/),
    });
  });

  it('may be record files, also of the sources of a record file, which then needs no server', async () => {
    const files = FILES.map((name) => `${name}.record.json`);
    expect(await reperform('--rows', ...files)).toMatchObject({ exit: 0, err: '' });
    const [{ record, statement, entries }] = bundle.records as [(typeof bundle.records)[number]];
    const own = entries.shown.map(({ siblings: _, ...entry }) => entry);
    const parts = { domain: TEST_DOMAIN, record, statement, secret: null, public: true };
    const write = (name: string, shown: typeof own): Promise<void> =>
      writeFile(join(folder, name), formatDraft(createDraft({ ...parts, entries: shown })));
    await write('result.record.json', own);
    const again = await run('reperform', 'result.record.json', '--rows', ...files);
    expect(again).toMatchObject({ exit: 0, err: '', out: expect.stringMatching(/^✓ \d+ of \d+ figures/) });
    const total = own.map((entry) => (entry.key === 'scope1/total' ? { ...entry, value: '1' } : entry));
    await write('changed.record.json', total);
    const changed = await run('reperform', 'changed.record.json', '--rows', ...files);
    expect(changed).toMatchObject({ exit: 1, out: expect.stringMatching(/^✗ figure-differs/) });
    const alone = await run('reperform', 'result.record.json', '--rows', files[0]!);
    expect(alone).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('no-ledger') });
  });

  it('do not help where the engine of the run is not here: nothing is said to differ, and its digest is named', async () => {
    const missing = `0x${'1'.repeat(64)}` as const;
    const { bundle: other } = makeResult(missing);
    await writeFile(join(folder, 'other.carbon-proof.json'), formatBundle(other));
    expect(await run('reperform', 'other.carbon-proof.json')).toMatchObject({
      exit: 3,
      out: expect.stringMatching(new RegExp(`^– engine-missing: [^]*${missing}`)),
    });
    const policy = defaultPolicy({ newest: 'not-asked', engines: [missing], require: ['reperformance'] });
    await writeFile(join(folder, 'missing.json'), JSON.stringify(policy));
    const args = ['verify', 'other.carbon-proof.json', '--policy', 'missing.json', '--offline', '--json'];
    const { exit, out } = await run(...args);
    const { unchecked, checks } = JSON.parse(out) as Verification;
    expect([exit, unchecked]).toEqual([3, expect.arrayContaining(['reperformance'])]);
    expect(checks.find(({ check }) => check === 'reperformance')).toMatchObject({
      code: 'engine-missing',
      actual: missing,
    });
  });

  it('leave a verdict that was not asked for the newest version say so, first and in JSON', async () => {
    const args = ['verify', 'result.carbon-proof.json', '--policy', 'policy.json', '--offline'];
    expect((await run(...args)).out).toMatch(/^Not asked whether this is the newest version/);
    expect(JSON.parse((await run(...args, '--json')).out)).toMatchObject({ newest: 'not-asked' });
  });

  it('let verify make its check reperformance', async () => {
    const verify = async (...rows: string[]): Promise<unknown> => {
      const args = ['verify', 'result.carbon-proof.json', '--policy', 'policy.json', '--offline', '--json'];
      const { out } = await run(...args, ...rows);
      const { checks } = JSON.parse(out) as { checks: { check: string; code: string }[] };
      return checks.find(({ check }) => check === 'reperformance')!.code;
    };
    expect(await verify()).toBe('inputs-not-shown');
    expect(await verify('--rows', 'activity.ndjson', 'factors.ndjson')).toBe('ok');
  });

  it.each<[string, (text: string) => string, string]>([
    ['a changed value', (text) => text.replace('"12500"', '"12501"'), 'which no record here names'],
    ['a row too few', (text) => text.slice(text.indexOf('\n') + 1), 'which no record here names'],
    ['no rows', () => '', 'which no record here names'],
    [
      'a row without its salt',
      (text) => text.replace(/,"salt":"0x0+"/, ''),
      'line 1: salt: .* record entries',
    ],
    ['a row twice', (text) => text + text.split('\n')[0]!, 'in the map twice|same key'],
    ['a line that is not JSON', (text) => `${text}{`, 'line 5: '],
  ])('are refused with %s', async (_, change, message) => {
    await writeFile(join(folder, 'changed.ndjson'), change(await readText('activity.ndjson')));
    const refused = await reperform('--rows', 'changed.ndjson');
    expect(refused).toMatchObject({ out: '', err: expect.stringMatching(message) });
    expect(refused.exit).not.toBe(0);
  });
});
