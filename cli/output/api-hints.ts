import type { ApiError } from '../../client/http/api-error.ts';

const NOT_FINAL_YET =
  'Send it again after that time; a first key or role only waits until its block is final';

/** What to do on the command line about an error of the server: its code → a sentence. */
const HINTS: Readonly<Record<string, string>> = {
  unauthorized: 'Sign in with --key <key file>',
  'waiting-key': NOT_FINAL_YET,
  'waiting-role': NOT_FINAL_YET,
  'other-signature':
    'No file is changed. Take the record file as it was signed first, or sign it again with that key: ledger record sign <file> --key <key file> --force',
  'server-unreachable': 'Check that the server is running, or name another with --url',
};

/** Returns the message of a server's error, and what to do about it where that is known. */
export function formatApiError({ code, message }: ApiError): string {
  const hint = HINTS[code];
  return hint === undefined ? message : `${message.replace(/\.$/, '')}. ${hint}`;
}
