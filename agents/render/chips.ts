import { showSureness } from '../../jobs/explain/shown-sureness.ts';
import type { FigureItem, NamedParty } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { FindingItem, Item, RecordItem } from '../handles/item.ts';
import { writeFound } from '../reasons/found.ts';
import type { AnswerTexts } from './english-texts.ts';
import { writeCandidate } from './candidate.ts';
import type { Segment } from './node.ts';
import { chip, joinSegments, text } from './segments.ts';
import type { Writing } from './writing.ts';

/** Writes what handles stand for, in one language. */
export class Chips {
  readonly #texts: AnswerTexts;
  readonly #writing: Writing;
  readonly #handles: Handles;

  constructor(texts: AnswerTexts, writing: Writing, handles: Handles) {
    this.#texts = texts;
    this.#writing = writing;
    this.#handles = handles;
  }

  /** Writes what a handle stands for, with all that belongs to it. */
  whole(ref: Handle): Segment[] {
    const item = this.#handles.find(ref)!;
    if (item.kind !== 'figure') return this.#other(ref, item);
    const { colon, brackets, separator } = this.#texts;
    const value = [chip(ref, 'value', this.#value(item))];
    const notes = [this.#interval(ref, item), this.#rounding(ref, item), this.standing(ref, item)].flat();
    const segments = [
      ...this.name(ref),
      text(colon),
      ...value,
      text(brackets[0]!),
      ...joinSegments(
        notes.map((each) => [each]),
        separator,
        separator,
      ),
      text(brackets[1]!),
    ];
    return [{ is: 'figure', ref, segments }];
  }

  /**
   * Writes which figure it is: its key, party, period, gases, potentials and conditions; without its value. A derived one is named by those that
   * it was derived from.
   */
  name(ref: Handle): Segment[] {
    const item = this.#handles.find(ref)!;
    if (item.kind !== 'figure') return this.#other(ref, item);
    if (item.source.is === 'derived') {
      const [before, between] = this.#texts.operations[item.source.operation];
      const operands = item.source.operands.map((operand) => this.name(operand));
      return [...(before === '' ? [] : [text(before)]), ...joinSegments(operands, between, between)];
    }
    const { figure, outside } = this.#writing;
    const { gases, gwpSet, conditions } = item;
    const { brackets, separator } = this.#texts;
    const about = [
      this.#party(ref, item.party),
      chip(ref, 'period', this.#period(item)),
      ...(gases.length === 0 ? [] : [chip(ref, 'gases', gases.map(outside).join(' + '))]),
      ...(gwpSet === null ? [] : [chip(ref, 'gwp-set', outside(gwpSet))]),
      ...Object.entries(conditions).map(([name, value]) =>
        chip(ref, 'condition', `${outside(name)} ${outside(value)}`),
      ),
    ];
    return [
      chip(ref, 'name', figure(item.key, item.method)),
      text(brackets[0]!),
      ...joinSegments(
        about.map((each) => [each]),
        separator,
        separator,
      ),
      text(brackets[1]!),
    ];
  }

  /** Writes the cells of a table: which figure, its value, interval, period and standing. */
  cells(ref: Handle): Segment[][] {
    const item = this.#handles.find(ref) as FigureItem;
    const interval = this.#interval(ref, item);
    return [
      this.name(ref),
      [chip(ref, 'value', this.#value(item))],
      interval.length === 0 ? [text(this.#texts.noInterval)] : interval,
      [chip(ref, 'period', this.#period(item))],
      this.standing(ref, item),
    ];
  }

  /** Writes how far a figure or record can be relied on. */
  standing(ref: Handle, item: FigureItem | RecordItem): Segment[] {
    const { standing, unproven, unsigned, opinions } = this.#texts;
    const source = item.kind === 'record' ? item : item.source;
    if ('is' in source && source.is !== 'proven') return [chip(ref, 'standing', unsigned)];
    if (source.verdict !== 'verified') return [chip(ref, 'standing', unproven)];
    return [
      chip(ref, 'standing', standing[source.standing]),
      ...(source.opinions.length === 0 ? [] : [chip(ref, 'standing', opinions(source.opinions.join(', ')))]),
    ];
  }

  /** Writes several things as one list. */
  list(parts: readonly (readonly Segment[])[]): Segment[] {
    const { between, last } = this.#texts.list;
    return joinSegments(parts, between, last);
  }

  #value({ value, unit }: FigureItem): string {
    return `${this.#writing.decimal(value)} ${this.#writing.unit(unit)}`.trim();
  }

  #interval(ref: Handle, { uncertainty, unit }: FigureItem): Segment[] {
    if (uncertainty === null) return [];
    const { interval } = showSureness(uncertainty);
    if (interval === null) return [];
    const { decimal } = this.#writing;
    const level = String(Number((100 * Number(uncertainty.level)).toPrecision(8)));
    const written = this.#texts.interval(level, decimal(interval.low), decimal(interval.high));
    return [chip(ref, 'interval', `${written} ${this.#writing.unit(unit)}`.trim())];
  }

  #rounding(ref: Handle, { rounding }: FigureItem): Segment[] {
    const { roundedTo, roundedToDigits } = this.#texts;
    if (rounding?.digits !== undefined)
      return [chip(ref, 'rounding', roundedToDigits(String(rounding.digits)))];
    if (rounding?.decimals === undefined) return [];
    const step = rounding.decimals === 0 ? '1' : `0.${'1'.padStart(rounding.decimals, '0')}`;
    return [chip(ref, 'rounding', roundedTo(this.#writing.decimal(step)))];
  }

  #party(ref: Handle, party: NamedParty | null): Segment {
    return chip(ref, 'party', party === null ? this.#texts.noParty : this.#writing.outside(party.identifier));
  }

  #period({ from, until }: { readonly from: number; readonly until: number }): string {
    return this.#writing.period(from, until);
  }

  #record(ref: Handle, item: RecordItem): Segment[] {
    const { brackets, separator, version } = this.#texts;
    const about = [
      this.#party(ref, item.party),
      chip(ref, 'version', version(this.#writing.count(item.sequence))),
      ...this.standing(ref, item),
    ];
    return [
      chip(ref, 'title', `“${this.#writing.outside(item.title)}”`),
      text(brackets[0]!),
      ...joinSegments(
        about.map((each) => [each]),
        separator,
        separator,
      ),
      text(brackets[1]!),
    ];
  }

  #other(ref: Handle, item: Exclude<Item, FigureItem>): Segment[] {
    const { outside, decimal, unit, rowType, count } = this.#writing;
    const texts = this.#texts;
    switch (item.kind) {
      case 'record':
        return this.#record(ref, item);
      case 'period':
        return [chip(ref, 'period', this.#period(item))];
      case 'count':
        return [chip(ref, 'count', `${count(item.count)} ${texts.counted[item.of]}`)];
      case 'given':
        return [
          chip(ref, 'given', `${decimal(item.value)} ${item.unit === null ? '' : unit(item.unit)}`.trim()),
        ];
      case 'clause':
        return [chip(ref, 'clause', item.text)];
      case 'finding':
        return this.#finding(ref, item);
      case 'order':
        return [chip(ref, 'size', `${count(item.figures.length)} ${texts.figures}`)];
      case 'run':
        return [chip(ref, 'run', texts.run(item.method, item.engine.slice(0, 12)))];
      case 'row': {
        const place =
          item.place === null
            ? []
            : [chip(ref, 'place', texts.ofFile(outside(item.place.file), count(item.place.line)))];
        const parts = [chip(ref, 'name', `${rowType(item.type)} ${outside(item.key)}`), ...place];
        return joinSegments(
          parts.map((each) => [each]),
          texts.separator,
          texts.separator,
        );
      }
      case 'candidate':
        return writeCandidate(ref, item, this.#texts, this.#writing);
      case 'link':
        return this.link(item.to);
      case 'table':
      case 'picture':
      case 'passage':
        return [];
    }
  }

  /** Writes what was found. Words of a face do not say where, unless the message is in them: the things that it is about follow. */
  #finding(ref: Handle, { code, message, about }: FindingItem): Segment[] {
    const { finding, language, outside } = this.#writing;
    const own = finding(code, message);
    const words = own ?? writeFound(code, outside(message), language) ?? outside(message);
    const said = chip(ref, 'message', `${words} [${code}]`);
    if (own === null || own.includes(outside(message)) || about.length === 0) return [said];
    const [before, after] = this.#texts.brackets;
    return [said, text(before!), ...this.list(about.map((each) => this.name(each))), text(after!)];
  }

  /** Writes which page a link opens, and about what. */
  link(to: Extract<Item, { kind: 'link' }>['to']): Segment[] {
    const { pages, pageOf } = this.#texts;
    if (!('about' in to)) return [text(pages[to.page])];
    return [text(pageOf(pages[to.page])), ...this.name(to.about)];
  }
}
