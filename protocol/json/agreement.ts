import type { SupplyAgreement } from "../records/agreement.js";
import { boolean, hex, instant, integer, object, uint, uint64 } from "./readers.js";

/** Reads a supply agreement, member by member; whether a contract would take it is not looked at. */
export const readSupplyAgreement = object<SupplyAgreement>({
  importMeter: hex(32),
  exportMeter: hex(32),
  consumer: hex(20),
  startS: instant,
  endS: instant,
  supplier: hex(20),
  settlementPeriodS: integer(),
  noticeS: integer(),
  importRatedW: integer(),
  token: hex(20),
  exportRatedW: integer(),
  withCertificates: boolean,
  pricePerKWh: uint64(),
  capWh: uint64(),
  escrow: uint(128),
  salt: hex(32),
});
