/** How every program of this project ends: name → exit code of the process. Several endings may have one number. */
export const EXIT_CODES = {
  /** Done. `verify`: verified; `check`: the proof holds. */
  ok: 0,
  /** A check failed or a request was refused: not verified, an invalid proof, a refused record. */
  refused: 1,
  /** A long-running program (server, indexer, `npm start`) could not start or broke; a script could not do its work. */
  failed: 1,
  /** Wrong usage, an unreadable file, an invalid value: correct the command or the file. */
  usage: 2,
  /** `verify`: a required check could not be made. */
  unchecked: 3,
  /** The ledger is halted (indexer, `ledger status`): an operator must act, and starting it again changes nothing. */
  halted: 3,
  /** The server, the chain or the database could not be reached, or did not answer in time; the same command may work later. */
  unavailable: 4,
  /** A defect of the program. */
  internal: 70,
  /** A signal ended the program, as shells report SIGINT. */
  signalled: 130,
} as const;

export type ExitName = keyof typeof EXIT_CODES;
export type ExitCode = (typeof EXIT_CODES)[ExitName];
