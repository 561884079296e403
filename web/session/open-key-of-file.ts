import { openKeyFile, parseKeyFile } from '../../chain/keys/key-file.ts';
import { signerOfKey, type Signer } from '../../client/keys/signer.ts';

/** The mode of a file that only its owner may read: a browser does not know it, and reads what its user chose. */
const OWNER_ONLY = 0o600;

/** Opens a key file that the user chose. It is read in this page alone. @throws KeyFileError */
export async function openKeyOfFile(file: File, password: string): Promise<Signer> {
  const key = parseKeyFile(file.name, await file.text(), OWNER_ONLY);
  return signerOfKey(await openKeyFile(key, () => Promise.resolve(password)));
}
