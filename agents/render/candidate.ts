import type { Handle } from '../handles/handle.ts';
import type { CandidateItem } from '../handles/item.ts';
import type { AnswerTexts } from './english-texts.ts';
import type { Segment } from './node.ts';
import { chip, joinSegments, text } from './segments.ts';
import type { Writing } from './writing.ts';

/** Writes a candidate: its name, what it is for, why it may be taken, and what it changes unless it was accepted. */
export function writeCandidate(
  ref: Handle,
  item: CandidateItem,
  texts: AnswerTexts,
  writing: Writing,
): Segment[] {
  const { run, name, needed, reason, isAccepted } = item;
  const { brackets, separator, forRun, holds } = texts;
  const { outside, lacking } = writing;
  const about = [
    [chip(ref, 'run', forRun(run, needed === null ? null : lacking(needed)))],
    [reason === null ? text(holds) : chip(ref, 'message', writing.reason(reason))],
    ...(isAccepted ? [] : [[writeEffect(ref, item, texts, writing)]]),
  ];
  return [
    chip(ref, 'name', outside(name)),
    text(brackets[0]!),
    ...joinSegments(about, separator, separator),
    text(brackets[1]!),
  ];
}

function writeEffect(
  ref: Handle,
  { effect }: CandidateItem,
  { unknownEffect, change }: AnswerTexts,
  { decimal, unit, figure }: Writing,
): Segment {
  if (effect === null) return text(unknownEffect);
  return chip(ref, 'effect', change(figure(effect.figure, null), decimal(effect.change), unit(effect.unit)));
}
