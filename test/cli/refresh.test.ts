import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RefreshReport } from '../../jobs/refresh/refresh-proof.ts';
import { nameBatchFile, nameRecordsFile } from '../../core/publication/format.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { Verification } from '../../core/verify/verify.ts';
import { sumUp } from '../core/verify/market.ts';
import { deployChainedLedger } from '../helpers/chained-ledger.ts';
import { serveFiles } from '../helpers/file-server.ts';
import { type AbandonedLedger, abandonLedger, type SubjectName, SUBJECTS } from './refreshed-ledger.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let past: AbandonedLedger;
let folder: string;

beforeAll(async () => {
  past = await abandonLedger();
});
afterAll(() => past.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(past.home, 'run-'));
});

type Refreshed = RefreshReport & { readonly file: string; readonly next: string };

/** Writes a policy and an old proof file, and refreshes it. */
async function run(
  name: SubjectName,
  policy: Partial<Policy> = {},
  args: readonly string[] = [],
  publication = past.publication,
): Promise<CliRun> {
  await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy(policy)));
  await writeFile(join(folder, 'old.carbon-proof.json'), past.old[name]);
  const command = ['proof', 'refresh', 'old.carbon-proof.json', '--publication', publication];
  const rules = ['--policy', 'policy.json', '--threads', '1'];
  return runLine([...command, ...rules, ...args], { cwd: folder, now: 1000 * past.now });
}

async function refresh(
  name: SubjectName,
  policy: Partial<Policy> = {},
  args: readonly string[] = [],
): Promise<Refreshed> {
  const { exit, out, err } = await run(name, policy, ['--json', ...args]);
  expect(err).toBe('');
  const report = JSON.parse(out) as Refreshed;
  expect(exit).toBe(report.notRenewed.length === 0 ? 0 : 3);
  return report;
}

