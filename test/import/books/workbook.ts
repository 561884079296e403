/** Writes the parts of a workbook as Excel does: shared strings, styles, merged cells, formulas with the values that were stored. */

/** A cell: a text, a number, an error or a truth, with its formula and how it looks. Null is an empty cell. */
export type Cell = string | null | Styled;

export interface Styled {
  readonly text?: string;
  /** Digits as they are stored. */
  readonly number?: string;
  readonly error?: string;
  readonly formula?: string;
  readonly format?: string;
  readonly bold?: boolean;
  readonly struck?: boolean;
}

export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  readonly merges?: readonly string[];
  /** Counted from 1. */
  readonly hiddenRows?: readonly number[];
  readonly hiddenColumns?: readonly number[];
  /** A range with a filter that hides the hidden rows. */
  readonly filter?: string;
  readonly hidden?: boolean;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
/** Formats of one's own begin here. */
const FIRST_FORMAT = 164;

/** A number with the digits that are stored, and how it looks. */
export function num(number: string | number, look: Omit<Styled, 'number' | 'text'> = {}): Styled {
  return { number: String(number), ...look };
}

export function bold(text: string): Styled {
  return { text, bold: true };
}

/** The name of a column, counted from 0: 0 is A, 26 is AA. */
export function columnName(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnName(Math.floor(index / 26) - 1) + last;
}

export function writeWorkbook(sheets: readonly Sheet[]): Map<string, string> {
  const texts = new Index<string>();
  const looks = new Index<string>();
  looks.of(lookOf({}));
  const bodies = sheets.map((sheet) => writeSheet(sheet, texts, looks));
  return new Map([
    ['[Content_Types].xml', writeTypes(sheets.length)],
    ['_rels/.rels', writeRelations([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', writeList(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      writeRelations([
        ...sheets.map((_, index): [string, string] => ['worksheet', `worksheets/sheet${index + 1}.xml`]),
        ['styles', 'styles.xml'],
        ['sharedStrings', 'sharedStrings.xml'],
      ]),
    ],
    ['xl/styles.xml', writeStyles(looks.list())],
    ['xl/sharedStrings.xml', writeTexts(texts.list())],
    ...bodies.map((body, index): [string, string] => [`xl/worksheets/sheet${index + 1}.xml`, body]),
  ]);
}

/** Things in the order in which they were first met. */
class Index<Item> {
  readonly #places = new Map<Item, number>();

  of(item: Item): number {
    const place = this.#places.get(item) ?? this.#places.size;
    this.#places.set(item, place);
    return place;
  }

