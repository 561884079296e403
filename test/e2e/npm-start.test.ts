import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import { isReplay } from '../../core/records/kind.ts';
import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { readCommandLine } from '../../devnet/postgres/command-line.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';
import { ACTORS } from '../../devnet/stack/actors.ts';
import { runLine } from '../cli/test-terminal.ts';
import { keepRegistering } from './keep-registering.ts';
import { expectExplained, expectFoundOut, expectReperformed } from './reperformed-proofs.ts';
import { listLeaves, spoil } from './spoiled-values.ts';
import { runLedger } from './run-ledger.ts';
import { type Watched, endLedgerIn, locate, startLedgerIn } from './started-ledger.ts';
import { IS_LONG } from '../helpers/long.ts';

const MINUTES = 60_000;
/** Fails the test if the native library is missing, because the fallback would be too slow. */
function fail(_fields: object, message: string): never {
  throw new Error(message);
}

/** The most values that are spoiled in a proof file of a later act. There are about thirty of them, so that a run spoils more than a hundred. */
const LATER_SPOILED = IS_LONG ? 8 : 2;

/** Returns the command lines of all processes of this machine. */
async function listCommandLines(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readCommandLine(Number(pid)));
}

/** Returns the files with the phrase of the chain and the password of PostgreSQL. */
async function listSecrets(home: string): Promise<string[]> {
  const files = await readdir(home, { recursive: true });
  const secrets = files.filter((name) => /(\.mnemonic|(^|\/)password)$/.test(name));
  expect(secrets).toHaveLength(2);
  return secrets.map((name) => join(home, name));
}

