import type { Command } from 'commander';
import { type OpenedRow, openRow } from '../../jobs/explain/open-row.ts';
import { type DerivationNode, traceDerivation } from '../../jobs/explain/trace-derivation.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { DocumentFinder } from '../inputs/document-inputs.ts';
import { openEntries } from '../inputs/found-entries.ts';
import { addRowsOption, type RowFileOptions } from '../options/row-files.ts';
import { formatOpenedRow } from '../output/figures/opened-row-text.ts';
import { KINDS } from '../../core/records/kind.ts';
import type { CommonOptions, CommandContext } from '../terminal/command-context.ts';
import {
  addPictureOptions,
  describePicture,
  drawAsked,
  type PictureOptions,
  readPictureOptions,
  writePicture,
} from '../output/picture-file.ts';
import { printProgress, printResult } from '../output/print.ts';
import { formatDerivation } from '../output/figures/derivation.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { addDocumentOptions, DOCUMENT_PLACES, type DocumentOptions } from '../options/document-options.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { addReaderOptions, openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import { readResults, type ResultInput, RESULT_FORMS } from '../inputs/result-inputs.ts';

const HELP = `
${RESULT_FORMS}

Shows how a figure was computed, down to the rows of datasets: formula, operands with their
units, each factor by record and key, rounding and warnings. Many rows of one record are a set:
how many they are, their sum and what selects them. Of a disclosed figure it shows the result
and the figure that it repeats. It prints what the file states; "ledger reperform" computes the
figure again.

A figure can be computed from documents, such as the matrices of a table; each is listed with
its SHA-256. With --row it also opens one row: its value and detail, the proof that the set of the figure
holds it, and the proof that its record does. For this it needs all rows of the set: from
--rows, from the proof file, or from the server. Of a row that names a document it also says
whether the document is here, and how many rows and columns it has.

${DOCUMENT_PLACES}

--out also draws a picture of the result: of flows those of the same stressor, of contributions
those of this figure. See "ledger compute --help".

Examples:
  ledger explain inventory.carbon-proof.json total/location
  ledger explain inventory.carbon-proof.json scope2/market --row electricity/consumption
  ledger explain 0x… scope2/market --key company.key.json --json`;

/** A result comes first: it shows how a figure was computed, a disclosure repeats it. */
const EXPLAINED = [KINDS.result, KINDS.disclosure];

interface ExplainOptions
  extends CommonOptions, ReaderOptions, RowFileOptions, DocumentOptions, PictureOptions {
  readonly row?: string;
}

/** Adds `explain <result> <key>`. */
export function addExplainCommand(program: Command, { terminal }: CommandContext): void {
  const command = program
    .command('explain')
    .argument('<result>', 'file or record id, - for a proof file from standard input')
    .argument('<key>', 'key of the figure, such as scope2/market');
  addPictureOptions(addDocumentOptions(addRowsOption(addReaderOptions(command))))
    .option('--row <key>', 'also open this row: its entry, and the proofs that figure and record hold it')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (name: string, key: string, options: ExplainOptions) => {
      const asked = readPictureOptions(terminal, options);
      const results = await readResults(terminal, name, options, EXPLAINED);
      const { tree, shown } = explainFigure(name, results, key);
      if (asked !== null) {
        const picture = drawAsked(asked, shown.result, shown.record, key);
        await writePicture(terminal, picture);
        printProgress(terminal, options.json, describePicture(picture));
      }
      if (options.row === undefined) {
        printResult(terminal, options.json, tree, formatDerivation(tree));
        return;
      }
      const row = await openAsked(terminal, { tree, shown }, options.row, options);
      const text = `${formatDerivation(tree)}\n\n${formatOpenedRow(row)}`;
      printResult(terminal, options.json, { ...tree, row }, text);
    });
}

async function openAsked(
  terminal: Terminal,
  { tree, shown: { beside, result } }: Explained,
  key: string,
  options: ExplainOptions,
): Promise<OpenedRow> {
  const findEntries = await openEntries(terminal, { beside, options });
  const openDocument: OpenDocument = async (name) => {
    const { find } = await DocumentFinder.open(terminal, options, {
      openApi: () => openReaderApi(terminal, options),
      say: (line) => printProgress(terminal, options.json, line),
    });
    return find(name);
  };
  const row = await openRow({ figure: tree, key, run: result.run }, { findEntries, openDocument });
  if (row !== null) return row;
  throw new UsageError(
    'option',
    `no operand of ${tree.key} holds a row ${key}, as far as rows are here: give all entries of its record with --rows`,
  );
}

/** A figure, and the result that shows it. */
interface Explained {
  readonly tree: DerivationNode;
  readonly shown: ResultInput;
}

function explainFigure(name: string, results: readonly ResultInput[], key: string): Explained {
  for (const shown of results) {
    const { figures } = shown.result;
    const found = figures.find((figure) => figure.key === key);
    if (found !== undefined) return { tree: traceDerivation(found, figures), shown };
  }
  const keys = results.flatMap(({ result }) => result.figures.map((figure) => figure.key));
  const shown =
    keys.length === 0
      ? 'It shows no figures: ask its party for a file that does.'
      : `It shows these figures: ${[...new Set(keys)].join(', ')}.`;
  throw new UsageError('option', `${name} does not show the figure ${key}. ${shown}`);
}
