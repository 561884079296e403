import { formatAnswer } from '../../agents/answer/answer-file.ts';
import { type AnswerParts, buildAnswer } from '../../agents/answer/build-answer.ts';
import { countRows } from '../../jobs/compute/count-rows.ts';
import { readEngineDigests } from '../engines/engine-folder.ts';
import { writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { formatCount } from './text-format.ts';

/** Writes an answer file, and says what is in it. An answer that was refused states nothing: there is no file. */
export async function writeAnswer(
  terminal: Terminal,
  parts: Omit<AnswerParts, 'engine'>,
  path: string,
): Promise<void> {
  if (parts.answered.refused !== null) {
    terminal.writeErr(`${path} is not written: there is no answer that holds\n`);
    return;
  }
  const engine = (await readEngineDigests()).at(-1)!;
  const file = buildAnswer({ ...parts, engine });
  await writeNewFile(terminal, path, formatAnswer(file));
  const rows = countRows(file.runs.flatMap(({ inputs }) => inputs));
  terminal.writeErr(
    `${path}: ${formatCount(file.blocks.length, 'block')}, ${formatCount(rows, 'row')} of inputs and ${formatCount(file.proofs.length, 'proof file')}, which anyone who has the file can read\n`,
  );
}
