import { rename } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { Wallet } from 'ethers';
import { Client } from 'pg';
import type { SmallDisk } from './disk.ts';
import type { FaultyEndpoint } from './faulty-endpoint.ts';
import type { Part } from './part.ts';
import { askChain } from './plan-chain.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** Something that goes wrong, and how it ends. */
export interface Trouble {
  readonly name: string;
  begin(): Promise<void>;
  /** Seconds until it ends. */
  readonly seconds: number;
  end(): Promise<void>;
  /** Words in the log of a process that say what is wrong; null where nobody must act and nothing need be said. */
  readonly says: RegExp | null;
}

/** What the faults of a ledger are made with. */
export interface Means {
  readonly ledger: WholeLedger;
  /** The endpoint of all its programs. */
  readonly endpoint: FaultyEndpoint;
  /** A chain with another number, and one with the same number that has fewer blocks. */
  readonly otherChain: string;
  readonly shortChain: string;
  /** The disks of the database and of the publication. */
  readonly disks: { readonly database: SmallDisk; readonly publication: SmallDisk };
}

const HELD = 15;
const none = (): Promise<void> => Promise.resolve();
const HEX = (value: bigint): string => `0x${value.toString(16)}`;

/** The faults that the table of docs/operate.md lists, except for kills (interrupted.test.ts). */
export function listTroubles(means: Means): Trouble[] {
  return [...ofChain(means), ...ofDisks(means), ...ofDatabase(means), ...ofProcesses(means)];
}

function ofChain({ ledger, endpoint, otherChain, shortChain }: Means): Trouble[] {
  const ask = (method: string, params: unknown[]): Promise<unknown> =>
    askChain(ledger.rpcUrl, method, params);
  const { address } = ledger.keys.anchorer;
  const setBalance = async (wei: bigint): Promise<void> => {
    await ask('anvil_setBalance', [address, HEX(wei)]);
  };
  const setFee = async (fee: bigint): Promise<void> => {
    await ask('anvil_setNextBlockBaseFeePerGas', [HEX(fee)]);
    await ask('evm_mine', []);
  };
  const endpointFault = (fault: 'down' | 'hangs' | 'garbles', name: string): Trouble => ({
    name,
    seconds: HELD,
    begin: () => endpoint.set(fault),
    end: () => endpoint.set(null),
    says: /chain (could not be read|cannot be read|does not answer)/i,
  });
  const pointTo = (name: string, url: string, says: RegExp): Trouble => ({
    name,
    seconds: HELD,
    begin: () => Promise.resolve(endpoint.point(url)),
    end: () => Promise.resolve(endpoint.point(ledger.rpcUrl)),
    says,
  });
  return [
    endpointFault('down', 'endpoint refuses'),
    endpointFault('hangs', 'endpoint hangs'),
    endpointFault('garbles', 'endpoint answers garbage'),
    pointTo('endpoint serves another chain', otherChain, /serves chain \d+, expected chain/),
    pointTo('endpoint is far behind', shortChain, /Nothing new could be read from the chain/),
    {
      name: 'anchorer has no currency',
      seconds: HELD,
      begin: () => setBalance(0n),
      end: () => setBalance(10n ** 21n),
      says: /insufficient funds|balance/i,
    },
    {
      name: 'gas costs more than the cap',
      seconds: HELD,
      begin: () => setFee(10n ** 18n),
      end: () => setFee(10n ** 9n),
      says: /Gas costs more/,
    },
    {
      name: 'five blocks are replaced',
      seconds: 0,
      begin: async () => {
        await ask('anvil_setCoinbase', [Wallet.createRandom().address]);
        await ask('anvil_reorg', [5, []]);
      },
      end: none,
      says: /chain was reorganised/,
    },
  ];
}

function ofDisks({ ledger, disks }: Means): Trouble[] {
  const full = (name: string, disk: SmallDisk): Trouble => ({
    name,
    seconds: HELD,
    begin: () => Promise.resolve(disk.fill()),
    end: async () => {
      disk.free();
      await restartEnded(ledger.parts);
    },
    says: /no space left/i,
  });
  const moved = `${ledger.publication}-moved`;
  return [
    full('disk of the publication full', disks.publication),
    full('disk of the database full', disks.database),
    {
      name: 'folder of the publication gone',
      seconds: HELD,
      begin: () => rename(ledger.publication, moved),
      end: () => rename(moved, ledger.publication),
      says: /is not the folder in which this ledger published/,
    },
  ];
}

function ofDatabase({ ledger }: Means): Trouble[] {
  const held: Client[] = [];
  const connect = async (): Promise<Client> => {
    const client = new Client({ connectionString: ledger.databaseUrl });
    client.on('error', () => {});
    await client.connect();
    held.push(client);
    return client;
  };
  const release = async (): Promise<void> => {
    await Promise.all(held.splice(0).map((client) => client.end()));
  };
  return [
    {
      name: 'connections of the database exhausted',
      seconds: HELD,
      begin: async () => {
        while (await isConnected(connect()));
        // The programs keep their connections, unless these are ended.
        await held[0]!.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name ~ '-[12]$'`,
        );
        for (let tried = 0; tried < 20; tried++) {
          await wait(50);
          while (await isConnected(connect()));
        }
      },
      end: release,
      says: /too many clients|remaining connection slots/,
    },
    {
      name: 'table locked',
      seconds: HELD,
      begin: async () => {
        const client = await connect();
        await client.query('begin');
        await client.query('lock table records in access exclusive mode');
      },
      end: release,
      says: /another session of the database has locked/,
    },
    {
      name: 'paths to the database silent',
      seconds: 0,
      begin: () => {
        for (const path of ledger.paths.values()) path.silence();
        return none();
      },
      end: none,
      says: /database does not answer|Query read timeout|connection to the database broke/,
    },
  ];
}

function ofProcesses({ ledger }: Means): Trouble[] {
  const programs = ledger.parts.filter(({ name }) => /-\d$/.test(name));
  const first = programs.filter(({ name }) => name.endsWith('-1'));
  return [
    {
      name: 'processes stopped (SIGSTOP)',
      seconds: HELD,
      begin: () => Promise.resolve(first.forEach((part) => part.pause())),
      end: () => Promise.resolve(first.forEach((part) => part.resume())),
      says: null,
    },
    {
      name: 'all programs restarted, one after the other',
      seconds: 0,
      begin: async () => {
        for (const part of programs) {
          await part.stop();
          await part.start();
        }
      },
      end: none,
      says: null,
    },
  ];
}

async function isConnected(client: Promise<Client>): Promise<boolean> {
  return client.then(
    () => true,
    () => false,
  );
}

/** Starts what has ended, as a supervisor does. PostgreSQL ends if it cannot write its log. */
async function restartEnded(parts: readonly Part[]): Promise<void> {
  await wait(1000);
  await Promise.all(parts.filter((part) => part.hasEnded()).map((part) => part.start()));
}
