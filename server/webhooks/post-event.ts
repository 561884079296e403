import {
  Agent as HttpAgent,
  type ClientRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as requestHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { type HostAddress, type Lookup, openLookup, RESOLVE_SECONDS } from './resolve-host.ts';

/** The most bytes of an answer that are kept. */
export const ANSWER_BYTES = 1_024;

/** What became of one attempt. */
export interface Outcome {
  /** The status of HTTP; null without an answer. */
  readonly status: number | null;
  /** Why there was no answer, or why it was not read; null if there was one. */
  readonly error: string | null;
  /** The beginning of the body of the answer: at most 1,024 bytes, as text. */
  readonly answer: string;
  /** Seconds that the receiver asked to wait (`Retry-After`); 0 if it did not. */
  readonly wish: number;
}

/** A receiver whose host was resolved. Everything is sent to the addresses that were checked, however its name resolves later. */
export interface Receiver {
  /** Sends a body in one POST. Never throws: what went wrong is in the outcome. Redirects are not followed. */
  post(body: string, headers: Readonly<Record<string, string>>, stop: AbortSignal): Promise<Outcome>;
  /** Closes its connection. */
  close(): void;
}

/** Rules of sending. */
export interface SendingRules {
  /** Whether addresses that are not of the public Internet are allowed, and http. */
  readonly allowsPrivate: boolean;
  /** Seconds for one attempt, until its answer is read. */
  readonly timeout: number;
  readonly lookup?: Lookup;
}

/** Why a receiver gets nothing. */
export class ReceiverRefused extends Error {
  override readonly name = 'ReceiverRefused';
}

/**
 * Resolves the host of a URL once and checks all of its addresses. `stop` ends the resolving.
 * @throws ReceiverRefused if an address is not public, or the host has none
 */
export async function openReceiver(url: URL, rules: SendingRules, stop?: AbortSignal): Promise<Receiver> {
  if (url.protocol !== 'https:' && !rules.allowsPrivate) throw new ReceiverRefused('the URL is not https');
  const addresses = await findAddresses(url.hostname.replace(/^\[|\]$/g, ''), rules, stop);
  // The message names no address: the log of a party must not show how names resolve in the operator's network.
  if (!rules.allowsPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new ReceiverRefused(`the host ${url.hostname} has an address outside the public Internet`);
  const lookup = pinLookup(addresses);
  const options = { keepAlive: true, maxSockets: 1 };
  const agent = url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  const open = url.protocol === 'https:' ? requestHttps : requestHttp;
  const send = async (body: string, headers: OutgoingHttpHeaders, signal: AbortSignal): Promise<Outcome> => {
    const request = open(url, { method: 'POST', agent, lookup, signal, headers });
    try {
      return await exchange(request, body);
    } catch (error) {
      // The receiver closed a connection that was kept for the next request, perhaps before it saw this one.
      if (request.reusedSocket && isReset(error)) return send(body, headers, signal);
      const late = `no whole answer within ${rules.timeout} seconds`;
      return { status: null, error: signal.aborted ? late : describe(error), answer: '', wish: 0 };
    }
  };
  return {
    post: (body, headers, stop) =>
      send(
        body,
        describeBody(body, headers),
        AbortSignal.any([stop, AbortSignal.timeout(rules.timeout * 1000)]),
      ),
    close: () => agent.destroy(),
  };
}

const lookUp = openLookup({ seconds: RESOLVE_SECONDS });

async function findAddresses(
  host: string,
  { lookup = lookUp }: SendingRules,
  stop: AbortSignal | undefined,
): Promise<readonly HostAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  try {
    const addresses = await lookup(host, stop);
    if (addresses.length === 0) throw new ReceiverRefused(`the host ${host} has no address`);
    return addresses;
  } catch (error) {
    if (error instanceof ReceiverRefused) throw error;
    throw new ReceiverRefused(`the host ${host} cannot be resolved (${describe(error)})`, { cause: error });
  }
}

/** Resolves every name to the addresses that were checked. */
function pinLookup(addresses: readonly HostAddress[]): LookupFunction {
  return (_host, { all }, callback) => {
    const { address, family } = addresses[0]!;
    if (all === true) callback(null, [...addresses]);
    else callback(null, address, family);
  };
}

function describeBody(body: string, headers: Readonly<Record<string, string>>): OutgoingHttpHeaders {
  return {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'carbon-ledger',
  };
}

async function exchange(request: ClientRequest, body: string): Promise<Outcome> {
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    request
      .once('response', resolve)
      .on('error', reject)
      // An answer that changes the protocol closes the request without an error.
      .once('close', () => reject(new Error('the connection was closed without an answer'))),
  );
  request.end(body);
  const response = await answered;
  const status = response.statusCode ?? 0;
  return { status, error: null, answer: await readBeginning(response), wish: readWish(response) };
}

/** Reads the beginning of a body, and closes the connection if there is more. */
async function readBeginning(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((length += chunk.length) > ANSWER_BYTES) break;
  }
  return cleanText(Buffer.concat(chunks).subarray(0, ANSWER_BYTES));
}

/** Reads bytes as UTF-8. A database stores no zero characters. */
function cleanText(bytes: Buffer): string {
  return new TextDecoder().decode(bytes, { stream: true }).replaceAll('\0', '\ufffd');
}

/** Reads `Retry-After` in seconds; a date is not read. */
function readWish({ headers }: IncomingMessage): number {
  const text = headers['retry-after'] ?? '';
  return /^[0-9]{1,6}$/.test(text) ? Number(text) : 0;
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ');
  return error instanceof Error ? error.message.replaceAll('\0', '\ufffd').slice(0, 300) : String(error);
}
