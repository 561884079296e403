import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { type Bundle, formatBundle } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { type Policy, parsePolicy } from '../../core/verify/policy.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { openRpcReader } from '../../chain/rpc-reader.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';
import { startRpcProxy } from '../helpers/rpc-proxy.ts';
import { anchorProof } from './anchored-proof.ts';
import { widthOf } from '../../cli/output/wrap-text.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const NO_ONE = 'http://127.0.0.1:1';

interface Verdict {
  readonly verdict: string;
  readonly checks: readonly {
    check: string;
    record: string | null;
    result: string;
    code: string;
    basis: string;
    expected: unknown;
    actual: unknown;
  }[];
}

let chain: TestChain;
let deployment: Deployment;
let folder = '';
let bundle: Bundle;
let now = 0;

beforeAll(async () => {
  chain = await startTestChain();
  deployment = await chain.deploy({ keyDelay: 3600 });
  folder = await mkdtemp(join(tmpdir(), 'ledger-verify-'));
  for (const name of ['registrar', 'company', 'stranger'] as const) {
    await writeFile(join(folder, name), chain.accounts[name].privateKey, { mode: 0o600 });
  }
});
afterAll(async () => {
  await chain.stop();
  await rm(folder, { recursive: true });
});

const run = (args: readonly string[], cwd = folder): Promise<CliRun> =>
  runLine(args, { cwd, now: 1000 * now });
const party = (...args: string[]): Promise<CliRun> =>
  run(['party', ...args, '--rpc', chain.url, '--ledger', deployment.ledger]);
const flags = (): string[] => ['--rpc', chain.url, '--ledger', deployment.ledger];
const readVerdict = ({ out }: CliRun): Verdict => JSON.parse(out) as Verdict;
const write = (name: string, content: string): Promise<void> => writeFile(join(folder, name), content);
const find = ({ checks }: Verdict, name: string): Verdict['checks'][number] =>
  checks.find(({ check }) => check === name)!;

describe('party', () => {
  const company = PARTIES.company.identifier;
  const id = hashParty(company);
  const reader = (): ReturnType<typeof openRpcReader> =>
    openRpcReader({
      urls: [chain.url],
      quorum: 1,
      finality: { confirmations: 0 },
      chainId: chain.chainId,
      ledger: deployment.ledger,
    });

  it('registers a party with key and roles, by the key of a registrar', async () => {
    const { address } = chain.accounts.company;
    const result = await party(
      'register',
      company,
      address,
      '--role',
      'company',
      '--key',
      'registrar',
      '--json',
    );
    expect({ exit: result.exit, err: result.err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(result.out)).toMatchObject({ party: id, sender: chain.accounts.registrar.address });
    expect(await reader().roleWindows(id, 1)).toEqual([{ from: expect.any(Number), until: MAX_UINT }]);
    expect(await reader().keyWindows(id, address)).toHaveLength(1);
  });

  it('says what a refusal of the registry means and what to do, and ends with 1', async () => {
    const again = await party('register', company, chain.accounts.company.address, '--key', 'registrar');
    expect(again).toMatchObject({ exit: 1, out: '', err: expect.stringContaining('IdentifierTaken') });
    const stranger = await party('suspend', company, '--key', 'stranger', '--json');
    expect(stranger).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringContaining('does not have the power of a registrar'),
    });
    const excluded = await party('open-role', company, 'auditor', '--key', 'registrar');
    expect(excluded).toMatchObject({ exit: 1, err: expect.stringContaining('RoleExcluded') });
    expect(excluded.err).toContain('has the role company, which excludes the role auditor');
  });

  it('opens and closes roles', async () => {
    expect(await party('open-role', company, 'provider', '--key', 'registrar')).toMatchObject({ exit: 0 });
    expect(await party('close-role', company, 'provider', '--key', 'registrar')).toMatchObject({ exit: 0 });
    const [window] = await reader().roleWindows(id, 2);
    expect(window!.until).toBeLessThan(MAX_UINT);
  });

  it('adds keys, by a registrar and by the party itself, that become valid after the delay, and closes them', async () => {
    const [first, second] = [chain.accounts.auditor.address, chain.accounts.exchange.address];
    expect(await party('add-key', company, first, '--key', 'registrar')).toMatchObject({ exit: 0 });
    expect(await party('add-key', id, second, '--as', 'party', '--key', 'company')).toMatchObject({
      exit: 0,
    });
    const { time } = await chain.head();
    expect((await reader().keyWindows(id, second))[0]!.from).toBe(time + 3600);
    expect(await party('close-key', company, first, '--key', 'registrar')).toMatchObject({ exit: 0 });
    expect(await party('close-key', company, second, '--as', 'party', '--key', 'company')).toMatchObject({
      exit: 0,
    });
  });

  it('suspends a party, whose keys are all closed afterwards', async () => {
    const { identifier } = PARTIES.provider;
    const { address } = chain.accounts.provider;
    await party('register', identifier, address, '--role', 'provider', '--key', 'registrar');
    expect(await party('suspend', identifier, '--key', 'registrar')).toMatchObject({ exit: 0 });
    expect((await reader().keyWindows(hashParty(identifier), address))[0]!.until).toBeLessThan(MAX_UINT);
  });

  it.each([
    ['an unknown role', ['open-role', company, 'boss', '--key', 'registrar']],
    [
      'an address in lower case',
      ['add-key', company, '0x70997970c51812dc3a010c7d01b50e0d17dc79c8', '--key', 'registrar'],
    ],
    ['an identifier with wrong check digits', ['suspend', 'lei:529900T8BM49AURSDO56', '--key', 'registrar']],
    ['no key', ['suspend', company]],
  ])('sends nothing for %s', async (_what, args) => {
    expect(await party(...args)).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error \([a-z-]+\): [^\n]*\n$/),
    });
  });

  it('ends with exit code 4 when the chain is not reachable', async () => {
    const result = await run([
      'party',
      'suspend',
      company,
      '--key',
      'registrar',
      '--rpc',
      NO_ONE,
      '--ledger',
      deployment.ledger,
    ]);
    expect(result).toMatchObject({ exit: 4, out: '' });
  });
});

