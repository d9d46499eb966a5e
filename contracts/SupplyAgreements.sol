// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {Windows} from "./libraries/Windows.sol";
import {Agreement, Supply} from "./types/Agreements.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";

/// @title SupplyAgreements
/// @notice See `ISupplyAgreements`.
contract SupplyAgreements is ISupplyAgreements, EIP712 {
    using Windows for Windows.Set;

    bytes32 private constant AGREEMENT_TYPEHASH = keccak256(
        "Agreement(bytes32 importMeter,bytes32 exportMeter,address consumer,uint48 startS,uint48 endS,address supplier,"
        "uint96 pricePerKWh,uint64 capWh,uint32 settlementPeriodS,bytes32 salt)"
    );
    uint32 private constant MIN_PERIOD_S = 15 minutes;
    uint32 private constant MAX_PERIOD_S = 1 days;

    /// @notice Most agreements of one export meter that may overlap a window. They have to settle in one transaction, and
    /// Osaka caps a transaction at 16,777,216 gas (EIP-7825): at worst, where every P-256 meter brings its baseline, every
    /// account is its own and every payment falls short, an agreement takes 150,000.
    uint256 public constant MAX_ROSTER = 100;

    /// @notice Whose meters the agreements name.
    IDeviceRegistry public immutable DEVICES;

    mapping(bytes32 id => Agreement) private _agreements;
    mapping(bytes32 importMeter => bytes32[] ids) private _ofImportMeter;
    mapping(bytes32 exportMeter => bytes32[] ids) private _ofExportMeter;
    mapping(bytes32 exportMeter => Windows.Set) private _exportWindows;
    mapping(bytes32 exportMeter => uint32 periodS) private _periods;

    constructor(IDeviceRegistry devices) EIP712("Wattproof SupplyAgreements", "1") {
        DEVICES = devices;
    }

    /// @inheritdoc ISupplyAgreements
    function register(
        Agreement calldata a,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id) {
        id = idOf(a);
        require(_agreements[id].endS == 0, SupplyAgreementsAlreadyRegistered(id));
        _requireTerms(a);
        _requireMeter(a.importMeter, a.consumer);
        _requireMeter(a.exportMeter, a.supplier);
        uint32 period = _periods[a.exportMeter];
        require(
            period == 0 || period == a.settlementPeriodS,
            SupplyAgreementsPeriodMismatch(a.exportMeter, period, a.settlementPeriodS)
        );
        Windows.Set storage windows = _exportWindows[a.exportMeter];
        require(windows.overlaps(a.startS, a.endS) < MAX_ROSTER, SupplyAgreementsRosterFull(a.exportMeter));
        _requireSignature(id, a.consumer, consumerSignature);
        _requireSignature(id, a.supplier, supplierSignature);

        _insertByWindow(a, id);
        _agreements[id] = a;
        _ofExportMeter[a.exportMeter].push(id);
        _periods[a.exportMeter] = a.settlementPeriodS;
        windows.add(a.startS, a.endS);
        emit AgreementRegistered(id, a.importMeter, a.exportMeter, a);
    }

    /// @inheritdoc ISupplyAgreements
    function idOf(Agreement calldata a) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(AGREEMENT_TYPEHASH, a)));
    }

    /// @inheritdoc ISupplyAgreements
    function agreementOf(bytes32 id) external view returns (Agreement memory) {
        require(_agreements[id].endS != 0, SupplyAgreementsUnknown(id));
        return _agreements[id];
    }

    /// @inheritdoc ISupplyAgreements
    function agreementsOfImportMeter(bytes32 importMeter) external view returns (bytes32[] memory) {
        return _ofImportMeter[importMeter];
    }

    /// @inheritdoc ISupplyAgreements
    function agreementsOfExportMeter(bytes32 exportMeter) external view returns (bytes32[] memory) {
        return _ofExportMeter[exportMeter];
    }

    /// @inheritdoc ISupplyAgreements
    function agreementAt(
        bytes32 importMeter,
        uint48 endS
    ) external view returns (bytes32 id, Agreement memory agreement) {
        id = _idAt(importMeter, endS);
        agreement = _agreements[id];
    }

    /// @inheritdoc ISupplyAgreements
    function supplyAt(bytes32 importMeter, uint48 endS) external view returns (Supply memory supply) {
        bytes32 id = _idAt(importMeter, endS);
        if (id == 0) return supply;
        Agreement storage a = _agreements[id];
        return Supply(id, a.exportMeter, a.consumer, a.supplier, a.startS, a.pricePerKWh, a.capWh);
    }

    /// @inheritdoc ISupplyAgreements
    function exportOverlaps(bytes32 exportMeter, uint48 fromS, uint48 toS) external view returns (uint256) {
        return _exportWindows[exportMeter].overlaps(fromS, toS);
    }

    /// @inheritdoc ISupplyAgreements
    function importAgreementsBetween(
        bytes32 importMeter,
        uint48 fromS,
        uint48 toS
    ) external view returns (Agreement[] memory agreements) {
        bytes32[] storage ids = _ofImportMeter[importMeter];
        uint256 first = _firstEndingAfter(ids, fromS);
        uint256 last = first;
        while (last < ids.length && _agreements[ids[last]].startS < toS) ++last;
        agreements = new Agreement[](last - first);
        for (uint256 i = first; i < last; ++i) {
            agreements[i - first] = _agreements[ids[i]];
        }
    }

    /// @inheritdoc ISupplyAgreements
    function periodOf(bytes32 exportMeter) external view returns (uint32) {
        return _periods[exportMeter];
    }

    /// @dev Keeps an import meter's agreements ordered by window and refuses one that overlaps a neighbour.
    function _insertByWindow(Agreement calldata a, bytes32 id) private {
        bytes32[] storage ids = _ofImportMeter[a.importMeter];
        uint256 index = _firstEndingAfter(ids, a.startS);
        if (index < ids.length && _agreements[ids[index]].startS < a.endS) {
            revert SupplyAgreementsOverlap(a.importMeter, ids[index]);
        }
        ids.push(id);
        for (uint256 i = ids.length - 1; i > index; --i) {
            ids[i] = ids[i - 1];
        }
        ids[index] = id;
    }

    function _idAt(bytes32 importMeter, uint48 endS) private view returns (bytes32) {
        bytes32[] storage ids = _ofImportMeter[importMeter];
        uint256 index = _firstEndingAfter(ids, endS == 0 ? 0 : endS - 1);
        return index < ids.length && _agreements[ids[index]].startS < endS ? ids[index] : bytes32(0);
    }

    /// @dev Windows of an import meter do not overlap, so their ends are sorted as their starts are.
    function _firstEndingAfter(bytes32[] storage ids, uint48 timestampS) private view returns (uint256 low) {
        uint256 high = ids.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_agreements[ids[middle]].endS <= timestampS) low = middle + 1;
            else high = middle;
        }
    }

    function _requireTerms(Agreement calldata a) private pure {
        uint32 period = a.settlementPeriodS;
        require(
            period >= MIN_PERIOD_S &&
                period <= MAX_PERIOD_S &&
                1 days % period == 0 &&
                a.startS < a.endS &&
                a.startS % period == 0 &&
                a.endS % period == 0,
            SupplyAgreementsInvalidWindow(a.startS, a.endS, period)
        );
        require(
            a.importMeter != a.exportMeter && a.capWh != 0,
            SupplyAgreementsInvalidTerms(a.importMeter, a.exportMeter)
        );
    }

    function _requireMeter(bytes32 meter, address owner) private view {
        Device memory d = DEVICES.deviceOf(meter);
        require(
            d.kind == DeviceKind.Meter && d.status == DeviceStatus.Active && d.owner == owner,
            SupplyAgreementsNotMeterOwner(meter, owner)
        );
    }

    function _requireSignature(bytes32 id, address account, bytes calldata signature) private view {
        require(
            SignatureChecker.isValidSignatureNow(account, id, signature),
            SupplyAgreementsInvalidSignature(id, account)
        );
    }
}
