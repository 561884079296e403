import { Option, type Command } from 'commander';
import type { RegistryWriter } from '../../../chain/contracts/registry.ts';
import type { Written } from '../../../chain/contracts/written.ts';
import { parseAddress } from '../../../core/hashing/domain.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashParty, parseIdentifier } from '../../../core/parties/identifier.ts';
import { type RoleName, ROLES } from '../../../core/records/kind.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { printResult } from '../../output/print.ts';
import { parseParty } from '../../options/id-arguments.ts';
import { UsageError } from '../../terminal/usage-error.ts';
import { addPasswordOption } from '../../options/password.ts';
import type { RegistryOptions } from '../../options/registry-session.ts';
import { addRpcOption } from '../../options/rpc-options.ts';
import { addPartyShowCommand } from './show.ts';

type WriteOptions = CommonOptions & RegistryOptions;
type Side = 'registrar' | 'party';

const ROLE_NAMES = Object.keys(ROLES) as RoleName[];

const HELP = `
Examples:
  ledger party show lei:529900T8BM49AURSDO55
  ledger party register lei:529900T8BM49AURSDO55 0x… --role company --key registrar.key.json
  ledger party open-role demo:auditor auditor --key registrar.key.json
  ledger party add-key lei:529900T8BM49AURSDO55 0x… --as party --key company.key.json
  ledger party suspend lei:529900T8BM49AURSDO55 --key registrar.key.json`;

/** Adds `party` with its commands. */
export function addPartyCommand(program: Command, context: CommandContext): void {
  const party = program.command('party').helpCommand(false).addHelpText('after', HELP);
  addPartyShowCommand(party, context);
  addRegisterCommand(party, context);
  addRoleCommands(party, context);
  addKeyCommands(party, context);
  addWriteOptions(
    party.command('add-identifier').argument('<party>', 'identifier or party id').argument('<identifier>'),
  )
    .description('give a party one more identifier')
    .action((name: string, text: string, options: WriteOptions) => {
      const identifier = parseIdentifier(text);
      return writeParty(context, options, parseParty(name), (registry, id) =>
        registry.addIdentifier(id, identifier),
      );
    });
  addWriteOptions(party.command('suspend').argument('<party>', 'identifier or party id'))
    .description('close all keys of a party immediately')
    .action((name: string, options: WriteOptions) =>
      writeParty(context, options, parseParty(name), (registry, id) => registry.suspend(id)),
    );
}

function addWriteOptions(command: Command): Command {
  command.requiredOption(
    '--key <file>',
    'key file of the sender: a registrar; for keys also the party itself (--as party)',
  );
  addRpcOption(addPasswordOption(command), 'LEDGER_RPC_URL, else .carbon-ledger/ledger.json');
  return command
    .option('--registry <address>', 'contract of the registry (else the one that the ledger names)')
    .option('--ledger <address>', 'contract of the ledger (else .carbon-ledger/ledger.json)')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP);
}

function addRegisterCommand(party: Command, context: CommandContext): void {
  const command = party
    .command('register')
    .description('register a party with its first key, which is valid immediately')
    .argument('<identifier>', 'such as lei:529900T8BM49AURSDO55')
    .argument('<address>', 'address of its first key');
  addWriteOptions(command)
    .addOption(new Option('--role <role...>', 'roles to open').choices(ROLE_NAMES))
    .action((identifier: string, address: string, options: WriteOptions & { role?: RoleName[] }) => {
      const roles = (options.role ?? []).map((role) => ROLES[role]);
      const registration = { identifier: parseIdentifier(identifier), key: parseAddress(address), roles };
      return writeParty(context, options, hashParty(identifier), (registry) =>
        registry.registerParty(registration),
      );
    });
}

function addRoleCommands(party: Command, context: CommandContext): void {
  const verbs = { 'open-role': 'openRole', 'close-role': 'closeRole' } as const;
  for (const [name, method] of Object.entries(verbs) as [keyof typeof verbs, 'openRole' | 'closeRole'][]) {
    const command = party.command(name).argument('<party>', 'identifier or party id');
    addWriteOptions(command.argument('<role>', `one of ${ROLE_NAMES.join(', ')}`, parseRole))
      .description(name === 'open-role' ? 'give a party a role' : 'close a role of a party')
      .action((party: string, role: RoleName, options: WriteOptions) =>
        writeParty(context, options, parseParty(party), (registry, id) => registry[method](id, ROLES[role])),
      );
  }
}

function addKeyCommands(party: Command, context: CommandContext): void {
  const methods = {
    'add-key': { registrar: 'addKey', party: 'openOwnKey' },
    'close-key': { registrar: 'closeKey', party: 'closeOwnKey' },
  } as const;
  for (const name of ['add-key', 'close-key'] as const) {
    const command = party.command(name).argument('<party>', 'identifier or party id').argument('<address>');
    addWriteOptions(command)
      .description(
        name === 'add-key' ? 'add a key, which becomes valid after a delay' : 'close a key immediately',
      )
      .addOption(
        new Option('--as <side>', 'who sends it: a registrar, or the party with one of its keys')
          .choices(['registrar', 'party'])
          .default('registrar'),
      )
      .action((party: string, text: string, options: WriteOptions & { as: Side }) => {
        const address = parseAddress(text);
        const method = methods[name][options.as];
        return writeParty(context, options, parseParty(party), (registry, id) =>
          registry[method](id, address),
        );
      });
  }
}

function parseRole(text: string): RoleName {
  const role = ROLE_NAMES.find((known) => known === text);
  if (role !== undefined) return role;
  throw new UsageError('option', `${text} is not a role: expected one of ${ROLE_NAMES.join(', ')}`);
}

async function writeParty(
  { terminal }: CommandContext,
  options: WriteOptions,
  party: Hex,
  write: (registry: RegistryWriter, party: Hex) => Promise<Written>,
): Promise<void> {
  const { writeToRegistry } = await import('../../options/registry-session.ts');
  const written = await writeToRegistry(terminal, options, async (registry, sender) => ({
    party,
    sender,
    ...(await write(registry, party)),
  }));
  const { sender, transaction, block } = written;
  printResult(
    terminal,
    options.json,
    written,
    `party ${party}\ndone by ${sender} in block ${block}, transaction ${transaction}`,
  );
}
