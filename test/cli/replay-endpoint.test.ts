import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerInterface } from '../../chain/contracts/ledger.ts';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import type { ReplayReport } from '../../jobs/replay/run-replay.ts';
import { hashHeader } from '../../core/batches/batch.ts';
import { nameBatchFile } from '../../core/publication/format.ts';
import { REPLAY_CODES, type ReplayCode } from '../../jobs/replay/replay-codes.ts';
import { registryEvents } from '../../chain/contracts/registry-event.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { startTestChain, type TestChain } from '../helpers/chain.ts';
import { type PlayedLedger, playLedger } from '../helpers/played-ledger.ts';
import { type OwnAnswer, type RpcProxy, startRpcProxy } from '../helpers/rpc-proxy.ts';
import { type CliRun, runLine } from './test-terminal.ts';

/** An event as JSON-RPC gives it. */
interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

let chain: TestChain;
let home: string;
let played: PlayedLedger;
let state: string;
let proxy: RpcProxy | null = null;

beforeAll(async () => {
  chain = await startTestChain();
  home = await mkdtemp(join(tmpdir(), 'endpoint-'));
  played = await playLedger(chain, join(home, 'honest'));
});

afterAll(async () => {
  await chain.stop();
  await rm(home, { recursive: true });
});

beforeEach(async () => {
  await proxy?.stop();
  proxy = null;
  state = await mkdtemp(join(home, 'state-'));
});

function run(url: string, ...args: string[]): Promise<CliRun> {
  const where = ['--rpc', url, '--ledger', played.ledger.domain.ledger, '--state', state, '--threads', '1'];
  return runLine(['replay', '--publication', played.publication, ...where, ...args], { cwd: home });
}

/** Replays against an endpoint that answers some questions itself. */
async function runAgainst(answer: OwnAnswer, ...args: string[]): Promise<CliRun> {
  proxy = await startRpcProxy(chain.url, answer);
  return run(proxy.url, ...args);
}

/** Changes the anchorings that an endpoint shows. */
function withLogs(change: (logs: readonly Log[]) => readonly Log[]): OwnAnswer {
  return async ({ method, params }, ask) =>
    method === 'eth_getLogs' ? { result: change((await ask(method, params)) as Log[]) } : undefined;
}

const numberOf = ({ topics }: Log): number => Number(topics[1]);

/** Expects that the replay came to the batch before this one, and says why and what to do. */
function expectUnchecked({ exit, out }: CliRun, code: ReplayCode, batch: number): void {
  expect(exit, out).toBe(3);
  expect(out).toContain('INCOMPLETE');
  const words = out.replaceAll(/\s+/g, ' ');
  expect(words).toContain(`! ${code} (1): ${REPLAY_CODES[code]} batch ${batch}:`);
}

