import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Contract, id, Wallet } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../../chain/generated/party-registry.ts';
import { type AccountName, startTestChain, type TestChain } from '../helpers/chain.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/deploy.ts', import.meta.url));

let chain: TestChain;
let folder: string;

beforeAll(async () => {
  chain = await startTestChain();
  folder = await mkdtemp(join(tmpdir(), 'deploy-'));
  for (const name of ['admin', 'registrar', 'anchorer', 'operator'] as const) {
    await writeFile(fileOf(name), `${chain.accounts[name].privateKey}\n`, { mode: 0o600 });
  }
});

afterAll(async () => {
  await chain.stop();
  await rm(folder, { recursive: true });
});

function fileOf(name: AccountName): string {
  return join(folder, `${name}.key`);
}

function environment(changes: Record<string, string> = {}): Record<string, string> {
  return {
    RPC_URL: chain.url,
    ADMIN_KEY_FILE: fileOf('admin'),
    REGISTRAR_KEY_FILE: fileOf('registrar'),
    ANCHORER_KEY_FILE: fileOf('anchorer'),
    OPERATOR_KEY_FILE: fileOf('operator'),
    ...changes,
  };
}

async function deploy(
  env: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...args], { env: { ...PROGRAM_ENV, ...env } }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, out, err });
    });
  });
}

