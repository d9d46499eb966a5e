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

describe("a supplier that registers a window from 1970 on, which no settler can ever close", () => {
  it("does not keep its consumer from settling with the next supplier", async () => {
    const { sol, ada, mal, friend, ...c } = await fresh(neighbours);
    await agree(c, ada, sol, window(2, 20));
    // Both meters are the attacker's: 472,000 intervals of an hour lie before Ada's first.
    const attack = await agree(c, friend, mal, { startS: 0, endS: endOf(1), salt: bytes32Of("1970") }).then(
      () => "registered",
      () => "refused",
    );
    const missing = [await intervalOf(c, mal, endOf(1), []), await intervalOf(c, mal, endOf(2), [])];
    await c.settlement.connect(c.oracle).settle(missing);
    const readings = [
      sol.meter.read(endOf(2), 0n, 0n),
      sol.meter.read(endOf(3), 0n, 900n),
      ada.meter.read(endOf(2), 200n, 0n),
      ada.meter.read(endOf(3), 300n, 0n),
    ];
    await c.settlement.settle([await intervalOf(c, sol, endOf(3), readings)]);
    expect(attack).to.equal("refused");
  });
});
