import type { XmlAttributes, XmlEvents } from './parse-xml.ts';

/** What the look of a cell says about it: how its number is a time, and whether it is struck out. */
export interface CellLook {
  readonly time: 'date' | 'month' | 'year' | null;
  readonly isStruck: boolean;
}

export const PLAIN_LOOK: CellLook = { time: null, isStruck: false };

/** Formats of dates that a workbook does not spell out (ISO/IEC 29500-1, 18.8.30): those of all languages, and of East Asian ones. */
const DATES = [14, 15, 16, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58];
/** The one that shows a month, such as Jan-25. */
const MONTH = 17;

/** Collects the looks of cells from `styles.xml`, in the order in which cells name them. */
export class CellStyles implements XmlEvents {
  readonly #formats = new Map<number, string>();
  readonly #struckFonts = new Set<number>();
  readonly #looks: CellLook[] = [];
  #fonts = 0;
  /** The list in which the parser is: the same elements occur in several. */
  #list = '';

  open(name: string, attributes: XmlAttributes): void {
    if (['fonts', 'cellXfs', 'cellStyleXfs', 'dxfs'].includes(name)) this.#list = name;
    else if (name === 'numFmt' && this.#list !== 'dxfs')
      this.#formats.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
    else if (name === 'font' && this.#list === 'fonts') this.#fonts++;
    else if (name === 'strike' && this.#list === 'fonts' && isOn(attributes.get('val') ?? '1'))
      this.#struckFonts.add(this.#fonts - 1);
    else if (name === 'xf' && this.#list === 'cellXfs')
      this.#looks.push({
        time: this.#readTime(Number(attributes.get('numFmtId') ?? 0)),
        isStruck: this.#struckFonts.has(Number(attributes.get('fontId') ?? 0)),
      });
  }

  close(name: string): void {
    if (name === this.#list) this.#list = '';
  }

  /** Returns the look that a cell names; the plain one where it names none. */
  at(index: string | undefined): CellLook {
    return index === undefined ? PLAIN_LOOK : (this.#looks[Number(index)] ?? PLAIN_LOOK);
  }

  #readTime(id: number): CellLook['time'] {
    if (id === MONTH) return 'month';
    if (DATES.includes(id)) return 'date';
    const code = this.#formats.get(id);
    return code === undefined ? null : readFormat(code);
  }
}

/** Whether an attribute that is true or false is true. */
export function isOn(text: string | undefined): boolean {
  return text === '1' || text === 'true' || text === 'on';
}

/** Returns how a format shows a number as a time: by its letters for years, months and days, outside texts and colours. */
function readFormat(code: string): CellLook['time'] {
  const bare = code
    .split(';')[0]!
    .replaceAll(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '')
    .toLowerCase();
  // Letters of number formats, and an hour whose m are minutes.
  if (/[#?%]|general|h/.test(bare) && !/[yd]/.test(bare)) return null;
  if (bare.includes('d')) return 'date';
  if (bare.includes('m')) return bare.includes('y') ? 'month' : null;
  return bare.includes('y') ? 'year' : null;
}
