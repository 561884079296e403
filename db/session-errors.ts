/** Why the database did not do what it was asked for, where the statement is not at fault. */
export type SessionFailure =
  /** Another session holds a lock that the statement needs. */
  | 'locked'
  /** The statement took longer than its limit. */
  | 'slow'
  /** The connection broke, there was none, or the server is stopping, starting, out of resources, or only reads. */
  | 'unreachable';

/** Codes of PostgreSQL and of Node.js. A transaction that paused for too long has lost its connection. */
const CODES: Readonly<Record<string, SessionFailure>> = {
  '55P03': 'locked',
  '57014': 'slow',
  '25P03': 'unreachable',
  // The database only reads.
  '25006': 'unreachable',
  ...Object.fromEntries(
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH'].map((code) => [
      code,
      'unreachable',
    ]),
  ),
};

/** Classes 08, 53 and 57 of PostgreSQL: connection, resources, and a server that stops or starts. */
const CLASSES = /^(08|53|57P)/;

/** Messages of the driver, which have no code. */
const MESSAGES =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/;

/** Returns why the database failed; null for any other error. */
export function classifySession(error: unknown): SessionFailure | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = CODES[code];
  if (known !== undefined) return known;
  return CLASSES.test(code) || MESSAGES.test(error.message) ? 'unreachable' : null;
}

const EXPLANATIONS: Readonly<Record<SessionFailure, string>> = {
  locked: 'another session of the database has locked a table or a row that it needs',
  slow: 'the database took too long',
  unreachable: 'the database does not answer',
};

/** Returns why the database failed, for a line of the log; null for any other error. */
export function explainSession(error: unknown): string | null {
  const failure = classifySession(error);
  return failure === null ? null : EXPLANATIONS[failure];
}
