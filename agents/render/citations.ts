import type { FigureItem } from '../handles/figure-item.ts';
import type { Handle } from '../handles/handle.ts';
import { type Handles, itemOf } from '../handles/handle-table.ts';
import type { Item } from '../handles/item.ts';
import type { Language } from '../words/language.ts';
import { ANSWER_TEXTS } from './answer-texts.ts';
import type { AnswerTexts } from './english-texts.ts';
import type { Node, Segment } from './node.ts';
import type { Writing } from './writing.ts';

/** Where a figure or run is found, for an answer that leaves its page. */
export interface Citation {
  readonly ref: Handle;
  readonly text: string;
}

/**
 * Lists what an answer depends on, in the order in which it is shown: the record and key of a proven figure, the run of one that was computed here,
 * the operands of a derived one, the records that are named; then each run with its engine and records.
 */
export function listCitations(
  nodes: readonly Node[],
  handles: Handles,
  { language, outside }: Pick<Writing, 'language' | 'outside'>,
): Citation[] {
  const texts = ANSWER_TEXTS[language];
  const cited = new Set<Handle>();
  const cite = (ref: Handle): void => {
    const item = handles.find(ref);
    if (cited.has(ref) || !isCited(item)) return;
    cited.add(ref);
    if (item?.kind !== 'figure') return;
    if (item.source.is === 'derived') item.source.operands.forEach(cite);
    if (item.source.is === 'computed') cite(item.source.run);
  };
  nodes.flatMap(segmentsOf).flatMap(refsOf).forEach(cite);
  const order = [...cited].sort((one, other) => Number(isRun(one)) - Number(isRun(other)));
  return order.map((ref) => ({ ref, text: writeCitation(ref, handles, texts, outside) }));

  function isRun(ref: Handle): boolean {
    return handles.find(ref)?.kind === 'run';
  }
}

/** Writes citations as text: a line each, below what they are. */
export function formatCitations(citations: readonly Citation[], language: Language): string {
  return [titleOfCitations(language), ...citations.map(({ ref, text }) => `[${ref}] ${text}`)].join('\n');
}

/** Says what citations are. */
export function titleOfCitations(language: Language): string {
  return ANSWER_TEXTS[language].citations.title;
}

function isCited(item: Item | null): boolean {
  return item?.kind === 'figure' || item?.kind === 'run' || item?.kind === 'record';
}

function writeCitation(
  ref: Handle,
  handles: Handles,
  { citations }: AnswerTexts,
  outside: Writing['outside'],
): string {
  const item = handles.find(ref);
  if (item?.kind === 'record') return citations.record(item.record);
  if (item?.kind !== 'figure') {
    const { method, engine, sources } = itemOf(handles, ref, 'run');
    return citations.run(method, engine, sources.join(', '));
  }
  return writeSource(item, citations, outside);
}

function writeSource(
  { key, source }: FigureItem,
  { proven, computed, derived }: AnswerTexts['citations'],
  outside: Writing['outside'],
): string {
  switch (source.is) {
    case 'proven':
      return proven(outside(key), source.record);
    case 'computed':
      return computed(outside(key), `[${source.run}]`);
    case 'derived':
      return derived(source.operation, source.operands.map((operand) => `[${operand}]`).join(', '));
  }
}

/** Returns the pieces of a block that can name figures. */
function segmentsOf(node: Node): readonly Segment[] {
  switch (node.is) {
    case 'paragraph':
    case 'link':
      return node.segments;
    case 'table':
      return node.rows.flat(2);
    case 'picture':
      return node.caption;
    case 'quotation':
      return node.by;
    case 'remark':
    case 'withheld':
    case 'refused':
    case 'notice':
      return [];
  }
}

function refsOf(segment: Segment): readonly Handle[] {
  if (segment.is === 'text') return [];
  return segment.is === 'chip' ? [segment.ref] : [segment.ref, ...segment.segments.flatMap(refsOf)];
}
