/** How every command ends: name → exit code of the process. The one table. */
export const EXIT_CODES = {
  /** Done; of `verify`: verified; of `check`: it holds. */
  ok: 0,
  /** The evidence or the other side said no: not verified, a proof that does not hold, a record that was not taken. */
  refused: 1,
  /** Wrong usage, an unreadable file, a value that must be refused: mend the command or the file. */
  usage: 2,
  /** `verify`: a required check could not be made. */
  unchecked: 3,
  /** The server or the chain could not be reached, or did not answer in time; the same command may work later. */
  unavailable: 4,
  /** A defect of this program. */
  internal: 70,
} as const;

export type ExitName = keyof typeof EXIT_CODES;
export type ExitCode = (typeof EXIT_CODES)[ExitName];
