/** One row of the table of errors: what a code means, and what to do next. */
export interface ErrorEntry {
  readonly status: number;
  readonly meaning: string;
  /** What to do next. */
  readonly action: string;
}

/** Errors of the HTTP interface itself: code → status, meaning, what to do next. */
export const HTTP_ERRORS = {
  'not-found': {
    status: 404,
    meaning: 'Nothing exists under this path or id.',
    action: 'Compare the path with /docs, and the id with where you found it.',
  },
  'method-not-allowed': {
    status: 405,
    meaning: 'The path exists, but not with this method.',
    action: 'Use one of the methods in the header `Allow`.',
  },
  'body-too-large': {
    status: 413,
    meaning: 'The request body is larger than the server accepts.',
    action:
      'Register the record without its entries (the ledger needs only their root), or split it into several records.',
  },
  'body-interrupted': {
    status: 400,
    meaning: 'The request body ended before its announced length.',
    action: 'Send the request again.',
  },
  'body-too-slow': {
    status: 408,
    meaning: 'The request body arrived too slowly.',
    action: 'Send the request again, over a faster connection if it is slow. Nothing was stored.',
  },
  'unsupported-media-type': {
    status: 415,
    meaning:
      'The request body is not uncompressed JSON, for a bulk request not uncompressed NDJSON, or for a document not uncompressed bytes.',
    action:
      'Send JSON with `Content-Type: application/json`, lines with `application/x-ndjson`, a document with `application/octet-stream`, and no `Content-Encoding`.',
  },
  'url-syntax': {
    status: 400,
    meaning: 'The URL cannot be decoded.',
    action: 'Percent-encode each part of the path and of the query.',
  },
  cursor: {
    status: 400,
    meaning: 'The cursor does not come from this list.',
    action: 'Start without a cursor, then send `next` of each page unchanged.',
  },
  'search-filter': {
    status: 400,
    meaning: 'A search for factors has a filter in another form than expected, or more than 24 words.',
    action: 'Correct the filter that `details.path` names: the message says what is expected.',
  },
  'search-text': {
    status: 400,
    meaning:
      'The text to search for is empty, longer than 128 characters, or has characters that no name has.',
    action:
      'Search for an identifier, a subject, a batch number or the first 8 or more digits of a hash. All of them are letters, digits and ASCII signs.',
  },
  'events-lost': {
    status: 410,
    meaning:
      'The cursor of events comes from another ledger, or from before the database of this one was restored.',
    action:
      'Read again what you keep of the ledger. Then follow its events without a cursor, or from the beginning with `after=0`.',
  },
  'rate-limited': {
    status: 429,
    meaning: 'Too many requests came from one address.',
    action: 'Wait for the number of seconds in the header `Retry-After`.',
  },
  unauthorized: {
    status: 401,
    meaning: 'The request has no session, or its session has ended.',
    action:
      'Sign in: `GET /v1/session/nonce`, then `POST /v1/session`. Send the token as `Authorization: Bearer …`.',
  },
  forbidden: {
    status: 403,
    meaning: 'The session does not allow this.',
    action: 'Sign in with an open key of the party that owns the record, or ask that party for a grant.',
  },
  'not-anchored': {
    status: 409,
    meaning: 'The batch of this record is not on the chain yet.',
    action: 'Try again when `state` of the record is `anchored` or `final`.',
  },
  'record-rejected': {
    status: 409,
    meaning: 'The record was accepted, but rejected before it was sealed.',
    action: 'Read `rejected` of the record, then sign and register a new one.',
  },
  'entries-not-stored': {
    status: 409,
    meaning: 'The record was registered without its entries: the ledger stores only their root.',
    action: 'Ask the party of the record for the entries, or request the proof file with `entries=none`.',
  },
  'entry-unknown': {
    status: 422,
    meaning: 'The record has no entry with this key.',
    action: 'Compare the key with `/entries`, or request a proof of its absence with `absent=`.',
  },
  'entry-present': {
    status: 422,
    meaning: 'A proof of absence was requested for a key that the record has.',
    action: 'Request the entry with `entries=`.',
  },
  'not-reperformable': {
    status: 422,
    meaning:
      'The record shows no computed figure, or the proof file would lack a record that its figures depend on.',
    action: 'Leave out `reperformable`, or set a greater `depth`.',
  },
  'not-replayed': {
    status: 409,
    meaning:
      'Not enough of the named parties have replayed a final batch that is as new as that of this record.',
    action:
      'Ask again after their next replay: the message says which batch each replayed last. Or name other parties, or leave out `replays`.',
  },
  'session-message': {
    status: 400,
    meaning: 'The sign-in message does not follow EIP-4361, version 1.',
    action: 'Build the message with a library for EIP-4361 (Sign-In with Ethereum).',
  },
  'session-domain': {
    status: 401,
    meaning: 'The sign-in message names another host, URI or chain.',
    action:
      'Build the message again with the host, URI and chain of this ledger, and sign that. If another site gave you the message, do not sign it.',
  },
  'session-nonce': {
    status: 401,
    meaning: 'The nonce is unknown, already used or expired.',
    action: 'Get a new one from `GET /v1/session/nonce`. Each can be used once.',
  },
  'session-expired': {
    status: 401,
    meaning: 'The sign-in message has expired, or is not valid yet.',
    action: 'Sign a new message, and check the clock of your computer.',
  },
  'session-signature': {
    status: 401,
    meaning: 'The sign-in message was not signed by the account that it names.',
    action: 'Sign with the account in the message.',
  },
  'documents-not-kept': {
    status: 404,
    meaning: 'This server keeps no documents.',
    action: 'Ask the operator: the setting DOCUMENTS_DIR is missing.',
  },
  'document-unknown': {
    status: 404,
    meaning: 'There is no document with this hash here, or you may not read it.',
    action:
      'Compare the hash with the entry that names it. Sign in as a party that may read the entries of that record, and ask its party whether it has sent the document.',
  },
  'document-not-named': {
    status: 403,
    meaning: 'No entry that the server has of a record of your party names the document.',
    action:
      'Register the record first, with its entries: one of them states `sha256`, `size` and `mediaType` in its detail.',
  },
  'document-too-large': {
    status: 413,
    meaning: 'The document is larger than the server accepts.',
    action: 'Split it into several documents, each with an entry that names it.',
  },
  'document-over-quota': {
    status: 413,
    meaning: 'All documents of the party would be larger than the server accepts.',
    action:
      'Ask the operator for a larger quota. Documents that no sealed record names are dropped after a day.',
  },
  'document-range': {
    status: 400,
    meaning:
      'The header `Content-Range` is not one range of at least one byte, or differs from the length of the body.',
    action: 'Send `Content-Range: bytes FIRST-LAST/SIZE` with exactly these bytes, or leave it out.',
  },
  'document-offset': {
    status: 409,
    meaning: 'The part does not begin where what has arrived ends.',
    action: 'Continue at the byte `details.received`.',
  },
  'document-busy': {
    status: 409,
    meaning: 'Another request is sending the same document for the same party.',
    action:
      'Wait until that request has ended, at most 15 seconds after it was cut off, then ask what has arrived.',
  },
  'document-size': {
    status: 422,
    meaning: 'The document does not have the size that the entry states.',
    action: 'Send the file that the entry names, unchanged. Nothing was stored.',
  },
  'document-hash': {
    status: 422,
    meaning: 'The document does not have the SHA-256 that the entry states.',
    action: 'Send the file that the entry names, unchanged. Nothing was stored.',
  },
  'document-disk-full': {
    status: 507,
    meaning: 'The disk of the documents is full.',
    action: 'Send the document again later, and tell the operator. Nothing was stored.',
  },
  'document-lost': {
    status: 503,
    meaning: 'The server has a document in its database, but not its file.',
    action:
      'Ask the operator to bring back the folder of the documents. The party may send the document again.',
  },
  'range-unsatisfiable': {
    status: 416,
    meaning: 'The header `Range` asks for bytes that the document does not have.',
    action: 'Ask for bytes below the size in the header `Content-Range`.',
  },
  'webhooks-not-offered': {
    status: 404,
    meaning: 'This server offers no webhooks.',
    action: 'Ask the operator: the setting WEBHOOKS_KEY_FILE is missing. Or read `GET /v1/events`.',
  },
  'webhook-url': {
    status: 422,
    meaning: 'Events cannot be sent to this URL.',
    action: 'Give an https URL whose host is on the public Internet, without user, password and fragment.',
  },
  'webhooks-too-many': {
    status: 409,
    meaning: 'The party has as many webhooks as it may have.',
    action: 'Remove one first.',
  },
  'webhook-busy': {
    status: 409,
    meaning: 'Too many test events and repeated events wait for this webhook.',
    action: 'Wait until they were sent: the log shows each attempt.',
  },
  'work-not-offered': {
    status: 404,
    meaning: 'This server has no work for pools.',
    action: 'Ask the operator: no process has the role work. Or compute on your machine.',
  },
  'work-too-much': {
    status: 409,
    meaning: 'The party has as much open work as it may have.',
    action:
      'Cancel work that nobody needs, or wait until some has ended: `GET /v1/work` lists it. Or ask for less.',
  },
  'lease-lost': {
    status: 409,
    meaning: 'The unit is another worker’s, or its work has ended.',
    action: 'Drop the result, and take other units.',
  },
  'unit-hash': {
    status: 422,
    meaning: 'The bytes of a unit have another hash than the request says.',
    action: 'Send them again.',
  },
  'unit-too-large': {
    status: 413,
    meaning: 'The result of a unit has more bytes than its work says, or than the server accepts.',
    action: 'Say that the unit could not be computed: who asked must state more bytes.',
  },
  unavailable: {
    status: 503,
    meaning: 'The database does not answer, or cannot be written now.',
    action: 'Send the request again after a few seconds. Anything answered with 2xx is stored.',
  },
  'database-locked': {
    status: 503,
    meaning: 'Another session of the database has locked a table or a row that this request needs.',
    action: 'Send the request again after a few seconds. No record is registered twice.',
  },
  'database-slow': {
    status: 503,
    meaning: 'The database took too long for this request.',
    action: 'Send the request again after a few seconds, for a list with a smaller `limit`.',
  },
  overloaded: {
    status: 503,
    meaning: 'The server is at its concurrency limit, in all or for one address.',
    action:
      'Wait for the number of seconds in the header `Retry-After`, then send the request again. No record is registered twice.',
  },
  internal: {
    status: 500,
    meaning: 'The server failed.',
    action: 'Report the `errorId` to the operator: the server log has the cause under it.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type HttpErrorCode = keyof typeof HTTP_ERRORS;

/** An error of the HTTP interface itself; its code is in `HTTP_ERRORS`. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: HttpErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}
