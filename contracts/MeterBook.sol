// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {RecordHash} from "./libraries/RecordHash.sol";
import {DeviceKind} from "./types/Devices.sol";
import {MeterReading, SignedMeterReading} from "./types/Records.sol";
import {ExportRegister, ImportRegister, MeterCorrection, Registers} from "./types/Settlement.sol";

/// @title MeterBook
/// @notice The registers to which meters are settled: how they begin, and how they go on after a jump. See
/// `IEnergySettlement`.
abstract contract MeterBook is IEnergySettlement, EIP712 {
    /// @dev A meter's corrections: how many, and what they shifted its registers by in all, modulo 2^64.
    struct Corrections {
        // slot 0
        uint32 number;
        uint64 importShiftWh;
        uint64 exportShiftWh;
    }

    bytes32 private constant CORRECTION_TYPEHASH = keccak256(
        "MeterCorrection(bytes32 meter,uint32 number,uint8 reason,uint48 importAtS,uint48 exportAtS,"
        "uint64 importFromWh,uint64 importToWh,uint64 exportFromWh,uint64 exportToWh,bytes32 evidenceHash)"
    );

    /// @inheritdoc IEnergySettlement
    IDeviceRegistry public immutable DEVICES;

    mapping(bytes32 meter => ImportRegister) internal _imports;
    mapping(bytes32 meter => ExportRegister) internal _exports;
    mapping(bytes32 meter => Corrections) private _corrections;

    constructor(IDeviceRegistry devices) EIP712("Wattproof EnergySettlement", "1") {
        DEVICES = devices;
    }

    /// @inheritdoc IEnergySettlement
    function open(SignedMeterReading[] calldata openings) external {
        for (uint256 i = 0; i < openings.length; ++i) {
            MeterReading calldata r = openings[i].reading;
            bytes32 meter = r.header.device;
            require(DEVICES.deviceOf(meter).kind == DeviceKind.Meter, EnergySettlementNotAMeter(meter));
            require(_imports[meter].atS == 0, EnergySettlementAlreadyOpen(meter));
            require(r.header.sequence == 1, EnergySettlementNotOpeningRecord(meter, r.header.sequence));
            require(
                r.header.timestampS != 0 && r.header.timestampS <= block.timestamp,
                EnergySettlementInFuture(meter, r.header.timestampS)
            );
            DEVICES.requireSigned(meter, RecordHash.hash(r), openings[i].signature);

            // Fits: not of the future, and block times are uint48.
            uint48 atS = uint48(r.header.timestampS);
            (_imports[meter].atS, _imports[meter].registerWh) = (atS, r.importWh);
            (_exports[meter].atS, _exports[meter].registerWh) = (atS, r.exportWh);
            emit MeterOpened(meter, atS, r.importWh, r.exportWh);
        }
    }

    /// @inheritdoc IEnergySettlement
    function correct(MeterCorrection calldata c, address signer, bytes calldata signature) external {
        ImportRegister storage taken = _imports[c.meter];
        ExportRegister storage given = _exports[c.meter];
        require(taken.atS != 0, EnergySettlementNotOpen(c.meter));
        Corrections storage corrections = _corrections[c.meter];
        (bool importJumps, bool exportJumps) = (c.importFromWh != c.importToWh, c.exportFromWh != c.exportToWh);
        require(
            c.number == corrections.number + 1 && (importJumps || exportJumps),
            EnergySettlementInvalidCorrection(c.meter, c.number)
        );
        // Else a register of before the jump could be settled after it, or one of after it before.
        require(
            (!importJumps || c.importAtS == taken.atS) && (!exportJumps || c.exportAtS == given.atS),
            EnergySettlementCorrectionNotDue(c.meter, taken.atS, given.atS)
        );
        address organisation = DEVICES.deviceOf(c.meter).organisation;
        require(
            (signer == organisation || DEVICES.isRegistrar(organisation, signer)) &&
                SignatureChecker.isValidSignatureNow(
                    signer,
                    _hashTypedDataV4(keccak256(abi.encode(CORRECTION_TYPEHASH, c))),
                    signature
                ),
            EnergySettlementNotRegistrar(c.meter, signer)
        );

        corrections.number = c.number;
        unchecked {
            // Modulo 2^64: flows are differences, so a register may stand below zero on the new count for a while.
            (uint64 importShiftWh, uint64 exportShiftWh) = (
                c.importToWh - c.importFromWh,
                c.exportToWh - c.exportFromWh
            );
            corrections.importShiftWh += importShiftWh;
            corrections.exportShiftWh += exportShiftWh;
            taken.registerWh += importShiftWh;
            given.registerWh += exportShiftWh;
        }
        (taken.corrected, given.corrected) = (true, true);
        emit MeterCorrected(c.meter, signer, c);
    }

    /// @inheritdoc IEnergySettlement
    function registersOf(bytes32 meter) public view returns (Registers memory) {
        ImportRegister storage taken = _imports[meter];
        ExportRegister storage given = _exports[meter];
        return Registers(taken.atS, given.atS, taken.registerWh, given.registerWh);
    }

    /// @inheritdoc IEnergySettlement
    function countedOf(bytes32 meter) external view returns (Registers memory counted) {
        counted = registersOf(meter);
        Corrections storage corrections = _corrections[meter];
        unchecked {
            // Modulo 2^64, as the shifts themselves.
            counted.importWh -= corrections.importShiftWh;
            counted.exportWh -= corrections.exportShiftWh;
        }
    }

    /// @inheritdoc IEnergySettlement
    function correctionsOf(bytes32 meter) external view returns (uint32) {
        return _corrections[meter].number;
    }

    /// @inheritdoc IEnergySettlement
    function importOf(bytes32 meter) external view returns (ImportRegister memory) {
        return _imports[meter];
    }

    /// @inheritdoc IEnergySettlement
    function exportOf(bytes32 meter) external view returns (ExportRegister memory) {
        return _exports[meter];
    }

    /// @inheritdoc IEnergySettlement
    function settledUntil(bytes32 exportMeter) external view returns (uint48) {
        return _exports[exportMeter].untilS;
    }

    /// @dev What flowed from the last settled register to the next.
    /// @param sinceS From when on flows count: the last settled register must not be older.
    /// @param ratedW Most that the meter's connection can carry.
    function _flowWh(
        bytes32 meter,
        uint256 settledAtS,
        uint256 sinceS,
        uint64 settledWh,
        uint256 givenAtS,
        uint64 givenWh,
        uint256 ratedW
    ) internal pure returns (uint256 flowWh) {
        if (settledAtS < sinceS || settledAtS == 0) {
            require(settledAtS != 0, EnergySettlementNotOpen(meter));
            revert EnergySettlementNoBaseline(meter, uint48(sinceS));
        }
        require(givenAtS > settledAtS, EnergySettlementRegisterSettled(meter, uint48(settledAtS), uint48(givenAtS)));
        unchecked {
            flowWh = uint64(givenWh - settledWh);
            uint256 limitWh = (ratedW * (givenAtS - settledAtS)) / 1 hours;
            if (flowWh <= limitWh) return flowWh;
            // The limit of any time so far is below 2^63, so what fell is here too.
            _requireForwards(meter, settledWh, givenWh);
            revert EnergySettlementImplausible(meter, uint64(flowWh), limitWh);
        }
    }

    /// @dev A register never goes backwards. A difference of half the range or more is a fall: corrections count modulo 2^64.
    function _requireForwards(bytes32 meter, uint64 settledWh, uint64 givenWh) internal pure {
        unchecked {
            require(
                givenWh - settledWh <= uint64(type(int64).max),
                EnergySettlementRegisterBackwards(meter, settledWh, givenWh)
            );
        }
    }
}
