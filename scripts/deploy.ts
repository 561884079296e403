import { parseArgs } from 'node:util';
import { type JsonRpcProvider, Wallet } from 'ethers';
import {
  type Deployment,
  DEFAULT_KEY_DELAY,
  DEFAULT_MAX_DELAY,
  deployLedger,
  requireDifferent,
} from '../chain/contracts/deploy.ts';
import { readChainId } from '../chain/rpc/chain-id.ts';
import { openProvider } from '../chain/rpc/provider.ts';
import type { Written } from '../chain/contracts/written.ts';
import { openKey, readKeyFile } from '../cli/options/key-file.ts';
import { EXIT_CODES } from '../core/exit-codes.ts';
import { openTerminal, type Terminal } from '../cli/terminal/terminal.ts';
import { UserFacingError } from '../core/errors.ts';
import { formatHex } from '../core/encoding/hex.ts';
import { ADMIN_COMMANDS, type AdminCommand, runAdminCommand } from './ledger-admin.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { describeError } from '../runtime/describe-error.ts';
import { StartupError } from '../runtime/startup-error.ts';

const HELP = `Deploys a ledger (the contracts PartyRegistry and CarbonLedger) on the chain of RPC_URL. Other commands of the admin follow below.

  npm run -s deploy                       prints the settings of the new ledger
  npm run -s deploy -- --json             prints them as JSON
  npm run -s deploy -- --max-delay 21600  longest time from sealing to anchoring, in seconds; several times the chain's
                                          time to finality (default ${DEFAULT_MAX_DELAY})
  npm run -s deploy -- --key-delay 86400  seconds until a further key of a party is valid; its first is valid at once
                                          (default ${DEFAULT_KEY_DELAY})

  npm run -s deploy -- close 0x…|none        closes the ledger for ever; give the address of its successor, or the word none
  npm run -s deploy -- grant-anchorer 0x…    allows another account to anchor
  npm run -s deploy -- revoke-anchorer 0x…   no longer allows it

Environment variables:
  RPC_URL              JSON-RPC endpoint; the first one if several are given, separated by commas
  ADMIN_KEY_FILE       key file of the admin, who pays, grants ANCHOR_ROLE, can revoke registrars and close the ledger
  REGISTRAR_KEY_FILE   key file of the registrar; only its address is read
  ANCHORER_KEY_FILE    key file of the account that anchors; only its address is read
  OPERATOR_KEY_FILE    key file of the operator party; only its address is read
  LEDGER_ADDRESS       address of the ledger; needed by close, grant-anchorer and revoke-anchorer
  KEY_PASSWORD_FILE    file with the password of the admin's keystore, if it is encrypted

The four key files must belong to different accounts. To make a key file: npm run -s ledger -- key new <file>
`;

/** The environment variables with the key files, by holder. */
const KEY_FILES = {
  admin: 'ADMIN_KEY_FILE',
  registrar: 'REGISTRAR_KEY_FILE',
  anchorer: 'ANCHORER_KEY_FILE',
  operator: 'OPERATOR_KEY_FILE',
} as const;

type Holder = keyof typeof KEY_FILES;

/** A deployment and the id of its chain. */
type DeployedOnChain = Deployment & { readonly chainId: number };

const LONGEST_DELAY = 365 * 86_400;

interface Options {
  /** Null to deploy a ledger. */
  readonly command: { readonly name: AdminCommand; readonly target: string } | null;
  readonly format: 'text' | 'json';
  readonly keyDelay: number;
  readonly maxDelay: number;
}

/** The environment or the arguments are wrong. The message has one line for each mistake, as that of a ConfigError. */
class DeployError extends UserFacingError<'usage'> {
  override readonly name = 'DeployError';

  constructor(problems: readonly string[]) {
    super('usage', problems.join('\n'));
  }
}

const ARGUMENTS = {
  json: { type: 'boolean', default: false },
  'key-delay': { type: 'string', default: String(DEFAULT_KEY_DELAY) },
  'max-delay': { type: 'string', default: String(DEFAULT_MAX_DELAY) },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function parseArguments(): ReturnType<
  typeof parseArgs<{ options: typeof ARGUMENTS; allowPositionals: true }>
> {
  try {
    return parseArgs({ options: ARGUMENTS, allowPositionals: true });
  } catch (error) {
    throw new DeployError([error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)]);
  }
}

function readOptions(): Options | null {
  const { values, positionals } = parseArguments();
  if (values.help) return null;
  return {
    command: parseCommand(positionals),
    format: values.json ? 'json' : 'text',
    keyDelay: readSeconds('--key-delay', values['key-delay']),
    maxDelay: readSeconds('--max-delay', values['max-delay']),
  };
}

function parseCommand([name, target, ...more]: readonly string[]): Options['command'] {
  if (name === undefined) return null;
  const known = Object.keys(ADMIN_COMMANDS).find((command): command is AdminCommand => command === name);
  if (known !== undefined && target !== undefined && more.length === 0) return { name: known, target };
  throw new DeployError([
    known === undefined
      ? `Unknown command: ${name}. npm run -s deploy -- --help lists the commands.`
      : `${name} needs exactly one address.`,
  ]);
}

