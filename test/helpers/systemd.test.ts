import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Systemd, startSystemd } from './systemd.ts';

let folder: string;
let systemd: Systemd;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-systemd-'));
  await mkdir(join(folder, 'state'));
  const places = { units: folder, state: join(folder, 'state') };
  systemd = await startSystemd({ ...places, localise: (text) => text, environment: {} });
});
afterEach(async () => {
  await systemd.stop();
  await rm(folder, { recursive: true });
});

/** Writes a unit that runs a program. */
async function writeUnit(name: string, program: string): Promise<void> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, program);
  await writeFile(
    join(folder, `${name}.service`),
    `ExecStart=${process.execPath} ${file}\nTimeoutStopSec=1\nRestartPreventExitStatus=3\n`,
  );
}

async function call(command: string): Promise<number> {
  return (await fetch(systemd.url, { method: 'POST', body: command })).status;
}

describe('The substitute for systemd', () => {
  it('reports a service that ended by itself, with the end of its log', async () => {
    await writeUnit('broken', "console.error('port 9101 is in use'); process.exitCode = 1;");
    expect(await call('start broken')).toBe(200);
    await expect(systemd.failed).rejects.toThrow(/^broken exited with 1:\nport 9101 is in use\n$/);
    expect(systemd.failures).toHaveLength(1);
    expect(await call('is-active broken')).toBe(409);
  });

  it('does not report an exit code after which the unit is not started again', async () => {
    await writeUnit('halted', 'process.exitCode = 3;');
    await call('start halted');
    await expect.poll(() => call('is-active halted'), { timeout: 20_000 }).toBe(409);
    expect(systemd.failures).toEqual([]);
  });

  it('kills and reports a service that does not end when it is stopped', async () => {
    const ready = join(folder, 'ready');
    await writeUnit(
      'deaf',
      `import { writeFileSync } from 'node:fs';
       process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); writeFileSync('${ready}', '');`,
    );
    await call('start deaf');
    await expect.poll(() => existsSync(ready), { timeout: 20_000 }).toBe(true);
    expect(await call('stop deaf')).toBe(200);
    expect(systemd.failures).toEqual([expect.stringContaining('deaf did not end when it was asked to')]);
  });
});