describe('npm run deploy', () => {
  it('deploys a ledger and gives the accounts of the key files their roles', async () => {
    const { code, out, err } = await deploy(
      environment(),
      '--json',
      '--max-delay',
      '7200',
      '--key-delay',
      '60',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const made = JSON.parse(out) as { chainId: number; ledger: string; registry: string; startBlock: number };
    expect(made).toMatchObject({ chainId: chain.chainId, startBlock: expect.any(Number) });
    const ledger = new Contract(made.ledger, carbonLedgerAbi, chain.provider);
    const registry = new Contract(made.registry, partyRegistryAbi, chain.provider);
    const { admin, registrar, anchorer, operator } = chain.accounts;
    expect(await ledger.getFunction('registry')()).toBe(made.registry);
    expect(await ledger.getFunction('maxDelay')()).toBe(7200n);
    expect(await registry.getFunction('keyDelay')()).toBe(60n);
    const roles = await Promise.all([
      ledger.getFunction('hasRole')(id('ANCHOR_ROLE'), anchorer.address),
      ledger.getFunction('hasRole')(`0x${'00'.repeat(32)}`, admin.address),
      registry.getFunction('isRegistrar')(registrar.address),
      registry.getFunction('isRegistrar')(admin.address),
      ledger.getFunction('hasRole')(id('ANCHOR_ROLE'), operator.address),
    ]);
    expect(roles).toEqual([true, true, true, false, false]);
    expect(await chain.provider.getCode(made.ledger, made.startBlock - 1)).toBe('0x');
  });

  it('prints the settings of the new ledger', async () => {
    const { out } = await deploy(environment());
    expect(out).toMatch(/^CHAIN_ID=31337\nLEDGER_ADDRESS=0x[0-9a-fA-F]{40}\nSTART_BLOCK=\d+\n/);
  });

  it.each([
    ['registrar and anchorer', { ANCHORER_KEY_FILE: 'registrar' }],
    ['registrar and operator', { OPERATOR_KEY_FILE: 'registrar' }],
    ['anchorer and operator', { OPERATOR_KEY_FILE: 'anchorer' }],
    ['admin and registrar', { REGISTRAR_KEY_FILE: 'admin' }],
  ])('refuses the same account as %s and sends nothing', async (both, changes) => {
    const before = await chain.head();
    const files = Object.fromEntries(
      Object.entries(changes).map(([name, holder]) => [name, fileOf(holder as AccountName)]),
    );
    const { code, err } = await deploy(environment(files));
    expect(code).toBe(1);
    expect(err).toContain(`${both} are both 0x`);
    expect(await chain.head()).toEqual(before);
  });

  it('lists all missing settings at once', async () => {
    const { code, err } = await deploy({});
    expect(code).toBe(1);
    for (const name of Object.keys(environment())) expect(err).toContain(`${name} is missing.`);
  });

  it('reports a wrong option or endpoint in one line', async () => {
    expect((await deploy(environment(), '--max-delay', '-3')).err.trim().split('\n')).toHaveLength(1);
    expect((await deploy(environment(), '--max-delay', '0')).err).toContain('--max-delay must be');
    const dead = await deploy(environment({ RPC_URL: 'http://127.0.0.1:9' }));
    expect(dead.code).toBe(1);
    expect(dead.err.trim().split('\n')).toHaveLength(1);
    expect(dead.err).toContain('RPC_URL');
    const noUrl = await deploy(environment({ RPC_URL: 'localhost' }));
    expect(noUrl.err).toBe('error (usage): RPC_URL must be an http or https URL, got "localhost".\n');
  });

  it('reports in one line which account cannot pay', async () => {
    const poor = Wallet.createRandom();
    const file = join(folder, 'poor.key');
    await writeFile(file, `${poor.privateKey}\n`, { mode: 0o600 });
    const { code, err } = await deploy(environment({ ADMIN_KEY_FILE: file }));
    expect(code).toBe(1);
    expect(err).toBe(
      `error (insufficient-funds): The account ${poor.address} cannot pay for the deployment. Send it some of the chain's currency first.\n`,
    );
  });

  it('closes a ledger once, and only for an open successor or none', async () => {
    const [old, next] = [await chain.deploy(), await chain.deploy()];
    const env = { RPC_URL: chain.url, LEDGER_ADDRESS: old.ledger, ADMIN_KEY_FILE: fileOf('admin') };
    const unknown = await deploy(env, 'close', old.registry);
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('No ledger found') as string });
    const done = await deploy(env, 'close', next.ledger, '--json');
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(done.out)).toEqual({ transaction: expect.any(String), block: expect.any(Number) });
    const contract = new Contract(old.ledger, carbonLedgerAbi, chain.provider);
    expect(await contract.getFunction('successor')()).toBe(next.ledger);
    expect((await deploy(env, 'close', 'none')).err).toContain(`LedgerClosed(successor: ${next.ledger})`);
    const back = await deploy({ ...env, LEDGER_ADDRESS: next.ledger }, 'close', old.ledger);
    expect(back.err).toContain('is closed');
    const none = await deploy({ ...env, LEDGER_ADDRESS: next.ledger }, 'close', 'none');
    expect(none).toMatchObject({ code: 0, out: expect.stringMatching(/^Done in block \d+/) as string });
  });

  it('allows another account to anchor, and revokes it again', async () => {
    const { ledger } = await chain.deploy();
    const env = { RPC_URL: chain.url, LEDGER_ADDRESS: ledger, ADMIN_KEY_FILE: fileOf('admin') };
    const { address } = chain.accounts.stranger;
    const contract = new Contract(ledger, carbonLedgerAbi, chain.provider);
    const mayAnchor = (): Promise<unknown> => contract.getFunction('hasRole')(id('ANCHOR_ROLE'), address);
    expect((await deploy(env, 'grant-anchorer', address)).code).toBe(0);
    expect(await mayAnchor()).toBe(true);
    expect((await deploy(env, 'revoke-anchorer', address)).code).toBe(0);
    expect(await mayAnchor()).toBe(false);
    const other = await deploy({ ...env, ADMIN_KEY_FILE: fileOf('registrar') }, 'grant-anchorer', address);
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('AccessControl') as string });
  });

  it.each(['admin', 'registrar'] as const)(
    'does not allow the %s to anchor, and sends nothing',
    async (name) => {
      const { ledger } = await chain.deploy();
      const env = { RPC_URL: chain.url, LEDGER_ADDRESS: ledger, ADMIN_KEY_FILE: fileOf('admin') };
      const before = await chain.head();
      const { address } = chain.accounts[name];
      expect(await deploy(env, 'grant-anchorer', address)).toMatchObject({
        code: 1,
        err: `error (shared-power): ${name} and anchorer are both ${address}, but no account may have two powers. Use another account for one of them.\n`,
      });
      expect(await chain.head()).toEqual(before);
    },
  );

  it('does not allow a proposed registrar to anchor', async () => {
    const { ledger, registry } = await chain.deploy();
    const { address } = chain.accounts.stranger;
    const contract = new Contract(registry, partyRegistryAbi, chain.accounts.registrar);
    await (await contract.getFunction('proposeRegistrar').send(address)).wait();
    const env = { RPC_URL: chain.url, LEDGER_ADDRESS: ledger, ADMIN_KEY_FILE: fileOf('admin') };
    expect((await deploy(env, 'grant-anchorer', address)).err).toContain(
      '(shared-power): registrar and anchorer',
    );
  });

  it('says that an account could not anchor anyway, instead of revoking nothing', async () => {
    const { ledger } = await chain.deploy();
    const env = { RPC_URL: chain.url, LEDGER_ADDRESS: ledger, ADMIN_KEY_FILE: fileOf('admin') };
    const before = await chain.head();
    const { address } = chain.accounts.stranger;
    expect(await deploy(env, 'revoke-anchorer', address)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^error \(no-anchorer\): The account 0x\w+ may not anchor/) as string,
    });
    expect(await chain.head()).toEqual(before);
  });

  it('refuses an unknown command, and a command without its address', async () => {
    expect((await deploy({}, 'open')).err).toContain('Unknown command: open.');
    expect((await deploy({}, 'close')).err).toBe('error (usage): close needs exactly one address.\n');
    const env = { RPC_URL: chain.url, ADMIN_KEY_FILE: fileOf('admin') };
    expect((await deploy(env, 'close', 'none')).err).toContain('LEDGER_ADDRESS is missing.');
  });

  it('prints its help', async () => {
    const { code, out } = await deploy({}, '--help');
    expect(code).toBe(0);
    expect(out).toContain('ADMIN_KEY_FILE');
  });
});
