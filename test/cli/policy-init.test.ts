import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePolicy } from '../../core/verify/policy.ts';
import { type ChainedLedger, deployChainedLedger } from '../helpers/chained-ledger.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let chain: TestChain;
let ledger: ChainedLedger;
let folder: string;

beforeAll(async () => {
  chain = await startTestChain();
  ledger = await deployChainedLedger(chain);
  folder = await mkdtemp(join(tmpdir(), 'policy-init-'));
});

afterAll(async () => {
  await chain.stop();
  await rm(folder, { recursive: true });
});

const init = (...args: string[]): Promise<CliRun> =>
  runLine(['policy', 'init', '--rpc', chain.url, '--ledger', ledger.domain.ledger, ...args], { cwd: folder });

describe('ledger policy init', () => {
  it.each(['--judge', '--replay-party', '--subject-party'])(
    'refuses a party that is not registered as %s, and says what to check',
    async (option) => {
      const { exit, err } = await init(option, 'demo:auditr', '-o', 'typo.json');
      expect([exit, err]).toEqual([
        2,
        expect.stringContaining(
          `error (not-registered): ${option} demo:auditr: the registry has no such party`,
        ),
      ]);
      expect(err).toContain('Check the spelling');
      expect(await readdir(folder)).not.toContain('typo.json');
    },
  );

  it('prints the identifier of each party beside its id', async () => {
    const { auditor, exchange, company } = ledger.parties;
    const replays = ['--replay-party', auditor.identifier, exchange.party, '--replay-quorum', '1'];
    const named = [...replays, '--judge', exchange.identifier, '--subject-party', company.party];
    const { exit, out, err } = await init(...named, '-o', 'named.json');
    expect([exit, err]).toEqual([0, '']);
    const text = out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      `1 of 2 named parties must have recomputed the heads: demo:auditor (${auditor.party}), demo:exchange (${exchange.party})`,
    );
    expect(text).toContain(`those of demo:exchange (${exchange.party})`);
    expect(text).toContain(`the record must belong to ${company.identifier} (${company.party})`);
  });

  it.each([
    [
      'a quorum of more parties than are named',
      ['--replay-party', 'demo:auditor', 'demo:auditor', '--replay-quorum', '2'],
      '--replay-quorum 2 needs 2 different parties, got 1',
    ],
    ['a quorum of nobody', ['--replay-quorum', '1'], '--replay-quorum needs --replay-party'],
    [
      'parties whose replays are not required',
      ['--replay-party', 'demo:auditor', '--replay-quorum', '0'],
      '--replay-quorum 0 would ignore the parties',
    ],
    ['a file that is too old at once', ['--max-age', '0'], '--max-age 0 makes every proof file too old'],
  ])('refuses %s', async (_what, args, message) => {
    const { exit, err } = await init(...args, '-o', 'never.json');
    expect([exit, err]).toEqual([2, expect.stringContaining(`error (option): ${message}`)]);
    expect(await readdir(folder)).not.toContain('never.json');
  });

  it('writes once what is named twice', async () => {
    const twice = ['--require', 'completeness', 'completeness', '--keys', 'total', 'total'];
    const parties = [
      '--judge',
      'demo:auditor',
      'demo:auditor',
      '--replay-party',
      'demo:auditor',
      'demo:auditor',
    ];
    expect(await init(...twice, ...parties, '-o', 'once.json')).toMatchObject({ exit: 0 });
    const { party } = ledger.parties.auditor;
    expect(parsePolicy(await readFile(join(folder, 'once.json')))).toMatchObject({
      require: ['completeness'],
      keys: ['total'],
      judges: [party],
      replays: { parties: [party], quorum: 1 },
    });
  });
});
