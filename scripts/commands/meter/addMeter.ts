import type { Command } from "commander";
import { addMeterCorrect } from "./meterCorrect.js";
import { addMeterRead } from "./meterRead.js";
import { addMeterShow } from "./meterShow.js";

/** `wattproof meter …`: what meters show and what they were settled for. */
export function addMeter(parent: Command): void {
  addMeterRead(parent);
  addMeterShow(parent);
  addMeterCorrect(parent);
}
