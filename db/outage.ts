/**
 * Tells whether PostgreSQL does not answer, or can't work now, so that the same query may succeed later: errors of the connection
 * (Node), of a server that is stopping, starting or out of resources (PostgreSQL classes 08, 53, 57), and of one that only reads (25006).
 */
export function isDatabaseDown(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'].includes(code) ||
    /^(08|53|57P|25006)/.test(code)
  )
    return true;
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Query read timeout)/.test(
    error.message,
  );
}
