import { useCallback, useState } from 'react';
import { ANSWER_JSON, isAnswer } from '../../../agents/answer/answer-format.ts';
import type { Opened } from './use-verifications.ts';

/** Keeps the answer files among those that are opened, the last one first, and gives the others on. */
export function useAnswers(
  opened: Opened,
  addOthers: (files: readonly File[]) => Promise<number | null>,
  onPicked: (id: number | null) => void,
): { readonly answers: readonly File[]; readonly add: (files: readonly File[]) => void } {
  const [answers, setAnswers] = useState(opened.answers);
  const add = useCallback(
    (files: readonly File[]) => {
      void splitAnswers(files).then((split) => {
        setAnswers((now) => (opened.answers = [...split.answers, ...now]));
        if (split.others.length > 0) void addOthers(split.others).then(onPicked);
      });
    },
    [opened, addOthers, onPicked],
  );
  return { answers, add };
}

/** Returns which of some files are answer files, and which are not. */
async function splitAnswers(
  files: readonly File[],
): Promise<{ readonly answers: readonly File[]; readonly others: readonly File[] }> {
  const found = await Promise.all(files.map(isAnswerFile));
  return { answers: files.filter((_, at) => found[at]), others: files.filter((_, at) => found[at] !== true) };
}

/** A file that cannot be read is opened as any other, which says so. */
async function isAnswerFile(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name) || file.size > ANSWER_JSON.bytes) return false;
  try {
    return isAnswer(new Uint8Array(await file.arrayBuffer()));
  } catch {
    return false;
  }
}
