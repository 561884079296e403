import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readBytes } from '../../terminal/files.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import { UsageError } from '../../terminal/usage-error.ts';

/** The environment variable with the token of the server. */
const TOKEN_NAME = 'LEDGER_MCP_TOKEN';
/** The fewest characters of a token: 128 bits in hex are as many. */
const FEWEST = 32;

/** What a client must send as `Authorization: Bearer`, and whether it was made here, so that nobody knows it yet. */
export interface Token {
  readonly text: string;
  readonly isNew: boolean;
}

/** Returns the token of the file or the environment, else a new one. @throws UsageError `option`, `file-unreadable` */
export async function findToken(terminal: Terminal, file: string | undefined): Promise<Token> {
  const given =
    file === undefined ? terminal.env[TOKEN_NAME] : new TextDecoder().decode(await readBytes(terminal, file));
  if (given === undefined) return { text: randomBytes(32).toString('base64url'), isNew: true };
  const text = given.trim();
  if (text.length >= FEWEST && /^[\x21-\x7e]+$/.test(text)) return { text, isNew: false };
  throw new UsageError(
    'option',
    `the token in ${file ?? TOKEN_NAME} has ${text.length} characters: it needs at least ${FEWEST}, all visible ASCII without blanks, such as those of "openssl rand -hex 32"`,
  );
}

/** Whether a header has the token. It takes as long for any other token. */
export function hasToken(header: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+)$/i.exec(header ?? '') ?? [];
  return timingSafeEqual(hash(given), hash(token));
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
