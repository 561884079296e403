import type { HostError } from '../gate/notice.ts';

/** The most bytes that a host may answer in a step, once decompressed. */
export const MOST_BYTES = 4_000_000;

type Fetch = typeof globalThis.fetch;

/** Something that a host does, and that no answer may depend on. */
export class HostFault extends Error {
  readonly code: HostError;

  constructor(code: HostError) {
    super(code);
    this.code = code;
  }
}

/**
 * Returns a fetch that asks the host of one URL alone, so that nobody else gets the question or the key: a redirect is not followed, not even to
 * the same host. It reads at most `MOST_BYTES` of an answer.
 */
export function askOneHost(fetch: Fetch, url: string): Fetch {
  const { origin } = new URL(url);
  return async (asked, init) => {
    if (new URL(asked instanceof Request ? asked.url : asked).origin !== origin)
      throw new HostFault('host-redirects');
    const response = await fetch(asked, { ...init, redirect: 'manual' });
    if (!isRedirect(response)) return limitBody(response);
    await response.body?.cancel();
    throw new HostFault('host-redirects');
  };
}

/** Browsers hide the status of a redirect. */
function isRedirect({ type, status }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400);
}

function limitBody(response: Response): Response {
  const { body, status, headers } = response;
  if (body === null) return response;
  let bytes = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) controller.error(new HostFault('answer-cut'));
      else controller.enqueue(chunk);
    },
  });
  return new Response(body.pipeThrough(counted), { status, headers });
}
