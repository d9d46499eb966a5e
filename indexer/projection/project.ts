import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import type { IssuedPassport } from "../chain/passportFacts.js";
import { AgreementNotFollowed } from "../errors.js";
import { projectAgreement } from "./agreements.js";
import { projectAnchor } from "./anchors.js";
import { projectDevice } from "./devices.js";
import { projectIncident } from "./incidents.js";
import { projectMember } from "./members.js";
import { projectPassport } from "./passports.js";
import { emptyRows, type RangeRows } from "./rows.js";
import { type Parties, projectSettlement } from "./settlement.js";
import { projectToken } from "./token.js";

/**
 * Rows that follow from events, which come in the order of the chain.
 * @param known.passports Facts of the passports that the events issue.
 * @param known.agreements Parties of the agreements that were registered before these events.
 * Throws `AgreementNotFollowed`.
 */
export function project(
  events: readonly ChainEvent[],
  known: { passports: ReadonlyMap<Hex, IssuedPassport>; agreements: ReadonlyMap<Hex, Parties> },
): RangeRows {
  const rows = emptyRows();
  const parties = new Map(known.agreements);
  const partiesOf = (agreement: Hex): Parties => {
    const found = parties.get(agreement);
    if (found === undefined) throw new AgreementNotFollowed({ agreement });
    return found;
  };
  for (const event of events) {
    switch (event.contract) {
      case "Membership":
        projectMember(event, rows);
        break;
      case "DeviceRegistry":
        projectDevice(event, rows);
        break;
      case "IncidentRegistry":
        projectIncident(event, rows);
        break;
      case "RecordAnchor":
        projectAnchor(event, rows);
        break;
      case "BatteryPassport":
        projectPassport(event, rows, known.passports);
        break;
      case "EnergyToken":
        projectToken(event, rows);
        break;
      case "SupplyAgreements":
        projectAgreement(event, rows);
        for (const agreement of rows.agreements.slice(-1)) parties.set(agreement.id, agreement);
        break;
      case "EnergySettlement":
        projectSettlement(event, rows, partiesOf);
        break;
    }
  }
  return rows;
}
