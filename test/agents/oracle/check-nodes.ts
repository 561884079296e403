import { expect } from 'vitest';
import type { FigureItem } from '../../../agents/handles/figure-item.ts';
import type { Node, Segment } from '../../../agents/render/node.ts';
import type { Item } from '../../../agents/handles/item.ts';
import { checkSentence } from './check-sentence.ts';
import type { Fact, Facts } from './facts.ts';
import { findQuantities } from './quantities.ts';

/** Checks every word of an answer that is shown: throws where a quantity has no reference, is beside another name, or a comparison is false. */
export function checkNodes(nodes: readonly Node[], facts: Facts): void {
  for (const node of nodes) checkNode(node, facts);
}

function checkNode(node: Node, facts: Facts): void {
  switch (node.is) {
    case 'paragraph':
      checkSegments(node.segments, facts);
      checkSentence(node.segments, facts);
      return;
    case 'table':
      [node.caption, ...node.head].forEach(refuseQuantities);
      for (const row of node.rows) {
        row.forEach((cell) => checkSegments(cell, facts));
        const refs = row.flatMap((cell) => refsOf(cell));
        const own = refs.at(-1)!;
        expect(refs.filter((ref) => ref !== own && !operandsOf(own, facts).includes(ref))).toEqual([]);
      }
      return;
    case 'picture':
      checkSegments(node.caption, facts);
      return;
    case 'link':
      checkSegments(node.segments, facts);
      return;
    case 'quotation': {
      const item = facts.get(node.ref);
      if (item?.kind !== 'passage') throw new Error(`${node.ref} is not quoted`);
      const bytes = Buffer.from(item.text).subarray(node.from, node.until);
      expect(node.text).toBe(bytes.toString('utf8'));
      checkSegments(node.by, facts);
      return;
    }
    case 'remark':
      refuseQuantities(node.text);
      refuseQuantities(node.label);
      return;
    case 'withheld':
    case 'notice':
      refuseQuantities(node.text);
      return;
    case 'refused':
      refuseQuantities(node.text);
      node.problems.forEach(({ text }) => refuseQuantities(text));
  }
}

function refuseQuantities(text: string): void {
  const found = findQuantities(text);
  if (found.length > 0) throw new Error(`uncited ${found.join(', ')} in ${JSON.stringify(text)}`);
}

function refsOf(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment) => (segment.is === 'text' ? [] : [segment.ref]));
}

function checkSegments(segments: readonly Segment[], facts: Facts, figure: string | null = null): void {
  for (const segment of segments) {
    if (segment.is === 'text') refuseQuantities(segment.text);
    else if (segment.is === 'figure') checkSegments(segment.segments, facts, segment.ref);
    else {
      if (figure !== null && segment.ref !== figure && !isOperandName(segment, figure, facts))
        throw new Error(`a chip of ${segment.ref} in figure ${figure}`);
      checkChip(segment, facts);
    }
  }
}

/** A derived figure is named by its operands: their names are in it, and none of their values. */
function isOperandName(
  { ref, part }: Extract<Segment, { is: 'chip' }>,
  figure: string,
  facts: Facts,
): boolean {
  return part !== 'value' && part !== 'interval' && operandsOf(figure, facts).includes(ref);
}

function operandsOf(ref: string, facts: Facts): readonly string[] {
  const item = facts.get(ref);
  if (item?.kind !== 'figure' || item.source.is !== 'derived') return [];
  return item.source.operands.flatMap((operand) => [operand, ...operandsOf(operand, facts)]);
}

/** Numbers of a text, without blanks between their thousands. */
export function numbersOf(text: string): string[] {
  const plain = text.replaceAll(/(?<=\d)[\u202f\u00a0,](?=\d{3})/g, '').replaceAll('−', '-');
  return plain.match(/-?\d+(?:\.\d+)?/g) ?? [];
}