/** One ledger through its life: started empty, killed, started again and stopped, while its proof files are used. */
describe('npm start', { timeout: 5 * MINUTES }, () => {
  let folder = '';
  let home = '';
  let ledger: Watched;
  let later = '';
  const proof = (name: string): string => join(home, 'example', `${name}.carbon-proof.json`);
  const verify = (name: string, ...more: string[]): ReturnType<typeof runLedger> =>
    runLedger(['verify', proof(name), '--policy', join(home, 'policy.json'), ...more]);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-e2e-'));
    home = join(folder, '.carbon-ledger');
    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C stops it');
  }, 5 * MINUTES);

  afterAll(async () => {
    await endLedgerIn(home, ledger);
    await rm(folder, { recursive: true });
  }, 2 * MINUTES);

  it('prints at most one screen for each act: a line for each record, the verdicts, and commands to try', () => {
    // With the long path of this folder some commands need several lines; with the default folder they do not.
    const lines = ledger
      .output()
      .trimEnd()
      .replaceAll(/ \\\n +/g, ' ')
      .split('\n');
    expect(lines.length).toBeLessThanOrEqual(5 * 28);
    expect(lines.filter((line) => / (urn|lei):\S+ +0x[0-9a-f]{8}$/.test(line))).toHaveLength(44);
    expect(ledger.output()).toContain('✓ 45 of 45 proof files verified from the files and the chain alone');
    expect(ledger.output()).toContain(
      '✓ 1 copy with one digit changed is not verified (entries: proof-root)',
    );
    expect(ledger.output()).toMatch(/✓ 1284 figures computed again from the proof files alone/);
    expect(ledger.output()).toMatch(/proof \\\n +0x[0-9a-f]{64} /);
  });

  it('says in act two by how much consumption differs from production, and what the figure carries that another lacks', () => {
    const [, text = ''] = ledger.output().replaceAll(/\n +/g, ' ').split('Act two');
    expect(text).toContain(
      'production 11350.538 Mt of CO2, net imports -1040.811 Mt of CO2, consumption 10309.727 Mt of CO2: -9.17 %',
    );
    expect(text).toMatch(
      /-17\.7 %.*can't be compared.*national-trade@1.*Global Carbon Budget, record 0x[0-9a-f]{8}/,
    );
    // Intervals of 10,000 draws end at 24.66 and 29.35; the standard error of an end of 2,000 is 0.06.
    const [, low, high] =
      /Steel that Northland makes: 90 Mt .*26\.96 Mt \(([0-9.]+) to ([0-9.]+)\) for Southland/.exec(text) ??
      [];
    expect(Math.abs(Number(low) - 24.66)).toBeLessThan(0.3);
    expect(Math.abs(Number(high) - 29.35)).toBeLessThan(0.3);
  });

  it('says in act three what the steelworks emits, and how much of its carbon does not close', () => {
    const [, text = ''] = ledger.output().replaceAll(/\n +/g, ' ').split('Act three');
    expect(text).toContain('Steelworks 2024: 1478826.38 t of CO2e; power-plant 748176 t of CO2');
    expect(text).toContain('403093.2 t of C are emitted, and 380 t of C do not close');
    expect(text).toContain('more scrap -91041.03 t of CO2e, capture -300000 t of CO2e');
    expect(text).toContain(
      'scope 1 1478826.38 t of CO2e, and the emissions in its goods: steel 1.585 t of CO2e',
    );
  });

  it('shows in act five the accounts of two countries beside each other, what differs between sources, and what no boundary gives', () => {
    const [, text = ''] = ledger.output().replaceAll(/\n +/g, ' ').split('Act five');
    expect(text).toContain(
      'production 11350.538 Mt of CO2, consumption 10309.727 Mt of CO2, nature -286.079 Mt of CO2; the gap of -1040.811 Mt of CO2 is net imports, and 0 Mt of CO2 are unexplained. No data here decide between -9.17 % and -17.7 %: both stay.',
    );
    expect(text).toContain(
      'Germany 2022: production 671.472 Mt of CO2, consumption 832.702 Mt of CO2; its land gave off 117.673 Mt of CO2e and took up -44.76 Mt of CO2e. Not in its tables: soils of settlements, wood products.',
    );
    expect(text).toContain('Of the gap of 156.558 Mt of CO2, China is 93.305 Mt of CO2, Russia 30.048');
    expect(text).toContain(
      'A table of Germany alone has production 908.823 Mt of CO2: its own demand is 544.555 Mt of CO2, exports the rest. It has no imports, so it gives no line of consumption.',
    );
    expect(text).toMatch(
      /Made: 108\.287 Mt of CO2e \(.* assembly of modules alone gives 2\.066 Mt of CO2e \(.*turbines alone 2\.597/,
    );
    expect(text).toMatch(/Avoided abroad: 3446\.739 Mt of CO2e \(.*137\.869 .*gives 381\.939 Mt of CO2e/);
  });

  it('says in act four what a steel bar emits, and what of it a customer verifies without the rows behind it', async () => {
    const [, text = ''] = ledger.output().replaceAll(/\n +/g, ' ').split('Act four');
    expect(text).toContain('from cradle to gate: 1.812728 t of CO2e; power-plant 0.441299 t of CO2e');
    expect(text).toContain('77.860551 % are primary data');
    const verified = await verify('bar-disclosure');
    expect(verified).toMatchObject({ exit: 0 });
    const { records } = parseBundle(await readFile(proof('bar-disclosure')));
    const shown = records.flatMap(({ entries }) => entries.shown.map(({ key }) => key));
    expect(shown).toHaveLength(5);
    expect(shown.every((key) => key.startsWith('footprint/steel-bar/'))).toBe(true);
  });

  it('writes proof files that the command line verifies, and a tampered one that it refuses, showing both values', async () => {
    const sound = await verify('disclosure');
    expect(sound).toMatchObject({ exit: 0 });
    const tampered = await verify('disclosure-tampered', '--json');
    expect(tampered.exit).toBe(1);
    const { verdict, checks } = JSON.parse(tampered.result) as {
      verdict: string;
      checks: { check: string; result: string; code: string; expected: unknown; actual: unknown }[];
    };
    expect(verdict).toBe('not-verified');
    const failed = checks.filter(({ result }) => result === 'fail');
    expect(failed.map(({ check, code }) => [check, code])).toEqual([['entries', 'proof-root']]);
    expect(failed[0]?.expected).not.toEqual(failed[0]?.actual);
  });

  it('prints a command that shows one figure alone, in a file that its policy verifies', async () => {
    const printed = /-- (proof .*) -o one-figure.carbon-proof.json$/m.exec(
      ledger.output().replaceAll(/ \\\n +/g, ' '),
    );
    const file = join(folder, 'printed.carbon-proof.json');
    const args = printed?.[1]?.split(' ') ?? [];
    const made = await runLedger([...args, '-o', file], { LEDGER_HOME: home });
    expect(made.exit, made.result).toBe(0);
    const { shown } = parseBundle(await readFile(file)).records[0]!.entries;
    expect(shown.map(({ key }) => key)).toEqual(['scope2/market']);
    const [, next] = /^next: ledger (verify .*)$/m.exec(made.result) ?? [];
    for (const verifying of [next?.split(' ') ?? [], ['verify', file]]) {
      const verified = await runLedger(verifying, { LEDGER_HOME: home });
      expect(verified.exit, verified.result).toBe(0);
    }
  });

  it('can show one figure without the others', async () => {
    const { records } = parseBundle(await readFile(proof('disclosure')));
    const file = join(folder, 'one.carbon-proof.json');
    const args = ['--entries', 'scope2/market', '--key', join(home, 'keys', 'company.key'), '-o', file];
    const { url } = await locate(home);
    const asked = ['--policy', join(home, 'policy.json'), '--url', url];
    expect(await runLedger(['proof', records[0]!.id, ...args, ...asked])).toMatchObject({ exit: 0 });
    const shown = parseBundle(await readFile(file)).records[0]!.entries;
    expect(shown.all).toBe(false);
    expect(shown.shown.map(({ key, value }) => [key, value])).toEqual([['scope2/market', '21081.6']]);
    // The file is of today, and says that the inventory behind the figure was restated since.
    const now = await runLedger(['verify', file, '--policy', join(home, 'policy.json'), '--json']);
    expect(now).toMatchObject({ exit: 1, result: expect.stringContaining('basis-superseded') as string });
    const lenient = join(folder, 'lenient-policy.json');
    const policy = parsePolicy(await readFile(join(home, 'policy.json')));
    await writeFile(lenient, JSON.stringify({ ...policy, newest: 'not-asked' }));
    expect(await runLedger(['verify', file, '--policy', lenient])).toMatchObject({ exit: 0 });
  });

  it('asks for replays by its regulator', async () => {
    const { url, domain } = await locate(home);
    const { replays } = parsePolicy(await readFile(join(home, 'policy.json')));
    expect(replays).toEqual({ parties: [hashParty(ACTORS.regulator.identifier)], quorum: 1 });
    // What the regulator does about a later record is looked at after the next tests.
    const registering = keepRegistering({ url, domain, keyFile: join(home, 'keys', 'provider.key') });
    await registering.reached(1);
    await registering.stop();
    later = registering.acknowledged().at(-1)!;
  });

  it.runIf(process.platform === 'linux')('shows none of its secrets in the list of processes', async () => {
    const lines = await listCommandLines();
    expect(lines.filter((line) => line.includes(home)).length).toBeGreaterThan(1);
    const { keys } = nameHome(home);
    const files = [...(await readdir(keys)).map((name) => join(keys, name)), ...(await listSecrets(home))];
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const secret = (await readFile(file, 'utf8')).trim();
      expect(
        lines.filter((line) => line.includes(secret) || line.includes(secret.replace(/^0x/, ''))),
      ).toEqual([]);
    }
  });

  it('publishes every sealed batch', async () => {
    const { url } = await locate(home);
    const { sealed } = (await (await fetch(`${url}/v1/status`)).json()) as { sealed: number };
    expect(sealed).toBeGreaterThan(0);
    // A replay may be sealed at any moment, and what is sealed is published a little later.
    const listPublished = async (): Promise<number[]> => {
      const files = await readdir(join(nameHome(home).publication, 'batches'));
      const numbers = files
        .filter((name) => name.endsWith('.json'))
        .map((name) => Number(name.split('-')[0]));
      return [...new Set(numbers)].sort((a, b) => a - b).slice(0, sealed);
    };
    await expect
      .poll(listPublished, { timeout: 30_000 })
      .toEqual(Array.from({ length: sealed }, (_, index) => index + 1));
  });

  it('does not verify a proof file with one changed byte, whichever value is changed (some of them, all in npm run test:long)', async () => {
    const policy = parsePolicy(await readFile(join(home, 'policy.json')));
    const reader = await openPolicyReader(policy);
    const now = Math.floor(Date.now() / 1000);
    const files = (await readdir(join(home, 'example'))).filter(
      (name) => name.endsWith('.carbon-proof.json') && !name.includes('tampered'),
    );
    expect(files).toHaveLength(45);
    const recover = openRecover({ warn: fail });
    const hints = /\.anchor\.(transaction|block|blockHash)$/;
    for (const file of files) {
      const bundle = parseJson(await readFile(join(home, 'example', file)), BUNDLE_JSON);
      const leaves = listLeaves(bundle);
      expect(leaves.length).toBeGreaterThan(100);
      // Files of later acts have thousands of values alike. Of the others, npm run test:long changes every value.
      const sample = some(leaves, inject('properties').seed, isLater(file) ? LATER_SPOILED : 20);
      for (const path of IS_LONG && !isLater(file) ? leaves : sample) {
        for (const spoiled of spoil(bundle, path, {
          every: IS_LONG && file.startsWith('disclosure'),
          seed: inject('properties').seed,
        })) {
          const { verdict, checks } = await verifyBundle(spoiled, {
            policy,
            reader,
            now,
            recover,
            hints: true,
          });
          const isHint =
            hints.test(path.join('.')) &&
            checks.every(({ check, result }) => check !== 'format' || result === 'pass');
          const expected = isHint ? 'verified' : 'not-verified';
          expect(verdict, `${file} ${path.join('.')}`).toBe(expected);
          if (isHint) expect(checks.some(({ code }) => code === 'hint-differs')).toBe(true);
        }
      }
    }
  });

  it('has had a later record replayed, and then nothing more, because a replay makes a batch itself', async () => {
    const { url } = await locate(home);
    const [policy, file] = [join(home, 'policy.json'), join(folder, 'later.carbon-proof.json')];
    const more = ['--history', '--complete', '--wait', '-o', file, '--url', url];
    const fetched = await runLedger(['proof', later, '--policy', policy, ...more]);
    expect(fetched.exit, fetched.result).toBe(0);
    expect(fetched.result).toMatch(/as of +batch \d+, replayed by urn:example.org:carbon-regulator/);
    const verified = await runLedger(['verify', file, '--policy', policy, '--full']);
    expect(verified.exit, verified.result).toBe(0);
    for (const check of ['order', 'currentness', 'completeness'])
      expect(verified.result).toMatch(new RegExp(`✓ ${check} `));
    const replay = parseBundle(await readFile(file)).records.find(({ record }) => isReplay(record));
    const { sealed } = (await (await fetch(`${url}/v1/status`)).json()) as { sealed: number };
    expect(sealed).toBe(replay?.inclusion.header.number);
  });

  it('loses no acknowledged record if it is killed; proof files still verify from the chain, and are unchecked without it', async () => {
    const { url, domain } = await locate(home);
    const registering = keepRegistering({ url, domain, keyFile: join(home, 'keys', 'provider.key') });
    await registering.reached(20);
    ledger.child.kill('SIGKILL');
    expect(await ledger.ended).toBe('SIGKILL');
    await registering.stop();
    expect(await verify('disclosure')).toMatchObject({ exit: 0 });
    await killChain(home);
    const unchecked = await verify('disclosure', '--json');
    expect(unchecked.exit).toBe(3);
    expect(JSON.parse(unchecked.result)).toMatchObject({ verdict: 'unchecked' });

    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C stops it');
    expect(ledger.output()).toContain('is still running from an earlier start and is used again.');
    await expectAllVerified(home, registering.acknowledged());
  });

  it('finishes requests in progress at Ctrl-C, and continues where it stopped at the next start', async () => {
    const { url, domain } = await locate(home);
    const registering = keepRegistering({ url, domain, keyFile: join(home, 'keys', 'provider.key') });
    await registering.reached(20);
    ledger.child.kill('SIGINT');
    expect(await ledger.ended).toBe(0);
    await registering.stop();
    expect(ledger.output()).toContain(
      'Stopped. Nothing is lost: npm start with the same LEDGER_HOME continues from',
    );

    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C stops it');
    expect(ledger.output()).not.toContain('is used again');
    await expectAllVerified(home, registering.acknowledged());
  });

  it('loses no acknowledged record if all its processes are killed at once', async () => {
    const { url, domain } = await locate(home);
    const registering = keepRegistering({ url, domain, keyFile: join(home, 'keys', 'provider.key') });
    await registering.reached(20);
    ledger.child.kill('SIGKILL');
    await Promise.all([killChain(home), killPostgres(home), ledger.ended]);
    await registering.stop();

    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C stops it');
    await expectAllVerified(home, registering.acknowledged());
  });

  it('ends with a message of one line if the chain ends, and continues at the next start', async () => {
    await killChain(home);
    expect(await ledger.ended).toBe(1);
    expect(ledger.output()).toContain('The local chain ended by itself: run npm start again');
    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C stops it');
  });

  it('reports that a ledger already runs from the folder', async () => {
    const second = startLedgerIn(home);
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(/A ledger already runs from .* stop it first/);
  });

  it('leaves proof files from which every figure can be computed again and explained after it is stopped', async () => {
    ledger.child.kill('SIGINT');
    expect(await ledger.ended).toBe(0);
    const figures = {
      inventory: 17,
      'inventory-restated': 17,
      'disclosure-for-auditor': 5,
      'china-accounts': 63,
      steelworks: 396,
      'steelworks-inventory': 138,
      'steelworks-embedded': 188,
      'bar-life-cycle': 29,
      'bar-footprint': 10,
      'panorama-wind-solar': 10,
    };
    for (const [name, count] of Object.entries(figures)) {
      expect(await expectReperformed(proof(name))).toBe(count);
      await expectExplained(proof(name));
    }
    const compared = await runLedger(['compare', proof('inventory'), proof('inventory-restated'), '--json']);
    expect(compared.exit).toBe(1);
    const { changed } = JSON.parse(compared.result) as { changed: { key: string }[] };
    expect(changed.map(({ key }) => key)).toEqual([
      'by-facility/works-1/scope2/location',
      'scope1+2/location',
      'scope1+2/market',
      'scope2/location',
      'scope2/market',
      'total/location',
      'total/market',
    ]);
    await expectFoundOut(proof('inventory'), 'scope2/market', '21081.7');
    await expectFoundOut(proof('inventory-restated'), 'electricity/consumption', '48001');
  });

  it('leaves a proof file from which anyone sees for whom steel is made, with the tables behind it', async () => {
    const file = proof('steel-accounts');
    expect(await expectReperformed(file)).toBe(48);
    const { exit, out, err } = await runLine(['explain', file, 'flow/Northland/Southland/steel', '--json']);
    expect(exit, err).toBe(0);
    const { value, unit, operands } = JSON.parse(out) as {
      value: string;
      unit: string;
      operands: { name: string; set: { count: number } }[];
    };
    // By exact fractions, without the engine: 26.96127568944867.
    expect({ value, unit }).toEqual({ value: '26.96', unit: 'Mt' });
    expect(operands.map(({ name, set }) => [name, set.count])).toEqual([
      ['Z', 56],
      ['Y', 21],
      ['F', 3],
      ['V', 12],
    ]);
    await expectFoundOut(file, 'F/steel/Northland/steel', '91');
  });

  it('leaves a proof file for the exchange with the disclosed figures, and without the data behind them', async () => {
    const { records } = parseBundle(await readFile(proof('disclosure')));
    expect(records.flatMap(({ entries }) => entries.shown.map(({ key }) => key))).toEqual([
      'scope1/total',
      'scope2/location',
      'scope2/market',
    ]);
    const { exit, out, err } = await runLine(['reperform', proof('disclosure')]);
    expect({ exit, text: out + err }).toEqual({ exit: 3, text: expect.stringContaining('no-run') });
  });
});

