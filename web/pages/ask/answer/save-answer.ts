import { formatAnswer } from '../../../../agents/answer/answer-file.ts';
import { buildAnswer } from '../../../../agents/answer/build-answer.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { saveFile } from '../../../components/save-file.ts';
import { fetchJudged } from '../../../work/use-verdict.ts';
import type { RecordReading } from './record-reads.ts';
import type { AnsweredQuestion } from './use-answer.ts';

/** Saves an answer with the rows and proof files that it depends on: anyone who has the file verifies it without a server. @throws ApiError */
export async function saveAnswer(
  { question, answered, by, records }: AnsweredQuestion,
  { asker, rules }: Pick<RecordReading, 'asker' | 'rules'>,
): Promise<void> {
  const { given, handles } = answered.workbench;
  const sources = given.flatMap(({ inputs }) => inputs.map(({ record }) => record as Hex));
  const files = await Promise.all(
    [...new Set(sources)].map((id) => fetchJudged(asker, id, rules.chosen?.policy ?? null)),
  );
  const proofs = await Promise.all(files.map(async (file) => new Uint8Array(await file.arrayBuffer())));
  const engine = engineOf(handles.list().map(handles.find)) ?? rules.word.engines.at(-1)!.digest;
  const text = formatAnswer(buildAnswer({ question, answered, by, engine, records, proofs }));
  saveFile(`${question.procedure.question}.carbon-answer.json`, 'application/json', text);
}

/** The engine that computed the runs; null where there was none. */
function engineOf(
  items: readonly ({ readonly kind: string; readonly engine?: string } | null)[],
): Hex | null {
  const engine = items.find((item) => item?.kind === 'run')?.engine;
  return engine === undefined ? null : `0x${engine}`;
}
