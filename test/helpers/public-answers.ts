/** Calls an HTTP server in this process or another. */
export interface Caller {
  call(method: string, path: string): Promise<{ status: number; text: string; body: unknown }>;
}

/** How much is requested. */
export interface AnswerLimits {
  /** Items on one page. */
  readonly limit: number;
  /** How many records, from the beginning of the list, are also requested one by one. */
  readonly records: number;
}

interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
}

/** The answers of public routes by path: status and body as text, without the `errorId` of errors. */
export type Answers = Readonly<Record<string, string>>;

/**
 * Requests every public route of a ledger and returns the answers by path: all pages of every list (by default two items a page),
 * and each record, stream, party and batch with its subordinate routes. Proof files show no private entries.
 */
export async function readPublicAnswers(
  server: Caller,
  { limit, records }: AnswerLimits = { limit: 2, records: Infinity },
): Promise<Answers> {
  const answers: Record<string, string> = {};
  const ask = async (path: string): Promise<unknown> => {
    const { status, text, body } = await server.call('GET', path);
    answers[path] = `${status} ${text.replace(/"errorId":"[^"]*"/, '')}`;
    return body;
  };
  const list = async (path: string): Promise<Record<string, unknown>[]> => {
    const found: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = (await ask(`${path}?limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)) as Page;
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  };
  await ask('/v1/status');
  for (const { id } of (await list('/v1/records')).slice(0, records)) {
    await ask(`/v1/records/${String(id)}`);
    await ask(`/v1/records/${String(id)}/entries`);
    await ask(`/v1/records/${String(id)}/bundle`);
    await ask(`/v1/records/${String(id)}/bundle?entries=none&depth=3`);
    await ask(`/v1/records?source=${String(id)}`);
  }
  for (const { number } of await list('/v1/batches')) {
    await ask(`/v1/batches/${String(number)}`);
    await ask(`/v1/batches/${String(number)}/records`);
  }
  for (const { party } of await list('/v1/parties')) {
    await ask(`/v1/parties/${String(party)}`);
    for (const { kind, subject } of await list(`/v1/parties/${String(party)}/streams`))
      await ask(`/v1/streams/${String(party)}/${String(kind)}/${encodeURIComponent(String(subject))}`);
  }
  return answers;
}