/** The proof files of later acts. */
function isLater(file: string): boolean {
  return /^(china|steel|gwps-ar6|unit|bar|germany|panorama|published|solar|wind)/.test(file);
}

/** Returns at most so many values, evenly chosen, others for another seed. */
function some<T>(values: readonly T[], seed: number, most: number): T[] {
  const every = Math.ceil(values.length / most);
  const first = Math.abs(seed) % every;
  return values.filter((_value, index) => index % every === first);
}

/** Kills the chain. What it had not written yet is lost, as after a power cut. */
async function killChain(home: string): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(home, 'chain', 'state.process.json'), 'utf8')) as {
    pid: number;
  };
  await killProcess(pid);
}

/** Kills PostgreSQL. */
async function killPostgres(home: string): Promise<void> {
  const [pid] = (await readFile(join(home, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')).split('\n');
  await killProcess(Number(pid));
}

async function killProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isRunning(pid), { timeout: 30_000 }).toBe(false);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Expects that every acknowledged record exists, and is verified from its proof file and the chain in the end. */
async function expectAllVerified(home: string, ids: readonly string[]): Promise<void> {
  expect(ids.length).toBeGreaterThanOrEqual(20);
  // Records that others have replaced are among them.
  const own = parsePolicy(await readFile(join(home, 'policy.json')));
  const policy: Policy = { ...own, newest: 'not-asked', judges: [], require: [] };
  const api = openApi((await locate(home)).url);
  const verdictOf = async (id: string, reader: ChainReader | null): Promise<string> => {
    const file = await api.getBytes(`/v1/records/${id}/bundle`);
    expect(parseBundle(file).records[0]?.id).toBe(id);
    const { verdict, checks } = await verifyBundle(file, {
      policy,
      reader,
      now: Math.floor(Date.now() / 1000),
    });
    return verdict === 'not-verified'
      ? JSON.stringify(checks.filter(({ result }) => result === 'fail'))
      : verdict;
  };
  const verdictOfLast = async (): Promise<string> =>
    verdictOf(ids.at(-1)!, await openPolicyReader(policy)).catch(String);
  await expect.poll(verdictOfLast, { timeout: 2 * MINUTES, interval: 1000 }).toBe('verified');
  const reader = await openPolicyReader(policy);
  for (const id of ids) expect(await verdictOf(id, reader)).toBe('verified');
}
