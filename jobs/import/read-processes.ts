import { findProcessFormat, PROCESS_FORMATS } from '../../tables/processes/formats/formats.ts';
import { importProcesses } from '../../tables/processes/import-processes.ts';
import type { ImportedProcesses, ProcessSource } from '../../tables/processes/imported-processes.ts';
import { BadInput } from '../../core/errors.ts';
import { createTableFile } from '../../tables/table-file.ts';

export type { ImportedProcesses, ProcessSource } from '../../tables/processes/imported-processes.ts';
export { LEFT_OUT, type LeftOutCount } from '../../tables/processes/left-out.ts';

/** A file of processes, and what its dataset says about it. */
export interface ProcessRequest {
  /** `openlca` or `brightway`. */
  readonly format: string;
  /** With the ending of its format, such as `.zip`. */
  readonly name: string;
  readonly bytes: Uint8Array | Blob;
  readonly source: ProcessSource;
}

/** The formats that are read, and what each one is. */
export const READ_FORMATS: readonly { readonly name: string; readonly meaning: string }[] =
  PROCESS_FORMATS.map(({ name, meaning }) => ({ name, meaning }));

/**
 * Returns the rows of a file of a life-cycle database, and all that was left out, assumed or changed. Register the entries as a dataset.
 * @throws DatasetRefused; BadInput `wrong-type` for another format
 */
export async function readProcesses({
  format: name,
  name: fileName,
  bytes,
  source,
}: ProcessRequest): Promise<ImportedProcesses> {
  const format = findProcessFormat(name);
  if (format === undefined) {
    const names = READ_FORMATS.map((each) => each.name).join(', ');
    throw new BadInput('wrong-type', `expected one of ${names}, got ${JSON.stringify(name)}`, name);
  }
  return importProcesses({ format, file: createTableFile(fileName, bytes), source });
}