export function checkChip({ ref, part, text }: Extract<Segment, { is: 'chip' }>, facts: Facts): void {
  const item = facts.get(ref);
  if (item === undefined) throw new Error(`${ref} was not issued`);
  const check = item.kind === 'figure' ? figureText(item, part, text) : otherText(item, part, text);
  if (!check) throw new Error(`${part} of ${ref} (${item.kind}) is shown as ${JSON.stringify(text)}`);
}

const ISO = (seconds: number): string => new Date(1000 * seconds).toISOString().slice(0, 10);

function isPeriod({ from, until }: { readonly from: number; readonly until: number }, text: string): boolean {
  const isYear =
    ISO(from).endsWith('-01-01') &&
    ISO(until).endsWith('-01-01') &&
    Number(ISO(until).slice(0, 4)) === Number(ISO(from).slice(0, 4)) + 1;
  return isYear
    ? text === ISO(from).slice(0, 4)
    : text.startsWith(ISO(from)) && text.endsWith(ISO(until - 86_400));
}

/** The last digit that a number shows, as 1, 10, 100 or 0.1. */
function stepOf(shown: string): number {
  const decimals = (shown.split('.')[1] ?? '').length;
  const zeros = decimals === 0 ? (/^-?\d*?(0*)$/.exec(shown)?.[1]?.length ?? 0) : 0;
  return 10 ** (decimals > 0 ? -decimals : zeros);
}

/** Whether a number is another one to the digits that it shows, rounded half up or half even. A 0 has the digits of the number beside it. */
export function isRounded(shown: string, exact: string, beside: string): boolean {
  const step = stepOf(shown === '0' ? beside : shown);
  return Math.abs(Number(shown) - Number(exact)) <= 0.5000001 * step;
}

function figureText(item: FigureItem, part: string, text: string): boolean {
  switch (part) {
    case 'value':
      return isValue(item, text);
    case 'name':
      return text === item.key;
    case 'party':
      return text === (item.party?.identifier ?? text) && (item.party !== null || !/\d/.test(text));
    case 'period':
      return isPeriod(item, text);
    case 'gases':
      return text === item.gases.join(' + ');
    case 'gwp-set':
      return text === item.gwpSet;
    case 'condition':
      return Object.entries(item.conditions).some(([name, value]) => text === `${name} ${value}`);
    case 'interval':
      return isInterval(item, text);
    case 'rounding':
      return isRounding(item, text);
    case 'standing':
      return isStanding(item, text);
    default:
      return false;
  }
}

function isValue({ value, unit }: FigureItem, text: string): boolean {
  const [shown, ...others] = numbersOf(text.replace(/CO2e?|CH4|m[23]/g, ''));
  return shown === value && others.length === 0 && wordsOf(text) === wordsOf(unit);
}

function isInterval({ uncertainty }: FigureItem, text: string): boolean {
  const { low = '', high = '', level = '' } = uncertainty ?? {};
  const [shownLevel = '', shownLow = '', shownHigh = ''] = numbersOf(text.replace(/CO2e?/g, ''));
  return (
    Number(shownLevel) === 100 * Number(level) &&
    isRounded(shownLow, low, shownHigh) &&
    isRounded(shownHigh, high, shownLow)
  );
}

function isRounding({ rounding }: FigureItem, text: string): boolean {
  const { decimals, digits } = rounding ?? {};
  const [shown, ...others] = numbersOf(text).map(Number);
  return others.length === 0 && shown === (decimals === undefined ? digits : 10 ** -decimals);
}

/** The words of a unit: what is not a number, a blank or a brace. */
function wordsOf(text: string): string {
  return text.replaceAll(/[{}\s.,−-]|(?<![A-Za-z])\d+/g, '').replace(/^1$/, '');
}

const WORDS: Readonly<Record<string, RegExp>> = {
  current: /newest version$|最新版本$/,
  replaced: /replaced by|取代$/,
  withdrawn: /withdrawn|撤回/,
  stale: /made from|所依据/,
  unknown: /not known|不明/,
};

