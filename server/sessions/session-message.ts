import { parseAddress } from '../../core/hashing/domain.ts';
import { HttpError } from '../errors/http-error.ts';

/** The fields of a sign-in message (EIP-4361); times in unix seconds. */
export interface SignInMessage {
  /** Null if the message has none. */
  readonly scheme: string | null;
  /** The host, with the port unless it is the default one. */
  readonly domain: string;
  /** EIP-55. */
  readonly address: string;
  readonly statement: string | null;
  readonly uri: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedAt: number;
  readonly expirationTime: number | null;
  readonly notBefore: number | null;
}

const MAX_LENGTH = 4096;
const TIME = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})';
const URI = '[a-zA-Z][a-zA-Z0-9+.-]*:[\\x21-\\x7e]+';

/** The grammar of EIP-4361, line by line. */
const MESSAGE = new RegExp(
  [
    '^(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]*)://)?(?<domain>[a-zA-Z0-9._:\\[\\]-]+) wants you to sign in with your Ethereum account:\\n',
    '(?<address>0x[0-9a-fA-F]{40})\\n\\n',
    '(?:(?<statement>[\\x20-\\x7e]+)\\n)?\\n',
    `URI: (?<uri>${URI})\\n`,
    'Version: 1\\n',
    'Chain ID: (?<chainId>[1-9][0-9]{0,15})\\n',
    'Nonce: (?<nonce>[a-zA-Z0-9]{8,64})\\n',
    `Issued At: (?<issuedAt>${TIME})`,
    `(?:\\nExpiration Time: (?<expirationTime>${TIME}))?`,
    `(?:\\nNot Before: (?<notBefore>${TIME}))?`,
    '(?:\\nRequest ID: [\\x21-\\x7e]*)?',
    `(?:\\nResources:(?:\\n- ${URI})*)?$`,
  ].join(''),
);

/**
 * Parses a sign-in message strictly by the grammar of EIP-4361, version 1.
 * @throws HttpError `session-message`; BadInput `address-syntax`
 */
export function parseSignInMessage(text: string): SignInMessage {
  const groups = text.length > MAX_LENGTH || text.endsWith('\n') ? undefined : MESSAGE.exec(text)?.groups;
  if (groups === undefined)
    throw new HttpError('session-message', 'the message does not follow EIP-4361', {
      path: 'message',
      value: text,
    });
  const {
    scheme,
    domain = '',
    address,
    statement,
    uri = '',
    chainId,
    nonce = '',
    issuedAt,
    expirationTime,
    notBefore,
  } = groups;
  return {
    scheme: scheme ?? null,
    domain,
    address: parseAddress(address),
    statement: statement ?? null,
    uri,
    chainId: Number(chainId),
    nonce,
    issuedAt: parseTime(issuedAt ?? ''),
    expirationTime: expirationTime === undefined ? null : parseTime(expirationTime),
    notBefore: notBefore === undefined ? null : parseTime(notBefore),
  };
}

function parseTime(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds))
    throw new HttpError('session-message', `not a valid time: ${text}`, { path: 'message', value: text });
  return Math.floor(milliseconds / 1000);
}
