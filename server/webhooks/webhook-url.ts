import { isIP } from 'node:net';
import { HttpError } from '../errors/http-error.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * Returns a URL as it will be called. An address in it is checked here, in whatever notation: the parser of URLs writes them all in one. What a
 * name resolves to is checked at each delivery, since it can change.
 * @throws HttpError `webhook-url`
 */
export function parseWebhookUrl(text: string, allowsPrivate: boolean): string {
  const refuse = (why: string): HttpError => new HttpError('webhook-url', why, { path: 'url', value: text });
  if (!URL.canParse(text)) throw refuse('expected a URL such as https://example.org/hooks');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:'))
    throw refuse(`expected a URL with https, got ${url.protocol.slice(0, -1)}`);
  if (url.username !== '' || url.password !== '') throw refuse('expected a URL without user and password');
  if (url.hash !== '') throw refuse('expected a URL without a fragment');
  if (!allowsPrivate && isPrivateHost(url.hostname))
    throw refuse(`expected a host of the public Internet, got ${url.hostname}`);
  return url.href;
}

/** Tells whether a host is surely not public: its address, or a name that is never public (RFC 6761, and `internal` by ICANN). */
function isPrivateHost(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) !== 0) return !isPublicAddress(address);
  return /(^|\.)(localhost|local|internal)\.?$/.test(host);
}
