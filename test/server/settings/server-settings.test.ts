import { describe, expect, it } from 'vitest';
import { openEndpoints } from '../../../runtime/open-chain.ts';
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
  it('uses defaults for all settings that are not required', () => {
    expect(parseConfig(GOOD)).toMatchObject({
      databaseUrl: GOOD.DATABASE_URL,
      chain: { rpcUrls: [GOOD.RPC_URL], quorum: 1, chainId: null, startBlock: 0, finality: 'finalized' },
      roles: ['api', 'sealer', 'anchorer', 'notifier', 'work'],
      work: { quota: { pieces: 20, bytes: 2 ** 30 }, leases: { attempts: 3 } },
      webhooks: {
        allowsPrivate: false,
        perParty: 10,
        timeout: 15,
        retry: { longest: 21_600, giveUpAfter: 432_000 },
      },
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

  it('reports every problem at once: variable, value, what is expected and what the setting means', () => {
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
    expect(problems[2]).toMatch(/^LEDGER_ADDRESS is missing\. Address of the CarbonLedger contract/);
    expect(problems[4]).toMatch(
      /^ROLES must be one of api, sealer, anchorer, notifier, work, got "cook"\. What this process does/,
    );
    expect(problems[5]).toMatch(/^PORT must be a whole number from 0 to 65535, got "70000"\. Port on which/);
  });

  it('reads the origins of other sites, and refuses what no browser would send as one', () => {
    const originsOf = (text: string) => parseConfig({ ...GOOD, CORS_ORIGINS: text }).http.corsOrigins;
    expect(parseConfig(GOOD).http.corsOrigins).toEqual([]);
    expect(originsOf('*')).toEqual(['*']);
    expect(originsOf('https://portal.example, http://localhost:5173')).toEqual([
      'https://portal.example',
      'http://localhost:5173',
    ]);
    for (const wrong of [
      'https://portal.example/',
      'https://portal.example/path',
      'https://PORTAL.example',
      'https://portal.example:443',
      'https://*.example',
      'portal.example',
      'null',
      'file://',
      'javascript:0',
      'https://a.example,,https://b.example',
      '*,https://portal.example',
    ])
      expect(problemsOf({ ...GOOD, CORS_ORIGINS: wrong }), wrong).toEqual([
        expect.stringMatching(/^CORS_ORIGINS must be \*.*got .*Origins of other sites/),
      ]);
  });

  it('allows webhooks to private addresses only where it is said in so many words', () => {
    expect(parseConfig({ ...GOOD, WEBHOOKS_PRIVATE: 'true' }).webhooks.allowsPrivate).toBe(true);
    for (const wrong of ['1', 'yes', 'TRUE', 'on'])
      expect(problemsOf({ ...GOOD, WEBHOOKS_PRIVATE: wrong })).toEqual([
        expect.stringMatching(/^WEBHOOKS_PRIVATE must be true or false, got/),
      ]);
    expect(problemsOf({ ...GOOD, WEBHOOKS_KEY_FILE: GOOD.OPERATOR_KEY_FILE })).toEqual([
      expect.stringContaining('WEBHOOKS_KEY_FILE must be another file than OPERATOR_KEY_FILE'),
    ]);
  });

  it('requires the key file of each role of the process, and of no other role', () => {
    const { ANCHORER_KEY_FILE: _, ...without } = GOOD;
    expect(problemsOf(without)).toEqual([
      expect.stringMatching(/^ANCHORER_KEY_FILE is missing\. The role anchorer needs it/),
    ]);
    expect(problemsOf({ ...without, ROLES: 'api,sealer' })).toEqual([]);
    expect(problemsOf({ ...without, ROLES: 'sealer', OPERATOR_KEY_FILE: undefined })).toEqual([]);
  });

  it('refuses one key file for two powers', () => {
    expect(problemsOf({ ...GOOD, REGISTRAR_KEY_FILE: 'anchorer.key' })).toEqual([
      expect.stringMatching(
        /^REGISTRAR_KEY_FILE must be another file than ANCHORER_KEY_FILE, got "anchorer\.key" for both/,
      ),
    ]);
  });

  it('refuses a quorum above the number of endpoints', () => {
    expect(problemsOf({ ...GOOD, RPC_URL: 'http://a, http://b', RPC_QUORUM: '3' })).toEqual([
      expect.stringMatching(/^RPC_QUORUM must be at most 2, the number of endpoints in RPC_URL .*, got "3"/),
    ]);
    expect(problemsOf({ ...GOOD, RPC_URL: 'http://a, http://b', RPC_QUORUM: '2' })).toEqual([]);
  });

  it('counts URLs with the same host and port as one endpoint', () => {
    const twice = 'http://a, http://a:80/other, http://me:secret@a.';
    expect(problemsOf({ ...GOOD, RPC_URL: twice, RPC_QUORUM: '2' })).toEqual([
      expect.stringMatching(/^RPC_QUORUM must be at most 1, .* \(one for each host and port\), got "2"/),
    ]);
    expect(openEndpoints(parseConfig({ ...GOOD, RPC_URL: twice }).chain).rpcs).toHaveLength(1);
  });

  it('reads the fee cap of the anchorer in gwei', () => {
    expect(parseConfig(GOOD).anchor).toEqual({ feeCap: 500_000_000_000n, replaceAfter: 120 });
    const { anchor } = parseConfig({ ...GOOD, ANCHOR_MAX_FEE: '30', ANCHOR_REPLACE_AFTER: '60' });
    expect(anchor).toEqual({ feeCap: 30_000_000_000n, replaceAfter: 60 });
  });

  it('refuses a ledger that is not in its EIP-55 spelling', () => {
    expect(problemsOf({ ...GOOD, LEDGER_ADDRESS: GOOD.LEDGER_ADDRESS.toLowerCase() })).toHaveLength(1);
  });

  it('prints no password and no key of an endpoint', () => {
    const secrets = { DATABASE_URL: 'mysql://me:hidden@localhost/x', RPC_URL: 'endpoint.example/hidden' };
    const problems = problemsOf({ ...GOOD, ...secrets });
    expect(problems).toHaveLength(2);
    expect(problems.join()).not.toContain('hidden');
  });

  it('describes every setting in sentences', () => {
    for (const schema of Object.values(configSchema.shape)) expect(schema.meta()?.description).toMatch(/\.$/);
  });
});
