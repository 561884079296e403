/** What the format of every working paper begins with. */
const FORMAT = /"format"\s*:\s*"carbon-ledger-working-paper\//;

/** The bytes at the begin of a file in which its format is sought. */
const BEGIN = 400;

/** Tells whether a file is the working paper of an auditor, by its begin. */
export async function isWorkingPaper(file: Blob): Promise<boolean> {
  return FORMAT.test(await file.slice(0, BEGIN).text());
}
