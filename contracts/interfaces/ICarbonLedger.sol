// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry} from "./IPartyRegistry.sol";
import {
    Anchor,
    BatchHeader,
    Entry,
    Head,
    Holder,
    HolderProof,
    Item,
    Receipt,
    Record,
    Sealed,
    StreamName
} from "./LedgerStructs.sol";

/**
 * @title ICarbonLedger
 * @notice One word a batch: the chain's witness that a batch of signed records existed no later than a block (§8).
 *
 * Times are unix seconds as uint64, at most 2^53 - 1. Views take structs and compute every leaf themselves; a view
 * that checks reverts with what it found wrong, and otherwise returns the id of what it checked.
 */
interface ICarbonLedger {
    // ------------------------------------------------------------------------------------------------ administration

    /// @notice `delay` in seconds is zero, or longer than a year.
    error InvalidDelay(uint64 delay);

    /// @notice `account` can't have the power that was meant for it.
    error InvalidAccount(address account);

    /// @notice The ledger has ended; `successor` goes on, zero when none does.
    error LedgerClosed(address successor);

    // ------------------------------------------------------------------------------------------------------ anchoring

    /// @notice `sender` is a registrar, and no account says both who is who and what was written.
    error RegistrarMayNotAnchor(address sender);

    /// @notice The header is the latest already: a resend, which changes nothing.
    error AlreadyAnchored(uint64 number, bytes32 header);

    /// @notice `number` is not the one after the latest.
    error WrongNumber(uint64 number, uint64 expected);

    /// @notice `previous` is not the id of batch `latest`, whose `word` it does not give with `anchoredAt`.
    error WrongPrevious(bytes32 previous, uint64 latest, uint64 anchoredAt, bytes32 word);

    /// @notice `sealedAt` lies before the latest header's.
    error SealedBackwards(uint64 sealedAt, uint64 latestSealedAt);

    /// @notice `sealedAt` does not lie before the block.
    error SealedAhead(uint64 sealedAt, uint64 blockTime);

    /// @notice More than `maxDelay` seconds lie between `sealedAt` and the block.
    error SealedTooLate(uint64 sealedAt, uint64 blockTime, uint64 maxDelay);

    // --------------------------------------------------------------------------------------------------------- bounds

    /// @notice A number or time is beyond 2^53 - 1.
    error NumberTooLarge(uint64 value);

    /// @notice `number` of a header counts from 1.
    error InvalidNumber(uint64 number);

    /// @notice `previous` of a header is zero exactly when its number is 1.
    error InvalidHeaderPrevious(uint64 number, bytes32 previous);

    /// @notice A batch has 1 to 2^31 records.
    error InvalidRecordCount(uint32 recordCount);

    /// @notice `kind` is none of 1 to 5.
    error InvalidKind(uint8 kind);

    /// @notice A subject has 1 to 128 characters.
    error InvalidSubjectLength(uint256 length);

    /// @notice The subject `replay` belongs to records of kind 4 or 5 without sources.
    error InvalidReplay(uint8 kind, uint256 sources);

    /// @notice `sequence` counts from 1, and `previous` is zero exactly there.
    error InvalidSequence(uint64 sequence, bytes32 previous);

    /// @notice A record has at most 256 sources.
    error TooManySources(uint256 count);

    /// @notice The sources at `index` - 1 and `index` are not ascending.
    error SourcesNotAscending(uint256 index, bytes32 source);

    /// @notice An entry's key has 1 to 256 characters.
    error InvalidKeyLength(uint256 length);

    /// @notice A unit has at most 64 characters.
    error InvalidUnitLength(uint256 length);

    /// @notice (coefficient, scale) is not the canonical pair of a quantity, or not (0, 0) where there is no unit.
    error InvalidQuantity(int256 coefficient, uint8 scale, string unit);

    /// @notice The period neither is half-open nor (0, 0).
    error InvalidPeriod(uint64 from, uint64 until);

    // ------------------------------------------------------------------------------------------------------- evidence

    /// @notice `header` and `anchoredAt` do not give the word that the ledger holds for `number`.
    error NotAnchored(uint64 number, bytes32 header, uint64 anchoredAt, bytes32 word);

    /// @notice The proof has more siblings than the batch or map can need.
    error ProofTooLong(uint256 length, uint256 most);

    /// @notice The deepest sibling of a map proof is zero: the item would stand higher.
    error DeepestSiblingZero();

    /// @notice The evidence gives `actual` where `expected` is the root.
    error WrongRoot(bytes32 actual, bytes32 expected);

    /// @notice The walk along `key` can't end at an item with key `end`.
    error WrongEnd(bytes32 key, bytes32 end);

    /// @notice No window of `key` holds for `party` at both times.
    error KeyNotHeld(bytes32 party, address key, uint64 sealedAt, uint64 anchoredAt);

    /// @notice No window of one of `roles` holds for `party` at both times.
    error RoleNotHeld(bytes32 party, uint8 roles, uint64 sealedAt, uint64 anchoredAt);

    /// @notice The statement hashes to `actual`, the record names `expected`.
    error WrongStatement(bytes32 actual, bytes32 expected);

    // --------------------------------------------------------------------------------------------------------- events

    /**
     * @notice A batch was anchored. With the id of the header before it as `previous`, the event gives the header.
     * @param header Id of the header.
     * @param anchoredAt Time of the block.
     */
    event BatchAnchored(
        uint64 indexed number,
        bytes32 indexed header,
        bytes32 records,
        uint32 recordCount,
        bytes32 heads,
        uint64 sealedAt,
        uint64 anchoredAt
    );

