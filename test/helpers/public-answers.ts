/** Whoever answers: a server of HTTP, of this process or another. */
export interface Answering {
  call(method: string, path: string): Promise<{ status: number; text: string; body: unknown }>;
}

/** How much is asked for. */
export interface AnswersWanted {
  /** Items of one page. */
  readonly limit: number;
  /** Of how many records each is asked for by itself, those first in the list. */
  readonly records: number;
}

interface Page {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
}

/** What a public route answered: status and body, as text; without the name that each refusal has of its own. */
export type Answers = Readonly<Record<string, string>>;

/**
 * Returns what every public route of a ledger answers, by path: every list to its end in pages, of two unless stated, and each record, stream,
 * party and batch by itself, with all that stands below it. Bundles show no private entries.
 */
export async function readPublicAnswers(
  server: Answering,
  { limit, records }: AnswersWanted = { limit: 2, records: Infinity },
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
    await list(`/v1/parties/${String(party)}/records`);
    for (const { kind, subject } of await list(`/v1/parties/${String(party)}/streams`))
      await ask(`/v1/streams/${String(party)}/${String(kind)}/${encodeURIComponent(String(subject))}`);
  }
  return answers;
}
