import { posix } from 'node:path';
import { findYear } from '../find-year.ts';
import { type AccountFiles, chooseAccounts, type FrameFile, readFrameTable } from './pandas-table.ts';
import type { PublisherFormat } from '../publisher-format.ts';
import { readOldExiobase } from './exiobase-old.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableInput } from '../table-input.ts';

/** EXIOBASE 3 as it is on Zenodo, such as `IOT_2019_ixi.zip`; earlier ones as files `mrIot….txt`. */
export const EXIOBASE: PublisherFormat = {
  name: 'exiobase',
  meaning: 'EXIOBASE 3, such as IOT_2019_ixi.zip: Z.txt or A.txt, Y.txt, x.txt, unit.txt, folders with F.txt',
  provider: 'EXIOBASE Consortium',
  gases: 'stressors-exiobase-3.csv',
  tolerance: 0.001,
  async read(input, builder, options) {
    const year = findYear(input, options);
    const old = input.find(/(^|\/)mrIot[^/]*\.txt$/i);
    if (old !== null) return readOldExiobase(input, builder, { year, flows: old, options });
    const z = input.find(/(^|\/)Z\.txt$/);
    const flows = z ?? input.require(/(^|\/)A\.txt$/, 'Z.txt or A.txt');
    const root = posix.dirname(flows.path);
    const output = findIn(input, root, 'x');
    await readFrameTable(input, builder, {
      year,
      flows: { ...frame(flows, 2), isCoefficients: z === null },
      demand: frame(requireIn(input, root, 'Y'), 2),
      output: output === null ? null : { file: output, headerRows: 1, indexColumns: 2 },
      unit: { file: requireIn(input, root, 'unit'), headerRows: 1, indexColumns: 2 },
      accounts: chooseAccounts(input, listAccounts(input, root), options),
    });
  },
};

function frame(file: SourceFile, indexColumns: number): FrameFile {
  return { file, headerRows: 2, indexColumns };
}

function findIn(input: TableInput, folder: string, name: string): SourceFile | null {
  const path = posix.join(folder, `${name}.txt`);
  return input.source.files.find((file) => posix.normalize(file.path) === path) ?? null;
}

function requireIn(input: TableInput, folder: string, name: string): SourceFile {
  const file = findIn(input, folder, name);
  if (file !== null) return file;
  throw input.fault(
    input.source.name,
    'missing-file',
    `there is no file ${posix.join(folder, `${name}.txt`)}`,
  );
}

/** Each folder beside Z that has a file F.txt. Until version 3.7, F_Y has the name F_hh. */
function listAccounts(input: TableInput, root: string): AccountFiles[] {
  const folders = input.source.files
    .filter(({ path }) => posix.basename(path) === 'F.txt' && posix.dirname(posix.dirname(path)) === root)
    .map(({ path }) => posix.dirname(path));
  return folders.map((folder) => {
    const demand = findIn(input, folder, 'F_Y') ?? findIn(input, folder, 'F_hh');
    const unit = findIn(input, folder, 'unit');
    return {
      name: posix.basename(folder),
      f: frame(requireIn(input, folder, 'F'), 1),
      demand: demand === null ? null : frame(demand, 1),
      unit: unit === null ? null : { file: unit, headerRows: 1, indexColumns: 1 },
    };
  });
}
