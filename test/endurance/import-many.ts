import { setTimeout as wait } from 'node:timers/promises';
import { type BulkResult, sendLines as sendBulk } from '../../jobs/register/register-lines.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Client, Writing } from './client.ts';
import { privateEntry, publicEntry, type Signed, type Sketch, sign, type Tip } from './sketch.ts';
import { GIVE_UP_MS } from './submit.ts';
import { IS_LONG } from '../helpers/long.ts';

/** A line of a bulk request: a signed record and what it was made from. */
interface Line {
  readonly sketch: Sketch;
  readonly signed: Signed;
}

/** The mean pause between two lines of a request, in milliseconds, so that a request lasts for a while. */
const PAUSE_MS = 30;
/** The mean pause between two requests, in milliseconds. */
const THINK_MS = IS_LONG ? 2000 : 6000;
const STREAMS = 5;
const LEAST_LINES = 6;

/** Sends bulk requests as the command line does. A record may follow another one of the same request. */
export function importMany(client: Client): Writing {
  const tips = new Map<string, Tip>();
  const step = async (): Promise<void> => {
    const length = LEAST_LINES + client.random.below(2 * LEAST_LINES);
    const lines = Array.from({ length }, () => draftLine(client, tips));
    await sendLines(client, lines);
  };
  return { random: client.random, step, thinkMs: THINK_MS };
}

function draftLine(client: Client, tips: Map<string, Tip>): Line {
  const subject = `imported/${client.random.below(STREAMS)}`;
  const after = tips.get(subject) ?? null;
  const next = (after?.sequence ?? 0) + 1;
  const chance = client.random.below(3);
  const sketch: Sketch = {
    kind: 'disclosure',
    subject,
    ...(chance === 0 ? { entries: [publicEntry(`total/${next}`, next)], isPublic: true } : {}),
    ...(chance === 1 ? { entries: [privateEntry('total', String(next), `${subject} ${next}`)] } : {}),
  };
  const signed = sign(client, sketch, after);
  tips.set(subject, signed.tip);
  return { sketch, signed };
}

/** Sends lines until each has its receipt. Where the command line would give up, its user would start it again. */
async function sendLines(client: Client, lines: readonly Line[]): Promise<void> {
  const { counts } = client.kept;
  const since = Date.now();
  let done = 0;
  const onResult = ({ sketch, signed }: Line, result: BulkResult): void => {
    if ('error' in result || result.id !== signed.id)
      throw new Error(`only ${client.actor} writes ${sketch.subject}, but got ${JSON.stringify(result)}`);
    client.keep('many', signed, sketch, result.receipt, !result.created);
    done++;
  };
  while (done < lines.length) {
    const rest = lines.slice(done);
    const source = { read: (count: number) => feedLines(client, rest.slice(count)) };
    const onRetry = (): void => void (counts.resumed += 1);
    try {
      for await (const { item, result } of sendBulk(client.url, source, onRetry)) onResult(item, result);
    } catch (error) {
      if (!(error instanceof ApiError && error.isTemporary)) throw error;
      if (Date.now() - since > GIVE_UP_MS)
        throw new Error(
          `${lines.length - done} lines have had no answer for ${GIVE_UP_MS} ms: ${error.message}`,
          { cause: error },
        );
    }
  }
}

async function* feedLines(
  { random }: Client,
  lines: readonly Line[],
): AsyncGenerator<{ item: Line; text: string }> {
  for (const item of lines) {
    await wait(random.below(2 * PAUSE_MS));
    yield { item, text: JSON.stringify(item.signed.submission) };
  }
}
