import type { Item } from '../../../agents/handles/item.ts';
import { checkChip, isRounded, numbersOf } from './check-nodes.ts';
import type { Fact, Facts } from './facts.ts';
import { findQuantities } from './quantities.ts';
import { type Piece, readDocument, readText } from './read-document.ts';

/** Checks a document, or a part of one that was copied: throws where a quantity is in no element whose reference says it. */
export function checkDocument(html: string, facts: Facts): void {
  readDocument(html).forEach((piece) => checkPiece(piece, facts));
}

export function checkPiece({ text, where, ref, part }: Piece, facts: Facts): void {
  if (findQuantities(text).length === 0) return;
  if (ref === null) throw new Error(`uncited: ${where} is ${JSON.stringify(text)}`);
  if (part !== null && where.startsWith('text'))
    checkChip({ is: 'chip', ref, part: part as 'value', text }, facts);
  else checkNumbers(text, [ref], facts, where);
}

/**
 * Checks a text whose figures have their handles behind them: each number of a line is one of what its handles stand for. What a method found, and
 * clauses, are in it as a whole and without a handle.
 */
export function checkText(text: string, facts: Facts): void {
  const whole = [...facts.values()].flatMap(wholeText).sort((one, other) => other.length - one.length);
  for (const { line, refs } of readText(text)) {
    const left = whole.reduce((rest, each) => rest.replaceAll(each, ''), line).replaceAll(GAS, '');
    if (findQuantities(left).length === 0) continue;
    if (refs.length === 0) throw new Error(`uncited: ${JSON.stringify(line)}`);
    checkNumbers(left, refs, facts, 'a line');
  }
}

/** A name of a gas has digits and says no quantity. */
const GAS = /\b(?:CO2e?|CH4|N2O)\b/g;

function wholeText(item: Fact): string[] {
  if (item.kind === 'finding') {
    const { message, code, meaning } = item;
    return [`${message} [${code}]`, message, `[${code}]`, ...(meaning === undefined ? [] : [meaning])];
  }
  if (item.kind === 'clause') return [item.text];
  if (item.kind === 'run') return [item.method, item.engine, item.engine.slice(0, 12)];
  return item.kind === 'row' ? [`${item.type} ${item.key}`] : [];
}

function checkNumbers(text: string, refs: readonly string[], facts: Facts, where: string): void {
  const items = refs.flatMap((ref) => withOperands(ref, facts));
  const exact = new Set(items.flatMap(exactNumbers));
  const ends = items.flatMap(intervalNumbers);
  const dates = items.flatMap(datesOf);
  const plain = dates.reduce((left, date) => left.replaceAll(date, ''), text);
  const foreign = shownNumbers(plain).filter(
    (number) =>
      !exact.has(number) && !exact.has(`-${number}`) && !ends.some((end) => isRounded(number, end, '0.01')),
  );
  if (foreign.length > 0)
    throw new Error(
      `${where} has ${foreign.join(', ')}, which ${refs.join(', ')} do not say: ${JSON.stringify(text)}`,
    );
}

/** Numbers as they are shown, but for zeros before them, as of a date. */
function shownNumbers(text: string): string[] {
  return numbersOf(text).map((number) => number.replace(/^(-?)0+(?=\d)/, '$1'));
}

/** What a handle stands for, and what it is derived from. */
function withOperands(ref: string, facts: Facts): Item[] {
  const item = facts.get(ref);
  if (item === undefined) throw new Error(`${ref} was not issued`);
  const operands = item.kind === 'figure' && item.source.is === 'derived' ? item.source.operands : [];
  return [item, ...operands.flatMap((operand) => withOperands(operand, facts))];
}

/** The first and last days of an item, and its years. */
function datesOf(item: Item): string[] {
  if (!('from' in item) || item.kind === 'given') return [];
  return [item.from, item.until, item.until - 86_400].map((time) =>
    new Date(1000 * time).toISOString().slice(0, 10),
  );
}

/** Numbers of all members of an item, its years and its last digit among them. */
function exactNumbers(item: Item): string[] {
  const years = datesOf(item).map((date) => date.slice(0, 4));
  const { decimals } = (item.kind === 'figure' ? item.rounding : null) ?? {};
  const digit = decimals === undefined ? [] : [(10 ** -decimals).toFixed(decimals)];
  const level =
    item.kind === 'figure' && item.uncertainty !== null ? [100 * Number(item.uncertainty.level)] : [];
  return [JSON.stringify(item), ...years, ...digit, ...level.map(String)].flatMap(shownNumbers);
}

/** The ends of an interval, which are shown to the digits that they have. */
function intervalNumbers(item: Item): string[] {
  const { low, high } = (item.kind === 'figure' ? item.uncertainty : null) ?? {};
  return low === undefined || high === undefined ? [] : [low, high];
}
