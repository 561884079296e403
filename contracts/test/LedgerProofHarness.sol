// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import {Identifiers} from "../Identifiers.sol";
import {Item} from "../interfaces/LedgerStructs.sol";
import {LedgerBounds} from "../LedgerBounds.sol";
import {LedgerProof} from "../LedgerProof.sol";

/// @notice Makes the libraries callable for tests. Only tests pass hashes to them: verifiers compute every leaf themselves.
contract LedgerProofHarness {
    function checkTree(
        bytes32 root,
        bytes32 leaf,
        bytes32[] calldata proof,
        uint32 recordCount
    ) external pure {
        LedgerProof.checkTree(root, leaf, proof, recordCount);
    }

    function checkPresence(
        bytes32 root,
        bytes32 key,
        bytes32 leaf,
        bytes32[] calldata siblings
    ) external pure {
        LedgerProof.checkPresence(root, key, leaf, siblings);
    }

    function checkAbsence(
        bytes32 root,
        bytes32 key,
        Item calldata end,
        bytes32[] calldata siblings
    ) external pure {
        LedgerProof.checkAbsence(root, key, end, siblings);
    }

    function checkQuantity(int256 coefficient, uint8 scale, string calldata unit) external pure {
        LedgerBounds.checkQuantity(coefficient, scale, unit);
    }

    function checkPeriod(uint64 from, uint64 until) external pure {
        LedgerBounds.checkPeriod(from, until);
    }

    function hashItem(bytes32 key, bytes32 leaf) external pure returns (bytes32) {
        return LedgerProof.hashItem(key, leaf);
    }

    function hashAnchor(bytes32 header, uint64 anchoredAt) external pure returns (bytes32) {
        return LedgerProof.hashAnchor(header, anchoredAt);
    }

    function recover(bytes32 digest, bytes calldata signature) external pure returns (address) {
        return ECDSA.recoverCalldata(digest, signature);
    }

    function isIdentifier(string calldata text) external pure returns (bool) {
        return Identifiers.isValid(bytes(text));
    }
}
