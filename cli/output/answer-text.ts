import type { Answered } from '../../agents/coordinator/answer-question.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import { plainText } from '../../agents/render/plain-text.ts';
import { plainWriting } from '../../agents/render/plain-writing.ts';
import { render } from '../../agents/render/render.ts';
import type { Language } from '../../agents/words/language.ts';
import { wrapLine } from './wrap-text.ts';

/** Writes an answer for a terminal: a paragraph for each block, with the handle of each figure behind it. */
export function formatAnswer({ admitted }: Answered, language: Language): string {
  const nodes = render(admitted, plainWriting(language));
  return nodes
    .map((node) => plainText([node]))
    .filter((text) => text !== '')
    .map((text) =>
      text
        .split('\n')
        .map((line) => wrapLine(line, 2))
        .join('\n'),
    )
    .join('\n\n');
}

/** Writes an answer as JSON: each statement with its words and handles, and what these stand for. */
export function listAnswer(
  { question, agent }: Procedure,
  { admitted, refused, workbench }: Answered,
  language: Language,
): object {
  const nodes = render(admitted, plainWriting(language));
  const blocks = admitted.blocks.map((block, at) => {
    const text = plainText([nodes[at]!]);
    if (block.is !== 'statement') return { is: block.is, text };
    const slots = Object.entries(block.slots).map(([slot, each]) => [slot, each.map(({ handle }) => handle)]);
    return { is: block.is, frame: block.frame.id, slots: Object.fromEntries(slots) as object, text };
  });
  const named = new Set(
    admitted.blocks.flatMap((block) =>
      block.is === 'statement'
        ? Object.values(block.slots).flatMap((each) => each.map(({ handle }) => handle))
        : [],
    ),
  );
  const runs = workbench.handles.list().filter((handle) => workbench.handles.find(handle)?.kind === 'run');
  const things = [...new Set([...named, ...runs])].map((handle) => [handle, workbench.handles.find(handle)]);
  return {
    ...{ type: question, agent, language, answered: refused === null, blocks },
    handles: Object.fromEntries(things) as object,
    problems: refused?.problems ?? [],
    error: refused?.error ?? null,
  };
}

/** Lists types of questions with the runs that they take. */
export function formatQuestions(procedures: readonly Procedure[], language: Language): string {
  return procedures
    .map(({ agent, question, asks, runs, records }) =>
      [
        `${question} (${agent})`,
        ...[
          asks[language],
          ...runs.map(formatRun),
          ...(records === undefined ? [] : [records.about[language]]),
        ].map((line) => wrapLine(`  ${line}`, 4)),
      ].join('\n'),
    )
    .join('\n\n');

  function formatRun({ run, methods, about, optional }: Procedure['runs'][number]): string {
    const may = optional ? (language === 'en' ? ', may be left out' : '，可省略') : '';
    return `${run}: ${about[language]} (${methods.join(', ')}${may})`;
  }
}