/** Verifies a proof file with the policy of the last refresh. */
async function verify(text: string | Uint8Array, now = past.now): Promise<Verification> {
  await writeFile(join(folder, 'shown.json'), text);
  const line = ['verify', 'shown.json', '--policy', 'policy.json', '--json'];
  const { out } = await runLine(line, { cwd: folder, now: 1000 * now });
  return JSON.parse(out) as Verification;
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');
const read = (file = 'old.refreshed.carbon-proof.json'): Promise<Buffer> => readFile(join(folder, file));

describe('ledger proof refresh, after server and database are gone', () => {
  it('makes a file that is too old one that verifies', async () => {
    const report = await refresh('unchanged');
    expect(sumUp(await verify(past.old.unchanged))).toEqual(['not-verified', ['currentness fail too-old']]);
    expect(sumUp(await verify(await read()))).toEqual(['verified', []]);
    expect(report.batch).toEqual({ before: 2, after: 6, latest: 6 });
    expect(report.next).toBe(`ledger verify ${report.file} --policy policy.json`);
  });

  it.each(SUBJECTS)('verifies as the file that the server makes now: %s', async (name) => {
    const { exchange, auditor } = past.ledger.parties;
    const judges = name === 'judged' ? [exchange.party, auditor.party] : [];
    await refresh(name, { judges });
    const [mine, theirs] = [await verify(await read()), await verify(past.fresh[name])];
    const found = ([verdict, lines]: ReturnType<typeof sumUp>): unknown => [
      verdict,
      lines.filter((line) => line !== 'answers pass answer-superseded'),
    ];
    expect(found(sumUp(mine))).toEqual(found(sumUp(theirs)));
    // A renewed file keeps the answers that newer ones replaced.
    const ids = theirs.summary!.answers.map(({ record }) => record);
    const answers = mine.summary!.answers.filter(({ record }) => ids.includes(record));
    expect({ ...mine.summary, answers }).toEqual(theirs.summary);
  });

  it('says by which record and why the subject was superseded or withdrawn', async () => {
    const superseded = await refresh('restated');
    expect(superseded.standing).toMatchObject({
      before: { state: 'current' },
      after: { state: 'superseded', by: past.later.again.id, change: 'restatement' },
    });
    expect(sumUp(await verify(await read()))).toEqual(['not-verified', ['currentness fail superseded']]);
    const { out } = await run('withdrawn', {}, ['-o', 'new.json']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `heads as of batch 2 → 6, the newest final batch, anchored`,
    );
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `current → withdrawn by ${past.later.withdrawn.id} ("a withdrawal")`,
    );
    expect(out).toContain('next: ledger verify new.json --policy policy.json');
    expect(sumUp(await verify(await read('new.json')))[1]).toEqual(['currentness fail withdrawn']);
  });

  it('says that a judge of the policy is not registered, and so does verify', async () => {
    const judge = hashParty('urn:example.org:nobody');
    const refreshed = await run('unchanged', { judges: [judge] });
    expect(refreshed).toMatchObject({ exit: 0, err: expect.stringContaining('Using policy.json') });
    expect(oneLine(refreshed.out)).toContain(`judge ${judge}, not registered: none`);
    const line = ['verify', 'old.refreshed.carbon-proof.json', '--policy', 'policy.json'];
    const { exit, out } = await runLine(line, { cwd: folder, now: 1000 * past.now });
    expect(exit).toBe(0);
    expect(oneLine(out)).toContain(
      `the judge ${judge} (no such party is registered) has given no assurance as of batch 6`,
    );
  });

  it('shows that a cited result was restated, and keeps the entries', async () => {
    const report = await refresh('disclosed');
    const verification = await verify(await read());
    expect(sumUp(verification)[1]).toContain('currentness fail basis-superseded');
    expect(report.basis).toMatchObject([{ standing: { by: past.later.inventory.id } }]);
    const [old, renewed] = [past.old.disclosed, await read()].map(
      (text) => parseBundle(new Uint8Array(Buffer.from(text))).records[0]!.entries,
    );
    expect(old!.shown).toHaveLength(1);
    expect(renewed).toEqual(old);
  });

  it('shows a rejection since: the file that a judge accepted is not verified any more', async () => {
    const { exchange, auditor } = past.ledger.parties;
    const judges = [exchange.party, auditor.party];
    const report = await refresh('judged', { judges });
    expect(sumUp(await verify(past.old.judged, past.fetchedAt))[0]).toBe('verified');
    expect(sumUp(await verify(await read()))).toEqual([
      'not-verified',
      ['answers fail answer-rejected', 'answers pass answer-superseded'],
    ]);
    expect(report.added).toMatchObject([{ record: past.later.rejection.id, kind: 'decision' }]);
    expect(report.dropped).toEqual([]);
    expect(report.judges).toEqual([
      { party: exchange.party, kind: 'assurance', record: null },
      { party: exchange.party, kind: 'decision', record: past.later.rejection.id },
      { party: auditor.party, kind: 'assurance', record: null },
      { party: auditor.party, kind: 'decision', record: null },
    ]);
  });

  it('shows the first answer of a party that no policy names', async () => {
    const report = await refresh('disclosed');
    expect(report.answers).toMatchObject([{ record: past.later.opinion.id, says: 'adverse', isNew: true }]);
    expect(sumUp(await verify(await read()))[1]).toContain('answers warn answer-adverse');
  });

  it('shows that an answer was withdrawn, which then counts as none', async () => {
    const report = await refresh('assured');
    expect(report.answers).toMatchObject([
      { says: 'unqualified', isNew: false, counts: false },
      { says: 'withdrawn', isNew: true, counts: false },
      { says: 'accepted', isNew: true, counts: true },
    ]);
    expect(sumUp(await verify(await read()))).toEqual(['verified', ['answers pass answer-withdrawn']]);
  });

  it('proves that a judge gave no answer, which the old file did not', async () => {
    const judges = [past.ledger.parties.exchange.party];
    await refresh('unchanged', { judges });
    const before = await verify(past.old.unchanged, past.fetchedAt);
    expect(sumUp(before)).toEqual(['unchecked', ['answers skipped answer-not-shown']]);
    expect((await verify(await read())).verdict).toBe('verified');
    const { out } = await run('unchanged', { judges }, ['-o', 'again.json']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain('judge demo:exchange: none');
  });

  it('shows the streams of judges again that the old file showed, without a policy that names them', async () => {
    const { exchange, auditor } = past.ledger.parties;
    await refresh('judged');
    const policy = past.policy({ judges: [exchange.party, auditor.party], refuse: [] });
    await writeFile(join(folder, 'policy.json'), JSON.stringify(policy));
    expect(sumUp(await verify(await read()))).toEqual(['verified', ['answers pass answer-superseded']]);
  });

  it('writes the same bytes again, from a URL, and from its own result', async () => {
    await refresh('judged');
    const server = await serveFiles(past.publication);
    const others = [
      await run('judged', {}, ['-o', 'second.json', '--fresh']),
      await run('judged', {}, ['-o', 'url.json', '--state', 'elsewhere'], server.url),
      await runLine(
        [
          ...['proof', 'refresh', 'old.refreshed.carbon-proof.json', '--publication', past.publication],
          ...['--policy', 'policy.json', '-o', 'own.json'],
        ],
        { cwd: folder, now: 1000 * past.now },
      ),
    ];
    await server.stop();
    expect(others.map(({ exit, err }) => [exit, err.includes('error')])).toEqual(Array(3).fill([0, false]));
    const first = await read();
    for (const name of ['second.json', 'url.json', 'own.json'])
      expect((await read(name)).equals(first), name).toBe(true);
  });

  it('continues from the work of the first run: batches that were recomputed are not read again', async () => {
    const copy = join(folder, 'copy');
    await cp(past.publication, copy, { recursive: true });
    expect((await run('unchanged', {}, [], copy)).exit).toBe(0);
    for (const number of [1, 2, 3, 4]) await rm(join(copy, nameRecordsFile(nameOf(number))));
    expect((await run('unchanged', {}, ['-o', 'second.json'], copy)).exit).toBe(0);
    expect((await run('unchanged', {}, ['-o', 'third.json', '--fresh'], copy)).exit).toBe(3);
  });
});

describe('ledger proof refresh that is killed', () => {
  it('leaves no file, and the next run writes it', async () => {
    await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy()));
    await writeFile(join(folder, 'old.json'), past.old.unchanged);
    const line = [
      'proof',
      'refresh',
      'old.json',
      '--publication',
      past.publication,
      '--policy',
      'policy.json',
    ];
    const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, ...line, '-o', 'new.json'], { cwd: folder });
    let said = '';
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('recomputing')) child.kill('SIGKILL');
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([signal, said]).toEqual(['SIGKILL', expect.stringContaining('recomputing')]);
    expect(await readdir(folder)).not.toContain('new.json');
    const { exit, err } = await runLine([...line, '-o', 'new.json'], { cwd: folder, now: 1000 * past.now });
    expect(exit, err).toBe(0);
  });
});

