import type { RecordJson } from "../../../api/types.js";
import type { DeviceRecord, RecordHeader, SignedBy, TimeSource } from "../../../protocol/index.js";

function headerFromJson(header: RecordJson["header"]): RecordHeader {
  return {
    device: header.device,
    sequence: BigInt(header.sequence),
    timestampS: BigInt(header.timestampS),
    timeSource: header.timeSource as TimeSource,
    signedBy: header.signedBy as SignedBy,
    link: header.link,
  };
}

/** The protocol's record behind the API's JSON. What it claims is judged afterwards by hashing it. */
export function recordFromJson(json: RecordJson): DeviceRecord {
  const header = headerFromJson(json.header);
  switch (json.type) {
    case "MeterReading":
      return { type: json.type, header, importWh: BigInt(json.importWh), exportWh: BigInt(json.exportWh) };
    case "SensorReading":
      return { type: json.type, header, field: json.field, valueMilli: BigInt(json.valueMilli) };
    case "ChargeCycle": {
      const { body } = json;
      return {
        type: json.type,
        header,
        body: {
          chargeMicroAh: BigInt(body.chargeMicroAh),
          dischargeMicroAh: BigInt(body.dischargeMicroAh),
          chargeMicroWh: BigInt(body.chargeMicroWh),
          dischargeMicroWh: BigInt(body.dischargeMicroWh),
          chargeDurationMs: BigInt(body.chargeDurationMs),
          dischargeDurationMs: BigInt(body.dischargeDurationMs),
          voltageMaxMicroV: BigInt(body.voltageMaxMicroV),
          voltageMinMicroV: BigInt(body.voltageMinMicroV),
          chargeTemperatureMaxMilliC: BigInt(body.chargeTemperatureMaxMilliC),
          dischargeTemperatureMaxMilliC: BigInt(body.dischargeTemperatureMaxMilliC),
          chargeCount: BigInt(body.chargeCount),
          dischargeCount: BigInt(body.dischargeCount),
          numberOfFullCycles: BigInt(body.numberOfFullCycles),
          energyThroughputMicroWh: BigInt(body.energyThroughputMicroWh),
          capacityThroughputMicroAh: BigInt(body.capacityThroughputMicroAh),
          salt: body.salt,
        },
      };
    }
  }
}