    /// @notice Somebody published a well-signed record: dated, whole, whatever the operator does.
    event RecordNoticed(
        bytes32 indexed id,
        bytes32 indexed party,
        address indexed key,
        Record record,
        string statement,
        bytes signature,
        uint64 noticedAt
    );

    /// @notice The ledger ended; `successor` goes on, zero when none does.
    event LedgerEnded(uint64 indexed latest, address indexed successor);

    // -------------------------------------------------------------------------------------------------------- writing

    /**
     * @notice Anchors the next batch.
     *
     * Requirements: the caller has ANCHOR_ROLE and is no registrar; the ledger is not closed; `number` is the latest
     * plus one; `previous` is the latest header's id; `recordCount` is 1 to 2^31; latest `sealedAt` <= `sealedAt` <
     * block time <= `sealedAt` + maxDelay.
     *
     * Emits {BatchAnchored}.
     */
    function anchor(BatchHeader calldata header) external;

    /**
     * @notice Publishes a record that is well signed at the block's time.
     * @param statement Canonical JSON whose hash the record names.
     *
     * Emits {RecordNoticed}.
     */
    function notice(Record calldata record, string calldata statement, bytes calldata signature) external;

    /**
     * @notice Ends the ledger, once; only its admin may.
     * @param next The ledger that goes on, zero when none does.
     *
     * Emits {LedgerEnded}.
     */
    function close(address next) external;

    // ---------------------------------------------------------------------------------------------------------- state

    /// @notice The registry that says who is who.
    function registry() external view returns (IPartyRegistry);

    /// @notice Most seconds from `sealedAt` to the block that anchors.
    function maxDelay() external view returns (uint64);

    /// @notice keccak256(abi.encode(header id, uint64 anchoredAt)) of batch `number`, zero when there is none.
    function anchors(uint64 number) external view returns (bytes32);

    /// @notice Number of the latest batch, zero before the first.
    function latest() external view returns (uint64);

    /// @notice Number and times of the latest batch, zeros before the first.
    function latestBatch() external view returns (uint64 number, uint64 sealedAt, uint64 anchoredAt);

    /// @notice Whether the ledger has ended.
    function closed() external view returns (bool);

    /// @notice The ledger that goes on after this one, zero when there is none.
    function successor() external view returns (address);

    // --------------------------------------------------------------------------------------------------------- hashes

    /// @notice EIP-712 domain separator of this ledger.
    function domainSeparator() external view returns (bytes32);

    /// @notice hashStruct(Entry), after its bounds.
    function hashEntry(Entry calldata entry) external pure returns (bytes32);

    /// @notice hashStruct(Record), the record's id, after its bounds.
    function hashRecord(Record calldata record) external pure returns (bytes32);

    /// @notice hashStruct(Sealed), the leaf of a batch's tree.
    function hashSealed(Sealed calldata item) external pure returns (bytes32);

    /// @notice hashStruct(BatchHeader), the header's id, after its bounds.
    function hashHeader(BatchHeader calldata header) external pure returns (bytes32);

    /// @notice hashStruct(Head), the leaf of a map of heads.
    function hashHead(Head calldata head) external pure returns (bytes32);

    /// @notice hashStruct(Holder), the leaf of a map of holders.
    function hashHolder(Holder calldata holder) external pure returns (bytes32);

    /// @notice Id of a stream, the key of its head.
    function hashStream(StreamName calldata stream) external pure returns (bytes32);

    /// @notice What a party signs: the EIP-712 digest of a record in this ledger's domain, after the record's bounds.
    function recordDigest(Record calldata record) external view returns (bytes32);

    /// @notice What the operator signs: the EIP-712 digest of a receipt in this ledger's domain.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32);

    // --------------------------------------------------------------------------------------------------------- checks

    /// @notice Id of the header, which this ledger anchored at `anchoredAt`.
    function checkAnchor(Anchor calldata anchored) external view returns (bytes32 header);

    /**
     * @notice Id of the record and the key that signed it: sealed in an anchored batch, by a key and in a role of its
     * party of which one and the same window holds at `sealedAt` and at `anchoredAt`.
     * @param proof Siblings in the batch's tree, from the leaf up.
     */
    function checkRecord(
        Record calldata record,
        bytes calldata signature,
        Anchor calldata anchored,
        bytes32[] calldata proof
    ) external view returns (bytes32 id, address key);

    /**
     * @notice Id of the record, which holds exactly this entry under its key. Says nothing of the record: check it too.
     * @param siblings Siblings in the map of entries, the deepest first.
     */
    function checkEntry(
        Record calldata record,
        Entry calldata entry,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id);

    /**
     * @notice Id of the record, which holds nothing under `key`. Says nothing of the record: check it too.
     * @param end Where the walk along the key ends.
     */
    function checkEntryAbsence(
        Record calldata record,
        string calldata key,
        Item calldata end,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id);

    /**
     * @notice Id of the header after whose batch record `id` at `sequence` is the latest of the stream, on the
     * operator's word (§7).
     * @param siblings Siblings in the map of the party's heads, the deepest first.
     */
    function checkHead(
        StreamName calldata stream,
        uint64 sequence,
        bytes32 id,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header);

    /// @notice Id of the header after whose batch the party, which has heads, has none of this stream.
    function checkStreamAbsence(
        StreamName calldata stream,
        Item calldata end,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header);

    /// @notice Id of the header after whose batch the party has no head at all.
    function checkHolderAbsence(
        bytes32 party,
        Item calldata end,
        bytes32[] calldata siblings,
        Anchor calldata anchored
    ) external view returns (bytes32 header);
}