describe('ledger proof refresh with a policy that asks for replays', () => {
  const rules = (): Partial<Policy> => ({
    replays: { parties: [past.ledger.parties.auditor.party], quorum: 1 },
    require: ['order', 'completeness'],
  });

  it('shows heads of the newest replayed batch, links and the list of the party', async () => {
    const report = await refresh('withdrawn', rules());
    expect(report.batch).toMatchObject({ after: 4, latest: 6 });
    expect(report.replayedBy).toEqual([past.ledger.parties.auditor.party]);
    expect(report.counts).toMatchObject({ parties: 1 });
    const verification = await verify(await read());
    expect(sumUp(verification)).toEqual(['not-verified', ['currentness fail withdrawn']]);
    await rm(join(folder, 'old.refreshed.carbon-proof.json'));
    await refresh('unchanged', rules());
    expect(sumUp(await verify(await read()))).toEqual(['verified', []]);
  });

  it('says what is newer than the replayed batch', async () => {
    const report = await refresh('restated', rules());
    expect(report.standing.after.by).toBe(past.later.restated.id);
    expect(report.notRenewed).toMatchObject([{ what: 'newer', record: past.later.again.id }]);
  });

  it('keeps an answer that is later than the replayed batch, and the file is then unchecked', async () => {
    await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy(rules())));
    await writeFile(join(folder, 'fresh.json'), past.fresh.assured);
    const line = ['proof', 'refresh', 'fresh.json', '--publication', past.publication];
    const { exit, out } = await runLine([...line, '--policy', 'policy.json', '-o', 'new.json', '--json'], {
      cwd: folder,
      now: 1000 * past.now,
    });
    expect(exit).toBe(3);
    expect((JSON.parse(out) as Refreshed).notRenewed).toMatchObject([
      { what: 'later-record', record: past.later.late.id },
    ]);
    expect(sumUp(await verify(await read('new.json')))).toEqual([
      'unchecked',
      expect.arrayContaining(['currentness skipped no-head']),
    ]);
  });

  it('says which records it leaves out, and why', async () => {
    await refresh('unchanged', rules());
    await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy()));
    const line = ['proof', 'refresh', 'old.refreshed.carbon-proof.json', '--publication', past.publication];
    const { exit, out } = await runLine([...line, '--policy', 'policy.json', '-o', 'without.json'], {
      cwd: folder,
      now: 1000 * past.now,
    });
    expect(exit).toBe(0);
    expect(oneLine(out)).toMatch(
      /0 added, 1 left out left out 0x[0-9a-f]{64}, assurance: a replay of another batch/,
    );
  });

  it('is incomplete where the policy requires reperformance and the file lacks what it needs', async () => {
    const { exit, out } = await run('unchanged', { require: ['reperformance'] });
    expect(oneLine(out)).toContain(
      '– figures cannot be computed again, as the policy requires: the proof file shows no entries of a result',
    );
    expect(exit).toBe(3);
  });

  it('says so if no batch was replayed by enough parties, and the file is then unchecked', async () => {
    const { auditor, exchange } = past.ledger.parties;
    const replays = { parties: [auditor.party, exchange.party], quorum: 2 };
    const report = await refresh('unchanged', { replays });
    expect(report.notRenewed).toMatchObject([{ what: 'replays' }]);
    expect(sumUp(await verify(await read()))[0]).toBe('unchecked');
  });
});