function readSeconds(option: string, text: string): number {
  const seconds = Number(text);
  if (/^[0-9]+$/.test(text) && seconds >= 1 && seconds <= LONGEST_DELAY) return seconds;
  throw new DeployError([
    `${option} must be a whole number of seconds from 1 to ${LONGEST_DELAY}, got "${text}".`,
  ]);
}

/** Reads RPC_URL (the first endpoint of several) and the named settings. @throws DeployError that lists all missing ones */
function readSettings<Name extends string>(
  env: Terminal['env'],
  names: readonly Name[],
): Record<Name | 'RPC_URL', string> {
  const missing = ['RPC_URL', ...names].filter((name) => (env[name] ?? '') === '');
  if (missing.length > 0) {
    throw new DeployError([
      ...missing.map((name) => `${name} is missing.`),
      'npm run -s deploy -- --help describes each of them.',
    ]);
  }
  const rpcUrl = env['RPC_URL']?.split(',')[0]?.trim() ?? '';
  if (!URL.canParse(rpcUrl) || !/^https?:/.test(rpcUrl))
    throw new DeployError([`RPC_URL must be an http or https URL, got "${rpcUrl}".`]);
  const given = names.map((name) => [name, env[name] ?? ''] as const);
  return { ...Object.fromEntries(given), RPC_URL: rpcUrl } as Record<Name | 'RPC_URL', string>;
}

async function readAddresses(
  terminal: Terminal,
  settings: Record<(typeof KEY_FILES)[Holder], string>,
): Promise<Record<Holder, string>> {
  const addresses: Partial<Record<Holder, string>> = {};
  for (const [holder, name] of Object.entries(KEY_FILES) as [Holder, (typeof KEY_FILES)[Holder]][]) {
    const { address } = await readKeyFile(terminal, settings[name]);
    if (address === null)
      throw new DeployError([
        `The key file ${settings[name]} has no address. Make a new one: npm run -s ledger -- key new <file>`,
      ]);
    addresses[holder] = address;
  }
  return addresses as Record<Holder, string>;
}

/** Calls `run` with the admin's account on the chain, and closes the connection afterwards. */
async function withAdmin<Out>(
  terminal: Terminal,
  { RPC_URL: rpcUrl, ADMIN_KEY_FILE: file }: Record<'RPC_URL' | 'ADMIN_KEY_FILE', string>,
  run: (admin: Wallet & { readonly provider: JsonRpcProvider }, chainId: number) => Promise<Out>,
): Promise<Out> {
  const passwordFile = terminal.env['KEY_PASSWORD_FILE'];
  const { privateKey } = await openKey(terminal, file, passwordFile === undefined ? {} : { passwordFile });
  const chainId = await readChainId(rpcUrl).catch(explainUnreachable);
  const provider = openProvider(rpcUrl, chainId);
  try {
    const admin = new Wallet(formatHex(privateKey), provider);
    return await run(admin as typeof admin & { readonly provider: JsonRpcProvider }, chainId);
  } finally {
    provider.destroy();
  }
}

function explainUnreachable(error: unknown): never {
  if (!(error instanceof ReaderError)) throw error;
  const message = `The chain of RPC_URL can't be read (${error.message}). Start the node, or correct RPC_URL.`;
  throw new StartupError('rpc-unreachable', message, error);
}

async function deploy(terminal: Terminal, { keyDelay, maxDelay }: Options): Promise<DeployedOnChain> {
  const settings = readSettings(terminal.env, Object.values(KEY_FILES));
  const addresses = await readAddresses(terminal, settings);
  requireDifferent(addresses);
  return withAdmin(terminal, settings, async (admin, chainId) => ({
    chainId,
    ...(await deployLedger(admin, { ...addresses, keyDelay, maxDelay })),
  }));
}

async function runCommand(
  terminal: Terminal,
  { name, target }: NonNullable<Options['command']>,
): Promise<Written> {
  const settings = readSettings(terminal.env, ['LEDGER_ADDRESS', 'ADMIN_KEY_FILE']);
  return withAdmin(terminal, settings, (admin) =>
    runAdminCommand(admin, settings.LEDGER_ADDRESS, name, target),
  );
}

/** Does what the options say, and returns the text to print. */
async function run(terminal: Terminal, options: Options): Promise<string> {
  const { format } = options;
  if (options.command === null) return formatDeployment(await deploy(terminal, options), format);
  const written = await runCommand(terminal, options.command);
  if (format === 'json') return `${JSON.stringify(written)}\n`;
  return `Done in block ${written.block}, transaction ${written.transaction}\n`;
}

function formatDeployment(
  { chainId, ledger, registry, block }: DeployedOnChain,
  format: Options['format'],
): string {
  if (format === 'json') return `${JSON.stringify({ chainId, ledger, registry, startBlock: block })}\n`;
  return `CHAIN_ID=${chainId}\nLEDGER_ADDRESS=${ledger}\nSTART_BLOCK=${block}\n# PartyRegistry: ${registry}\n`;
}

try {
  const options = readOptions();
  process.stdout.write(options === null ? HELP : await run(openTerminal(), options));
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = EXIT_CODES.failed;
}
