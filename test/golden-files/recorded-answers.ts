import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import { startHttpServer } from '../helpers/http-server.ts';
import { readGolden } from './recorded.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Answers = Readonly<Record<string, Answer>>;

/** Returns what the public routes answered when the golden files were recorded, by path. */
export function readRecordedAnswers(version: string): Answers {
  return readGolden(version, 'answers.json') as Answers;
}

/** Returns what a server over a database answers to the paths that were asked at the recording. */
export async function askAgain(version: string, pool: Pool): Promise<Answers> {
  const { recordedAt } = readGolden(version, 'made-from.json') as { recordedAt: string };
  const domain = readGolden(version, 'home/ledger.json') as Domain;
  const server = await startHttpServer(pool, Math.floor(Date.parse(recordedAt) / 1000), {}, domain);
  const answers: Record<string, Answer> = {};
  try {
    for (const [path, recorded] of Object.entries(readRecordedAnswers(version))) {
      const { status, headers, text, body } = await server.call<{ code?: string }>('GET', path);
      const isJson = headers.get('content-type')?.startsWith('application/json') === true;
      const answer = isJson ? (status === 200 ? body : { code: body.code }) : text;
      answers[path] = {
        status,
        body: path.includes('/bundle') ? leaveOutNew(answer, recorded.body) : answer,
      };
    }
  } finally {
    await server.stop();
  }
  return answers;
}

type Lists = Readonly<Record<string, readonly unknown[]>>;

/**
 * Returns a proof file without the records, heads and windows that older servers left out, such as newer versions (decision 28).
 * What was there must still be there, and in the same order.
 */
function leaveOutNew(answer: unknown, recorded: unknown): unknown {
  if (!isBundle(answer) || !isBundle(recorded)) return answer;
  const kept = ['records', 'heads', 'windows'].map((name) => {
    const known = new Set(recorded[name]!.map((each) => JSON.stringify(each)));
    return [name, answer[name]!.filter((each) => known.has(JSON.stringify(each)))];
  });
  return { ...answer, ...Object.fromEntries(kept) };
}

function isBundle(value: unknown): value is Lists {
  return typeof value === 'object' && value !== null && 'heads' in value && 'windows' in value;
}
