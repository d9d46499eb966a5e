import type { Command } from "commander";
import { addSensorRead } from "./sensorRead.js";

/** `wattproof sensor …`: what sensors measure. */
export function addSensor(parent: Command): void {
  addSensorRead(parent);
}
