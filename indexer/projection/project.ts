import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import type { IssuedPassport } from "../chain/passportFacts.js";
import { projectAgreement } from "./agreements.js";
import { projectAnchor } from "./anchors.js";
import { projectDevice } from "./devices.js";
import { projectIncident } from "./incidents.js";
import { projectMember } from "./members.js";
import { projectPassport } from "./passports.js";
import { emptyRows, type RangeRows } from "./rows.js";
import { projectSettlement } from "./settlement.js";
import type { SettlementBook } from "./settlementBook.js";
import { projectToken } from "./token.js";

/**
 * Rows that follow from events, which come in the order of the chain.
 * @param known.passports Facts of the passports that the events issue.
 * @param known.settlement What settlement came to before these events; moved on by them.
 * Throws `AgreementNotFollowed`, `IntervalUnreadable` and `SettledWordsInvalid`.
 */
export function project(
  events: readonly ChainEvent[],
  known: { passports: ReadonlyMap<Hex, IssuedPassport>; settlement: SettlementBook },
): RangeRows {
  const rows = emptyRows();
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
        for (const agreement of rows.agreements.slice(-1)) known.settlement.addAgreement(agreement);
        break;
      case "EnergySettlement":
        projectSettlement(event, rows, known.settlement);
        break;
    }
  }
  return rows;
}
