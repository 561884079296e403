import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The most characters of a command that are shown. */
const MOST_SHOWN = 80;

/**
 * Returns which process listens on a TCP port of this machine, such as `node server.js (process 4711)`; null where the system does not
 * say, as of processes of other users.
 */
export function findListener(port) {
  const pid = process.platform === 'linux' ? findInProc(port) : askLsof(port);
  if (pid === null) return null;
  return `${describeCommand(pid)} (process ${pid})`;
}

/** Linux lists sockets with their inodes, and the open files of each process. */
function findInProc(port) {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listListening(file, port));
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pids = attempt(() => readdirSync('/proc'), []).filter((name) => /^\d+$/.test(name));
  const holds = (pid) =>
    attempt(() => readdirSync(`/proc/${pid}/fd`), []).some((fd) =>
      links.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), '')),
    );
  return links.size === 0 ? null : (pids.find(holds) ?? null);
}

/** Columns: number, local address as hex with the port, remote address, state (0A: listening), … the tenth is the inode. */
function listListening(file, port) {
  const end = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return attempt(() => readFileSync(file, 'utf8'), '')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(end) && state === '0A')
    .map((columns) => columns[9]);
}

function askLsof(port) {
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' });
  return /^\d+/.exec(stdout ?? '')?.[0] ?? null;
}

function describeCommand(pid) {
  const command =
    process.platform === 'linux'
      ? attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'), '').replaceAll('\0', ' ')
      : (spawnSync('ps', ['-o', 'command=', '-p', pid], { encoding: 'utf8' }).stdout ?? '');
  const shown = command.trim().replaceAll(/[^\x20-\x7e]/g, '?');
  if (shown === '') return 'a program';
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
}

function attempt(read, otherwise) {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
