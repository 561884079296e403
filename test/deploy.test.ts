import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  globSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFollowState } from '../jobs/replay/follow-replay.ts';
import { formatMetrics } from '../jobs/replay/replay-metrics.ts';
import { chainSettings } from '../runtime/chain-settings.ts';
import { programSettings } from '../runtime/settings.ts';
import { configSchema } from '../server/settings/server-settings.ts';
import { createTestDatabase, type TestDatabase } from './helpers/postgres.ts';
import { openMetrics } from '../server/metrics/metrics.ts';
import { parseUnit } from './helpers/systemd.ts';
import { EXIT_CODES } from '../core/exit-codes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEPLOY = join(ROOT, 'deploy');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const UNITS = globSync('*.service', { cwd: DEPLOY });
const MANUAL = read('docs/operate.md');

/** What units may write. */
const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  'carbon-ledger-anchorer.service': ['/srv/carbon-ledger/publication'],
  'carbon-ledger-api@.service': ['-/srv/carbon-ledger/documents'],
};

const valuesOf = (unit: string, key: string): string[] =>
  parseUnit(read(`deploy/${unit}`)).flatMap(([name, value]) => (name === key ? [value] : []));

describe('The units of deploy/', () => {
  it('are all mentioned in docs/operate.md', () => {
    expect(UNITS.length).toBe(7);
    for (const unit of UNITS) expect(MANUAL).toContain(`\`${basename(unit, '.service')}`);
  });

  it('give the replay options that it has, and the settings that docs/operate.md writes into its file', () => {
    const [command = ''] = valuesOf('carbon-ledger-replay.service', 'ExecStart');
    const replay =
      read('cli/commands/replay.ts') + read('cli/options/replayer.ts') + read('cli/options/password.ts');
    for (const [option] of command.matchAll(/--[a-z-]+/g)) expect(replay).toContain(option);
    for (const [, name] of command.matchAll(/\$\{(\w+)\}/g)) expect(MANUAL).toContain(`\n${name}=`);
  });

  it.each(UNITS)('%s starts an existing file with settings that the program knows', (unit) => {
    const [command = ''] = valuesOf(unit, 'ExecStart');
    const [program = '', script = ''] = command.split(' ');
    expect(program).toMatch(/^\/opt\/carbon-ledger\/node_modules\/\.bin\/node$/);
    expect(existsSync(join(ROOT, script))).toBe(true);
    const known = Object.keys(
      script.startsWith('indexer') ? { ...programSettings, ...chainSettings } : configSchema.shape,
    );
    for (const assignment of valuesOf(unit, 'Environment')) expect(known).toContain(assignment.split('=')[0]);
  });

  it.each(UNITS)('%s loads exactly the key files that it uses as credentials', (unit) => {
    const named = [...valuesOf(unit, 'Environment'), ...valuesOf(unit, 'ExecStart')].flatMap((line) =>
      [...line.matchAll(/[= ]%d\/(\S+)/g)].map(([, name]) => name),
    );
    const loaded = valuesOf(unit, 'LoadCredential').map((line) => line.split(':')[0]);
    expect(loaded).toEqual(named);
  });

  it.each(UNITS)('%s cannot write files of the machine or gain privileges', (unit) => {
    expect(valuesOf(unit, 'ProtectSystem')).toEqual(['strict']);
    expect(valuesOf(unit, 'NoNewPrivileges')).toEqual(['yes']);
    expect(valuesOf(unit, 'CapabilityBoundingSet')).toEqual(['']);
    const isUser = unit === 'carbon-ledger-anchorer.service';
    expect(valuesOf(unit, 'DynamicUser')).toEqual(isUser ? [] : ['yes']);
    expect(valuesOf(unit, 'User')).toEqual(isUser ? ['carbon-ledger'] : []);
    expect(valuesOf(unit, 'ReadWritePaths')).toEqual(WRITTEN[unit] ?? []);
  });

  it('do not restart a replay after wrong usage', () => {
    const [code] = valuesOf('carbon-ledger-replay.service', 'RestartPreventExitStatus');
    expect(code).toBe(String(EXIT_CODES.usage));
  });

  it('do not restart an indexer that halted', () => {
    const [code] = valuesOf('carbon-ledger-indexer.service', 'RestartPreventExitStatus');
    expect(code).toBe(String(EXIT_CODES.halted));
  });

  const verify = (folder: string): string => {
    const names = ['carbon-ledger.target', ...UNITS].map((name) => {
      const text = read(`deploy/${name}`).replaceAll('/opt/carbon-ledger/', ROOT);
      const instance = name.replace('@', '@8081');
      writeFileSync(join(folder, name), text);
      if (instance !== name) copyFileSync(join(folder, name), join(folder, instance));
      return join(folder, instance);
    });
    const { stderr } = spawnSync(
      'systemd-analyze',
      ['verify', '--man=no', '--recursive-errors=no', ...names],
      {
        encoding: 'utf8',
      },
    );
    return stderr;
  };
  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

  it.skipIf(!hasSystemd)('are valid for systemd (needs systemd-analyze)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'units-'));
    expect(verify(folder)).toBe('');
    rmSync(folder, { recursive: true });
  });
});

