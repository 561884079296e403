import type { RecordToSign } from '../keys/signer.ts';

/** A member of a struct of EIP-712. */
interface Member {
  readonly name: string;
  readonly type: string;
}

/** A record as EIP-712 JSON, as `eth_signTypedData_v4` takes it. */
export interface TypedRecord {
  readonly types: Readonly<Record<'EIP712Domain' | 'Record', readonly Member[]>>;
  readonly primaryType: 'Record';
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: number;
    readonly verifyingContract: string;
  };
  readonly message: RecordToSign['record'];
}

const members = (text: string): Member[] =>
  text.split(',').map((member) => {
    const [type = '', name = ''] = member.split(' ');
    return { name, type };
  });

const TYPES = {
  EIP712Domain: members('string name,string version,uint256 chainId,address verifyingContract'),
  Record: members(
    'bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement',
  ),
};

/** Returns a record as EIP-712 JSON (§2, §5). A wallet shows it, and signs its digest: the one of `digestRecord`. */
export function typedDataOf({ domain: { chainId, ledger }, record }: RecordToSign): TypedRecord {
  const { party, kind, subject, sequence, previous, entries, sources, statement } = record;
  return {
    types: TYPES,
    primaryType: 'Record',
    domain: { name: 'CarbonLedger', version: '1', chainId, verifyingContract: ledger },
    message: { party, kind, subject, sequence, previous, entries, sources, statement },
  };
}
