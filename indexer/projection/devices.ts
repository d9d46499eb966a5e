import { ZeroAddress } from "ethers";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import type { DevicePartyRow } from "../database/schema.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Devices, their keys, their statuses and who has to do with them. Status and signer of a device are the latest rows of their histories. */
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
    case "DeviceRotated":
      rows.signers.push({ device: args.device, sinceS: block.timestampS, signer: args.signer });
      return;
    case "DeviceStatusChanged":
      rows.statuses.push({ device: args.device, sinceS: block.timestampS, status: Number(args.status) });
      return;
    case "DeviceTransferOffered":
      party("offered", args.to);
      return;
    case "DeviceTransferred":
      party("organisation", args.to);
      party("offered", ZeroAddress);
      return;
    case "DeviceOwnerChanged":
      party("owner", args.to);
  }

  function party(role: DevicePartyRow["role"], account: string): void {
    const { device } = args;
    rows.deviceParties.push({
      device,
      role,
      account: addressHex(account),
      atS: block.timestampS,
      ...positionOf(event),
    });
  }
}
