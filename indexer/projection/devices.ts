import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Devices, their keys and their statuses. Status and signer of a device are the latest rows of their histories. */
export function projectDevice(event: ChainEvent, rows: RangeRows): void {
  const { args, block } = event;
  switch (event.name) {
    case "DeviceRegistered":
      rows.devices.push({
        device: args.device,
        kind: Number(args.kind),
        organisation: addressHex(args.organisation),
        owner: addressHex(args.owner),
        registeredAtS: block.timestampS,
        ...positionOf(event),
      });
      return;
    case "DeviceEnrolled":
      rows.signers.push({ device: args.device, sinceS: block.timestampS, signer: args.signer });
      return;
    case "DeviceStatusChanged":
      rows.statuses.push({ device: args.device, sinceS: block.timestampS, status: Number(args.status) });
  }
}
