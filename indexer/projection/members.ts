import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { decodeLoosely, looseText } from "../chain/text.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Organisations that join and leave. */
export function projectMember(event: ChainEvent, rows: RangeRows): void {
  const row = (kind: "admitted" | "expelled", organisation: Hex, name: string) =>
    rows.members.push({ organisation, event: kind, name, atS: event.block.timestampS, ...positionOf(event) });
  const organisation = () => addressHex(event.args.organisation);
  if (event.name === "MemberAdmitted") {
    row("admitted", organisation(), looseText(decodeLoosely(["string"], event.data)[0]));
  } else if (event.name === "MemberExpelled") {
    row("expelled", organisation(), "");
  }
}