describe('ledger proof refresh refuses', () => {
  let copy: string;

  beforeEach(async () => {
    copy = join(folder, 'copy');
    await cp(past.publication, copy, { recursive: true });
  });

  async function expectRefused(result: CliRun, exit: number, code: string): Promise<void> {
    expect(result.exit, result.err).toBe(exit);
    expect(result.err).toContain(`error (${code})`);
    const written = (await readdir(folder)).filter((name) => /refreshed|new/.test(name));
    expect(written).toEqual([]);
  }

  it('a copy that lacks a batch', async () => {
    await rm(join(copy, nameBatchFile(nameOf(4))));
    await expectRefused(await run('unchanged', {}, [], copy), 3, 'copy-lacks');
  });

  it('a copy that was damaged', async () => {
    await change(join(copy, nameRecordsFile(nameOf(2))));
    await expectRefused(await run('unchanged', {}, [], copy), 3, 'copy-damaged');
  });

  it('a copy that leaves a record out and has the checksum of what is left', async () => {
    await leaveOut(copy, 4);
    await expectRefused(await run('unchanged', {}, [], copy), 1, 'records-differ');
  });

  it('a copy that was damaged after it was recomputed', async () => {
    expect((await run('judged', {}, [], copy)).exit).toBe(0);
    await rm(join(folder, 'old.refreshed.carbon-proof.json'));
    await leaveOut(copy, 4);
    await expectRefused(await run('judged', {}, [], copy), 1, 'records-differ');
    await cp(past.publication, copy, { recursive: true });
    await change(join(copy, nameRecordsFile(nameOf(4))));
    await expectRefused(await run('judged', {}, [], copy), 3, 'copy-damaged');
  });

  it('the copy of another ledger, and one that is not there', async () => {
    await writeFile(
      join(copy, 'ledger.json'),
      JSON.stringify({
        format: 'carbon-ledger-publication/1',
        chainId: 1,
        ledger: past.ledger.domain.ledger,
      }),
    );
    await expectRefused(await run('unchanged', {}, [], copy), 2, 'wrong-ledger');
    await expectRefused(await run('unchanged', {}, [], 'http://127.0.0.1:9'), 4, 'copy-unreadable');
  });

  it('a file of another ledger', async () => {
    const other = await deployChainedLedger(past.chain);
    const result = await run('unchanged', { ledger: other.domain.ledger });
    await expectRefused(result, 1, 'wrong-domain');
  });

  it.each([
    [
      'was changed',
      (text: string) => text.replace('"sequence":1,"sources"', '"sequence":2,"sources"'),
      'previous',
    ],
    ['is no proof file', () => '{}', 'missing-member'],
    ['is not JSON', () => 'x', 'json-syntax'],
    ['ends with a line end', (text: string) => `${text}\n`, 'json-not-canonical'],
    [
      'has another title',
      (text: string) => text.replace('Inventory 2024', 'Inventory 2025'),
      'statement-hash',
    ],
  ])('a file that %s', async (_what, spoil, code) => {
    await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy()));
    await writeFile(join(folder, 'spoilt.json'), spoil(past.old.unchanged));
    const line = ['proof', 'refresh', 'spoilt.json', '--publication', copy, '--policy', 'policy.json'];
    await expectRefused(await runLine(line, { cwd: folder, now: 1000 * past.now }), 1, code);
  });

  it('to write over a file, before it does any work', async () => {
    const result = await run('unchanged', {}, ['-o', 'policy.json'], '/nowhere');
    await expectRefused(result, 2, 'file-exists');
  });

  it('when no node of the chain answers', async () => {
    const rpc = { urls: ['http://127.0.0.1:9'], quorum: 1 };
    await expectRefused(await run('unchanged', { rpc }), 4, 'rpc-unreachable');
  });
});

