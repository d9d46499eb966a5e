import type { Command } from "commander";
import { addMeterRead } from "./meterRead.js";

/** `wattproof meter …`: what meters show and what they were settled for. */
export function addMeter(parent: Command): void {
  addMeterRead(parent);
}
