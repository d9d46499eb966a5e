import type { Command } from "commander";
import { addDeviceDid } from "./deviceDid.js";
import { addDeviceEnrol } from "./deviceEnrol.js";
import { addDeviceFirmware } from "./deviceFirmware.js";
import { addDeviceIncident } from "./deviceIncident.js";
import { addDeviceRegister } from "./deviceRegister.js";
import { addDeviceRegistrar } from "./deviceRegistrar.js";
import { addDeviceReport } from "./deviceReport.js";
import { addDeviceRotate } from "./deviceRotate.js";
import { addDeviceService } from "./deviceService.js";
import { addDeviceShow } from "./deviceShow.js";
import { addDeviceStatus } from "./deviceStatus.js";
import { addDeviceTicket } from "./deviceTicket.js";
import { addDeviceTransfer } from "./deviceTransfer.js";

/** `wattproof device …`: the life of a device. @param parent The command `device`. */
export function addDevice(parent: Command): void {
  addDeviceRegister(parent);
  addDeviceTicket(parent);
  addDeviceEnrol(parent);
  addDeviceRotate(parent);
  addDeviceStatus(parent);
  addDeviceTransfer(parent);
  addDeviceFirmware(parent);
  addDeviceService(parent);
  addDeviceRegistrar(parent);
  addDeviceReport(parent);
  addDeviceIncident(parent);
  addDeviceShow(parent);
  addDeviceDid(parent);
}
