import type { RecordHeader } from "./header.js";
import { RECORD_HEADER_TYPE } from "./header.js";

/** Both cumulative registers of a meter at the end of an interval. */
export interface MeterReading {
  readonly type: "MeterReading";
  readonly header: RecordHeader;
  /** OBIS 1-0:1.8.0, energy taken from the grid since installation, Wh. */
  readonly importWh: bigint;
  /** OBIS 1-0:2.8.0, energy fed into the grid since installation, Wh. */
  readonly exportWh: bigint;
}

export const METER_READING_TYPE = `MeterReading(RecordHeader header,uint64 importWh,uint64 exportWh)${RECORD_HEADER_TYPE}`;
