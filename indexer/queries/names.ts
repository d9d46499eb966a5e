import { Continuity } from "../../protocol/evidence/passport.js";
import { CorrectionReason } from "../../protocol/records/chargeCycle.js";
import { DeviceKind, DeviceStatus } from "../../protocol/records/enrolment.js";
import { TimeSource } from "../../protocol/records/header.js";
import { INCIDENT_CATEGORY_WORDS, INCIDENT_STATE_WORDS } from "../../protocol/records/incident.js";

/** Word for a number of an enumeration, in camel case. Throws `RangeError` for a number that the enumeration lacks. */
function wordOf<Word extends string>(words: Readonly<Partial<Record<number, Word>>>, value: number): Word {
  const word = words[value];
  if (word === undefined) throw new RangeError(`No word stands for ${value}.`);
  return word;
}

export const kindName = (kind: number) =>
  wordOf(
    {
      [DeviceKind.Meter]: "meter",
      [DeviceKind.Battery]: "battery",
      [DeviceKind.Charger]: "charger",
      [DeviceKind.Gateway]: "gateway",
      [DeviceKind.Sensor]: "sensor",
    },
    kind,
  );

export const statusName = (status: number) =>
  wordOf(
    {
      [DeviceStatus.Registered]: "registered",
      [DeviceStatus.Active]: "active",
      [DeviceStatus.Suspended]: "suspended",
      [DeviceStatus.Revoked]: "revoked",
      [DeviceStatus.Quarantined]: "quarantined",
    },
    status,
  );

export const timeSourceName = (source: number) =>
  wordOf(
    { [TimeSource.Device]: "device", [TimeSource.Gateway]: "gateway", [TimeSource.Synthetic]: "synthetic" },
    source,
  );

/** Lifecycle statuses in the order of contracts/types/Passports.sol. */
export const batteryStatusName = (status: number) =>
  wordOf({ 0: "original", 1: "repurposed", 2: "reused", 3: "remanufactured", 4: "waste" }, status);

export const continuityName = (continuity: number) =>
  wordOf(
    {
      [Continuity.FirstDevice]: "firstDevice",
      [Continuity.BothDevicesSigned]: "bothDevicesSigned",
      [Continuity.OrganisationAttested]: "organisationAttested",
    },
    continuity,
  );

export const correctionReasonName = (reason: number) =>
  wordOf(
    {
      [CorrectionReason.None]: "none",
      [CorrectionReason.SensorFault]: "sensorFault",
      [CorrectionReason.Calibration]: "calibration",
      [CorrectionReason.ClockFault]: "clockFault",
      [CorrectionReason.SoftwareFault]: "softwareFault",
    },
    reason,
  );

export const incidentCategoryName = (category: number) => wordOf(INCIDENT_CATEGORY_WORDS, category);

export const incidentStateName = (state: number) => wordOf(INCIDENT_STATE_WORDS, state);
