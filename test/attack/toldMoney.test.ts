import { expect } from "chai";
import type { Log, Provider } from "ethers";
import { describe, it } from "mocha";
import { deliveriesAt, readDelivery } from "../../deals/index.js";
import { chain, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { type Dealt, earned } from "../support/chain/deliveries.js";

const word = (value: bigint) => value.toString(16).padStart(64, "0");

/** The buyer confirmed, and the seller was paid. */
async function paid() {
  const u = await fresh(earned);
  await u.monitor.connect(u.buyer).confirm(u.delivery, 0);
  return u;
}

/** What is read of a delivery from a node that tells storage as it is, and the data of one event as it likes. */
async function readFrom(
  { monitor, delivery }: Dealt & { delivery: `0x${string}` },
  name: "DeliveryOpened" | "DeliveryClosed",
  lie: (data: string) => string,
) {
  const provider = chain.ethers.provider as unknown as Provider;
  const { topicHash } = monitor.interface.getEvent(name as "DeliveryClosed");
  const at = await deliveriesAt(provider, 31337n, lower(await monitor.getAddress()));
  const lying = {
    getLogs: async (filter: object) =>
      (await provider.getLogs(filter)).map((log) =>
        log.topics[0] === topicHash ? ({ ...log, data: lie(log.data) } as Log) : log,
      ),
    getBlock: (number: number) => provider.getBlock(number),
  };
  return readDelivery({ ...at, provider: lying as unknown as Provider }, delivery).then(
    ({ paidIn, closed }) => ({ paidIn, closed }),
    ({ code }: { code: string }) => code,
  );
}

describe("a node that tells another sum than was paid", () => {
  it("is refused where what both signed says what was paid in", async () => {
    const u = await fresh(paid);
    // The third word of what is not indexed, after the places of plan and terms.
    const told = await readFrom(u, "DeliveryOpened", (data) => {
      expect(data.slice(2 + 128, 2 + 192)).to.equal(word(u.total));
      return `${data.slice(0, 2 + 128)}${word(1n)}${data.slice(2 + 192)}`;
    });
    expect(told).to.equal("DeliveryHistoryBroken");
  });

  it("is refused where a confirmed delivery is told as paid back to the buyer", async () => {
    const u = await fresh(paid);
    const told = await readFrom(u, "DeliveryClosed", () => `0x${word(0n)}${word(u.total)}`);
    expect(told).to.equal("DeliveryHistoryBroken");
  });

  it("is refused where more is told as paid out than was paid in", async () => {
    const u = await fresh(paid);
    const told = await readFrom(u, "DeliveryClosed", () => `0x${word(u.total)}${word(u.total)}`);
    expect(told).to.equal("DeliveryHistoryBroken");
  });
});
