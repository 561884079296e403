import type { Bundle, BundleRecord } from '../../core/proofs/bundle.ts';
import { chooseWindowsOf, isAuthorisedBy, type Signing } from '../../core/proofs/choose-windows.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Domain, hashDigest } from '../../core/hashing/domain.ts';
import { type Recover, recoverAddress } from '../../core/hashing/signature.ts';
import { type Role, writersOf } from '../../core/records/kind.ts';
import type { WindowReader } from '../replay/judge-signers.ts';

type Window = Bundle['windows'][number];

/** The windows of keys and roles, from the state of the registry. Each is asked for once. */
export interface PartyWindows {
  /** Tells whether a record was signed by a valid key of a party with a valid role. @throws ReaderError */
  isAuthorised(signing: Signing): Promise<boolean>;
  /** Returns the windows that a proof file shows for its records. @throws ReaderError */
  choose(signings: readonly Signing[]): Promise<Window[]>;
}

/** Opens the windows of the registry as of the chain's final block. */
export function openWindows(chain: WindowReader): PartyWindows {
  const asked = new Map<string, Promise<Window[]>>();
  const ask = (party: Hex, subject: string | Role): Promise<Window[]> => {
    const name = `${party} ${subject}`;
    const known = asked.get(name) ?? readWindows(chain, party, subject);
    asked.set(name, known);
    return known;
  };
  const ofSigning = async ({ party, kind, signer }: Signing): Promise<Window[]> =>
    (await Promise.all([signer, ...writersOf(kind)].map((subject) => ask(party, subject)))).flat();
  return {
    isAuthorised: async (signing) => isAuthorisedBy(await ofSigning(signing), signing),
    async choose(signings) {
      const chosen = new Map<string, Window>();
      for (const signing of signings)
        for (const window of chooseWindowsOf(await ofSigning(signing), [signing]))
          chosen.set(`${window.party} ${window.role ?? window.key} ${window.index}`, window);
      return [...chosen.values()];
    },
  };
}

async function readWindows(chain: WindowReader, party: Hex, subject: string | Role): Promise<Window[]> {
  const isKey = typeof subject === 'string';
  const windows = await (isKey ? chain.keyWindows(party, subject) : chain.roleWindows(party, subject));
  const who = isKey ? { role: null, key: subject } : { role: subject, key: null };
  return windows.map(({ from, until }, index) => ({ party, ...who, index, from, until }));
}

/** Returns who signed a record of a proof file, and when. */
export function signingOf(
  domain: Domain,
  { id, record, signature, inclusion, anchor }: BundleRecord,
  recover: Recover,
): Signing {
  return {
    party: record.party,
    kind: record.kind,
    signer: recoverAddress(hashDigest(domain, id), signature, recover),
    sealedAt: inclusion.header.sealedAt,
    anchoredAt: anchor.anchoredAt,
  };
}
