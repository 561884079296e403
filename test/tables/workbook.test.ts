import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { NO_MAPPING } from '../../tables/column-plan.ts';
import { openTable, type OpenTable } from '../../tables/open-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { openWorkbook } from '../../tables/workbook/open-workbook.ts';

const OPTIONS = { delimiter: undefined, sheet: undefined, style: null, mapping: NO_MAPPING } as const;
const open = (bytes: Uint8Array): Promise<OpenTable> => openTable(createTableFile('a.xlsx', bytes), OPTIONS);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

interface Packed {
  readonly name: string;
  readonly content: Uint8Array;
  /** How often the archive lists it; default once. */
  readonly times?: number;
  /** The size without compression that the archive states; default the real one. */
  readonly stated?: number;
}

/** Returns a zip archive of files that are compressed. */
function pack(files: readonly Packed[]): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let place = 0;
  for (const { name, content, times = 1, stated = content.length } of files) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    const listed = Buffer.alloc(46);
    local.writeUInt32LE(0x04034b50, 0);
    listed.writeUInt32LE(0x02014b50, 0);
    for (const [header, at] of [
      [local, 8],
      [listed, 10],
    ] as const) {
      header.writeUInt16LE(8, at);
      header.writeUInt32LE(crc32(content), at + 6);
      header.writeUInt32LE(packed.length, at + 10);
      header.writeUInt32LE(stated, at + 14);
      header.writeUInt16LE(name.length, at + 18);
    }
    listed.writeUInt32LE(place, 42);
    for (let time = 0; time < times; time++) list.push(listed, Buffer.from(name));
    parts.push(local, Buffer.from(name), packed);
    place += local.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length / 2, 8);
  end.writeUInt16LE(list.length / 2, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(place, 16);
  return new Uint8Array(Buffer.concat([...parts, ...list, end]));
}

/** Returns the files of a workbook with one sheet. */
function bookOf(rows: string, { dimension = 'A1:B2', after = '' } = {}): Packed[] {
  const xml = (name: string, text: string): Packed => ({ name, content: encode(text) });
  return [
    xml(
      '[Content_Types].xml',
      `<Types xmlns="${PACKAGE}/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    ),
    xml(
      '_rels/.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    xml(
      'xl/workbook.xml',
      `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    xml(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    xml(
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${MAIN}"><dimension ref="${dimension}"/><sheetData>${rows}</sheetData>${after}</worksheet>`,
    ),
  ];
}

const ROWS = `<row r="1"><c r="A1" t="inlineStr"><is><t>key</t></is></c><c r="B1" t="inlineStr"><is><t>value</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>coal</t></is></c><c r="B2"><v>12</v></c></row>`;

/** Counts the bytes that are unpacked. */
function countUnpacked(): () => number {
  let count = 0;
  const Original = DecompressionStream;
  vi.stubGlobal(
    'DecompressionStream',
    class {
      readonly readable: ReadableStream<Uint8Array>;
      readonly writable: WritableStream;
      constructor(format: 'deflate-raw') {
        const { readable, writable } = new Original(format);
        this.writable = writable;
        this.readable = readable.pipeThrough(
          new TransformStream<Uint8Array, Uint8Array>({
            transform: (chunk, controller) => {
              count += chunk.length;
              controller.enqueue(chunk);
            },
          }),
        );
      }
    },
  );
  return () => count;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('A workbook', () => {
  it('that is compressed has the columns and rows of its sheet', async () => {
    const { columns, rows } = await open(pack(bookOf(ROWS)));
    expect(columns).toEqual(['key', 'value']);
    expect(await Array.fromAsync(rows)).toEqual([
      [{ row: 2, cells: ['coal', 12], faults: [], isHidden: false, isStruck: false }],
    ]);
  });

  it('with more bytes than are read is refused while it is unpacked, whatever size it states', async () => {
    const long = `<row r="3"><c t="str"><v>${'a'.repeat(1000)}</v></c></row>`.repeat(8000);
    const parts = bookOf(ROWS + long).map((part) => ({ ...part, stated: 1 }));
    const count = countUnpacked();
    const [sheet] = await openWorkbook(createTableFile('a.xlsx', pack(parts)), 1 << 20);
    await expect(Array.fromAsync(sheet!.read().rows)).rejects.toMatchObject({ code: 'too-large' });
    expect(count()).toBeLessThan(4 << 20);
  });

  it('with one endless text is refused', async () => {
    const bytes = pack(bookOf(ROWS + ' '.repeat(2 << 20)));
    await expect(open(bytes)).rejects.toMatchObject({ code: 'table' });
  });

  it.each(['hyperlink', 'x:hyperlink'])(
    'with a link over all cells that there can be (%s) is read',
    async (name) => {
      const after = `<hyperlinks><${name} ref="A1:XFD1048576" location="a"/></hyperlinks>`;
      const { rows } = await open(pack(bookOf(ROWS, { after })));
      expect(await Array.fromAsync(rows)).toEqual([
        [{ row: 2, cells: ['coal', 12], faults: [], isHidden: false, isStruck: false }],
      ]);
    },
  );

  it.each([
    ['cut off', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 30)],
    [
      'with a damaged file',
      (bytes: Uint8Array) => {
        const at = Buffer.from(bytes).indexOf('xl/worksheets/sheet1.xml') + 60;
        return bytes.with(at, bytes[at]! ^ 1);
      },
    ],
  ])('%s is refused', async (_, damage) => {
    const bytes = damage(pack(bookOf(ROWS)));
    await expect(open(bytes)).rejects.toMatchObject({ code: 'table' });
  });
});