describe('The alarms of deploy/alerts.yml', () => {
  const rules = [...read('deploy/alerts.yml').matchAll(/- alert: (\w+)\n\s+expr: '(.*)'/g)].map(
    ([, name = '', expression = '']) => ({ name, expression }),
  );
  const listTypes = (text: string): RegExpExecArray[] => [...text.matchAll(/^# TYPE (\S+) (\w+)$/gm)];
  let database: TestDatabase;
  let exported: Set<string>;

  beforeAll(async () => {
    database = await createTestDatabase();
    const none = { requests: 0, lines: 0, peakLines: 0, refused: new Map<string, number>() };
    const { text } = await openMetrics({
      metricsPool: database.pool,
      now: () => 0,
      bulk: { load: () => none },
      events: { streams: 0 },
      publication: { gaps: () => 0 },
      documents: { folder: ROOT },
      operator: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
      readCosts: () => Promise.resolve({ balance: null, gas: null, gasPrice: null }),
    }).render();
    const types = listTypes(text);
    exported = new Set(
      [...types, ...listTypes(formatMetrics(createFollowState()))].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [name, `${name}_count`] : [name],
      ),
    );
  });

  afterAll(() => database.drop());

  it('use metrics that are exported', () => {
    expect(rules.length).toBe([...read('deploy/alerts.yml').matchAll(/alert:/g)].length);
    const used = rules.flatMap(({ expression }) => expression.match(/(carbon_ledger|http)_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(10);
    for (const metric of used) expect(exported).toContain(metric);
  });

  it('or docs/operate.md use each metric of a replay', () => {
    const replay = listTypes(formatMetrics(createFollowState())).map(([, name = '']) => name);
    expect(replay.length).toBeGreaterThan(8);
    for (const metric of replay) expect(MANUAL).toContain(`\`${metric}`);
  });

  it('are the same as in docs/operate.md, which says what to do for each', () => {
    const rows = [...MANUAL.matchAll(/^\| (`[A-Z]\w+`(?:, `[A-Z]\w+`)*) +\| .* \| .* \|$/gm)];
    const described = rows.flatMap(([, names = '']) => names.replaceAll('`', '').split(', '));
    expect(described.sort()).toEqual(rules.map(({ name }) => name).sort());
  });

  it('and docs/operate.md use only exported metrics', () => {
    const names = [...MANUAL.matchAll(/`(carbon_ledger_\w+)/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(exported).toContain(name);
  });
});

describe('The database roles of deploy/', () => {
  it('are all used for a connection in docs/operate.md', () => {
    for (const [, role] of read('deploy/roles.sql').matchAll(/create role (\w+)/g))
      expect(MANUAL).toContain(`postgres://${role}:`);
  });
});
