import type { Command } from 'commander';
import type { PartyDetail } from '../../../client/http/fetch-party.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { printResult } from '../../output/print.ts';
import { findParty } from '../../options/id-arguments.ts';
import { formatTable, plainText } from '../../output/text-format.ts';
import { addServerOption, findApi, type ServerOptions } from '../../options/server-options.ts';

const HELP = `
Shows what the server has read from the chain; ledger verify reads the chain itself.

Examples:
  ledger party show lei:529900T8BM49AURSDO55
  ledger party show 0x58c1… --json`;

/** Adds `party show`. */
export function addPartyShowCommand(party: Command, { terminal }: CommandContext): void {
  const command = party
    .command('show')
    .description('show identifiers, roles and keys of a party, with the times when they are valid')
    .argument('<party>', 'identifier or party id');
  addServerOption(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, options: CommonOptions & ServerOptions) => {
      const api = await findApi(terminal, options);
      const value = await findParty(api, name);
      printResult(terminal, options.json, value, formatParty(value, Math.floor(terminal.now() / 1000)));
    });
}

function formatParty({ party, identifiers, windows }: PartyDetail, now: number): string {
  const rows = [
    ...windows.roles.map(({ role, from, until }) => [
      'role',
      plainText(role),
      formatWindow(from, until, now),
    ]),
    ...windows.keys.map(({ key, from, until }) => ['key', plainText(key), formatWindow(from, until, now)]),
  ];
  return [
    identifiers.map(plainText).join(', '),
    `party ${party}`,
    ...(rows.length === 0 ? [] : [formatTable(rows)]),
  ].join('\n');
}

function formatWindow(from: number, until: number, now: number): string {
  if (until <= from) return 'closed before it became valid';
  if (until !== MAX_UINT) return `closed, valid from ${formatTime(from)} until ${formatTime(until)}`;
  return `${from > now ? 'valid from' : 'valid since'} ${formatTime(from)}`;
}
