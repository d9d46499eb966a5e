import { fileURLToPath } from "node:url";
import { type LoggedSample, openSensorLog } from "../../oracle/ingest/index.js";
import { type Rejection, SENSOR_FIELDS } from "../../protocol/index.js";
import { SensorFieldNotChosen, SensorLogWithoutReading } from "../errors.js";
import type { DealsOptions } from "./options.js";

const SHIPPED = fileURLToPath(new URL("../../data/insulated_box_warmup_10s.csv", import.meta.url));

/** A logger's column as it is replayed. */
export interface SampleLog {
  /** Name of the sensor field. */
  readonly field: string;
  /** In the order of their times; at least one. */
  readonly samples: readonly LoggedSample[];
  /** Rows that could not be read. */
  readonly rejections: readonly Rejection[];
}

/**
 * Reads the column that is watched. Throws as `openSensorLog`, `SensorFieldNotChosen` or `SensorLogWithoutReading`.
 */
export async function readSampleLog({
  sensor = SHIPPED,
  column,
  field = fieldOfColumn(column),
  signal,
}: Pick<DealsOptions, "sensor" | "column" | "field" | "signal">): Promise<SampleLog> {
  // The file first: a mistyped column is no question of fields.
  const { source, rows, close } = await openSensorLog(sensor, { column });
  if (field === undefined || !Object.hasOwn(SENSOR_FIELDS, field)) {
    await close();
    throw new SensorFieldNotChosen(field ?? column);
  }
  const samples: LoggedSample[] = [];
  const rejections: Rejection[] = [];
  for await (const row of rows) {
    signal.throwIfAborted();
    if (row.accepted) samples.push(row);
    else rejections.push(row.rejection);
  }
  if (samples.length === 0) throw new SensorLogWithoutReading(source, column, rejections);
  return { field, samples, rejections };
}

/** Known field that a column's name is or begins with: `temperature` for `temperature_c`. */
function fieldOfColumn(column: string): string | undefined {
  return Object.keys(SENSOR_FIELDS).find((field) => column === field || column.startsWith(`${field}_`));
}
