import { type Json, type MeasuredJson, parseJson } from '../../core/encoding/json.ts';

/** The `format` of every answer file. */
export const ANSWER_FORMAT = 'carbon-ledger-answer/1';

/** How large an answer file may be: a proof file in it is nested two deeper than by itself. */
export const ANSWER_JSON: MeasuredJson = { depth: 34, bytes: 16 << 20, values: 1 << 20, string: 1 << 20 };

/** Whether a value of JSON says that it is an answer file. */
export function isAnswerFile(value: Json): boolean {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && value['format'] === ANSWER_FORMAT;
}

/** Whether a file says that it is an answer file, whatever else is wrong with it. */
export function isAnswer(bytes: Uint8Array): boolean {
  if (!new TextDecoder().decode(bytes).includes(`"${ANSWER_FORMAT}"`)) return false;
  try {
    return isAnswerFile(parseJson(bytes, ANSWER_JSON));
  } catch {
    return false;
  }
}
