import type { ComputedFigures } from '../../../jobs/compute/compute-figures.ts';
import { colourMarks } from '../../output/colour.ts';
import { formatFigures } from '../../output/figures/figures-table.ts';
import { describePicture, type DrawnPicture } from '../../output/picture-file.ts';
import type { Terminal } from '../../terminal/terminal.ts';

/** What a run gave and has written. */
export interface Written {
  readonly method: string;
  readonly result: ComputedFigures;
  readonly solutionFile: string | null;
  readonly picture: DrawnPicture | null;
  readonly record?: { readonly id: string; readonly file: string };
}

/** Prints a run. JSON is written figure by figure, because a run can be longer than the longest string. */
export function printRun(
  terminal: Terminal,
  json: boolean | undefined,
  { method, result, record, solutionFile, picture }: Written,
): void {
  const kept = result.solution;
  const solution = kept === null || solutionFile === null ? null : { file: solutionFile, ...kept };
  if (json !== true) {
    const text = formatFigures(method, result);
    terminal.writeOut(`${terminal.hasColour ? colourMarks(text) : text}\n`);
    if (picture !== null) terminal.writeOut(`\n${describePicture(picture)}\n`);
    if (solution !== null)
      terminal.writeOut(
        `\nsolution ${solution.sha256}\nwritten to ${solution.file}, ${solution.size} bytes; once the record is registered: ledger document send ${solution.file} --key <key file>\n`,
      );
    if (record !== undefined)
      terminal.writeOut(
        `\nrecord   ${record.id}\nwritten to ${record.file}; next: ledger record sign ${record.file} --key <key file>\n`,
      );
    return;
  }
  terminal.writeOut('{"figures":[');
  result.figures.forEach((figure, index) =>
    terminal.writeOut(`${index === 0 ? '' : ','}${JSON.stringify(figure)}`),
  );
  const made = record === undefined ? '' : `,"record":${JSON.stringify(record)}`;
  const solved = solution === null ? '' : `,"solution":${JSON.stringify(solution)}`;
  const drawn =
    picture === null ? '' : `,"picture":${JSON.stringify({ kind: picture.kind, file: picture.file })}`;
  terminal.writeOut(`],"warnings":${JSON.stringify(result.warnings)},"reconciliation":[`);
  result.reconciliation.forEach((record, index) =>
    terminal.writeOut(`${index === 0 ? '' : ','}${JSON.stringify(record)}`),
  );
  terminal.writeOut(`]${solved}${drawn}${made}}\n`);
}
