/** What a route answered: status and body, which is text where the route gives lines. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Listed {
  readonly items: readonly Record<string, string | number>[];
}

/** Items of a page: enough for a whole list, so that no answer holds a cursor. */
const LIMIT = 1000;

/**
 * Returns what the public routes of a ledger answer, by path: the lists, and each record, batch, party and stream by itself.
 * What changes by the second, such as `/v1/status`, is left out.
 */
export async function recordAnswers(url: string): Promise<Readonly<Record<string, Answer>>> {
  const answers: Record<string, Answer> = {};
  const ask = async (path: string): Promise<unknown> => {
    const response = await fetch(`${url}${path}`);
    const body = await readBody(response);
    answers[path] = { status: response.status, body };
    return body;
  };
  const list = async (path: string): Promise<Listed['items']> =>
    ((await ask(`${path}?limit=${LIMIT}`)) as Listed).items;
  for (const { id } of await list('/v1/records')) {
    for (const below of ['', '/entries', '/bundle', '/bundle?entries=none&depth=3'])
      await ask(`/v1/records/${id}${below}`);
    await ask(`/v1/records?source=${id}`);
  }
  for (const { number } of await list('/v1/batches')) {
    await ask(`/v1/batches/${number}`);
    await ask(`/v1/batches/${number}/records`);
  }
  for (const { party } of await list('/v1/parties')) {
    await ask(`/v1/parties/${party}`);
    await list(`/v1/parties/${party}/records`);
    for (const { kind, subject } of await list(`/v1/parties/${party}/streams`))
      await ask(`/v1/streams/${party}/${kind}/${encodeURIComponent(String(subject))}`);
  }
  return answers;
}

/** Returns what an answer says: JSON, lines as text, or of a refusal its code, since its words are for people. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('application/json') !== true) return text;
  const body = JSON.parse(text) as { readonly code?: string };
  return response.ok ? body : { code: body.code };
}