  list(): Item[] {
    return [...this.#places.keys()];
  }
}

function writeSheet(sheet: Sheet, texts: Index<string>, looks: Index<string>): string {
  const { rows, merges = [], hiddenRows = [], hiddenColumns = [], filter } = sheet;
  const columns = hiddenColumns.map(
    (at) => `<col min="${at}" max="${at}" width="9" hidden="1" customWidth="1"/>`,
  );
  const lines = rows.map((cells, row) => {
    const written = cells.map((cell, column) =>
      cell === null ? '' : writeCell(cell, `${columnName(column)}${row + 1}`, texts, looks),
    );
    const hidden = hiddenRows.includes(row + 1) ? ' hidden="1"' : '';
    return written.join('') === '' && hidden === ''
      ? ''
      : `<row r="${row + 1}"${hidden}>${written.join('')}</row>`;
  });
  const joined = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return [
    `${HEAD}<worksheet ${MAIN}>`,
    columns.length === 0 ? '' : `<cols>${columns.join('')}</cols>`,
    `<sheetData>${lines.join('')}</sheetData>`,
    filter === undefined ? '' : `<autoFilter ref="${filter}"/>`,
    merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${joined}</mergeCells>`,
    '</worksheet>',
  ].join('');
}

function writeCell(cell: string | Styled, at: string, texts: Index<string>, looks: Index<string>): string {
  const styled = typeof cell === 'string' ? { text: cell } : cell;
  const look = looks.of(lookOf(styled));
  const style = look === 0 ? '' : ` s="${look}"`;
  const formula = styled.formula === undefined ? '' : `<f>${escape(styled.formula)}</f>`;
  if (styled.error !== undefined) return `<c r="${at}"${style} t="e">${formula}<v>${styled.error}</v></c>`;
  if (styled.number !== undefined) return `<c r="${at}"${style}>${formula}<v>${styled.number}</v></c>`;
  if (styled.text === undefined) return `<c r="${at}"${style}/>`;
  if (formula !== '') return `<c r="${at}"${style} t="str">${formula}<v>${escape(styled.text)}</v></c>`;
  return `<c r="${at}"${style} t="s"><v>${texts.of(styled.text)}</v></c>`;
}

function lookOf({ format = '', bold = false, struck = false }: Styled): string {
  return JSON.stringify([format, bold, struck]);
}

function writeStyles(looks: readonly string[]): string {
  const parsed = looks.map((look) => JSON.parse(look) as [format: string, bold: boolean, struck: boolean]);
  const formats = [...new Set(parsed.map(([format]) => format))].filter((format) => format !== '');
  const fonts = [...new Set(parsed.map(([, bold, struck]) => writeFont(bold, struck)))];
  const cells = parsed.map(([format, bold, struck]) => {
    const number = format === '' ? 0 : FIRST_FORMAT + formats.indexOf(format);
    const font = fonts.indexOf(writeFont(bold, struck));
    return `<xf numFmtId="${number}" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`;
  });
  const codes = formats.map(
    (code, at) => `<numFmt numFmtId="${FIRST_FORMAT + at}" formatCode="${escape(code)}"/>`,
  );
  return [
    `${HEAD}<styleSheet ${MAIN}>`,
    codes.length === 0 ? '' : `<numFmts count="${codes.length}">${codes.join('')}</numFmts>`,
    `<fonts count="${fonts.length}">${fonts.join('')}</fonts>`,
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>',
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>',
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>',
    `<cellXfs count="${cells.length}">${cells.join('')}</cellXfs>`,
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
  ].join('');
}

function writeFont(bold: boolean, struck: boolean): string {
  return `<font>${bold ? '<b/>' : ''}${struck ? '<strike/>' : ''}<sz val="11"/><name val="Calibri"/></font>`;
}

function writeTexts(texts: readonly string[]): string {
  const items = texts.map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`);
  return `${HEAD}<sst ${MAIN} uniqueCount="${texts.length}">${items.join('')}</sst>`;
}

function writeList(sheets: readonly Sheet[]): string {
  const items = sheets.map(({ name, hidden }, at) => {
    const state = hidden === true ? ' state="hidden"' : '';
    return `<sheet name="${escape(name)}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`;
  });
  return `${HEAD}<workbook ${MAIN} xmlns:r="${RELATIONS}"><sheets>${items.join('')}</sheets></workbook>`;
}

function writeRelations(targets: readonly (readonly [type: string, target: string])[]): string {
  const items = targets.map(
    ([type, target], at) =>
      `<Relationship Id="rId${at + 1}" Type="${RELATIONS}/${type}" Target="${target}"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`;
}

function writeTypes(sheets: number): string {
  const parts = [
    ['workbook', 'sheet.main'],
    ['styles', 'styles'],
    ['sharedStrings', 'sharedStrings'],
    ...Array.from({ length: sheets }, (_, at) => [`worksheets/sheet${at + 1}`, 'worksheet']),
  ];
  const items = parts.map(
    ([name, type]) => `<Override PartName="/xl/${name}.xml" ContentType="${TYPES}.${type}+xml"/>`,
  );
  return [
    `${HEAD}<Types xmlns="${PACKAGE}/content-types">`,
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
    `<Default Extension="xml" ContentType="application/xml"/>${items.join('')}</Types>`,
  ].join('');
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
