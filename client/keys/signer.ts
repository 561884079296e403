import type { OpenKey } from '../../chain/keys/key-file.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { hashPersonalText } from '../../core/hashing/personal-text.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { digestRecord, type LedgerRecord } from '../../core/records/record.ts';

/** What the signature of a record covers: the record, in the domain of a ledger. A draft has both. */
export interface RecordToSign {
  readonly domain: Domain;
  readonly record: LedgerRecord;
}

/** Signs with one key, wherever it is: in this process or in a wallet. Signatures are r ‖ s ‖ v, 65 bytes, as §2 asks. */
export interface Signer {
  /** EIP-55. */
  readonly address: string;
  /** Returns the signature of a record (§5). @throws WalletError */
  signRecord(signed: RecordToSign): Promise<Hex>;
  /** Returns the signature of a text by `personal_sign` (EIP-191), with which one signs in. @throws WalletError */
  signText(text: string): Promise<Hex>;
}

/** Returns the signer of a private key in this process. */
export function signerOfKey({ address, privateKey }: OpenKey): Signer {
  const sign = (digest: Hex): Promise<Hex> => Promise.resolve(signDigest(digest, privateKey));
  return {
    address,
    signRecord: ({ domain, record }) => sign(digestRecord(domain, record)),
    signText: (text) => sign(hashPersonalText(text)),
  };
}
