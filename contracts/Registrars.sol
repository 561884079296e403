// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";

/**
 * @title Registrars
 * @notice Keeps the registrars: the accounts that may register parties and change roles and keys. See {IPartyRegistry}.
 *
 * Only a registrar can propose another registrar, who accepts after keyDelay. The admin grants nothing, and may revoke
 * every registrar but the last. A revocation cancels all waiting proposals, so those of a stolen key end with the key.
 */
abstract contract Registrars is IPartyRegistry, AccessControl {
    struct Proposal {
        uint64 readyAt;
        /// The number of revocations before this proposal was made.
        uint64 revocations;
    }

    /// @notice The role of registrars.
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");

    uint64 private constant LONGEST_DELAY = 365 days;

    /// @inheritdoc IPartyRegistry
    uint64 public immutable keyDelay;

    mapping(address candidate => Proposal proposal) private _proposals;

    /// @inheritdoc IPartyRegistry
    uint256 public registrarCount;
    uint64 private _revocations;

    constructor(address admin, address registrar, uint64 keyDelay_) {
        if (admin == address(0)) revert InvalidAccount(admin);
        if (registrar == address(0) || registrar == admin) revert InvalidAccount(registrar);
        if (keyDelay_ == 0 || keyDelay_ > LONGEST_DELAY) revert InvalidDelay(keyDelay_);
        keyDelay = keyDelay_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(REGISTRAR_ROLE, registrar);
    }

    /// @inheritdoc IPartyRegistry
    function proposeRegistrar(address candidate) external onlyRole(REGISTRAR_ROLE) {
        if (candidate == address(0) || hasRole(DEFAULT_ADMIN_ROLE, candidate))
            revert InvalidAccount(candidate);
        uint64 waiting = proposalOf(candidate);
        if (waiting != 0 || isRegistrar(candidate)) revert AlreadyProposed(candidate, waiting);
        uint64 readyAt = _now() + keyDelay;
        _proposals[candidate] = Proposal({readyAt: readyAt, revocations: _revocations});
        emit RegistrarProposed(candidate, msg.sender, readyAt);
    }

    /// @inheritdoc IPartyRegistry
    function acceptRegistrar() external {
        uint64 readyAt = proposalOf(msg.sender);
        if (readyAt == 0) revert NotProposed(msg.sender);
        if (_now() < readyAt) revert ProposalWaits(msg.sender, readyAt, _now());
        delete _proposals[msg.sender];
        _grantRole(REGISTRAR_ROLE, msg.sender);
    }

    /// @notice Always reverts. A registrar is proposed and accepts instead. No other role can be granted.
    function grantRole(bytes32 role, address account) public pure override {
        revert GrantsNeedProposal(role, account);
    }

    /// @inheritdoc IPartyRegistry
    function isRegistrar(address account) public view returns (bool) {
        return hasRole(REGISTRAR_ROLE, account);
    }

    /// @inheritdoc IPartyRegistry
    function proposalOf(address candidate) public view returns (uint64 readyAt) {
        Proposal memory proposal = _proposals[candidate];
        return proposal.revocations == _revocations ? proposal.readyAt : 0;
    }

    /// @dev Counts registrars, no matter how the role was given.
    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        granted = super._grantRole(role, account);
        if (granted && role == REGISTRAR_ROLE) ++registrarCount;
    }

    /// @dev Refuses to remove the last registrar, no matter how the role is taken, and cancels all waiting proposals.
    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        revoked = super._revokeRole(role, account);
        if (revoked && role == REGISTRAR_ROLE) {
            if (registrarCount == 1) revert LastRegistrar(account);
            --registrarCount;
            ++_revocations;
        }
    }

    function _now() internal view returns (uint64) {
        return uint64(block.timestamp);
    }
}