describe('the verdict of ledger verify', () => {
  /** Returns the last paragraph of what verify prints, in one line. */
  async function conclude(text: string, now = past.now, policy: Partial<Policy> = {}): Promise<string> {
    await writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy(policy)));
    await writeFile(join(folder, 'shown.json'), text);
    const { out } = await runLine(['verify', 'shown.json', '--policy', 'policy.json'], {
      cwd: folder,
      now: 1000 * now,
    });
    return oneLine(out.trim().split('\n\n').at(-1)!);
  }

  it('says as of which batch and time, and how to renew where newer batches exist', async () => {
    expect(await conclude(past.old.unchanged, past.fetchedAt)).toMatch(
      /! genuine, shows no figures, as of batch 2, \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ; 4 newer batches exist, ledger proof refresh renews the file$/,
    );
    expect(await conclude(past.fresh.unchanged)).toMatch(
      /! genuine, shows no figures, as of batch 6, [^;]*Z$/,
    );
  });

  it('counts the warnings and says what they are about', async () => {
    expect(await conclude(past.fresh.disclosed, past.now, { basis: 'warn' })).toMatch(
      /✓ verified, with 2 warnings: a newer version of a result that the record cites, or of another record behind it, is in the ledger; an auditor gave an adverse opinion; as of batch 6, /,
    );
  });

  it('shows ages as days, never as seconds', async () => {
    await conclude(past.old.unchanged);
    const { out } = await runLine(['verify', 'shown.json', '--policy', 'policy.json'], {
      cwd: folder,
      now: 1000 * past.now,
    });
    expect(oneLine(out)).toContain('the policy allows 30 days');
    expect(oneLine(out)).toMatch(/expected 30 days actual 40 days/);
    expect(out).not.toMatch(/\b\d{7,10}\b/);
  });
});