describe('policy init', () => {
  it('writes a policy that pins the code of both contracts, and explains every member', async () => {
    await chain.mine(3);
    const { exit, out } = await run(['policy', 'init', ...flags()]);
    expect(exit).toBe(0);
    const text = await readFile(join(folder, '.carbon-ledger/policy.json'));
    const policy = parsePolicy(text);
    const reader = openRpcReader({
      urls: [chain.url],
      quorum: 1,
      finality: 'finalized',
      chainId: chain.chainId,
      ledger: deployment.ledger,
    });
    expect(policy).toMatchObject({
      chainId: chain.chainId,
      ledger: deployment.ledger,
      codeHash: await reader.codeHash(deployment.ledger),
      registry: { address: deployment.registry, codeHash: await reader.codeHash(deployment.registry) },
      engines: await readEngineDigests(),
    });
    for (const member of Object.keys(policy).filter((name) => name !== 'format'))
      expect(out).toContain(member);
    expect(out).toMatch(/the\s+operator’s\s+word/);
  });

  it('writes the rules that the options add to the default', async () => {
    const wishes = [
      '--confirmations',
      '3',
      '--max-age',
      '86400',
      '--require',
      'currentness',
      'order',
      '--keys',
      'total',
      '--subject-party',
      PARTIES.company.identifier,
      '--judge',
      PARTIES.company.identifier,
      '--refuse',
      'qualified',
      'adverse',
      '--basis',
      'warn',
    ];
    const { out } = await run(['policy', 'init', ...flags(), ...wishes, '-o', 'strict.json', '--json']);
    const { policy } = JSON.parse(out) as { policy: Policy };
    expect(policy).toMatchObject({
      finality: { confirmations: 3 },
      maxAge: 86400,
      require: ['currentness', 'order'],
      keys: ['total'],
      subjectParty: hashParty(PARTIES.company.identifier),
      judges: [hashParty(PARTIES.company.identifier)],
      refuse: ['qualified', 'adverse'],
      basis: 'warn',
    });
  });

  it('overwrites no file, and refuses an address without a contract', async () => {
    expect(await run(['policy', 'init', ...flags()])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('exists'),
    });
    const nothing = await run([
      'policy',
      'init',
      '--rpc',
      chain.url,
      '--ledger',
      chain.accounts.stranger.address,
      '-o',
      'n.json',
    ]);
    expect(nothing).toMatchObject({ exit: 2, err: expect.stringContaining('no contract') });
    await expect(stat(join(folder, 'n.json'))).rejects.toThrow('ENOENT');
  });
});

