import { ZeroAddress } from "ethers";
import type { ChainEvent } from "../chain/events.js";
import { addressHex, wordHex } from "../chain/hexOf.js";
import type { CustodyRow } from "../database/schema.js";
import { positionOf, type RangeRows } from "./rows.js";

/** What becomes of a battery after its issue: status, successor, pack and keeper. */
export function projectLife(event: ChainEvent, rows: RangeRows): void {
  const { args, block } = event;
  const at = { atS: block.timestampS, ...positionOf(event) };
  const custody = (passport: bigint, role: CustodyRow["role"], account: string) =>
    rows.custody.push({ passport: wordHex(passport), role, account: addressHex(account), ...at });
  switch (event.name) {
    case "BatteryStatusChanged":
      rows.batteryStatuses.push({ passport: wordHex(args.passport), status: Number(args.status), ...at });
      return;
    case "PassportSucceeded":
      rows.successions.push({
        predecessor: wordHex(args.predecessor),
        successor: wordHex(args.successor),
        ...positionOf(event),
      });
      return;
    case "ModuleAdded":
      rows.modules.push({ pack: wordHex(args.pack), module: wordHex(args.module), event: "added", ...at });
      return;
    case "ModuleRemoved":
      rows.modules.push({ pack: wordHex(args.pack), module: wordHex(args.module), event: "removed", ...at });
      return;
    case "Transfer":
      custody(args.tokenId, "keeper", args.to);
      custody(args.tokenId, "offered", ZeroAddress);
      return;
    case "CustodyOffered":
      custody(args.passport, "offered", args.to);
      return;
    case "CustodyOfferWithdrawn":
      custody(args.passport, "offered", ZeroAddress);
  }
}
