// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IBatteryPassport} from "./interfaces/IBatteryPassport.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {BatteryStatuses} from "./libraries/BatteryStatuses.sol";
import {BatteryStatus, OperatingLimits, Passport, PassportFacts} from "./types/Passports.sol";

/// @title PassportLife
/// @notice What a battery is, what becomes of it and who keeps it: facts, status, successors, packs and custody. See
/// `IBatteryPassport`.
/// @dev Two rules keep every passport plain: to one that has a successor nothing happens any more, its custody included,
/// and what is offered is the battery as it stood when it was offered.
abstract contract PassportLife is IBatteryPassport, ERC721 {
    using BatteryStatuses for BatteryStatus;

    uint256 private constant MAX_IDENTIFIER_BYTES = 128;
    uint256 private constant MAX_TEXT_BYTES = 256;
    // Bound the loops over them.
    uint256 private constant MAX_MODULES = 64;
    uint256 private constant MAX_PREDECESSORS = 64;

    /// @notice Who may issue passports.
    IMembership public immutable MEMBERSHIP;

    mapping(uint256 passport => Passport) internal _passports;
    mapping(uint256 passport => uint256[] predecessors) private _predecessors;
    mapping(uint256 pack => uint256[] modules) private _modules;
    mapping(uint256 passport => address offeredTo) private _custodyOffers;

    constructor(IMembership membership) ERC721("Wattproof Battery Passport", "WPBP") {
        MEMBERSHIP = membership;
    }

    /// @inheritdoc IBatteryPassport
    function issue(PassportFacts calldata facts) external returns (uint256) {
        uint256 passport = _requireIssuable(facts);

        _issue(passport, facts, BatteryStatus.Original);
        return passport;
    }

    /// @inheritdoc IBatteryPassport
    function issueSuccessor(
        PassportFacts calldata facts,
        BatteryStatus status,
        uint256[] calldata predecessors
    ) external returns (uint256 passport) {
        passport = _requireIssuable(facts);
        require(status.beginsSuccessor(), BatteryPassportInvalidSuccessorStatus(passport, status));
        require(
            predecessors.length != 0 && predecessors.length <= MAX_PREDECESSORS,
            BatteryPassportInvalidPredecessors(passport)
        );
        for (uint256 i = 0; i < predecessors.length; ++i) _giveSuccessor(predecessors[i], passport);

        _issue(passport, facts, status);
        emit BatteryStatusChanged(passport, status);
        _predecessors[passport] = predecessors;
        for (uint256 i = 0; i < predecessors.length; ++i) {
            _withdrawOffer(predecessors[i]);
            emit PassportSucceeded(predecessors[i], passport);
        }
    }

    /// @inheritdoc IBatteryPassport
    function setStatus(uint256 passport, BatteryStatus status) external {
        _requireKept(passport);
        _requireNoModule(passport);
        BatteryStatus from = _passports[passport].status;
        require(from.changesInPlace(status), BatteryPassportInvalidTransition(passport, from, status));

        _setStatus(passport, status);
        uint256[] storage modules = _modules[passport];
        for (uint256 i = 0; i < modules.length; ++i) {
            uint256 module = modules[i];
            if (_passports[module].status.changesInPlace(status)) _setStatus(module, status);
        }
    }

    /// @inheritdoc IBatteryPassport
    function addModules(uint256 pack, uint256[] calldata modules) external {
        _requireKept(pack);
        _requireNoModule(pack);
        uint256[] storage present = _modules[pack];

        _withdrawOffer(pack);
        for (uint256 i = 0; i < modules.length; ++i) {
            uint256 module = modules[i];
            Passport storage p = _passports[module];
            require(
                _ownerOf(module) == msg.sender &&
                    module != pack &&
                    p.pack == 0 &&
                    p.successor == 0 &&
                    p.status != BatteryStatus.Waste &&
                    _passports[pack].status != BatteryStatus.Waste &&
                    _modules[module].length == 0 &&
                    present.length < MAX_MODULES,
                BatteryPassportInvalidModule(pack, module)
            );

            p.pack = pack;
            present.push(module);
            _withdrawOffer(module);
            emit ModuleAdded(pack, module);
        }
    }

    /// @inheritdoc IBatteryPassport
    function removeModules(uint256 pack, uint256[] calldata modules) external {
        _requireKept(pack);

        _withdrawOffer(pack);
        for (uint256 i = 0; i < modules.length; ++i) _removeModule(pack, modules[i]);
    }

    /// @inheritdoc IBatteryPassport
    function offerCustody(uint256 passport, address to) external {
        _requireKept(passport);
        _requireNoModule(passport);

        _custodyOffers[passport] = to;
        if (to == address(0)) emit CustodyOfferWithdrawn(passport);
        else emit CustodyOffered(passport, msg.sender, to);
    }

    /// @inheritdoc IBatteryPassport
    function acceptCustody(uint256 passport) external {
        require(_custodyOffers[passport] == msg.sender, BatteryPassportNotOffered(passport, msg.sender));

        delete _custodyOffers[passport];
        _update(msg.sender, passport, address(0));
        uint256[] storage modules = _modules[passport];
        for (uint256 i = 0; i < modules.length; ++i) _update(msg.sender, modules[i], address(0));
    }

    /// @inheritdoc IBatteryPassport
    function passportOf(uint256 passport) external view returns (Passport memory) {
        _requireOwned(passport);
        return _passports[passport];
    }

    /// @inheritdoc IBatteryPassport
    function custodyOfferOf(uint256 passport) external view returns (address) {
        return _custodyOffers[passport];
    }

    /// @inheritdoc IBatteryPassport
    function predecessorsOf(uint256 passport) public view returns (uint256[] memory) {
        return _predecessors[passport];
    }

    /// @inheritdoc IBatteryPassport
    function modulesOf(uint256 passport) public view returns (uint256[] memory) {
        return _modules[passport];
    }

    /// @inheritdoc IBatteryPassport
    function passportId(string calldata batteryPassportIdentifier) public pure returns (uint256) {
        return uint256(keccak256(bytes(batteryPassportIdentifier)));
    }

    /// @dev ERC-721's own transfers name who asks; issuing and accepting custody do not.
    function _update(address to, uint256 passport, address auth) internal override returns (address) {
        require(auth == address(0), BatteryPassportTwoStepOnly(passport));
        return super._update(to, passport, auth);
    }

    function _withdrawOffer(uint256 passport) internal {
        if (_custodyOffers[passport] == address(0)) return;
        delete _custodyOffers[passport];
        emit CustodyOfferWithdrawn(passport);
    }

    function _requireKept(uint256 passport) internal view {
        require(_requireOwned(passport) == msg.sender, BatteryPassportNotKeeper(passport, msg.sender));
        _requireInUse(passport);
    }

    function _requireInUse(uint256 passport) internal view {
        uint256 successor = _passports[passport].successor;
        require(successor == 0, BatteryPassportSucceeded(passport, successor));
    }

    /// @dev The caller may issue a passport with these facts: `passport`.
    function _requireIssuable(PassportFacts calldata facts) private view returns (uint256 passport) {
        require(MEMBERSHIP.isMember(msg.sender), BatteryPassportNotMember(msg.sender));
        string calldata identifier = facts.batteryPassportIdentifier;
        uint256 length = bytes(identifier).length;
        require(
            length != 0 &&
                length <= MAX_IDENTIFIER_BYTES &&
                bytes(facts.model).length <= MAX_TEXT_BYTES &&
                bytes(facts.chemistry).length <= MAX_TEXT_BYTES &&
                facts.ratedCapacityMicroAh != 0 &&
                _areOrdered(facts.limits),
            BatteryPassportInvalidFacts(identifier)
        );
        passport = passportId(identifier);
        require(_ownerOf(passport) == address(0), BatteryPassportAlreadyIssued(passport));
    }

    function _issue(uint256 passport, PassportFacts calldata facts, BatteryStatus status) private {
        _passports[passport] = Passport(facts, msg.sender, status, uint48(block.timestamp), 0, 0);
        _mint(msg.sender, passport);
        emit PassportIssued(passport, msg.sender, facts.batteryPassportIdentifier);
    }

    /// @dev Notes the successor, by which a predecessor that is named twice is known. A pack's modules are batteries of
    /// their own: they are taken out before the pack is succeeded.
    function _giveSuccessor(uint256 predecessor, uint256 successor) private {
        Passport storage p = _passports[predecessor];
        require(
            predecessor != successor && p.successor != successor && _modules[predecessor].length == 0,
            BatteryPassportInvalidPredecessors(successor)
        );
        _requireKept(predecessor);
        _requireNoModule(predecessor);

        p.successor = successor;
    }

    function _removeModule(uint256 pack, uint256 module) private {
        require(_passports[module].pack == pack, BatteryPassportInvalidModule(pack, module));
        uint256[] storage modules = _modules[pack];
        uint256 position = 0;
        while (modules[position] != module) ++position;

        delete _passports[module].pack;
        modules[position] = modules[modules.length - 1];
        modules.pop();
        emit ModuleRemoved(pack, module);
    }

    /// @dev An offer is of the battery as it stood.
    function _setStatus(uint256 passport, BatteryStatus status) private {
        _passports[passport].status = status;
        _withdrawOffer(passport);
        emit BatteryStatusChanged(passport, status);
    }

    function _requireNoModule(uint256 passport) private view {
        uint256 pack = _passports[passport].pack;
        require(pack == 0, BatteryPassportInPack(passport, pack));
    }

    function _areOrdered(OperatingLimits calldata limits) private pure returns (bool) {
        return
            limits.voltageMinMicroV < limits.voltageMaxMicroV &&
            limits.temperatureMinMilliC < limits.temperatureMaxMilliC &&
            limits.chargingTemperatureMinMilliC < limits.chargingTemperatureMaxMilliC;
    }
}