describe('verify', () => {
  beforeAll(async () => {
    bundle = await anchorProof(chain, deployment, hashParty(PARTIES.company.identifier));
    now = (await chain.head()).time + 60;
    await write('good.carbon-proof.json', formatBundle(bundle));
  });

  it('verifies with the policy in .carbon-ledger, and says that it found it automatically', async () => {
    const { exit, out, err } = await run(['verify', 'good.carbon-proof.json']);
    expect({ exit, verdict: out.trim().split('\n').at(-1) }).toEqual({
      exit: 0,
      verdict: expect.stringMatching(/^✓ verified, as of batch 1, \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
    });
    expect(err).toBe('Using .carbon-ledger/policy.json (found automatically)\n');
    expect(out).toMatch(/total\/scope1 {2}125.5 t\{CO2e\} {2}2024-01-01 to 2025-01-01/);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /✓ 1 record: entries, statement, record, signature, inclusion, /,
    );
    expect(out).toMatch(/– completeness +\S/);
    expect(out).not.toMatch(/\b1[67]\d{8}\b/);
  });

  it('names the party by its identifiers in the registry, with the id next to them', async () => {
    const id = hashParty(PARTIES.company.identifier);
    const { out } = await run(['verify', 'good.carbon-proof.json']);
    expect(out).toContain(`  party     ${PARTIES.company.identifier}\n            ${id}\n`);
    const json = await run(['verify', 'good.carbon-proof.json', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      party: { id, identifiers: [PARTIES.company.identifier] },
    });
  });

  it('says with --offline that the identifier of the party was not looked up', async () => {
    const id = hashParty(PARTIES.company.identifier);
    const { out } = await run(['verify', 'good.carbon-proof.json', '--offline']);
    expect(out).toContain('  party     identifier not looked up: offline\n');
    const json = await run(['verify', 'good.carbon-proof.json', '--offline', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ party: { id, identifiers: null } });
  });

  it('explains next to the sealed time that it can be earlier than the time of acceptance', async () => {
    const { out } = await run(['verify', 'good.carbon-proof.json']);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'the sealed time is chain time, taken from the newest final block; it can be earlier than the time when the server accepted the record',
    );
  });

  it.each([[[]], [['--full']], [['--offline']]])(
    'prints no line of more than 80 columns with options %j',
    async (options) => {
      await write('tampered-again.json', formatBundle(bundle).replace('"125.5"', '"12.55"'));
      for (const file of ['good.carbon-proof.json', 'tampered-again.json']) {
        const { out } = await run(['verify', file, ...options]);
        expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
      }
    },
  );

  it.each([
    ['good.carbon-proof.json', '✓ 验证通过，截至第 1 批次（'],
    ['tampered-again.json', '✗ 验证未通过：“所示数据与签名时一致”（entries）'],
  ])('says all about %s in Chinese with --language zh, in 80 columns', async (file, verdict) => {
    const then = new Date(1000 * now).toISOString().replace('.000Z', 'Z');
    for (const options of [[], ['--full'], ['--offline', '--at', then]]) {
      const { out } = await run(['verify', file, '--language', 'zh', ...options]);
      expect(out.split('\n').filter((line) => widthOf(line) > 80)).toEqual([]);
      // What a check says itself, with ids and values, is behind the words in Chinese.
      const said = out.replaceAll(/\n {2,}(?! *\S+ {2,})/g, '').split('\n');
      const chinese = said.map((line) => line.split('程序原文')[0]!);
      const english =
        /\b(?:verified|checked|batch|sealed|shown|policy|file|party|expected|actual|exclusive)\b/i;
      expect(chinese.filter((line) => english.test(line))).toEqual([]);
      const marked = chinese.filter((line) => /^[✓✗!–]/u.test(line));
      expect(marked.length).toBeGreaterThan(6);
      expect(marked.filter((line) => !/[\u4e00-\u9fff]/u.test(line))).toEqual([]);
      if (options.length < 3) expect(chinese.join('\n')).toContain(verdict);
    }
  });

  it('calls a result that shows no figure genuine, and neither verified nor green: its verdict stays', async () => {
    const [subject] = bundle.records;
    const hidden = { ...subject!, entries: { all: false, shown: [], absent: [] } };
    await write('hidden.carbon-proof.json', formatBundle({ ...bundle, records: [hidden] }));
    const { exit, out } = await runLine(['verify', 'hidden.carbon-proof.json'], {
      ...{ cwd: folder, now: 1000 * now, hasColour: true },
    });
    const lines = stripVTControlCharacters(out).trim().split('\n');
    expect([exit, lines[0]]).toEqual([0, expect.stringMatching(/^! GENUINE, SHOWS NO FIGURES: /)]);
    expect(lines.at(-1)).toMatch(/^! genuine, shows no figures, as of batch 1, /);
    expect(out).not.toMatch(/\u001b\[32m\S+ verified/);
    const shown = [];
    for (const file of ['hidden.carbon-proof.json', 'good.carbon-proof.json']) {
      const json = JSON.parse((await run(['verify', file, '--json'])).out) as Record<string, unknown>;
      shown.push([json['verdict'], json['shownFigures']]);
    }
    expect(shown).toEqual([
      ['verified', 0],
      ['verified', 1],
    ]);
  });

  it('colours its marks in a terminal, and nothing else', async () => {
    const setting = { cwd: folder, now: 1000 * now };
    const line = ['verify', 'good.carbon-proof.json'];
    const coloured = (await runLine(line, { ...setting, hasColour: true })).out;
    expect(coloured).toContain('\u001b[32m✓\u001b[0m verified');
    expect(stripVTControlCharacters(coloured)).toBe((await runLine(line, setting)).out);
  });

  it('finds the policy in LEDGER_HOME, and nowhere else, if LEDGER_HOME is set', async () => {
    const env = { LEDGER_HOME: '.carbon-ledger' };
    expect(await runLine(['verify', 'good.carbon-proof.json'], { cwd: folder, env })).toMatchObject({
      exit: 0,
    });
    const elsewhere = await runLine(['verify', 'good.carbon-proof.json'], {
      cwd: folder,
      env: { LEDGER_HOME: 'elsewhere' },
    });
    expect(elsewhere).toMatchObject({ exit: 2, out: '' });
  });

  it('verifies with --rpc and --ledger alone if there is no policy', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const result = await run(['verify', join(folder, 'good.carbon-proof.json'), ...flags(), '--json'], empty);
    expect(result.exit).toBe(0);
    const verdict = readVerdict(result);
    expect(Object.keys(verdict)).toEqual([
      'verdict',
      'newest',
      'unchecked',
      'notRequired',
      'at',
      'shownFigures',
      'summary',
      'checks',
      'party',
      'parties',
    ]);
    expect(verdict.verdict).toBe('verified');
    expect(find(verdict, 'authority')).toMatchObject({
      record: bundle.records[0]!.id,
      result: 'pass',
      code: 'ok',
    });
    expect(find(verdict, 'currentness').result).toBe('pass');
    expect(find(verdict, 'faults').result).toBe('skipped');
    for (const check of verdict.checks) {
      expect(Object.keys(check).sort()).toEqual([
        'actual',
        'basis',
        'check',
        'code',
        'expected',
        'record',
        'result',
      ]);
    }
  });

  it('checks inclusion alone with a second implementation with --paranoid, which refuses a wrong proof too', async () => {
    const { id, inclusion } = bundle.records[0]!;
    const opinion = { checks: 'inclusion', library: 'merkletreejs', keccak: 'js-sha3', proofs: 1 };
    const result = await run(['verify', 'good.carbon-proof.json', '--paranoid', '--json']);
    expect(JSON.parse(result.out)).toMatchObject({
      verdict: 'verified',
      paranoid: { ...opinion, refused: [], differences: [] },
    });
    const proof: Hex[] = [`0x${'22'.repeat(32)}`];
    await write(
      'moved.json',
      formatBundle({ ...bundle, records: [{ ...bundle.records[0]!, inclusion: { ...inclusion, proof } }] }),
    );
    const moved = await run(['verify', 'moved.json', '--paranoid', '--json']);
    expect(moved.exit).toBe(1);
    expect(JSON.parse(moved.out)).toMatchObject({
      verdict: 'not-verified',
      paranoid: { ...opinion, refused: [id], differences: [] },
    });
    expect((await run(['verify', 'moved.json', '--paranoid'])).out).toContain(
      'merkletreejs with js-sha3 agrees: 0 of 1 inclusion proofs hold. It checks inclusion alone',
    );
    await write('cut.json', formatBundle(bundle).slice(0, -9));
    expect((await run(['verify', 'cut.json', '--paranoid'])).out).toMatch(
      /^merkletreejs with js-sha3 checked nothing: the file cannot be read as a proof file/,
    );
    const cut = await run(['verify', 'cut.json', '--paranoid', '--json']);
    expect(JSON.parse(cut.out)).toMatchObject({
      verdict: 'not-verified',
      paranoid: { ...opinion, proofs: 0 },
    });
    const unasked = ['--rpc', NO_ONE, '--ledger', deployment.ledger, '--chain-id', String(chain.chainId)];
    const unanswered = await run(['verify', 'good.carbon-proof.json', '--paranoid', '--json', ...unasked]);
    expect(JSON.parse(unanswered.out)).toMatchObject({ verdict: 'unchecked', paranoid: opinion });
  });

  it('shows the check that fails for a tampered figure, with expected and actual value', async () => {
    await write('tampered.json', formatBundle(bundle).replace('"125.5"', '"12.55"'));
    const { exit, out } = await run(['verify', 'tampered.json']);
    expect(exit).toBe(1);
    expect(out).toMatch(/✗ entries +\S/);
    expect(out).toMatch(/^ {4}expected +0x[0-9a-f]{64}\n {4}actual +0x[0-9a-f]{64}$/m);
    expect(out).toContain(bundle.records[0]!.record.entries);
    expect(out.trim().split('\n').at(-1)).toBe('✗ NOT VERIFIED: entries');
  });

  it('says first, in plain words, that a tampered figure must not be used', async () => {
    const { out } = await run(['verify', 'tampered.json']);
    expect(out.split('\n\n')[0]!.replaceAll(/\s+/g, ' ')).toBe(
      '✗ NOT VERIFIED: entries — the figures shown are not those that were signed. Do not use them.',
    );
    const json = await run(['verify', 'tampered.json', '--json']);
    expect(readVerdict(json).verdict).toBe('not-verified');
  });

  it('names the required checks that were not made next to those that failed', async () => {
    const { out } = await run(['verify', 'tampered.json', '--offline']);
    expect(out.trim().split('\n\n').at(-1)!.replaceAll(/\s+/g, ' ')).toContain(
      '✗ NOT VERIFIED: entries; also not checked: anchor, finality, authority, currentness',
    );
  });

  it('ends with 1 for a file that is not a proof file, and with 2 for a file that cannot be read', async () => {
    await write('no.json', '{}');
    expect(await run(['verify', 'no.json', '--json'])).toMatchObject({ exit: 1 });
    expect((await run(['verify', 'no.json'])).out).toMatch(
      /✗ format[^✗]*\n– entries, statement, [^✗]*\n\n[^✗]*\n✗ NOT VERIFIED: format\n$/,
    );
    expect(await run(['verify', 'missing.json', '--json'])).toMatchObject({ exit: 2, out: '' });
    expect(await run(['verify', '.'])).toMatchObject({ exit: 2, out: '' });
    expect(await run(['verify'])).toMatchObject({ exit: 2, out: '' });
  });

  it('says how a reformatted file differs, and verifies it once proof normalise has rewritten it', async () => {
    const good = await readFile(join(folder, 'good.carbon-proof.json'), 'utf8');
    for (const [changed, what] of [
      [`${good}\n`, /ends with a line end/],
      [`\ufeff${good}`, /byte order mark/],
      [JSON.stringify(JSON.parse(good), null, 2), /is pretty-printed/],
    ] as const) {
      await write('changed.carbon-proof.json', changed);
      const refused = await run(['verify', 'changed.carbon-proof.json']);
      expect(refused).toMatchObject({ exit: 1, out: expect.stringMatching(what) });
      if (!changed.startsWith('\ufeff'))
        expect(refused.out.replace(/\s+/g, ' ')).toContain('ledger proof normalise');
      const other = [
        'proof',
        'normalise',
        'changed.carbon-proof.json',
        '-o',
        `${what.source}.json`,
        '--json',
      ];
      const { exit, out } = await run(other);
      expect({ exit, ...(JSON.parse(out) as object) }).toMatchObject({ exit: 0, changed: true });
      expect(await readFile(join(folder, `${what.source}.json`), 'utf8')).toBe(good);
      expect(await run(['proof', 'normalise', 'changed.carbon-proof.json'])).toMatchObject({ exit: 0 });
      expect(await run(['verify', 'changed.carbon-proof.json'])).toMatchObject({ exit: 0 });
      expect((await run(['proof', 'normalise', 'changed.carbon-proof.json'])).out).toContain('already');
    }
    await write('no.json', '{}');
    expect(await run(['proof', 'normalise', 'no.json'])).toMatchObject({
      exit: 2,
      err: expect.stringContaining('no.json: this is not a proof file'),
    });
  });

  it('normalises standard input to standard output, or to a file', async () => {
    const good = await readFile(join(folder, 'good.carbon-proof.json'), 'utf8');
    const normalise = (...args: string[]): Promise<CliRun> =>
      runLine(['proof', 'normalise', '-', ...args], { cwd: folder, input: `\ufeff${good}\n` });
    expect(await normalise()).toEqual({ exit: 0, out: good, err: '' });
    expect(await normalise('-o', 'from-input.json')).toMatchObject({ exit: 0 });
    expect(await readFile(join(folder, 'from-input.json'), 'utf8')).toBe(good);
    expect(await normalise('--json')).toMatchObject({ exit: 2, err: expect.stringContaining('-o') });
    await expect(stat(join(folder, '-'))).rejects.toThrow('ENOENT');
  });

  it.each([
    ['with --offline', (): string[] => ['--offline']],
    ['if no endpoint answers', () => ['--rpc', NO_ONE]],
    ['if not even the chain is known', () => ['--rpc', NO_ONE, '--ledger', deployment.ledger]],
    ['without an endpoint', () => ['--policy', 'blind.json']],
  ])('ends unchecked, with exit code 3, %s', async (_where, args) => {
    const policy = JSON.parse(await readFile(join(folder, '.carbon-ledger/policy.json'), 'utf8')) as Policy;
    await write('blind.json', JSON.stringify({ ...policy, rpc: { urls: [], quorum: 1 } }));
    const result = await run(['verify', 'good.carbon-proof.json', '--json', ...args()]);
    expect(result.exit).toBe(3);
    expect(readVerdict(result)).toMatchObject({ verdict: 'unchecked' });
    expect(find(readVerdict(result), 'anchor').result).toBe('skipped');
  });

  it('says once which endpoint it waits for, and nothing with --json', async () => {
    const answersFrom = performance.now() + 3_000;
    const slow = await startRpcProxy(chain.url, async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, answersFrom - performance.now())));
      return undefined;
    });
    const line = ['verify', 'good.carbon-proof.json', '--rpc', slow.url];
    const [told, flagged, json] = await Promise.all([
      run(line),
      run([...line, '--ledger', deployment.ledger]),
      run([...line, '--json']),
    ]);
    await slow.stop();
    const waiting = `waiting for ${new URL(slow.url).host} …\n`;
    expect([told.exit, told.err.split(waiting).length]).toEqual([0, 2]);
    expect([flagged.exit, flagged.err.split(waiting).length]).toEqual([0, 2]);
    expect(json).toMatchObject({ exit: 0, err: expect.not.stringContaining('waiting') });
  });

  it('finds a tampered figure with --offline', async () => {
    expect(await run(['verify', 'tampered.json', '--offline'])).toMatchObject({ exit: 1 });
  });

  it('takes the ledger from the policy or the options, never from the file', async () => {
    const other = await chain.deploy();
    const elsewhere = await run([
      'verify',
      'good.carbon-proof.json',
      '--rpc',
      chain.url,
      '--ledger',
      other.ledger,
      '--json',
    ]);
    expect(elsewhere.exit).toBe(1);
    expect(find(readVerdict(elsewhere), 'format')).toMatchObject({ result: 'fail', code: 'wrong-domain' });
    const overridden = await run(['verify', 'good.carbon-proof.json', '--ledger', other.ledger, '--json']);
    expect(overridden.exit).toBe(1);
  });

  it('requires a policy, or --rpc and --ledger', async () => {
    const empty = await mkdtemp(join(folder, 'empty-'));
    const result = await run(['verify', join(folder, 'good.carbon-proof.json')], empty);
    expect(result).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error \([a-z-]+\): no policy is known: [^\n]*\n$/),
    });
    await mkdir(join(empty, '.carbon-ledger'));
    await writeFile(join(empty, '.carbon-ledger/policy.json'), '{"format":"carbon-ledger-policy/1"}');
    const refused = await run(['verify', join(folder, 'good.carbon-proof.json')], empty);
    expect(refused).toMatchObject({ exit: 2, out: '' });
    expect(refused.err).toContain('so write the policy again with ledger policy init');
  });

  it('verifies in a process of its own, from file and chain alone', () => {
    const args = ['cli/main.ts', 'verify', join(folder, 'good.carbon-proof.json'), ...flags(), '--json'];
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'verified' });
  });
});
