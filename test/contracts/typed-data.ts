import { AbiCoder, TypedDataEncoder, id, keccak256, type TypedDataDomain, type TypedDataField } from 'ethers';

/** The typed structs of the protocol for ethers, which computes independently what the contracts compute. */
export const TYPES = {
  Entry: fieldsOf(
    'string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt',
  ),
  Record: fieldsOf(
    'bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement',
  ),
  Sealed: fieldsOf('bytes32 record,bytes signature'),
  BatchHeader: fieldsOf(
    'uint64 number,bytes32 previous,bytes32 records,uint32 recordCount,bytes32 heads,uint64 sealedAt',
  ),
  Item: fieldsOf('bytes32 key,bytes32 leaf'),
  Head: fieldsOf('bytes32 stream,uint64 sequence,bytes32 record'),
  Holder: fieldsOf('bytes32 party,bytes32 streams'),
  Receipt: fieldsOf('bytes32 record,uint64 acceptedAt,uint64 anchorBy'),
} as const;

export type TypeName = keyof typeof TYPES;

/** Returns hashStruct of the value. */
export function hashOf(type: TypeName, value: object): string {
  return TypedDataEncoder.hashStruct(type, { [type]: [...TYPES[type]] }, value);
}

/** Returns the EIP-712 digest of the value in the domain of the ledger. */
export function digestOf(domain: TypedDataDomain, type: TypeName, value: object): string {
  return TypedDataEncoder.hash(domain, { [type]: [...TYPES[type]] }, value);
}

/** Returns the EIP-712 domain of a ledger. */
export function domainOf(chainId: number, ledger: string): TypedDataDomain {
  return { name: 'CarbonLedger', version: '1', chainId, verifyingContract: ledger };
}

/** Returns the id of a stream (§5). */
export function streamOf(party: string, kind: number, subject: string): string {
  const words = AbiCoder.defaultAbiCoder().encode(
    ['bytes32', 'uint8', 'bytes32'],
    [party, kind, id(subject)],
  );
  return keccak256(words);
}

/** Returns the word that a ledger stores for a batch (§8). */
export function anchorWordOf(header: string, anchoredAt: number | bigint): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(['bytes32', 'uint64'], [header, anchoredAt]));
}

function fieldsOf(list: string): readonly TypedDataField[] {
  return list.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { type, name };
  });
}
