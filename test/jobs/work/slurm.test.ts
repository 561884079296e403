import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { openMethodEngine } from '../../../jobs/engines/method-engine.ts';
import { NO_SLURM, type Slurm, startSlurm } from '../../helpers/slurm.ts';
import { METHOD, OFFER, openPoolLedger, PARAMETERS, type PoolLedger, UNITS } from './pool-ledger.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

describe.skipIf(NO_SLURM !== null)(`a pool whose workers Slurm starts (${NO_SLURM ?? 'slurm-wlm'})`, () => {
  let slurm: Slurm;
  let opened: PoolLedger;

  beforeAll(async () => {
    [slurm, opened] = await Promise.all([startSlurm(), openPoolLedger(OFFER, Math.floor(Date.now() / 1000))]);
    await opened.grant(opened.ledger.auditor);
  }, 120_000);
  afterAll(async () => {
    await slurm.stop();
    await opened.stop();
  });

  it('gives the same bits as at home, by the script of docs/work.md', { timeout: 240_000 }, async () => {
    const { folder } = slurm;
    const engine = await openMethodEngine(METHOD, engineFolder);
    const atHome = JSON.stringify(await engine.run(opened.inputs, PARAMETERS));
    const manual = await readFile(join(ROOT, 'docs/work.md'), 'utf8');
    const [, script] = /cat > worker\.sh <<'END'\n(.*?)END\nsbatch --array=1-16 worker\.sh/s.exec(manual)!;
    await writeFile(join(folder, 'worker.sh'), script!);
    await writeFile(join(folder, 'centre.key'), formatHex(opened.ledger.auditor.key.privateKey), {
      mode: 0o600,
    });
    await writeFile(
      join(folder, 'ledger'),
      `#!/bin/sh\nexec '${process.execPath}' '${ROOT}cli/main.ts' "$@"\n`,
    );
    await chmod(join(folder, 'ledger'), 0o755);
    const asked = opened.ask({});
    const company = opened.client(opened.ledger.company);
    await expect.poll(async () => (await company.list()).length, { timeout: 30_000 }).toBe(1);
    const env = {
      PATH: `${folder}:${process.env['PATH'] ?? ''}`,
      ...{ HOME: folder, LEDGER_URL: opened.server.url },
    };
    const submitted = await slurm.command('sbatch', ['--array=1-2', 'worker.sh'], env);
    expect(submitted).toMatch(/^Submitted batch job \d+/);
    await expect
      .poll(() => slurm.command('squeue', ['--noheader']), { timeout: 120_000, interval: 200 })
      .toBe('');
    const logs = (await readdir(folder)).filter((name) => name.endsWith('.out'));
    expect(logs.length).toBe(2);
    for (const name of logs)
      expect(await readFile(join(folder, name), 'utf8')).toContain('could not be computed');
    const { result, where } = await asked;
    expect(JSON.stringify(result)).toBe(atHome);
    expect(where!.pools).toEqual([{ party: opened.ledger.auditor.party, units: UNITS, wrong: 0 }]);
    const { rows } = await opened.database.pool.query<{ worker: string }>(
      'select distinct worker from work_results order by worker',
    );
    for (const { worker } of rows) expect(worker).toMatch(/^slurm-\d+$/);
    expect(rows.length).toBeGreaterThan(0);
  });
});