describe('ledger verify --at', () => {
  const verifyAt = (name: SubjectName, at: string): Promise<CliRun> =>
    runLine(['verify', join(past.home, `${name}.old.json`), '--policy', 'policy.json', '--at', at], {
      cwd: folder,
      now: 1000 * past.now,
    });
  const isoOf = (time: number): string => new Date(1000 * time).toISOString().replace('.000Z', 'Z');

  beforeEach(() => writeFile(join(folder, 'policy.json'), JSON.stringify(past.policy())));

  it('verifies a file as of a time at which it was not too old, and says so first', async () => {
    const then = await verifyAt('unchanged', isoOf(past.fetchedAt));
    expect(then.exit, then.out).toBe(0);
    expect(then.out.replaceAll(/\s+/g, ' ')).toMatch(/^As of \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ, not of today:/);
    expect(then.out).toContain('! genuine, shows no figures, as of');
    const early = await verifyAt('unchanged', isoOf(past.fetchedAt - 86_400));
    expect(early.exit).toBe(1);
    expect(early.out).toContain('anchored-later');
  });

  it('takes a date as the end of that day, and today as now', async () => {
    const dayOf = (time: number): string => isoOf(time).slice(0, 10);
    const then = await verifyAt('unchanged', dayOf(past.fetchedAt));
    expect(then.exit, then.out).toBe(0);
    expect(then.out).toMatch(new RegExp(`^As of ${dayOf(past.fetchedAt)} 23:59:59Z, not`));
    const today = await verifyAt('unchanged', dayOf(past.now));
    expect(oneLine(today.out)).toContain(`As of ${formatTime(past.now)}, not of today`);
    const tomorrow = await verifyAt('unchanged', dayOf(past.now + 86_400));
    expect(tomorrow).toMatchObject({ exit: 2, err: expect.stringContaining('error (time-ahead)') });
  });

  it('shows when a record was anchored that is later, as dates', async () => {
    const early = await verifyAt('unchanged', isoOf(past.fetchedAt - 86_400));
    expect(early.out).toContain(`expected  ${formatTime(past.fetchedAt - 86_400)}\n`);
    expect(early.out).toMatch(/actual {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ\n/);
    expect(oneLine(early.out)).toContain('standing anchored after the time of the judgement');
  });

  it('refers to the check where it is not known whether a record is current', async () => {
    const { at, record } = await afterRestatement();
    const { out } = await runLine(['verify', 'shown.json', '--policy', 'policy.json', '--at', at], {
      cwd: folder,
      now: 1000 * past.now,
    });
    expect(oneLine(out)).toContain('standing not known: see currentness below');
    expect(oneLine(out)).toContain(
      `currentness record ${record.slice(0, 12)}…: the proof file shows the stream`,
    );
  });

  /** Writes a renewed file without the links between versions, so that it does not say what was the newest at a time. */
  async function afterRestatement(): Promise<{ at: string; record: string }> {
    await refresh('restated');
    const renewed = parseBundle(new Uint8Array(await read()));
    await writeFile(join(folder, 'shown.json'), formatBundle({ ...renewed, history: [] }));
    return { at: isoOf(past.fetchedAt), record: renewed.records[0]!.id };
  }

  it('judges a refreshed file as of before the restatement', async () => {
    await refresh('restated');
    const file = await read();
    expect((await verify(file)).verdict).toBe('not-verified');
    const line = ['verify', 'shown.json', '--policy', 'policy.json', '--at', isoOf(past.fetchedAt)];
    const { exit, out } = await runLine(line, { cwd: folder, now: 1000 * past.now });
    expect(exit, out).toBe(0);
    expect(parseBundle(new Uint8Array(file)).history.map(({ id }) => id)).toEqual([past.later.restated.id]);
  });

  it.each([
    ['in the future', '2999-01-01', 'time-ahead'],
    ['that does not exist', '2026-02-30', 'option'],
    ['in another form', 'yesterday', 'option'],
  ])('refuses a time %s', async (_what, at, code) => {
    const { exit, err } = await verifyAt('unchanged', at);
    expect([exit, err]).toEqual([2, expect.stringContaining(`error (${code})`)]);
  });
});

function nameOf(number: number): { number: number; id: AbandonedLedger['headers'][number] } {
  return { number, id: past.headers[number - 1]! };
}

/** Changes one byte of a file. */
async function change(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[20] = bytes[20]! ^ 1;
  await writeFile(path, bytes);
}

/** Leaves the first record of a batch out of a copy, as an operator does who withholds it: checksum and length are right. */
async function leaveOut(copy: string, number: number): Promise<void> {
  const path = join(copy, nameRecordsFile(nameOf(number)));
  const text = await readFile(path, 'utf8');
  const rest = text.slice(text.indexOf('\n') + 1);
  await writeFile(path, rest);
  const file = join(copy, nameBatchFile(nameOf(number)));
  const described = JSON.parse(await readFile(file, 'utf8')) as { records: object };
  const sha256 = createHash('sha256').update(rest).digest('hex');
  const records = { ...described.records, bytes: Buffer.byteLength(rest), sha256 };
  await writeFile(file, JSON.stringify({ ...described, records }));
}
