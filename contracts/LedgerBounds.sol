// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {BatchHeader, Entry, Record} from "./interfaces/LedgerStructs.sol";

/**
 * @title LedgerBounds
 * @notice Checks the bounds of the protocol's structs (§2, §4 to §6), and says which roles may write a kind (§8).
 * Verifiers check the grammar of texts; this library checks only their lengths.
 */
library LedgerBounds {
    /// @dev The greatest uint64 of the protocol (§2).
    uint64 private constant MAX_UINT = 2 ** 53 - 1;

    /// @dev |coefficient| must be less than this (§2).
    int256 private constant COEFFICIENT_LIMIT = 10 ** 38;

    uint8 private constant MAX_SCALE = 30;
    uint256 private constant MAX_KEY_LENGTH = 256;
    uint256 private constant MAX_SUBJECT_LENGTH = 128;
    uint256 private constant MAX_UNIT_LENGTH = 64;
    uint256 private constant MAX_SOURCES = 256;
    uint32 private constant MAX_RECORDS = 2 ** 31;

    bytes32 private constant REPLAY = keccak256("replay");

    /// @dev Reverts unless the entry is within the bounds of §2 and §4.
    function checkEntry(Entry calldata entry) internal pure {
        checkKey(entry.key);
        checkQuantity(entry.coefficient, entry.scale, entry.unit);
        checkPeriod(entry.from, entry.until);
    }

    /// @dev Reverts unless the key has 1 to 256 characters (§2).
    function checkKey(string calldata key) internal pure {
        uint256 length = bytes(key).length;
        if (length == 0 || length > MAX_KEY_LENGTH) revert ICarbonLedger.InvalidKeyLength(length);
    }

    /// @dev Reverts unless the pair is canonical, and (0, 0) where there is no unit (§2, §4).
    function checkQuantity(int256 coefficient, uint8 scale, string calldata unit) internal pure {
        uint256 length = bytes(unit).length;
        if (length > MAX_UNIT_LENGTH) revert ICarbonLedger.InvalidUnitLength(length);
        if (
            coefficient >= COEFFICIENT_LIMIT ||
            coefficient <= -COEFFICIENT_LIMIT ||
            scale > MAX_SCALE ||
            (scale > 0 && coefficient % 10 == 0) ||
            (length == 0 && coefficient != 0)
        ) {
            revert ICarbonLedger.InvalidQuantity(coefficient, scale, unit);
        }
        // With coefficient 0, only scale 0 is canonical. So without a unit the scale is 0 too.
    }

    /// @dev Reverts unless `from` < `until`, or both are 0 (§2).
    function checkPeriod(uint64 from, uint64 until) internal pure {
        checkUint(until);
        if (from >= until && (from | until) != 0) revert ICarbonLedger.InvalidPeriod(from, until);
    }

    /// @dev Reverts unless the record is within the bounds of §2 and §5.
    function checkRecord(Record calldata record) internal pure {
        checkStream(record.kind, record.subject);
        checkUint(record.sequence);
        if (record.sequence == 0 || (record.sequence == 1) != (record.previous == 0)) {
            revert ICarbonLedger.InvalidSequence(record.sequence, record.previous);
        }
        if (keccak256(bytes(record.subject)) == REPLAY && (record.kind < 4 || record.sources.length > 0)) {
            revert ICarbonLedger.InvalidReplay(record.kind, record.sources.length);
        }
        checkSources(record.sources);
    }

    /// @dev Reverts unless the kind is 1 to 5 and the subject has 1 to 128 characters (§2, §5).
    function checkStream(uint8 kind, string calldata subject) internal pure {
        if (kind == 0 || kind > 5) revert ICarbonLedger.InvalidKind(kind);
        uint256 length = bytes(subject).length;
        if (length == 0 || length > MAX_SUBJECT_LENGTH) revert ICarbonLedger.InvalidSubjectLength(length);
    }

    /// @dev Reverts unless there are at most 256 sources, in ascending order (§5).
    function checkSources(bytes32[] calldata sources) internal pure {
        if (sources.length > MAX_SOURCES) revert ICarbonLedger.TooManySources(sources.length);
        for (uint256 index = 1; index < sources.length; ++index) {
            if (sources[index - 1] >= sources[index]) {
                revert ICarbonLedger.SourcesNotAscending(index, sources[index]);
            }
        }
    }

    /// @dev Reverts unless the header is within the bounds of §6.
    function checkHeader(BatchHeader calldata header) internal pure {
        checkUint(header.number);
        checkUint(header.sealedAt);
        if (header.number == 0) revert ICarbonLedger.InvalidNumber(header.number);
        if ((header.number == 1) != (header.previous == 0)) {
            revert ICarbonLedger.InvalidHeaderPrevious(header.number, header.previous);
        }
        checkRecordCount(header.recordCount);
    }

    /// @dev Reverts unless the count of records is 1 to 2^31 (§6).
    function checkRecordCount(uint32 recordCount) internal pure {
        if (recordCount == 0 || recordCount > MAX_RECORDS)
            revert ICarbonLedger.InvalidRecordCount(recordCount);
    }

    /// @dev Reverts unless the number is at most 2^53 - 1 (§2).
    function checkUint(uint64 value) internal pure {
        if (value > MAX_UINT) revert ICarbonLedger.NumberTooLarge(value);
    }

    /// @dev The sum of the roles that may write a kind of record (§8).
    function writersOf(uint8 kind) internal pure returns (uint8 roles) {
        if (kind <= 2) return 1 | 2; // dataset, result: company, provider
        if (kind == 3) return 1; // disclosure: company
        if (kind == 4) return 4; // assurance: auditor
        return 8 | 16; // decision: exchange, regulator
    }
}
