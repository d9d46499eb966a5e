import { expect } from "chai";
import { describe, it } from "mocha";
import { type MeterCorrection, MeterCorrectionReason } from "../../protocol/index.js";
import { hour, village } from "../contracts/EnergySettlement/village.js";
import { fresh } from "../support/chain/chain.js";
import { correctMeter } from "../support/chain/corrections.js";
import { bytes32Of } from "../support/chain/devices.js";
import { endOf } from "../support/chain/market.js";
import { outcomeOf, settledBy } from "../support/chain/settled.js";

/** The village after its first hour, at whose end Ada's meter stood at 10,000 Wh. */
async function settledVillage() {
  const v = await fresh(village);
  await v.settlement.settle([await hour(v, 1, [20_000n, 10_000n, 200n])]);
  return v;
}

describe("a correction of an exchange in the third hour, relayed before the second is settled", () => {
  it("leaves what the old meter counted in the second hour as it was, and the third to the new one", async () => {
    const v = await fresh(settledVillage);
    const second = await hour(v, 2, [40_000n, 10_050n, 300n]);
    // At half past, the old meter stood at 10,080 Wh, and the new one began at zero.
    const correction: MeterCorrection = {
      meter: v.ada.meter.device,
      number: 1,
      reason: MeterCorrectionReason.Exchanged,
      importAtS: BigInt(endOf(2)),
      exportAtS: 0n,
      importFromWh: 10_080n,
      importToWh: 0n,
      exportFromWh: 0n,
      exportToWh: 0n,
      evidenceHash: bytes32Of("protocol of the exchange"),
    };
    await expect(correctMeter(v, correction))
      .to.be.revertedWithCustomError(v.settlement, "EnergySettlementCorrectionNotDue")
      .withArgs(v.ada.meter.device, endOf(1), endOf(0));
    const [told] = await settledBy(v, v.settlement.settle([second]));
    expect(outcomeOf(told!).members[0]).to.deep.equal([50n, 50n, 0n]);
    await correctMeter(v, correction);
    const [next] = await settledBy(v, v.settlement.settle([await hour(v, 3, [60_000n, 20n, 400n])]));
    expect(outcomeOf(next!).members[0]).to.deep.equal([50n, 50n, 0n]);
  });
});
