import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../devnet/postgres/free-port.ts';

const run = promisify(execFile);

/** The programs of Slurm, as Debian's slurm-wlm and munge install them. */
const PROGRAMS = ['/usr/sbin/munged', '/usr/sbin/slurmctld', '/usr/sbin/slurmd', '/usr/bin/sbatch'];

/** Why no Slurm can be started here; null if it can. */
export const NO_SLURM: string | null = !PROGRAMS.every((program) => existsSync(program))
  ? 'needs slurm-wlm and munge: apt-get install --yes slurm-wlm munge'
  : process.getuid?.() === 0
    ? null
    : 'needs root, as slurmd does';

/** A cluster of this machine alone: a real munged, slurmctld and slurmd. */
export interface Slurm {
  readonly folder: string;
  /** Runs a command of Slurm and returns its output. */
  command(name: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a cluster with two cores. */
export async function startSlurm(): Promise<Slurm> {
  const folder = await mkdtemp(join(tmpdir(), 'slurm-'));
  const [controller, node] = [await findFreePort(), await findFreePort()];
  await Promise.all(['state', 'spool'].map((name) => mkdir(join(folder, name))));
  await writeFile(join(folder, 'munge.key'), randomBytes(128), { mode: 0o600 });
  await writeFile(join(folder, 'cgroup.conf'), 'CgroupPlugin=disabled\n');
  await writeFile(join(folder, 'slurm.conf'), configure(folder, controller, node));
  const env = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf') };
  const children: ChildProcess[] = [];
  const start = (program: string, ...args: string[]): void => {
    const child = spawn(program, args, { env, stdio: 'ignore' });
    children.push(child);
  };
  const file = (name: string): string => join(folder, name);
  start(
    ...(['/usr/sbin/munged', '--foreground', '--force', `--key-file=${file('munge.key')}`] as const),
    ...([`--socket=${file('munge.socket')}`, `--pid-file=${file('munge.pid')}`] as const),
    ...([`--log-file=${file('munge.log')}`, `--seed-file=${file('munge.seed')}`] as const),
  );
  start('/usr/sbin/slurmctld', '-D');
  start('/usr/sbin/slurmd', '-D', '-N', hostname());
  const slurm: Slurm = {
    folder,
    command: async (name, args, more = {}) =>
      (await run(join('/usr/bin', name), args, { cwd: folder, env: { ...env, ...more } })).stdout,
    async stop() {
      for (const child of children.toReversed()) {
        const ended = child.exitCode === null ? once(child, 'exit') : null;
        child.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
  await awaitIdle(slurm);
  return slurm;
}

/** A node that was just started is unknown for a moment. */
async function awaitIdle(slurm: Slurm): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    const state = await slurm.command('sinfo', ['--noheader', '--format=%t']).catch(() => '');
    if (state.trim() === 'idle') return;
    await pause(100);
  }
  throw new Error('the node of Slurm is not idle after a minute');
}

function configure(folder: string, controller: number, node: number): string {
  const name = hostname();
  return `${[
    'ClusterName=test',
    `SlurmctldHost=${name}(127.0.0.1)`,
    'SlurmUser=root',
    'SlurmdUser=root',
    'AuthType=auth/munge',
    'CredType=cred/munge',
    `AuthInfo=socket=${folder}/munge.socket`,
    `SlurmctldPort=${controller}`,
    `SlurmdPort=${node}`,
    `StateSaveLocation=${folder}/state`,
    `SlurmdSpoolDir=${folder}/spool`,
    `SlurmctldPidFile=${folder}/slurmctld.pid`,
    `SlurmdPidFile=${folder}/slurmd.pid`,
    `SlurmctldLogFile=${folder}/slurmctld.log`,
    `SlurmdLogFile=${folder}/slurmd.log`,
    'ProctrackType=proctrack/linuxproc',
    'TaskPlugin=task/none',
    'MpiDefault=none',
    'ReturnToService=2',
    'SelectType=select/cons_tres',
    'SelectTypeParameters=CR_Core',
    `NodeName=${name} NodeAddr=127.0.0.1 CPUs=2 RealMemory=2048`,
    'PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP',
  ].join('\n')}\n`;
}
