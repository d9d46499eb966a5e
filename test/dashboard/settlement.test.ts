import { expect } from "chai";
import { describe, it } from "mocha";
import type { Agreement, Device } from "../../api/types.js";
import type { ChainReader, ChainSettlement } from "../../dashboard/src/verify/chainReader.js";
import { checkDevice } from "../../dashboard/src/verify/device.js";
import { checkSettlement, type SettlementJob } from "../../dashboard/src/verify/settlement.js";
import { verdictOf } from "../../dashboard/src/verify/steps.js";
import { DeviceStatus, type Hex } from "../../protocol/index.js";

const word = (byte: string) => `0x${byte.repeat(32)}` as Hex;
const GENESIS = word("9e");
const TRUST = { rpcUrl: "http://127.0.0.1:1", directory: `0x${"d1".repeat(20)}` };

const shown = {
  id: word("a1"),
  importMeter: word("01"),
  exportMeter: word("02"),
  pricePerKWh: "1200000",
  deliveredWh: "1501",
  paid: "1801200",
} as Agreement;

const settled: ChainSettlement = {
  terms: { pricePerKWh: 1_200_000n, importMeter: word("01"), exportMeter: word("02") },
  deliveries: [
    { deliveredWh: 1_000n, owed: 0n },
    { deliveredWh: 501n, owed: 1_200n },
  ],
  claimsPaid: 1_200n,
  countedWh: 1_501n,
  claim: 0n,
  endsAtHead: true,
};

function chainWith(settlement: ChainSettlement): ChainReader {
  return {
    chainId: 31337n,
    genesisHash: GENESIS,
    directory: `0x${"d1".repeat(20)}`,
    block: { number: 9n, timestampS: 3_000n },
    deviceOf: async (device) => ({
      device,
      kind: 1,
      organisation: `0x${"01".repeat(20)}`,
      owner: `0x${"02".repeat(20)}`,
      statusNow: DeviceStatus.Active,
      signers: [{ sinceS: 100n, signer: `0x${"03".repeat(20)}`, number: 1 }],
      statuses: [{ sinceS: 100n, status: DeviceStatus.Active }],
    }),
    anchoredAtS: async () => 0n,
    blockHash: async () => undefined,
    settlementOf: async () => settlement,
  };
}

const job: SettlementJob = { kind: "settlement", agreements: [shown], atBlock: 9, genesisHash: GENESIS, trust: TRUST };

async function failing(changed: SettlementJob, settlement: ChainSettlement) {
  const { steps } = await checkSettlement(changed, chainWith(settlement));
  return Object.fromEntries(
    steps.filter(({ outcome }) => outcome !== "holds").map(({ step, reason }) => [step, reason]),
  );
}

describe("dashboard: check of what was settled", () => {
  it("adds up events, claims paid later included", async () => {
    const { steps, chain } = await checkSettlement(job, chainWith(settled));
    expect(verdictOf(steps)).to.equal("holds");
    expect(chain).to.deep.equal({ deliveries: 2, deliveredWh: 1_501n, paid: 1_801_200n });
  });

  it("finds an amount that the chain does not hold", async () => {
    expect(await failing({ ...job, agreements: [{ ...shown, paid: "1801201" }] }, settled)).to.deep.equal({
      deliveries: "amountDiffers",
    });
  });

  it("finds a payment that does not follow from energy and price", async () => {
    const deliveries = [
      { deliveredWh: 1_500n, owed: 0n },
      { deliveredWh: 1n, owed: 1_201n },
    ];
    const changed = { ...settled, deliveries, claim: 1n };
    expect(await failing({ ...job, agreements: [{ ...shown, paid: "1801199" }] }, changed)).to.deep.equal({
      terms: "paymentDiffers",
    });
  });

  it("finds other terms than those that were signed", async () => {
    expect(await failing({ ...job, agreements: [{ ...shown, pricePerKWh: "1300000" }] }, settled)).to.deep.equal({
      terms: "registryDiffers",
    });
  });

  it("finds counters that do not match the events", async () => {
    expect(await failing(job, { ...settled, countedWh: 1_502n })).to.deep.equal({ contract: "amountDiffers" });
    expect(await failing(job, { ...settled, claim: 1n })).to.deep.equal({ contract: "amountDiffers" });
  });

  it("finds events that do not lead to the head", async () => {
    expect(await failing(job, { ...settled, endsAtHead: false })).to.deep.equal({ contract: "headDiffers" });
  });

  it("needs no counter of what a grid supplier delivered", async () => {
    const { countedWh: _none, ...grid } = settled;
    expect(await failing(job, grid)).to.deep.equal({});
  });

  it("says nothing of amounts that change faster than they can be read", async () => {
    const { atBlock: _none, ...moving } = job;
    expect(await failing({ ...moving, agreements: [{ ...shown, deliveredWh: "1500" }] }, settled)).to.deep.equal({
      deliveries: "stillSettling",
    });
  });

  it("leaves every step open without a chain", async () => {
    const { steps } = await checkSettlement(job, undefined);
    expect(verdictOf(steps)).to.equal("unable");
    expect(steps.every(({ outcome }) => outcome === "unknown")).to.equal(true);
  });
});

describe("dashboard: check of a device", () => {
  const device = {
    device: word("de"),
    kind: "meter",
    status: "active",
    signerType: "secp256k1",
    owner: `0x${"02".repeat(20)}`,
    organisation: `0x${"01".repeat(20)}`,
  } as Device;
  const ask = (changes: Partial<Device>) =>
    checkDevice(
      { kind: "device", device: { ...device, ...changes }, genesisHash: GENESIS, trust: TRUST },
      chainWith(settled),
    );

  it("holds where page and registry agree", async () => {
    expect(verdictOf((await ask({})).steps)).to.equal("holds");
  });

  for (const changes of [{ status: "revoked" }, { kind: "battery" }, { signerType: "p256" }] as Partial<Device>[]) {
    it(`finds a page that shows ${JSON.stringify(changes)}`, async () => {
      const { steps } = await ask(changes);
      expect(steps.find(({ step }) => step === "registry")?.reason).to.equal("registryDiffers");
    });
  }
});
