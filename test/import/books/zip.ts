/** Archives of a workbook's parts, with the same time in each entry, so that the same parts give the same archive. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** 2024-01-02 in the form of the file system of MS-DOS. */
const DATE = ((2024 - 1980) << 9) | (1 << 5) | 2;
const UTF_8 = 0x0800;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];

export function writeZip(parts: ReadonlyMap<string, string>): Uint8Array {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const [path, bytes] = [Buffer.from(name), Buffer.from(text)];
    const packed = deflateRawSync(bytes, { level: 9 });
    const common = fields([
      [2, 20], [2, UTF_8], [2, 8], [2, 0], [2, DATE],
      [4, crc32(bytes)], [4, packed.length], [4, bytes.length], [2, path.length], [2, 0],
    ]); // prettier-ignore
    const local = Buffer.concat([fields([[4, LOCAL]]), common, path, packed]);
    const rest = fields([[2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]); // prettier-ignore
    centrals.push(Buffer.concat([fields([[4, CENTRAL], [2, 20]]), common, rest, path])); // prettier-ignore
    locals.push(local);
    offset += local.length;
  }
  const size = centrals.reduce((sum, { length }) => sum + length, 0);
  const end = fields([
    [4, END], [2, 0], [2, 0], [2, parts.size], [2, parts.size], [4, size], [4, offset], [2, 0],
  ]); // prettier-ignore
  return Buffer.concat([...locals, ...centrals, end]);
}

/** The parts of an archive that `writeZip` wrote. */
export function readZip(archive: Uint8Array): Map<string, string> {
  const bytes = Buffer.from(archive);
  const parts = new Map<string, string>();
  for (let at = 0; bytes.readUInt32LE(at) === LOCAL;) {
    const [packed, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const begin = at + 30 + name;
    const text = inflateRawSync(bytes.subarray(begin, begin + packed)).toString();
    parts.set(bytes.toString('utf8', at + 30, begin), text);
    at = begin + packed;
  }
  return parts;
}

function fields(values: readonly (readonly [size: 2 | 4, value: number])[]): Buffer {
  return Buffer.concat(
    values.map(([size, value]) => {
      const field = Buffer.alloc(size);
      field.writeUIntLE(value, 0, size);
      return field;
    }),
  );
}
