import { setTimeout as pause } from 'node:timers/promises';

/** How a call of `ledger` ended, and what it printed. */
export interface LedgerRun {
  readonly exit: number;
  /** On standard output. */
  readonly result: string;
  /** On standard error. */
  readonly messages: string;
}

/** Runs a call of `ledger` in its turn. */
type TakeTurn = (call: string, run: () => Promise<LedgerRun>) => Promise<LedgerRun>;

/** What a reader who runs calls of `ledger` has. */
export interface ReaderSetting {
  /** The password of every encrypted key. */
  readonly password: string;
  readonly takeTurn: TakeTurn;
}

/**
 * Returns a function that runs the calls of several readers of one ledger. Calls that send a transaction of the registrar run one after
 * the other, because each transaction takes the next number of its account. A call that must wait for the chain is repeated, as its message
 * advises.
 */
export function openTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (call, run) => {
    if (!call.includes('registrar.key')) return repeatWhileWaiting(run);
    const next = last.then(run);
    last = next.catch(() => {});
    return next;
  };
}

/** What `ledger` says until the block that registered a party is final, and until a block after the anchoring of a record is. */
const WAITING = /waiting-(?:key|role)|try again in a few seconds|verify again later/;
const PAUSE_MS = 250;

async function repeatWhileWaiting(run: () => Promise<LedgerRun>): Promise<LedgerRun> {
  for (;;) {
    const done = await run();
    if (!WAITING.test(`${done.result}${done.messages}`.replaceAll(/\s+/g, ' '))) return done;
    await pause(PAUSE_MS);
  }
}

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/;

/** Returns the id of the webhook in a text, else its first whole id or address, else its first SHA-256. @throws Error if it has none */
export function findHash(text: string): string {
  const found =
    UUID.exec(text) ?? /0x(?:[0-9a-f]{64}|[0-9a-fA-F]{40})\b/.exec(text) ?? /\b[0-9a-f]{64}\b/.exec(text);
  const hash = found?.[0];
  if (hash === undefined) throw new Error(`expected an id or an address in:\n${text}`);
  return hash;
}
