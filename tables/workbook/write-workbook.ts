import { packFiles } from './archive.ts';
import { writeColumn } from '../cells/column-letters.ts';

/** A cell to write: a text, or a number by its digits. */
export type WrittenCell = string | { readonly digits: string };

/** What cells of a column may hold: a list that is offered, and a note that is shown where one is chosen. */
export interface ColumnRule {
  /** Offered in a drop-down; empty for none. */
  readonly choices: readonly string[];
  /** Whether another text than the offered ones is refused by the sheet. */
  readonly isClosed: boolean;
  readonly note: string;
}

/** A sheet to write: its header, rows below it, and what its columns may hold. */
export interface WrittenSheet {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly WrittenCell[])[];
  readonly rules?: readonly ColumnRule[];
  readonly isHidden?: boolean;
}

/** Rows that get drop-downs and notes. */
const LAST_ROW = 5000;
/** Characters of a note that a sheet shows (Excel's limit), and of a name of a sheet. */
const MOST_NOTE = 255;
const MOST_NAME = 31;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/**
 * Returns a workbook (Office Open XML, ECMA-376) with drop-downs and notes. The lists of drop-downs are on a hidden sheet of their own. The
 * same sheets give the same bytes.
 */
export function writeWorkbook(sheets: readonly WrittenSheet[]): Uint8Array {
  const lists = listChoices(sheets);
  const all = lists.length === 0 ? sheets : [...sheets, sheetOfLists(lists)];
  const parts: [name: string, xml: string][] = [
    ['[Content_Types].xml', writeTypes(all.length)],
    ['_rels/.rels', writeRelations([['officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', writeBook(all)],
    [
      'xl/_rels/workbook.xml.rels',
      writeRelations([
        ...all.map((_, at) => ['worksheet', `worksheets/sheet${at + 1}.xml`] as const),
        ['styles', 'styles.xml'],
      ]),
    ],
    ['xl/styles.xml', STYLES],
    ...all.map((sheet, at): [string, string] => [
      `xl/worksheets/sheet${at + 1}.xml`,
      writeSheet(sheet, lists),
    ]),
  ];
  const encoder = new TextEncoder();
  return packFiles(
    parts.map(([name, xml]) => ({ name: encoder.encode(name), bytes: encoder.encode(XML + xml) })),
  );
}

const LISTS = 'Lists';

/** Returns each list of choices once. */
function listChoices(sheets: readonly WrittenSheet[]): readonly (readonly string[])[] {
  const lists = sheets.flatMap(({ rules = [] }) => rules.map(({ choices }) => choices));
  const found = new Map(lists.filter((list) => list.length > 0).map((list) => [JSON.stringify(list), list]));
  return [...found.values()];
}

function sheetOfLists(lists: readonly (readonly string[])[]): WrittenSheet {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const rows = Array.from({ length: longest }, (_, at) => lists.map((list) => list[at] ?? ''));
  return { name: LISTS, header: lists.map((_, at) => `List ${at + 1}`), rows, isHidden: true };
}

function writeTypes(sheets: number): string {
  const part = (name: string, type: string): string =>
    `<Override PartName="/xl/${name}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${type}+xml"/>`;
  const all = [
    part('workbook', 'sheet.main'),
    part('styles', 'styles'),
    ...Array.from({ length: sheets }, (_, at) => part(`worksheets/sheet${at + 1}`, 'worksheet')),
  ];
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${all.join('')}</Types>`;
}

function writeRelations(targets: readonly (readonly [type: string, target: string])[]): string {
  const all = targets.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}</Relationships>`;
}

function writeBook(sheets: readonly WrittenSheet[]): string {
  const all = sheets.map(({ name, isHidden }, at) => {
    const state = isHidden === true ? ' state="hidden"' : '';
    return `<sheet name="${escape(nameSheet(name))}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`;
  });
  return `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${all.join('')}</sheets></workbook>`;
}

/** Characters that a name of a sheet cannot have become blanks. */
function nameSheet(name: string): string {
  return name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, MOST_NAME);
}

/** Three styles of cells: plain, the bold header, and text as it is typed, so that 01 stays 01. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><i/><sz val="11"/><color rgb="FF808080"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`;
const HEADER_STYLE = 1;
const EXAMPLE_STYLE = 2;

function writeSheet(
  { header, rows, rules = [], isHidden = false }: WrittenSheet,
  lists: readonly (readonly string[])[],
): string {
  const widths = header.map(
    (name, at) =>
      `<col min="${at + 1}" max="${at + 1}" width="${Math.max(12, widthOf(name) + 4)}" customWidth="1"/>`,
  );
  const style = isHidden ? 0 : EXAMPLE_STYLE;
  const written = [
    writeRow(1, header, HEADER_STYLE),
    ...rows.map((cells, at) => writeRow(at + 2, cells, style)),
  ];
  const validations = rules.flatMap((rule, at) => writeRule(rule, at, lists));
  const view =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const checks =
    validations.length === 0
      ? ''
      : `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`;
  return `<worksheet xmlns="${MAIN}">${isHidden ? '' : view}<cols>${widths.join('')}</cols><sheetData>${written.join('')}</sheetData>${checks}</worksheet>`;
}

/** A character of Chinese is as wide as two others. */
function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
}

function writeRow(row: number, cells: readonly WrittenCell[], style: number): string {
  const written = cells.map((cell, at) => {
    if (cell === '') return '';
    const place = `r="${writeColumn(at)}${row}" s="${style}"`;
    return typeof cell === 'string'
      ? `<c ${place} t="inlineStr"><is><t xml:space="preserve">${escape(cell)}</t></is></c>`
      : `<c ${place}><v>${cell.digits}</v></c>`;
  });
  return `<row r="${row}">${written.join('')}</row>`;
}

function writeRule(
  { choices, isClosed, note }: ColumnRule,
  at: number,
  lists: readonly (readonly string[])[],
): string[] {
  if (choices.length === 0 && note === '') return [];
  const column = writeColumn(at);
  const list = lists.findIndex((known) => JSON.stringify(known) === JSON.stringify(choices));
  const letters = writeColumn(list < 0 ? 0 : list);
  const formula =
    list < 0 ? '' : `<formula1>${LISTS}!$${letters}$2:$${letters}$${choices.length + 1}</formula1>`;
  const type = list < 0 ? '' : ' type="list"';
  const refuses = list >= 0 && isClosed ? ' showErrorMessage="1"' : '';
  const prompt = note === '' ? '' : ` showInputMessage="1" prompt="${escape(note.slice(0, MOST_NOTE))}"`;
  return [
    `<dataValidation${type} allowBlank="1"${refuses}${prompt} sqref="${column}2:${column}${LAST_ROW}">${formula}</dataValidation>`,
  ];
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Escapes a text for XML, and leaves out what XML cannot hold. */
function escape(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll(/[&<>"]/g, (mark) => ENTITIES[mark]!);
}