describe('A replay against an endpoint that does not show the chain as it is', () => {
  it.each([2, 3])('ends before batch %i if its anchoring is left out', async (left) => {
    const { exit, ...rest } = await runAgainst(
      withLogs((logs) => logs.filter((log) => numberOf(log) !== left)),
    );
    expectUnchecked({ exit, ...rest }, 'events-missing', left);
    expect(REPLAY_CODES['events-missing']).toContain('Name another endpoint');
  });

  it('ends where an event says another time than the contract', async () => {
    const later = (log: Log): Log => ({
      ...log,
      data: log.data.slice(0, -2) + (log.data.endsWith('00') ? '01' : '00'),
    });
    const ended = await runAgainst(
      withLogs((logs) => logs.map((log) => (numberOf(log) === 2 ? later(log) : log))),
    );
    expectUnchecked(ended, 'anchor-differs', 2);
  });

  it('ends where a batch would have come too late for the contract', async () => {
    const call = ledgerInterface.encodeFunctionData('maxDelay');
    const ended = await runAgainst(({ method, params }) =>
      method === 'eth_call' && (params[0] as { data: string }).data === call
        ? { result: `0x${'0'.repeat(64)}` }
        : undefined,
    );
    expectUnchecked(ended, 'time-differs', 1);
  });

  it('ends where a header does not follow the one before it: the endpoint continues with another ledger', async () => {
    const other = await playLedger(chain, join(home, 'fork'));
    const own = played.ledger.domain.ledger;
    await cp(join(other.publication, 'batches'), join(played.publication, 'batches'), { recursive: true });
    const anchors = ledgerInterface.getFunction('anchors')!.selector;
    const ended = await runAgainst(async ({ method, params }, ask) => {
      const [first] = params as [{ to?: string; data?: string; address?: string }];
      if (
        method === 'eth_call' &&
        first.data?.startsWith(anchors) === true &&
        Number(`0x${first.data.slice(10)}`) > 1
      )
        return { result: await ask(method, [{ ...first, to: other.ledger.domain.ledger }, params[1]]) };
      if (method !== 'eth_getLogs') return undefined;
      const [ours, theirs] = (await Promise.all(
        [own, other.ledger.domain.ledger].map((address) => ask(method, [{ ...first, address }])),
      )) as [Log[], Log[]];
      const forked = theirs.filter((log) => numberOf(log) > 1).map((log) => ({ ...log, address: own }));
      return { result: [...ours.filter((log) => numberOf(log) === 1), ...forked] };
    });
    expectUnchecked(ended, 'chain-broken', 2);
  });

  it('keeps nothing of such an end: the next replay, against an honest endpoint, finds no fault', async () => {
    await runAgainst(withLogs((logs) => logs.filter((log) => numberOf(log) !== 2)));
    const { exit, out } = await run(chain.url, '--json');
    expect(exit, out).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ verdict: 'replayed', records: 3, replayedNow: 2, counts: {} });
  });

  it('finds a record that was signed after the end of its key, though the endpoint leaves out the event of that end', async () => {
    const { ledger, operator, publication } = await playLedger(chain, join(home, 'closed'));
    const { company } = ledger.parties;
    const registry = openRegistryWriter(ledger.deployment.registry, chain.accounts.registrar);
    await registry.closeKey(company.party, company.key.address);
    await chain.mineAt((await chain.head()).time + 60);
    await operator.seal({ records: [ledger.sign({ by: company, subject: 'late' })] });
    const closing = registryEvents.getEvent('KeyClosed')!.topicHash;
    proxy = await startRpcProxy(chain.url, async ({ method, params }, ask) =>
      method === 'eth_getLogs' && (params[0] as Log).address === ledger.deployment.registry
        ? { result: ((await ask(method, params)) as Log[]).filter(({ topics }) => topics[0] !== closing) }
        : undefined,
    );
    const where = ['--rpc', proxy.url, '--ledger', ledger.domain.ledger, '--state', state, '--json'];
    const { exit, out } = await runLine(['replay', '--publication', publication, ...where], { cwd: home });
    expect(exit, out).toBe(1);
    expect((JSON.parse(out) as ReplayReport).counts).toHaveProperty('closed-key', 1);
  });

  it.each([
    [
      'another registry',
      { registry: { address: '0xC83ae492a04d56a7b9E23d308BdFB63c601735E2', codeHash: null } },
    ],
    ['other code', { codeHash: `0x${'11'.repeat(32)}` as const }],
    ['a checkpoint that the chain lacks', { checkpoints: [`0x${'22'.repeat(32)}` as const] }],
  ])('does not begin where the policy names %s', async (_what, rule) => {
    const policy = { ...createPolicy({ ...played.ledger.domain, urls: [chain.url] }), ...rule };
    await writeFile(join(home, 'policy.json'), JSON.stringify(policy));
    const rules = ['--policy', 'policy.json', '--state', state, '--threads', '1'];
    const args = ['replay', '--publication', played.publication, ...rules];
    const { exit, out, err } = await runLine(args, { cwd: home });
    expect([exit, out]).toEqual([3, '']);
    expect(err).toMatch(/error \(chain-differs\)[^]*Name other endpoints/);
  });

  it('counts one endpoint under two paths once: it makes no quorum with itself', async () => {
    const policy = createPolicy({ ...played.ledger.domain, urls: [chain.url, `${chain.url}/again`] });
    await writeFile(join(home, 'policy.json'), JSON.stringify(policy));
    const rules = ['--policy', 'policy.json', '--state', state, '--threads', '1'];
    const args = ['replay', '--publication', played.publication, ...rules];
    const { exit, err } = await runLine(args, { cwd: home });
    expect(exit, err).toBe(4);
    expect(err).toContain('expected 2 equal answers from 1 endpoints');
  });
});

describe('A replay of a chain that changed since', () => {
  let before: unknown;

  beforeEach(async () => {
    before = await chain.send('evm_snapshot', []);
  });

  it('ends, and keeps its state, while the endpoint shows an older chain', async () => {
    const older = await chain.send('evm_snapshot', []);
    await played.operator.seal({
      records: [played.ledger.sign({ by: played.ledger.parties.company, subject: 'four' })],
    });
    expect((await run(chain.url)).exit).toBe(0);
    await chain.send('evm_revert', [older]);
    expectUnchecked(await run(chain.url), 'endpoint-behind', 5);
  });

  it('refuses to continue after a batch that the chain replaced, and starts over with --fresh', async () => {
    const { ledger, publication } = await playLedger(chain, join(home, 'replaced'));
    const run = (...args: string[]): Promise<CliRun> =>
      runLine(
        [
          'replay',
          '--publication',
          publication,
          '--rpc',
          chain.url,
          '--ledger',
          ledger.domain.ledger,
          '--state',
          state,
          '--threads',
          '1',
          ...args,
        ],
        { cwd: home },
      );
    expect((await run()).exit).toBe(0);
    await chain.send('evm_revert', [before]);
    const again = await playLedger(chain, join(home, 'again'), ['un', 'deux', 'trois']);
    expect(again.ledger.domain.ledger).toBe(ledger.domain.ledger);
    await cp(again.publication, publication, { recursive: true });
    const { exit, err } = await run();
    expect(exit, err).toBe(2);
    expect(err).toMatch(/error \(state-differs\)[^]*batch 3[^]*--fresh/);
    expect((await run('--fresh')).exit).toBe(0);
  });
});

describe('A published header that is not the one on the chain', () => {
  it('ends the replay before its batch', async () => {
    const copy = join(home, 'other-header');
    await cp(played.publication, copy, { recursive: true });
    const { header } = played.operator.batches[1]!;
    const path = join(copy, nameBatchFile({ number: 2, id: hashHeader(header) }));
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(`"sealedAt":${header.sealedAt}`, `"sealedAt":${header.sealedAt + 1}`));
    const where = ['--rpc', chain.url, '--ledger', played.ledger.domain.ledger, '--state', state];
    expectUnchecked(
      await runLine(['replay', '--publication', copy, ...where], { cwd: home }),
      'header-differs',
      2,
    );
    expect(REPLAY_CODES['header-differs']).toContain('Name another copy');
  });
});
