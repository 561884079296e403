/** The answer of a route: status, and body as JSON or, for a route that returns lines, as text. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

interface Listed {
  readonly items: readonly Record<string, string | number>[];
}

/** Items on a page: enough for a whole list, so that no answer contains a cursor. */
const LIMIT = 1000;

/**
 * Returns the answers of the public routes of a ledger by path: the lists, and each record, batch, party and stream. Routes whose
 * answer changes every second, such as `/v1/status`, are left out.
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

/** Returns the body of an answer: JSON, or lines as text. Of an error it returns only the code, because messages may change. */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('application/json') !== true) return text;
  const body = JSON.parse(text) as { readonly code?: string };
  return response.ok ? body : { code: body.code };
}
