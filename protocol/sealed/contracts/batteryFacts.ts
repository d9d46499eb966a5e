import type { PassportFacts } from "../../evidence/passport.js";
import type { Hex } from "../../hex.js";
import { textAt } from "../storage/arrays.js";
import { type Reading, together } from "../storage/reading.js";
import { slotBehind } from "../storage/slots.js";
import { hexMemberOf, memberOf, signedMemberOf } from "../storage/words.js";
import { FACTS, LIMITS, PASSPORT } from "./batteryLayout.js";

/**
 * What the maker stated of a battery.
 * @param slot Where the passport lies. @param head The passport's own words. @param name Of the passport, for messages.
 * @throws SealedStateUnreadable
 */
export function* factsIn(contract: Hex, slot: bigint, head: readonly bigint[], name: string): Reading<PassportFacts> {
  const { members } = FACTS;
  const facts = head.slice(PASSPORT.members.facts.slot);
  const textOf = (member: "batteryPassportIdentifier" | "model" | "chemistry") =>
    textAt(contract, slotBehind(slot, PASSPORT.members.facts.slot + members[member].slot), `the ${member} of ${name}`);
  const texts = yield* together([textOf("batteryPassportIdentifier"), textOf("model"), textOf("chemistry")]);
  const [batteryPassportIdentifier, model, chemistry] = texts as [string, string, string];
  const limits = facts.slice(members.limits.slot);
  return {
    batteryPassportIdentifier,
    maker: hexMemberOf(head, PASSPORT.members.maker),
    model,
    chemistry,
    ratedCapacityMicroAh: memberOf(facts, members.ratedCapacityMicroAh),
    ratedEnergyMicroWh: memberOf(facts, members.ratedEnergyMicroWh),
    factoryChargeCount: Number(memberOf(facts, members.factoryChargeCount)),
    factoryDischargeCount: Number(memberOf(facts, members.factoryDischargeCount)),
    limits: {
      voltageMinMicroV: memberOf(limits, LIMITS.members.voltageMinMicroV),
      voltageMaxMicroV: memberOf(limits, LIMITS.members.voltageMaxMicroV),
      temperatureMinMilliC: signedMemberOf(limits, LIMITS.members.temperatureMinMilliC),
      temperatureMaxMilliC: signedMemberOf(limits, LIMITS.members.temperatureMaxMilliC),
      chargingTemperatureMinMilliC: signedMemberOf(limits, LIMITS.members.chargingTemperatureMinMilliC),
      chargingTemperatureMaxMilliC: signedMemberOf(limits, LIMITS.members.chargingTemperatureMaxMilliC),
    },
  };
}
