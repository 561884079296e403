import { parseArgs } from 'node:util';
import { Wallet } from 'ethers';
import {
  type Deployment,
  DEFAULT_KEY_DELAY,
  DEFAULT_MAX_DELAY,
  deployLedger,
  requireDifferent,
} from '../chain/deploy.ts';
import { readChainId } from '../chain/chain-id.ts';
import { openProvider } from '../chain/provider.ts';
import { openKey, readKeyFile } from '../cli/key-file.ts';
import { openTerminal, type Terminal } from '../cli/terminal.ts';
import { Problem } from '../core/errors.ts';
import { formatHex } from '../core/hex.ts';
import { describeProblem } from './problem-line.ts';

const HELP = `Deploys a ledger: PartyRegistry and CarbonLedger, on the chain behind RPC_URL.

  npm run -s deploy                       prints the settings that name the new ledger
  npm run -s deploy -- --json             prints them as JSON
  npm run -s deploy -- --max-delay 21600  most seconds from sealing to anchoring, several times the chain's finality (${DEFAULT_MAX_DELAY})
  npm run -s deploy -- --key-delay 86400  seconds that a key after the first waits (${DEFAULT_KEY_DELAY})

It reads from the environment:
  RPC_URL              JSON-RPC endpoint; of several, separated by commas, the first
  ADMIN_KEY_FILE       key file of the admin, who pays, grants ANCHOR_ROLE, may revoke registrars and close the ledger
  REGISTRAR_KEY_FILE   key file of the registrar: only its address is read
  ANCHORER_KEY_FILE    key file of the account that anchors: only its address is read
  OPERATOR_KEY_FILE    key file of the operator party: only its address is read
  KEY_PASSWORD_FILE    file with the password of the admin's keystore, where it is encrypted

No account may hold two of these powers. Key files are made by: npm run -s ledger -- key new <file>
`;

/** Whose key files are read, by the environment variable that names each. */
const KEY_FILES = {
  admin: 'ADMIN_KEY_FILE',
  registrar: 'REGISTRAR_KEY_FILE',
  anchorer: 'ANCHORER_KEY_FILE',
  operator: 'OPERATOR_KEY_FILE',
} as const;

type Holder = keyof typeof KEY_FILES;

const LONGEST_DELAY = 365 * 86_400;

interface Options {
  readonly format: 'text' | 'json';
  readonly keyDelay: number;
  readonly maxDelay: number;
}

/** The environment or the arguments are not as needed; every problem is a line. */
class DeployProblem extends Problem<'not-as-needed'> {
  override readonly name = 'DeployProblem';

  constructor(problems: readonly string[]) {
    super('not-as-needed', problems.join('\n'));
  }
}

const ARGUMENTS = {
  json: { type: 'boolean', default: false },
  'key-delay': { type: 'string', default: String(DEFAULT_KEY_DELAY) },
  'max-delay': { type: 'string', default: String(DEFAULT_MAX_DELAY) },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parseArguments(): ReturnType<typeof parseArgs<{ options: typeof ARGUMENTS }>> {
  try {
    return parseArgs({ options: ARGUMENTS });
  } catch (error) {
    throw new DeployProblem([error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)]);
  }
}

function readOptions(): Options | null {
  const { values } = parseArguments();
  if (values.help) return null;
  return {
    format: values.json ? 'json' : 'text',
    keyDelay: readSeconds('--key-delay', values['key-delay']),
    maxDelay: readSeconds('--max-delay', values['max-delay']),
  };
}

function readSeconds(option: string, text: string): number {
  const seconds = Number(text);
  if (/^[0-9]+$/.test(text) && seconds >= 1 && seconds <= LONGEST_DELAY) return seconds;
  throw new DeployProblem([`${option} ${text} is no number of seconds from 1 to ${LONGEST_DELAY}.`]);
}

/** Returns RPC_URL and the key files, with everything that is missing told at once. */
function readSettings(env: Terminal['env']): { rpcUrl: string; files: Record<Holder, string> } {
  const names = ['RPC_URL', ...Object.values(KEY_FILES)];
  const missing = names.filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new DeployProblem([
      ...missing.map((name) => `${name} is missing.`),
      'npm run -s deploy -- --help says what each means.',
    ]);
  }
  const rpcUrl = env['RPC_URL']?.split(',')[0]?.trim() ?? '';
  if (!URL.canParse(rpcUrl) || !/^https?:/.test(rpcUrl))
    throw new DeployProblem([`RPC_URL begins with ${rpcUrl}, which is no http(s) URL.`]);
  const files = Object.entries(KEY_FILES).map(([holder, name]) => [holder, env[name]] as const);
  return {
    rpcUrl,
    files: Object.fromEntries(files) as Record<Holder, string>,
  };
}

async function readAddresses(
  terminal: Terminal,
  files: Record<Holder, string>,
): Promise<Record<Holder, string>> {
  const addresses: Partial<Record<Holder, string>> = {};
  for (const holder of Object.keys(KEY_FILES) as Holder[]) {
    const { address } = await readKeyFile(terminal, files[holder]);
    if (address === null)
      throw new DeployProblem([`${files[holder]} does not tell its address: make it anew with key new.`]);
    addresses[holder] = address;
  }
  return addresses as Record<Holder, string>;
}

async function deploy(
  terminal: Terminal,
  { keyDelay, maxDelay }: Options,
): Promise<Deployment & { chainId: number }> {
  const { rpcUrl, files } = readSettings(terminal.env);
  const addresses = await readAddresses(terminal, files);
  requireDifferent(addresses);
  const passwordFile = terminal.env['KEY_PASSWORD_FILE'];
  const { privateKey } = await openKey(
    terminal,
    files.admin,
    passwordFile === undefined ? {} : { passwordFile },
  );
  const chainId = await readChainId(rpcUrl);
  const provider = openProvider(rpcUrl, chainId);
  try {
    const signer = new Wallet(formatHex(privateKey), provider);
    return { chainId, ...(await deployLedger(signer, { ...addresses, keyDelay, maxDelay })) };
  } finally {
    provider.destroy();
  }
}

function formatDeployment(
  { chainId, ledger, registry, block }: Deployment & { chainId: number },
  format: Options['format'],
): string {
  if (format === 'json') return `${JSON.stringify({ chainId, ledger, registry, startBlock: block })}\n`;
  return `CHAIN_ID=${chainId}\nLEDGER_ADDRESS=${ledger}\nSTART_BLOCK=${block}\n# PartyRegistry: ${registry}\n`;
}

try {
  const options = readOptions();
  const terminal = openTerminal();
  process.stdout.write(
    options === null ? HELP : formatDeployment(await deploy(terminal, options), options.format),
  );
} catch (error) {
  process.stderr.write(`${describeProblem(error)}\n`);
  process.exitCode = 1;
}
