import { type Draft, formatDraft, idOfDraft } from '../../jobs/register/draft.ts';
import { printResult } from '../output/print.ts';
import { plainText } from '../output/text-format.ts';
import { writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Where a record file goes, and how that is printed. */
export interface DraftOutput {
  readonly output: string;
  readonly json?: boolean;
}

/** Writes a record that was just built to a new file, and prints what it is and what to do next. @throws UsageError */
export async function writeDraft(
  terminal: Terminal,
  draft: Draft,
  { output, json }: DraftOutput,
): Promise<void> {
  await writeNewFile(terminal, output, formatDraft(draft), 'secret');
  const id = idOfDraft(draft);
  const { subject, sequence, sources } = draft.record;
  const text = [
    `record   ${id}`,
    `stream   ${plainText(subject)}, sequence ${sequence}`,
    `entries  ${draft.entries.length}${draft.public ? ', public' : ', private'}`,
    `sources  ${sources.length}`,
    `written to ${output}; next: ledger record sign ${output} --key <key file>`,
  ];
  printResult(terminal, json, { id, file: output, record: draft.record }, text.join('\n'));
}
