import { openArchive } from '../../tables/processes/package-archive.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** A cell of a sparse matrix. */
export interface Triple {
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

interface Resource {
  readonly path: string;
  readonly group: string;
  readonly kind: string;
  readonly matrix: string;
}

/** Returns the matrices of a package of bw_processing, without their distributions. Of an array of values, the first ones. */
export async function readMatrices(archive: Uint8Array): Promise<ReadonlyMap<string, readonly Triple[]>> {
  const files = new Map<string, Uint8Array>();
  for (const { path, read } of await openArchive(createTableFile('package.zip', archive)))
    files.set(path, await read());
  const { resources } = JSON.parse(new TextDecoder().decode(files.get('datapackage.json'))) as {
    readonly resources: readonly Resource[];
  };
  const matrices = new Map<string, Triple[]>();
  for (const own of Map.groupBy(resources, ({ group, matrix }) => `${group} ${matrix}`).values()) {
    const find = (kind: string): number[][] | null => {
      const found = own.find((resource) => resource.kind === kind);
      return found === undefined ? null : readNpy(files.get(found.path)!);
    };
    const [indices, data, flip] = [find('indices')!, find('data')!, find('flip')];
    const triples = indices.map(([row = 0, column = 0], at) => ({
      ...{ row, column },
      value: (flip?.[at]?.[0] === 1 ? -1 : 1) * data[at]![0]!,
    }));
    const { matrix } = own[0]!;
    matrices.set(matrix, [...(matrices.get(matrix) ?? []), ...triples]);
  }
  return matrices;
}

const READERS: Readonly<
  Record<string, readonly [size: number, read: (view: DataView, at: number) => number]>
> = {
  '<f8': [8, (view, at) => view.getFloat64(at, true)],
  '<f4': [4, (view, at) => view.getFloat32(at, true)],
  '<i8': [8, (view, at) => Number(view.getBigInt64(at, true))],
  '<i4': [4, (view, at) => view.getInt32(at, true)],
  '|b1': [1, (view, at) => view.getUint8(at)],
};

/** Returns the records of an array in the format of numpy, each as its numbers. */
function readNpy(bytes: Uint8Array): number[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 10 + view.getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, start));
  const types = [...(/'descr': (.*?), 'fortran_order'/.exec(header)?.[1] ?? '').matchAll(/'([<|]\w\d)'/g)];
  const readers = types.map(([, type = '']) => READERS[type]!);
  const records: number[][] = [];
  for (let at = start; at < bytes.length;) {
    const record: number[] = [];
    for (const [size, read] of readers) {
      record.push(read(view, at));
      at += size;
    }
    records.push(record);
  }
  return records;
}
