import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';

/** An address of a host. */
export interface HostAddress {
  readonly address: string;
  readonly family: number;
}

/** Returns every address of a host. Rejects if it has none, and when it is aborted. */
export type Lookup = (host: string, stop?: AbortSignal) => Promise<readonly HostAddress[]>;

/** How names are resolved. */
export interface Resolving {
  /** Seconds until a name counts as not resolved. */
  readonly seconds: number;
  /** A hosts file, whose names no server is asked for. */
  readonly hosts?: string;
  /** DNS servers, as addresses with or without a port. Without it, those of the system. */
  readonly servers?: readonly string[];
}

/** Seconds in which the name of a host must be resolved. */
export const RESOLVE_SECONDS = 5;

/** Milliseconds for the first question to a server; each further one has longer. */
const FIRST_WAIT = 1_000;

const LOOPBACK = [
  { address: '127.0.0.1', family: 4 },
  { address: '::1', family: 6 },
];

/**
 * Returns a function that resolves names by the hosts file, then by DNS servers. It does not use `dns.lookup`: that one has a few threads for
 * the whole process, and names whose servers never answer would keep all of them for as long as they please.
 */
export function openLookup({ seconds, hosts = '/etc/hosts', servers }: Resolving): Lookup {
  return async (host, stop) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    const own = listHosts(await readFile(hosts, 'utf8').catch(() => ''), name);
    if (own.length > 0) return own;
    // No server knows it (RFC 6761).
    if (/(^|\.)localhost$/.test(name)) return LOOPBACK;
    const late = AbortSignal.timeout(seconds * 1000);
    const resolver = new Resolver({ timeout: FIRST_WAIT, tries: 3 });
    if (servers !== undefined) resolver.setServers(servers);
    try {
      return await askServers(resolver, host, stop === undefined ? late : AbortSignal.any([late, stop]));
    } catch (error) {
      throw late.aborted ? new Error(`no answer within ${seconds} seconds`, { cause: error }) : error;
    }
  };
}

/** Returns the addresses of a name in a hosts file. */
function listHosts(text: string, name: string): HostAddress[] {
  return text.split('\n').flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    const family = isIP(address);
    return family !== 0 && names.includes(name) ? [{ address, family }] : [];
  });
}

/** Asks for both families. When the signal is aborted, what was answered until then counts. */
async function askServers(resolver: Resolver, host: string, signal: AbortSignal): Promise<HostAddress[]> {
  const cancel = (): void => resolver.cancel();
  const asked = Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel);
  const answers = await asked.finally(() => signal.removeEventListener('abort', cancel));
  const failures = answers.filter((answer) => answer.status === 'rejected');
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length === 0 && failures[0] !== undefined) throw failures[0].reason;
  return addresses.map((address) => ({ address, family: isIP(address) }));
}
