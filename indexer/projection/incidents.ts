import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import type { IncidentEventRow } from "../database/schema.js";
import { positionOf, type RangeRows } from "./rows.js";

type Told = Pick<IncidentEventRow, "event"> & Partial<IncidentEventRow>;

/** What was said and decided in the incidents of devices. */
export function projectIncident(event: ChainEvent, rows: RangeRows): void {
  const { args, block } = event;
  const told = wordOf(event);
  if (told === undefined) return;
  rows.incidentEvents.push({
    device: args.device,
    number: Number(args.number),
    account: null,
    hash: null,
    category: null,
    endsAtS: null,
    state: null,
    ...told,
    atS: block.timestampS,
    ...positionOf(event),
  });
}

function wordOf({ name, args }: ChainEvent): Told | undefined {
  switch (name) {
    case "IncidentReported":
      return {
        event: "reported",
        account: addressHex(args.reporter),
        hash: args.evidenceHash,
        category: Number(args.category),
      };
    case "EquivocationProven":
      return { event: "proven", account: addressHex(args.prover) };
    case "IncidentQuarantined":
      return { event: "quarantined", endsAtS: Number(args.endsAtS) };
    case "IncidentAppealed":
      return { event: "appealed", account: addressHex(args.account), hash: args.statementHash };
    case "ClearanceSupported":
      return { event: "clearanceSupported", account: addressHex(args.organisation), hash: args.evidenceHash };
    case "IncidentClosed":
      return { event: "closed", state: Number(args.state) };
    default:
      return undefined;
  }
}
