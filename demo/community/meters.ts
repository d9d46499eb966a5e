import type { HomeHour } from "../../oracle/ingest/index.js";
import { type SignedRecord, TimeSource } from "../../protocol/index.js";
import type { SimulatedDevice } from "../devices/simulatedDevice.js";

/** A simulated smart meter: two cumulative registers and a key. */
export interface SimulatedMeter {
  readonly home: string;
  readonly device: SimulatedDevice;
  /** Signs the opening record: both registers at zero. */
  open(startS: bigint): SignedRecord;
  /** Adds an hour's flow and signs both registers at its end. */
  read(hour: HomeHour): SignedRecord;
}

export function createMeter(home: string, device: SimulatedDevice): SimulatedMeter {
  let importWh = 0n;
  let exportWh = 0n;
  const sign = (timestampS: bigint): SignedRecord => {
    const registers = { importWh, exportWh };
    // Times are the data set's own, replayed: nobody's clock stood behind them.
    return device.sign(timestampS, TimeSource.Synthetic, (header) => ({ type: "MeterReading", header, ...registers }));
  };
  return {
    home,
    device,
    open: sign,
    read(hour) {
      importWh += hour.importWh;
      exportWh += hour.exportWh;
      return sign(hour.endS);
    },
  };
}
