import type { Command } from 'commander';
import { fetchParty } from '../../../client/http/fetch-party.ts';
import { fetchRecord } from '../../../client/http/fetch-records.ts';
import { describeParty } from '../../output/party-text.ts';
import { printResult } from '../../output/print.ts';
import { describeContent } from '../../output/record-text.ts';
import { plainText } from '../../output/text-format.ts';
import { formatFields } from '../../output/wrap-text.ts';
import { resolveRecordId } from '../../options/id-arguments.ts';
import { addServerOption, findApi, type ServerOptions } from '../../options/server-options.ts';
import type { CommonOptions, CommandContext } from '../../terminal/command-context.ts';

type ShowOptions = CommonOptions & ServerOptions;

const HELP = `
Shows what was signed, without the entries ("ledger record entries" reads them), and the state
on the server. The hash of the answer is compared with the id. The state is the server's word:
"ledger verify" checks a proof file against the chain.

Examples:
  ledger record show 0x…
  ledger record show 0x1f3a55c0 --json`;

/** Adds `record show`. */
export function addRecordShowCommand(record: Command, { terminal }: CommandContext): void {
  const command = record
    .command('show')
    .description('show a record: party, statement, sources and state')
    .argument('<id>', 'record id, or its first 8 or more digits');
  addServerOption(command)
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (text: string, options: ShowOptions) => {
      const api = await findApi(terminal, options);
      const view = await fetchRecord(api, await resolveRecordId(api, text));
      const party = await fetchParty(api, view.record.party);
      const [names, id] = describeParty(party, 'identifier not looked up: no answer from the server');
      const rejected = view.rejected === null ? '' : `: ${plainText(view.rejected.message)}`;
      const fields = formatFields([
        ['record', view.id],
        ['party', names],
        ['', id],
        ...describeContent(view.record, view.statement),
        ['state', `${plainText(view.state)}${rejected}`],
      ]);
      printResult(terminal, options.json, { ...view, identifiers: party.identifiers }, fields);
    });
}
