import { frameOf } from '../frames/frame-list.ts';
import { type Handles, itemOf } from '../handles/handle-table.ts';
import type { Problem } from '../reasons/reason.ts';
import type { Admitted, AdmittedBlock } from './admitted.ts';
import { type Answer, answerSchema, type Block } from './block.ts';
import type { GateContext } from './gate-context.ts';
import { mark } from './mark.ts';
import type { Notice } from './notice.ts';
import { cutPassage } from './passage.ts';
import { judgeRemark } from './remark.ts';
import { resolveStatement } from './resolve.ts';
import { findProblems } from './rules.ts';

/** An answer that may be shown, or what speaks against it. */
export type Verdict = { readonly admitted: Admitted } | { readonly problems: readonly Problem[] };

/**
 * Judges what a model ended with. Only what this returns can be shown: each block is admitted as a whole, or the answer is refused with reason codes.
 * A remark alone is withheld, and the rest stays.
 */
export function admit(answer: unknown, context: GateContext): Verdict {
  const read = answerSchema.safeParse(answer);
  if (!read.success) {
    const places = read.error.issues.map(({ path }) =>
      path[0] === 'blocks' && typeof path[1] === 'number' ? path[1] : null,
    );
    return { problems: [...new Set(places)].map((block) => ({ ...NOWHERE, code: 'not-an-answer', block })) };
  }
  const problems = findProblems(read.data, context);
  if (problems.length > 0) return { problems };
  return { admitted: markAdmitted(admitBlocks(read.data, context), context.handles) };
}

const NOWHERE = { block: null, slot: null, handle: null, duty: null };

/** Admits the program's own words in place of an answer: why there is none, and a table of the figures that resolved. */
export function admitRefusal(problems: readonly Problem[], { handles, policy }: GateContext): Admitted {
  const figures = handles.list().filter((handle) => {
    const item = handles.find(handle);
    if (item?.kind !== 'figure' || item.source.is !== 'proven') return false;
    return item.source.verdict === 'verified' && item.source.policy === policy;
  });
  const table: AdmittedBlock[] = figures.length === 0 ? [] : [{ is: 'table', table: null, figures }];
  return markAdmitted([{ is: 'refused', problems }, ...table], handles);
}

/** Admits progress, or an error of a host. */
export function admitNotice(notice: Notice, handles: Handles): Admitted {
  return markAdmitted([{ is: 'notice', notice }], handles);
}

/** Only here is an admitted answer made. */
function markAdmitted(blocks: readonly AdmittedBlock[], handles: Handles): Admitted {
  return mark(Object.freeze({ blocks: Object.freeze([...blocks]), handles }) as Admitted);
}

function admitBlocks({ blocks }: Answer, context: GateContext): AdmittedBlock[] {
  let remarks = 0;
  return blocks.map((block) => {
    if (block.is === 'remark') return judgeRemark(block, context.language, ++remarks);
    return admitBlock(block, context.handles);
  });
}

/** Every rule holds: handles are known, and of their kinds. */
function admitBlock(block: Exclude<Block, { is: 'remark' }>, handles: Handles): AdmittedBlock {
  switch (block.is) {
    case 'statement':
      return {
        is: 'statement',
        frame: frameOf(block.frame),
        slots: resolveStatement(block, handles)!.resolved,
      };
    case 'table': {
      const item = itemOf(handles, block.table, 'table');
      return { is: 'table', table: block.table, figures: item.figures };
    }
    case 'picture':
      return { is: 'picture', picture: block.picture, item: itemOf(handles, block.picture, 'picture') };
    case 'link':
      return { is: 'link', link: block.link, item: itemOf(handles, block.link, 'link') };
    case 'quotation': {
      const item = itemOf(handles, block.passage, 'passage');
      const { passage, from, until } = block;
      return { is: 'quotation', passage, from, until, text: cutPassage(item.text, block)!, item };
    }
  }
}
