import { type Admitted, type AdmittedBlock, readAdmitted } from '../gate/admitted.ts';
import type { Notice } from '../gate/notice.ts';
import { ANSWER_TEXTS } from './answer-texts.ts';
import { Chips } from './chips.ts';
import { chip, text } from './segments.ts';
import type { AnswerTexts } from './english-texts.ts';
import type { Node, Segment } from './node.ts';
import { type SentenceTools, writeSentence } from './sentence.ts';
import type { Writing } from './writing.ts';

/** Writes what was admitted in a language, for every face. @throws Invariant for what the gate did not admit */
export function render(answer: Admitted, writing: Writing): Node[] {
  const { blocks, handles } = readAdmitted(answer);
  const texts = ANSWER_TEXTS[writing.language];
  const tools = { texts, writing, handles, chips: new Chips(texts, writing, handles) };
  return blocks.map((block) => renderBlock(block, tools));
}

function renderBlock(block: AdmittedBlock, tools: SentenceTools): Node {
  const { texts, writing, chips } = tools;
  switch (block.is) {
    case 'statement': {
      const { frame, slots } = block;
      return { is: 'paragraph', group: frame.group, segments: writeSentence(frame, slots, tools) };
    }
    case 'table':
      return {
        ...{ is: 'table', ref: block.table, caption: texts.tabulated, head: Object.values(texts.table) },
        rows: block.figures.map((handle) => chips.cells(handle)),
      };
    case 'picture': {
      const { picture, item } = block;
      return {
        is: 'picture',
        ref: picture,
        picture: item.picture,
        caption: [chip(picture, 'title', writing.title(item.picture))],
      };
    }
    case 'link':
      return { is: 'link', ref: block.link, to: block.item.to, segments: chips.link(block.item.to) };
    case 'quotation':
      return renderQuotation(block, tools);
    case 'remark':
      return {
        is: 'remark',
        label: texts.remark,
        text: block.words.join(writing.language === 'en' ? ' ' : ''),
      };
    case 'withheld':
      return { is: 'withheld', text: `${texts.withheld}${texts.withheldReasons[block.reason]}` };
    case 'refused': {
      const problems = block.problems.map((problem) => ({ problem, text: texts.reasons[problem.code] }));
      return { is: 'refused', text: texts.refused, problems };
    }
    case 'notice':
      return { is: 'notice', text: writeNotice(block.notice, texts) };
  }
}

function renderQuotation(
  { passage, from, until, text: words, item }: Extract<AdmittedBlock, { is: 'quotation' }>,
  { texts, writing }: SentenceTools,
): Node {
  const by: Segment[] =
    item.party === null
      ? [text(texts.quotedFile)]
      : [text(texts.quotedBy), chip(passage, 'party', writing.outside(item.party.identifier))];
  return { is: 'quotation', ref: passage, from, until, text: writing.outside(words), by };
}

function writeNotice(notice: Notice, texts: AnswerTexts): string {
  switch (notice.is) {
    case 'thinking':
      return texts.thinking;
    case 'host-error':
      return texts.hostErrors[notice.code];
    case 'progress':
      return `${texts.tools[notice.tool]}${texts.colon}${texts.states[notice.state]}`;
  }
}
