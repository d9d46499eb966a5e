import type { LotRecord } from "../../../deals/index.js";
import { type Hex, milliText } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";
import { labelOf } from "./lotValues.js";

/** Names of accounts, as far as they were ever members. */
export type Names = ReadonlyMap<Hex, string>;

/** A member for people, by name if there is one. */
export function partyWords(names: Names, account: Hex): string {
  const name = names.get(account);
  return name ? `${name} (${account})` : account;
}

/** A lot on one line: its label, and what it is. */
export function lotWords({ id, kind, quantityMilli: quantity, unit, item, batch }: LotRecord): string {
  const what = kind === "package" ? item : `${milliText(quantity)} ${unit} of ${item}`;
  return `${labelOf(id)} ${what}${batch === "" ? "" : `, batch ${batch}`}`;
}

/** A lot in full, one line each. */
export function describeLot(lot: LotRecord, names: Names): string[] {
  const { state, custodian, offeredTo, packedIn, delivery, certificate, maker, madeAtS } = lot;
  const party = (account: Hex) => partyWords(names, account);
  const line = (name: string, text: string | undefined) => (text === undefined ? [] : [`  ${name.padEnd(11)} ${text}`]);
  const lots = (name: string, ids: readonly Hex[]) => line(name, ids.length ? ids.map(labelOf).join(", ") : undefined);
  return [
    `Lot ${lotWords(lot)} is ${state}.`,
    ...line(state === "kept" || state === "carried" ? "custodian" : "was last at", party(custodian)),
    ...line("offered to", offeredTo && party(offeredTo)),
    ...line("in package", packedIn && labelOf(packedIn)),
    ...line("delivery", delivery),
    ...line("certificate", certificate),
    ...line("made by", `${party(maker)} at ${formatInstant(madeAtS)}`),
    ...lots("made of", lot.parents),
    ...lots("became", lot.children),
    ...lots("contents", lot.contents),
  ];
}

/** A lot for JSON: its quantity as a decimal, null where there is nothing. */
export function lotJson(
  { id, quantityMilli: quantity, offeredTo, packedIn, delivery, certificate, ...lot }: LotRecord,
  names: Names,
) {
  return {
    lot: id,
    label: labelOf(id),
    ...lot,
    custodianName: names.get(lot.custodian) ?? "",
    makerName: names.get(lot.maker) ?? "",
    quantity: milliText(quantity),
    offeredTo: offeredTo ?? null,
    packedIn: packedIn ?? null,
    delivery: delivery ?? null,
    certificate: certificate ?? null,
  };
}

/** The accounts that lots name. */
export function accountsOf(lots: readonly LotRecord[]): Hex[] {
  return lots.flatMap(({ maker, custodian, offeredTo }) => [maker, custodian, ...(offeredTo ? [offeredTo] : [])]);
}
