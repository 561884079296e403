// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Item} from "../interfaces/LedgerStructs.sol";
import {LedgerProofHarness} from "./LedgerProofHarness.sol";
import {Test} from "./Test.sol";

/// @notice Compares the tree and the map with a literal implementation of §3.
contract LedgerProofTest is Test {
    LedgerProofHarness private _proof;

    function setUp() public {
        _proof = new LedgerProofHarness();
    }

    // ------------------------------------------------------------------------------------------------------------ map

    function testFuzz_everyItemOfAMapHasAProof(uint256 seed, uint8 size) public view {
        Item[] memory items = _items(seed, bound(size, 1, 12));
        bytes32 root = _rootOf(items, 0);
        for (uint256 index = 0; index < items.length; ++index) {
            (, bytes32[] memory siblings) = _walk(items, items[index].key);
            _proof.checkPresence(root, items[index].key, items[index].leaf, siblings);
        }
    }

    function testFuzz_everyOtherKeyHasAProofOfAbsence(uint256 seed, uint8 size, bytes32 key) public view {
        Item[] memory items = _items(seed, bound(size, 0, 12));
        (Item memory end, bytes32[] memory siblings) = _walk(items, key);
        vm.assume(end.key != key);
        _proof.checkAbsence(_rootOf(items, 0), key, end, siblings);
    }

    function testFuzz_aPresentKeyHasNoProofOfAbsence(
        uint256 seed,
        uint8 size,
        uint8 which,
        Item memory end
    ) public view {
        Item[] memory items = _items(seed, bound(size, 1, 12));
        bytes32 root = _rootOf(items, 0);
        bytes32 key = items[which % items.length].key;
        (Item memory own, bytes32[] memory siblings) = _walk(items, key);
        claim(!_isAbsent(root, key, own, siblings), "its own item is not a valid end");
        claim(!_isAbsent(root, key, Item(0, 0), siblings), "zero is not a valid end");
        claim(!_isAbsent(root, key, end, siblings), "an invented item is not a valid end");
        (Item memory neighbour, bytes32[] memory others) = _walk(items, key ^ bytes32(uint256(1)));
        claim(
            neighbour.key == key || !_isAbsent(root, key, neighbour, others),
            "a neighbour is not a valid end"
        );
    }

    function testFuzz_aCorruptedMapProofIsRefused(
        uint256 seed,
        uint8 size,
        uint8 where,
        uint8 bit
    ) public view {
        Item[] memory items = _items(seed, bound(size, 2, 12));
        bytes32 root = _rootOf(items, 0);
        Item memory item = items[where % items.length];
        (, bytes32[] memory siblings) = _walk(items, item.key);
        bytes32 mask = bytes32(uint256(1) << bit);
        claim(!_isPresent(root, item.key, item.leaf ^ mask, siblings), "another leaf");
        claim(!_isPresent(root, item.key ^ mask, item.leaf, siblings), "another key");
        claim(!_isPresent(root ^ mask, item.key, item.leaf, siblings), "another root");
        uint256 place = where % siblings.length;
        siblings[place] ^= mask;
        claim(!_isPresent(root, item.key, item.leaf, siblings), "another sibling");
    }

    // ----------------------------------------------------------------------------------------------------------- tree

    function testFuzz_everyLeafOfATreeHasAProof(uint256 seed, uint8 size) public view {
        uint256 count = bound(size, 1, 40);
        bytes32[] memory leaves = _leaves(seed, count);
        uint256 which = seed % count;
        (bytes32 root, bytes32[] memory proof) = _treeOf(leaves, which);
        _proof.checkTree(root, leaves[which], proof, uint32(count));
    }

    function testFuzz_aCorruptedTreeProofIsRefused(
        uint256 seed,
        uint8 size,
        uint8 where,
        uint8 bit
    ) public view {
        uint256 count = bound(size, 2, 40);
        bytes32[] memory leaves = _leaves(seed, count);
        uint256 which = seed % count;
        (bytes32 root, bytes32[] memory proof) = _treeOf(leaves, which);
        bytes32 mask = bytes32(uint256(1) << bit);
        claim(!_isInTree(root, leaves[which] ^ mask, proof, count), "another leaf");
        claim(!_isInTree(root ^ mask, leaves[which], proof, count), "another root");
        claim(
            proof.length < 2 || !_isInTree(root, leaves[which], proof, 2),
            "more siblings than the count needs"
        );
        if (proof.length == 0) return;
        proof[where % proof.length] ^= mask;
        claim(!_isInTree(root, leaves[which], proof, count), "another sibling");
    }

    // --------------------------------------------------------------------------------------------------------- bounds

    function testFuzz_aValueHasOneValidPair(int128 coefficient, uint8 scale) public view {
        scale = uint8(bound(scale, 1, 30));
        int256 larger = int256(coefficient) / 10;
        claim(!_isQuantity(larger * 10, scale, "kg"), "a scale that could be smaller is refused");
        claim(
            _isQuantity(larger * 10 + 1, scale, "kg") ==
                (larger * 10 + 1 < 10 ** 38 && larger * 10 + 1 > -(10 ** 38)),
            "the smallest scale is accepted within the limit"
        );
        claim(_isQuantity(coefficient, 0, "") == (coefficient == 0), "without a unit only 0 is accepted");
    }

    function testFuzz_aPeriodEndsAfterItsStartOrIsNotStated(uint64 from, uint64 until) public view {
        bool right = (from == 0 && until == 0) || (from < until && until < 2 ** 53);
        claim(_isPeriod(from, until) == right, "from < until, or (0, 0)");
        claim(!_isPeriod(from, from) || from == 0, "an empty period is refused");
    }

    // ------------------------------------------------------------------------------------------------- the literal §3

    function _items(uint256 seed, uint256 count) private pure returns (Item[] memory items) {
        items = new Item[](count);
        for (uint256 index = 0; index < count; ++index) {
            bytes32 key = keccak256(abi.encode(seed, index));
            // Every third key shares up to 60 leading bits with the one before it, so that the map is deep.
            if (index % 3 == 2) key = items[index - 1].key ^ bytes32(uint256(1) << (195 + (seed % 60)));
            items[index] = Item(key, keccak256(abi.encode(seed, index, "leaf")));
        }
    }

    function _rootOf(Item[] memory items, uint256 depth) private pure returns (bytes32) {
        if (items.length == 0) return 0;
        if (items.length == 1) return _hashItem(items[0]);
        bytes32 left = _rootOf(_side(items, depth, 0), depth + 1);
        bytes32 right = _rootOf(_side(items, depth, 1), depth + 1);
        return keccak256(abi.encodePacked(left, right));
    }

    function _side(
        Item[] memory items,
        uint256 depth,
        uint256 bit
    ) private pure returns (Item[] memory side) {
        uint256 count = 0;
        for (uint256 index = 0; index < items.length; ++index) {
            if (_bitOf(items[index].key, depth) == bit) ++count;
        }
        side = new Item[](count);
        for (uint256 index = items.length; index > 0; --index) {
            if (_bitOf(items[index - 1].key, depth) == bit) side[--count] = items[index - 1];
        }
    }

    function _bitOf(bytes32 key, uint256 depth) private pure returns (uint256) {
        return (uint256(key) >> (255 - depth)) & 1;
    }

    /// @dev The end of the walk along the key, and the siblings, the deepest first.
    function _walk(
        Item[] memory items,
        bytes32 key
    ) private pure returns (Item memory end, bytes32[] memory siblings) {
        bytes32[] memory path = new bytes32[](256);
        uint256 depth = 0;
        for (; items.length > 1; ++depth) {
            uint256 bit = _bitOf(key, depth);
            path[depth] = _rootOf(_side(items, depth, 1 - bit), depth + 1);
            items = _side(items, depth, bit);
        }
        if (items.length == 1) end = items[0];
        siblings = new bytes32[](depth);
        for (uint256 index = 0; index < depth; ++index) siblings[index] = path[depth - 1 - index];
    }

    function _hashItem(Item memory item) private pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("Item(bytes32 key,bytes32 leaf)"), item.key, item.leaf));
    }

    function _leaves(uint256 seed, uint256 count) private pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[](count);
        for (uint256 index = 0; index < count; ++index) {
            bytes32 leaf = keccak256(abi.encode(seed, index));
            uint256 place = index;
            for (; place > 0 && leaves[place - 1] > leaf; --place) leaves[place] = leaves[place - 1];
            leaves[place] = leaf;
        }
    }

    function _treeOf(
        bytes32[] memory leaves,
        uint256 which
    ) private pure returns (bytes32 root, bytes32[] memory proof) {
        bytes32[] memory level = leaves;
        bytes32[] memory found = new bytes32[](31);
        uint256 length = 0;
        while (level.length > 1) {
            if (which ^ 1 < level.length) found[length++] = level[which ^ 1];
            level = _levelAbove(level);
            which /= 2;
        }
        proof = new bytes32[](length);
        for (uint256 index = 0; index < length; ++index) proof[index] = found[index];
        return (level[0], proof);
    }

    function _levelAbove(bytes32[] memory level) private pure returns (bytes32[] memory above) {
        above = new bytes32[]((level.length + 1) / 2);
        for (uint256 index = 0; index < level.length; index += 2) {
            bytes32 a = level[index];
            if (index + 1 == level.length) {
                above[index / 2] = a;
                continue;
            }
            bytes32 b = level[index + 1];
            above[index / 2] = a < b ? keccak256(abi.encodePacked(a, b)) : keccak256(abi.encodePacked(b, a));
        }
    }

    // -------------------------------------------------------------------------------------------------------- answers

    function _isPresent(
        bytes32 root,
        bytes32 key,
        bytes32 leaf,
        bytes32[] memory siblings
    ) private view returns (bool) {
        try _proof.checkPresence(root, key, leaf, siblings) {
            return true;
        } catch {
            return false;
        }
    }

    function _isAbsent(
        bytes32 root,
        bytes32 key,
        Item memory end,
        bytes32[] memory siblings
    ) private view returns (bool) {
        try _proof.checkAbsence(root, key, end, siblings) {
            return true;
        } catch {
            return false;
        }
    }

    function _isInTree(
        bytes32 root,
        bytes32 leaf,
        bytes32[] memory proof,
        uint256 count
    ) private view returns (bool) {
        try _proof.checkTree(root, leaf, proof, uint32(count)) {
            return true;
        } catch {
            return false;
        }
    }

    function _isQuantity(int256 coefficient, uint8 scale, string memory unit) private view returns (bool) {
        try _proof.checkQuantity(coefficient, scale, unit) {
            return true;
        } catch {
            return false;
        }
    }

    function _isPeriod(uint64 from, uint64 until) private view returns (bool) {
        try _proof.checkPeriod(from, until) {
            return true;
        } catch {
            return false;
        }
    }
}
