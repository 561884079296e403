import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import * as z from 'zod';
import { type EvaluationAbout, type ScoredQuestion, SCORES } from '../../agents/evaluate/score.ts';
import { HOST_ERRORS, type HostError } from '../../agents/gate/notice.ts';
import { type Reason, REASONS } from '../../agents/reasons/reason.ts';
import { openRewritten, streamIfPresent } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** The first line of a file: results of other questions or of another model are not continued. */
const aboutSchema = z.strictObject({
  format: z.literal('carbon-evaluation/1'),
  seed: z.int(),
  model: z.string().nullable(),
  host: z.string().nullable(),
  sees: z.enum(['labels', 'values']),
});

const scoredSchema = z.strictObject({
  id: z.string(),
  score: z.enum(SCORES),
  lacks: z.array(z.string()),
  codes: z.array(z.enum(Object.keys(REASONS) as Reason[])),
  error: z.enum(Object.keys(HOST_ERRORS) as HostError[]).nullable(),
});

/** Results in a file, which grows by a line for each question; without a file they are kept in memory alone. */
export class EvaluationResults {
  readonly #file: FileHandle | null;
  readonly #scored: ScoredQuestion[];

  private constructor(file: FileHandle | null, scored: ScoredQuestion[]) {
    this.#file = file;
    this.#scored = scored;
  }

  /**
   * Opens results. A file that is there is continued; its last line is dropped where it was cut off.
   * @throws UsageError `option` where it holds results of something else; `file-unreadable`, `file-unwritable`
   */
  static async open(
    terminal: Terminal,
    path: string | undefined,
    about: EvaluationAbout,
  ): Promise<EvaluationResults> {
    if (path === undefined) return new EvaluationResults(null, []);
    const scored = readScored(path, await readText(terminal, path), about);
    const lines = [about, ...scored].map((line) => `${JSON.stringify(line)}\n`);
    return new EvaluationResults(await openRewritten(terminal, path, Readable.from(lines)), scored);
  }

  get scored(): readonly ScoredQuestion[] {
    return this.#scored;
  }

  has(id: string): boolean {
    return this.#scored.some((each) => each.id === id);
  }

  async add(scored: ScoredQuestion): Promise<void> {
    this.#scored.push(scored);
    await this.#file?.appendFile(`${JSON.stringify(scored)}\n`);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

async function readText(terminal: Terminal, path: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of streamIfPresent(terminal, path)) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function readScored(path: string, text: string, about: EvaluationAbout): ScoredQuestion[] {
  if (text === '') return [];
  const [first = '', ...lines] = text.split('\n');
  const known = aboutSchema.safeParse(parseLine(first));
  if (!known.success)
    throw new UsageError('option', `${path} is not a file of results of ledger agents evaluate`);
  if (JSON.stringify(known.data) !== JSON.stringify(about))
    throw new UsageError(
      'option',
      `${path} holds results of seed ${known.data.seed} and ${known.data.model ?? 'the forms planner'}, seeing ${known.data.sees}: name another file`,
    );
  return lines.flatMap((line) => scoredSchema.safeParse(parseLine(line)).data ?? []);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
