import * as z from 'zod';
import { formatAddress } from '../../core/hashing/domain.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { LogsBloom } from './logs-bloom.ts';

/** A quantity of JSON-RPC, such as `0x1a`, that fits in a double. */
export const quantitySchema = z
  .string()
  .regex(/^0x(0|[1-9a-f][0-9a-f]{0,13})$/)
  .transform(Number)
  .refine(Number.isSafeInteger);

/** A quantity of any size, such as an amount in wei. */
export const bigQuantitySchema = z
  .string()
  .regex(/^0x(0|[1-9a-f][0-9a-f]{0,63})$/)
  .transform(BigInt);

/** Bytes of any length. */
export const dataSchema = z.string().regex(/^0x([0-9a-f]{2})*$/) as unknown as z.ZodType<Hex, Hex>;

/** 32 bytes. */
export const wordSchema = z.string().regex(/^0x[0-9a-f]{64}$/) as unknown as z.ZodType<Hex, Hex>;

/** An address in upper or lower case, returned with its EIP-55 checksum. */
export const anyAddressSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => formatAddress(bytesOf(text.toLowerCase() as Hex)));

const bloomSchema = z
  .string()
  .regex(/^0x[0-9a-f]{512}$/)
  .transform((hex) => new LogsBloom(hex as Hex));

/** The members of a block that are read. */
export const blockSchema = z
  .object({
    ...{ number: quantitySchema, hash: wordSchema, parentHash: wordSchema, timestamp: quantitySchema },
    logsBloom: bloomSchema.nullish().catch(null),
  })
  .transform(({ number, hash, parentHash, timestamp, logsBloom }) => ({
    number,
    hash,
    parent: parentHash,
    time: timestamp,
    bloom: logsBloom ?? null,
  }));

/** A block; `time` is in unix seconds. `bloom` is null where an endpoint leaves it out. */
export type Block = z.infer<typeof blockSchema>;

/** The members of an event log that are read. */
export const logSchema = z
  .object({
    address: anyAddressSchema,
    topics: z.array(wordSchema).min(1).max(4),
    data: dataSchema,
    blockNumber: quantitySchema,
    blockHash: wordSchema,
    transactionHash: wordSchema,
    logIndex: quantitySchema,
    removed: z.boolean().optional(),
  })
  .refine(({ removed }) => removed !== true);

/** An event log, as a contract emitted it. */
export type EventLog = z.infer<typeof logSchema>;

/** Returns a number as JSON-RPC writes it: 26 → `0x1a`. */
export function formatQuantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
