import type { AnswerFile } from '../../../agents/answer/answer-file.ts';
import { findQuantities } from './quantities.ts';

/** A handle, or a number of a line that names one: what it stands for is in `things`. */
const HANDLE = /^[a-z][1-9]\d*$/;

/**
 * Returns the quantities of an answer file that are in nothing that a verification computes again: outside of things, runs, records and proofs, and but
 * for the question, which is its person's. `names` are the closed lists of the program: of frames, tools and options of tools.
 */
export function findLoose(file: AnswerFile, names: ReadonlySet<string>): string[] {
  const { blocks, transcript } = file;
  const stated = blocks.map((block) =>
    block.is === 'quotation' ? { is: block.is, passage: block.passage } : block,
  );
  const calls = transcript.calls.map(({ tool, input, handles }) => ({ tool, input, handles }));
  return leavesOf({ stated, calls })
    .filter((leaf) => !HANDLE.test(leaf) && !names.has(leaf))
    .filter((leaf) => findQuantities(leaf).length > 0);
}

function leavesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)];
  return Object.values(value).flatMap(leavesOf);
}