function isStanding(item: FigureItem | Extract<Item, { kind: 'record' }>, text: string): boolean {
  const source = item.kind === 'record' ? item : item.source;
  if ('is' in source && source.is !== 'proven') return /unsigned|未签署/.test(text);
  if (source.verdict !== 'verified') return false;
  if (/assured|审计/.test(text))
    return source.opinions.every((each) => text.includes(each)) && source.opinions.length > 0;
  return /^(?:verified|已核验)/.test(text) && WORDS[source.standing]!.test(text);
}

/** A finding is shown as its message, or with the meaning of its own code and words of a face around it that say no quantity. */
function isFinding(
  { message, code, meaning = '' }: Extract<Fact, { kind: 'finding' }>,
  text: string,
): boolean {
  const end = ` [${code}]`;
  if (!text.endsWith(end)) return false;
  const words = text.slice(0, -end.length);
  const left = words.replaceAll(message, '').replace(meaning, '');
  return words === message || findQuantities(left).length === 0;
}

/** Whether a text in Chinese says the numbers and names of one in English, in any order, and no other quantity. */
function isTranslated(text: string, english: string): boolean {
  const own = numbersOf(english).sort();
  const names = (text.match(/[A-Za-z][\w.-]*/g) ?? []).filter((name) => !/^[a-d]$/.test(name));
  const left = names.reduce((rest, name) => rest.replace(name, ''), text);
  return (
    /[\u4e00-\u9fff]/u.test(text) &&
    numbersOf(text).sort().join() === own.join() &&
    names.every((name) => english.includes(name)) &&
    findQuantities(left.replaceAll(/-?\d+/g, '')).length === 0
  );
}

function isOfCandidate(
  { run, name, needed, reason, effect }: Extract<Item, { kind: 'candidate' }>,
  part: string,
  text: string,
): boolean {
  if (part === 'name') return text === name;
  if (part === 'message') return text === reason || isTranslated(text, reason ?? '');
  if (part === 'run')
    return text.includes(` ${run}`) && (text.includes(needed ?? '') || isTranslated(text, needed ?? ''));
  return part === 'effect' && text.includes(effect!.figure) && numbersOf(text).includes(effect!.change);
}

function otherText(item: Exclude<Fact, FigureItem>, part: string, text: string): boolean {
  const [number = ''] = numbersOf(text);
  switch (item.kind) {
    case 'record':
      return isOfRecord(item, part, text);
    case 'candidate':
      return isOfCandidate(item, part, text);
    case 'row':
      return part === 'name'
        ? text === `${item.type} ${item.key}`
        : text.includes(item.place!.file) && text.includes(String(item.place!.line));
    case 'finding':
      return isFinding(item, text);
    case 'period':
      return isPeriod(item, text);
    case 'count':
      return isCount(item, number);
    case 'given':
      return number === item.value && text.endsWith(item.unit ?? '');
    case 'clause':
      return text === item.text;
    case 'run':
      return text.includes(item.method) && text.includes(item.engine.slice(0, 12));
    case 'order':
      return part === 'place' || number === String(item.figures.length);
    case 'passage':
      return part === 'party' && text === item.party?.identifier;
    case 'picture':
      return part === 'title';
    case 'link':
    case 'table':
      return false;
  }
}

function isOfRecord(item: Extract<Item, { kind: 'record' }>, part: string, text: string): boolean {
  if (part === 'title') return text === `“${item.title}”`;
  if (part === 'party') return text === item.party.identifier;
  return part === 'version' ? numbersOf(text)[0] === String(item.sequence) : isStanding(item, text);
}

function isCount({ count, members }: Extract<Item, { kind: 'count' }>, number: string): boolean {
  return (
    Number.isInteger(count) && number === String(count) && (members === null || members.length === count)
  );
}
