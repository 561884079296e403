import type { Command } from 'commander';
import { discloseResult } from '../../jobs/disclose/disclose-result.ts';
import { draftRecord } from '../../jobs/register/draft-record.ts';
import { nameDocument } from '../inputs/named-documents.ts';
import { many } from '../options/document-options.ts';
import { readResult, RESULT_FORMS } from '../inputs/result-inputs.ts';
import { parseParty, parseRecordId } from '../options/id-arguments.ts';
import { addDomainOptions } from '../options/domain-options.ts';
import { openDraftPorts } from '../options/record/draft-ports.ts';
import { addReaderOptions, type ReaderOptions } from '../options/reader-options.ts';
import { readRecordOptions, type RecordOptions } from '../options/record/record-options.ts';
import { addStatementOptions } from '../options/record/statement-options.ts';
import type { CommandContext, CommonOptions } from '../terminal/command-context.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { writeDraft } from './write-draft.ts';

interface DiscloseOptions extends CommonOptions, ReaderOptions, RecordOptions {
  readonly entries: string;
  readonly document?: readonly string[];
  readonly output: string;
}

const HELP = `
A disclosure shows chosen figures of a result, and nothing that they were computed from: each entry repeats a figure and cites the result
(protocol §10). A figure of the result itself would show its operands in its detail. Sign and register the disclosure like any record.

${RESULT_FORMS}
The result must be registered.

With --document the disclosure names a file too, such as the answer file that the figures are from: an entry states its SHA-256, size and
media type. Send it with ledger document send once the disclosure is registered, or hand it over.
ledger verify <proof file> --document <file> tells whether a file is the one that is named.

Examples:
  ledger disclose 0x… --entries scope2/market --key company.key.json \\
    --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 \\
    --title "Disclosure 2023" --to urn:example.org:open-carbon-exchange \\
    -o disclosure.record.json
  ledger disclose inventory.record.json --entries scope1/total,scope2/market \\
    --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 \\
    -o disclosure.record.json --json
  ledger disclose inventory.record.json --entries scope1/total --document for-whom.carbon-answer.json \\
    --party lei:529900T8BM49AURSDO55 --subject open-carbon-exchange/2023 -o disclosure.record.json`;

/** Adds `disclose <result>`. */
export function addDiscloseCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('disclose')
    .argument('<result>', 'the registered result: record id or file')
    .requiredOption('--entries <keys>', 'keys of the figures to show, separated by commas')
    .requiredOption('--party <identifier>', 'party of the result: its first identifier, or its id')
    .requiredOption('--subject <subject>', 'subject of the stream of the disclosure')
    .requiredOption('-o, --output <file>', 'new file to write')
    .option('--document <file>', 'file that the disclosure names by its hash; repeat for each one', many)
    .option('--public', 'anyone may read the figures; they get no salts')
    .option('--sequence <number>', 'sequence in the stream, to work without a server')
    .option('--previous <id>', 'id of the version before it');
  addDomainOptions(addReaderOptions(addStatementOptions(command)))
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((name: string, options: DiscloseOptions) => disclose(context, name, options));
}

async function disclose(
  { terminal }: Pick<CommandContext, 'terminal'>,
  name: string,
  options: DiscloseOptions,
): Promise<void> {
  if (name.startsWith('0x')) parseRecordId(name);
  const { record, party, result } = await readResult(terminal, name, options);
  if (record === null)
    throw new UsageError(
      'option',
      `${name} is not a record yet: register the result first, then name its id`,
    );
  if (party !== null && party !== parseParty(options.party))
    throw new UsageError(
      'option',
      `${name} is a result of the party ${party}, and --party ${options.party} is another one: a party discloses its own results`,
    );
  const { missing, ...content } = discloseResult({
    record,
    figures: result.figures,
    keys: options.entries.split(','),
  });
  refuseMissing(name, missing, result.figures);
  const documents = await Promise.all((options.document ?? []).map((path) => nameDocument(terminal, path)));
  const sketch = await readRecordOptions(terminal, 'disclosure', options);
  const entries = [...(content.entries ?? []), ...documents];
  const draft = await draftRecord({ ...sketch, ...content, entries }, openDraftPorts(terminal, options));
  await writeDraft(terminal, draft, options);
}

/** @throws UsageError `option` with the keys that a result has, if one is missing */
function refuseMissing(
  name: string,
  [key]: readonly string[],
  figures: readonly { readonly key: string }[],
): void {
  if (key === undefined) return;
  const shown = figures.map((each) => each.key).join(', ');
  throw new UsageError(
    'option',
    `${name} shows no figure "${key}". ${shown === '' ? 'It shows none: give --key, or a file that shows them.' : `It shows: ${shown}`}`,
  );
}
