import { posix } from 'node:path';
import * as z from 'zod';
import { findYear } from '../find-year.ts';
import { type AccountFiles, chooseAccounts, type FrameFile, readFrameTable } from './pandas-table.ts';
import type { PublisherFormat } from '../publisher-format.ts';
import type { SourceFile } from '../source-file.ts';
import type { TableInput } from '../table-input.ts';

const PARAMETERS = 'file_parameters.json';

const count = z.coerce.number().int().min(1).max(9);
const parametersSchema = z.looseObject({
  systemtype: z.string(),
  name: z.string().optional(),
  files: z.record(z.string(), z.looseObject({ name: z.string(), nr_index_col: count, nr_header: count })),
});

/** The parameters of one folder, and where it is. */
interface Parameters {
  readonly folder: string;
  readonly path: string;
  readonly content: z.infer<typeof parametersSchema>;
}

/** What pymrio's save_all writes: a folder with `file_parameters.json`, and one folder for each of its extensions. */
export const PYMRIO: PublisherFormat = {
  name: 'pymrio',
  meaning:
    'what save_all of pymrio writes: file_parameters.json, text or Parquet files, folders of extensions',
  provider: 'pymrio',
  tolerance: 0.001,
  async read(input, builder, options) {
    const all = await readParameters(input);
    const systems = all.filter(({ content }) => content.systemtype === 'IOSystem');
    const [system] = systems;
    if (system === undefined || systems.length > 1)
      throw input.fault(
        input.source.name,
        'missing-file',
        `expected one ${PARAMETERS} of an IOSystem, got ${systems.length}`,
      );
    const z = findFrame(input, system, 'Z');
    const accounts = all
      .filter(
        ({ folder, content }) =>
          content.systemtype === 'Extension' && posix.dirname(folder) === system.folder,
      )
      .flatMap((each) => describeAccounts(input, each));
    await readFrameTable(input, builder, {
      year: findYear(input, options),
      flows: { ...(z ?? requireFrame(input, system, 'A')), isCoefficients: z === null },
      demand: requireFrame(input, system, 'Y'),
      output: findFrame(input, system, 'x'),
      unit: requireFrame(input, system, 'unit'),
      accounts: chooseAccounts(input, accounts, options),
    });
  },
};

async function readParameters(input: TableInput): Promise<Parameters[]> {
  const found: Parameters[] = [];
  for (const file of input.source.files) {
    if (posix.basename(file.path) !== PARAMETERS) continue;
    const { data, error } = parametersSchema.safeParse(await input.readJson(file));
    if (data === undefined) {
      const [issue] = error.issues;
      throw input.fault(file.path, 'header', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
    }
    found.push({ folder: posix.dirname(posix.normalize(file.path)), path: file.path, content: data });
  }
  if (found.length > 0) return found;
  throw input.fault(input.source.name, 'missing-file', `there is no file ${PARAMETERS}`);
}

/** Extensions without F, such as those with results alone, have nothing to read. */
function describeAccounts(input: TableInput, parameters: Parameters): AccountFiles[] {
  const f = findFrame(input, parameters, 'F');
  if (f === null) return [];
  const demand = findFrame(input, parameters, 'F_Y') ?? findFrame(input, parameters, 'FY');
  const hh = findFrame(input, parameters, 'F_hh');
  return [
    {
      name: posix.basename(parameters.folder),
      f,
      demand: demand ?? hh,
      unit: findFrame(input, parameters, 'unit'),
    },
  ];
}

function findFrame(input: TableInput, { folder, content, path }: Parameters, name: string): FrameFile | null {
  const about = Object.hasOwn(content.files, name) ? content.files[name] : undefined;
  if (about === undefined) return null;
  return {
    file: findIn(input, folder, about.name, path),
    headerRows: about.nr_header,
    indexColumns: about.nr_index_col,
  };
}

function findIn(input: TableInput, folder: string, name: string, parameters: string): SourceFile {
  const path = posix.join(folder, name);
  const file = input.source.files.find((each) => posix.normalize(each.path) === path);
  if (file !== undefined) return file;
  throw input.fault(
    input.source.name,
    'missing-file',
    `${parameters} names the file ${path}, which is not there`,
  );
}

function requireFrame(input: TableInput, parameters: Parameters, name: string): FrameFile {
  const frame = findFrame(input, parameters, name);
  if (frame !== null) return frame;
  throw input.fault(input.source.name, 'missing-file', `${parameters.path} names no file of ${name}`);
}
