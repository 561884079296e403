import { findMisalignments } from '../../jobs/derive/alignment.ts';
import { compareValues } from '../../jobs/derive/exact.ts';
import type { Frame } from '../frames/frame.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import { Slots, type Resolved } from '../handles/slots.ts';
import type { Chips } from './chips.ts';
import { chip, text } from './segments.ts';
import type { AnswerTexts } from './english-texts.ts';
import type { Segment } from './node.ts';
import type { Writing } from './writing.ts';

/** What a sentence is written with. */
export interface SentenceTools {
  readonly texts: AnswerTexts;
  readonly writing: Writing;
  readonly chips: Chips;
  readonly handles: Handles;
}

/** Matches what a text of a frame has between fixed words: an optional group, or a slot. */
const PIECES = /\[(?<group>[^\]]*)\]|\{(?<slot>[^}]+)\}/g;

/** Writes a statement: fixed words, and what its handles stand for. */
export function writeSentence(frame: Frame, slots: Resolved, tools: SentenceTools): Segment[] {
  const template = tools.writing.language === 'en' ? frame.en : frame.zh;
  return writeTemplate(template, new Slots(slots, tools.handles), tools);
}

function writeTemplate(template: string, slots: Slots, tools: SentenceTools): Segment[] {
  const segments: Segment[] = [];
  let done = 0;
  const addText = (words: string): void => {
    if (words !== '') segments.push(text(words));
  };
  for (const match of template.matchAll(PIECES)) {
    addText(template.slice(done, match.index));
    done = match.index + match[0].length;
    const { group, slot } = match.groups as { group?: string; slot?: string };
    if (slot !== undefined) segments.push(...writeSlot(slot, slots, tools));
    else if (group !== undefined && isFilled(group, slots))
      segments.push(...writeTemplate(group, slots, tools));
  }
  addText(template.slice(done));
  return segments;
}

function isFilled(group: string, slots: Slots): boolean {
  return [...group.matchAll(/\{(\w)/g)].every(([, letter = '']) => slots.has(letter));
}

function writeSlot(slot: string, slots: Slots, tools: SentenceTools): Segment[] {
  const { chips, texts } = tools;
  const [letter = '', part = 'whole', other = ''] = slot.split('.');
  const handles = slots.handlesOf(letter);
  switch (part) {
    case 'whole':
      return chips.list(handles.map((handle) => chips.whole(handle)));
    case 'name':
      return chips.list(handles.map((ref) => nameThing(ref, tools)));
    case 'figures':
      return chips.list(slots.one(letter, 'order').figures.map((handle) => chips.whole(handle)));
    case 'place':
      return [chip(handles[0]!, 'place', writePlace(slots, tools))];
    case 'against': {
      const codes = findMisalignments(slots.one(letter, 'figure'), slots.one(other, 'figure'), 'alike');
      return chips.list(codes.map((code) => [text(lowerFirst(texts.misaligned[code]))]));
    }
    default:
      return [];
  }
}

/** Writes which thing it is. A figure stays one piece, as with its value. */
function nameThing(ref: Handle, { chips, handles }: SentenceTools): Segment[] {
  const segments = chips.name(ref);
  return handles.find(ref)?.kind === 'figure' ? [{ is: 'figure', ref, segments }] : segments;
}

/** A place in an order: how many are larger, and one. Equal values share it. */
function writePlace(slots: Slots, { writing, handles }: SentenceTools): string {
  const figure = slots.one('a', 'figure');
  const isLarger = (handle: Handle): boolean => {
    const item = handles.find(handle);
    return item?.kind === 'figure' && compareValues(item, figure) === 1;
  };
  return writing.count(slots.one('o', 'order').figures.filter(isLarger).length + 1);
}

/** Misalignments are sentences of their own elsewhere. */
function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}
