import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../runtime/settings.ts';
import { configSchema, parseConfig } from '../../../server/settings/server-settings.ts';

const GOOD = {
  DATABASE_URL: 'postgres://me:hidden@localhost:5432/ledger',
  RPC_URL: 'http://127.0.0.1:8545',
  LEDGER_ADDRESS: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
  OPERATOR_KEY_FILE: 'operator.key',
  ANCHORER_KEY_FILE: 'anchorer.key',
};

function problemsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    parseConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseConfig', () => {
  it('fills in all that need not be said', () => {
    expect(parseConfig(GOOD)).toMatchObject({
      databaseUrl: GOOD.DATABASE_URL,
      chain: { rpcUrls: [GOOD.RPC_URL], quorum: 1, chainId: null, startBlock: 0, finality: 'finalized' },
      roles: ['api', 'sealer', 'anchorer'],
      http: { host: '127.0.0.1', port: 8080, publicUrl: null },
      keys: { operatorFile: 'operator.key', anchorerFile: 'anchorer.key', passwordFile: null },
      seal: { maxAge: 10, anchorBy: 86_400 },
      logLevel: 'info',
    });
  });

  it('reads lists, numbers and both kinds of finality', () => {
    const { chain, roles } = parseConfig({
      ...GOOD,
      RPC_URL: 'http://a:1, https://b',
      FINALITY: '12',
      CHAIN_ID: '31337',
      ROLES: 'api, api',
    });
    expect(chain).toMatchObject({
      rpcUrls: ['http://a:1', 'https://b'],
      finality: { confirmations: 12 },
      chainId: 31337,
    });
    expect(roles).toEqual(['api']);
  });

  it('tells every problem at once, each with the name of its variable and what it means', () => {
    const problems = problemsOf({
      DATABASE_URL: 'mysql://x',
      RPC_URL: 'http://a,ftp://b',
      PORT: '70000',
      FINALITY: 'soon',
      ROLES: 'api,cook',
      LOG_LEVEL: 'loud',
      OPERATOR_KEY_FILE: '',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'DATABASE_URL',
      'RPC_URL',
      'LEDGER_ADDRESS',
      'FINALITY',
      'ROLES',
      'PORT',
      'LOG_LEVEL',
      'OPERATOR_KEY_FILE',
    ]);
    expect(problems[2]).toMatch(/^LEDGER_ADDRESS is missing: The CarbonLedger contract/);
    expect(problems[5]).toMatch(/whole number from 0 to 65535/);
  });

  it('wants the key of each role, and none of a role that is not played', () => {
    const { ANCHORER_KEY_FILE: _, ...without } = GOOD;
    expect(problemsOf(without)).toEqual([
      expect.stringMatching(/^ANCHORER_KEY_FILE is missing: the role anchorer needs it/),
    ]);
    expect(problemsOf({ ...without, ROLES: 'api,sealer' })).toEqual([]);
    expect(problemsOf({ ...without, ROLES: 'sealer', OPERATOR_KEY_FILE: undefined })).toEqual([]);
  });

  it('refuses one key file for two powers', () => {
    expect(problemsOf({ ...GOOD, REGISTRAR_KEY_FILE: 'anchorer.key' })).toEqual([
      expect.stringMatching(/^REGISTRAR_KEY_FILE is the file of ANCHORER_KEY_FILE/),
    ]);
  });

  it('refuses that more endpoints must agree than there are', () => {
    expect(problemsOf({ ...GOOD, RPC_URL: 'http://a, http://b', RPC_QUORUM: '3' })).toEqual([
      expect.stringMatching(/^RPC_QUORUM is 3, and RPC_URL names 2/),
    ]);
    expect(problemsOf({ ...GOOD, RPC_URL: 'http://a, http://b', RPC_QUORUM: '2' })).toEqual([]);
  });

  it('takes the fee cap of the anchorer in gwei', () => {
    expect(parseConfig(GOOD).anchor).toEqual({ feeCap: 500_000_000_000n, replaceAfter: 120 });
    const { anchor } = parseConfig({ ...GOOD, ANCHOR_MAX_FEE: '30', ANCHOR_REPLACE_AFTER: '60' });
    expect(anchor).toEqual({ feeCap: 30_000_000_000n, replaceAfter: 60 });
  });

  it('refuses a ledger that is not in its EIP-55 spelling', () => {
    expect(problemsOf({ ...GOOD, LEDGER_ADDRESS: GOOD.LEDGER_ADDRESS.toLowerCase() })).toHaveLength(1);
  });

  it('repeats no password', () => {
    expect(problemsOf({ ...GOOD, DATABASE_URL: 'mysql://me:hidden@localhost/x' }).join()).not.toContain(
      'hidden',
    );
  });

  it('says of every setting what it means', () => {
    for (const schema of Object.values(configSchema.shape)) expect(schema.meta()?.description).toMatch(/\.$/);
  });
});
