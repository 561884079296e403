import type { Command } from 'commander';
import * as z from 'zod';
import type { Api } from '../../client/http/api.ts';
import { fetchParty } from '../../client/http/fetch-party.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, timeSchema } from '../../core/encoding/schema.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { printResult } from '../output/print.ts';
import { formatTable, plainText } from '../output/text-format.ts';
import { parsePartyName, parseRecordId } from '../options/id-arguments.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/usage-error.ts';

type GrantOptions = CommonOptions & ReaderOptions;

const grantsSchema = z.object({
  record: hashSchema,
  grants: z.array(z.object({ party: hashSchema, grantedAt: timeSchema })),
});

type Grants = z.output<typeof grantsSchema>;

const HELP = `
The entries of a private record are for its party. A grant lets another party read them on the
server too. With grants for a result and for each private record that it was computed from, an
auditor can make re-performable proof files. Only the party of the record gives, sees and
revokes grants, signed in with --key. A revoked party keeps what it read before. Grants are kept
by the server alone; nothing of them is on the chain.

Examples:
  ledger grant add 0x… urn:example.org:auditor --key company.key.json
  ledger grant list 0x… --key company.key.json --json
  ledger grant revoke 0x… urn:example.org:auditor --key company.key.json`;

/** Adds `grant add`, `grant list` and `grant revoke`. */
export function addGrantCommand(program: Command, context: CommandContext): void {
  const grant = program.command('grant').helpCommand(false);
  const change = (name: 'add' | 'revoke', method: 'PUT' | 'DELETE', description: string): void => {
    const command = grant.command(name).description(description).argument('<id>', 'record id, whole');
    addOptions(command.argument('<party>', 'identifier or party id')).action(
      (id: string, party: string, options: GrantOptions) =>
        askGrants(context, id, options, (api, path) =>
          api.send(method, `${path}/${encodeURIComponent(parsePartyName(party))}`, grantsSchema),
        ),
    );
  };
  change('add', 'PUT', 'let a party read the entries');
  addOptions(
    grant
      .command('list')
      .description('list the parties that may read the entries')
      .argument('<id>', 'record id, whole'),
  ).action((id: string, options: GrantOptions) =>
    askGrants(context, id, options, (api, path) => api.get(path, grantsSchema)),
  );
  change('revoke', 'DELETE', 'take the permission back');
}

function addOptions(command: Command): Command {
  return addReaderOptions(command).option('--json', 'print JSON').addHelpText('after', HELP);
}

async function askGrants(
  { terminal }: CommandContext,
  text: string,
  options: GrantOptions,
  ask: (api: Api, path: string) => Promise<Grants>,
): Promise<void> {
  const id = parseRecordId(text);
  if (options.key === undefined)
    throw new UsageError('option', 'grants are for the party of the record: sign in with --key <key file>');
  const api = await openReaderApi(terminal, options);
  const answer = await ask(api, `/v1/records/${id}/grants`);
  printResult(terminal, options.json, answer, await describe(api, id, answer));
}

async function describe(api: Api, id: Hex, { grants }: Grants): Promise<string> {
  if (grants.length === 0) return `no other party may read the entries of ${id}`;
  const rows = grants.map(async ({ party, grantedAt }) => {
    const { identifiers } = await fetchParty(api, party);
    return [plainText(identifiers?.[0] ?? party), `since ${formatTime(grantedAt)}`];
  });
  return `may read the entries of ${id}:\n${formatTable(await Promise.all(rows))}`;
}
