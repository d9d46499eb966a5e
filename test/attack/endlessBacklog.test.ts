import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../support/chain/chain.js";
import { deployConsortium } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrows, intervalOf, openMeters } from "../support/chain/market.js";

const window = (from: number, to: number) => ({ startS: endOf(from), endS: endOf(to), salt: bytes32Of(`${from}`) });

/** Ada buys from Mal for two hours, then from Sol. Mal's friend owns a meter too. */
async function neighbours() {
  const c = await deployConsortium();
  const [sol, ada, mal, friend] = [
    await enrolHome(c, c.people[0]!),
    await enrolHome(c, c.people[1]!),
    await enrolHome(c, c.people[2]!),
    await enrolHome(c, c.people[3]!),
  ];
  const mals = await agree(c, ada, mal, window(0, 2));
  await openMeters(c, [sol, ada, mal, friend]);
  await fundEscrows(c, [ada.account], 1_000_000_000n);
  return { ...c, sol, ada, mal, friend, mals };
}

describe("a supplier that registers a window from 1970 on, which nobody could ever close", () => {
  it("is refused: its consumer goes on with the next supplier", async () => {
    const { sol, ada, mal, friend, ...c } = await fresh(neighbours);
    await agree(c, ada, sol, window(2, 20));
    // Both meters are the attacker's: 472,000 intervals of an hour would lie before Ada's first.
    await expect(agree(c, friend, mal, { startS: 0, endS: endOf(1), salt: bytes32Of("1970") }))
      .to.be.revertedWithCustomError(c.agreements, "SupplyAgreementsSpanTooLong")
      .withArgs(mal.meter.device, 0, endOf(2));
    const missing = [await intervalOf(c, mal, endOf(1), []), await intervalOf(c, mal, endOf(2), [])];
    await c.settlement.connect(c.oracle).settle(missing);
    const readings = [
      sol.meter.read(endOf(2), 0n, 0n),
      sol.meter.read(endOf(3), 0n, 900n),
      ada.meter.read(endOf(2), 200n, 0n),
      ada.meter.read(endOf(3), 300n, 0n),
    ];
    await c.settlement.settle([await intervalOf(c, sol, endOf(3), readings)]);
  });

  it("may still agree on what comes long after all that is settled", async () => {
    const { mal, friend, ...c } = await fresh(neighbours);
    const tenYears = Number(await c.agreements.MAX_SPAN_S());
    const far = endOf(0) + tenYears;
    await expect(agree(c, friend, mal, { startS: far, endS: far + 3600 }))
      .to.be.revertedWithCustomError(c.agreements, "SupplyAgreementsSpanTooLong")
      .withArgs(mal.meter.device, endOf(0), far + 3600);
    await c.settlement.connect(c.oracle).settle([await intervalOf(c, mal, endOf(1), [])]);
    await agree(c, friend, mal, { startS: far, endS: far + 3600 });
    await agree(c, mal, friend, { startS: far + tenYears, endS: far + tenYears + 3600 });
  });
});
