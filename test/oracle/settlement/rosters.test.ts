import { join } from "node:path";
import { expect } from "chai";
import { before, describe, it } from "mocha";
import type { GasModel } from "../../../oracle/settlement/gasModel.js";
import { IntervalCloser } from "../../../oracle/settlement/intervalCloser.js";
import type { LedgerView } from "../../../oracle/settlement/ledgerView.js";
import type { Rosters } from "../../../oracle/settlement/rosters.js";
import type { CallOutcome, Interval, RosterTask } from "../../../oracle/settlement/types.js";
import type { Hex, SignedRecord } from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/index.js";
import { temporaryFolder } from "../support/files.js";
import { agree, createHome, fund, HOUR_S, type Home, START_S } from "../support/market.js";
import { reading, useWorld, type World } from "../support/world.js";

describe("oracle/settlement and compiled rosters", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let names = 0;

  const start = () => world().oracle(join(folder.path, `state-${names++}`));
  const at = (home: Home, hour: number, importWh: number, exportWh = 0): SignedRecord =>
    reading(home.meter, START_S + hour * HOUR_S, importWh, exportWh);
  const pair = async (window: { fromHour?: number; toHour?: number } = {}) => {
    const [supplier, consumer] = [await createHome(world(), true), await createHome(world())];
    await fund(world(), consumer);
    await agree(world(), { consumer, supplier, ...window });
    return { supplier, consumer };
  };
  const hours = (supplier: Home, consumer: Home, from: number, to: number): SignedRecord[] =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index).flatMap((hour) => [
      at(supplier, hour, 0, hour * 100),
      at(consumer, hour, hour * 60),
    ]);

  it("compiles once for a stretch, and again when an agreement of the supplier was registered or ended", async () => {
    // Ten days ago, so that the agreement can still be ended early.
    const first = Math.floor((Date.now() / 1000 - START_S) / HOUR_S) - 240;
    const firstS = START_S + first * HOUR_S;
    const { supplier, consumer } = await pair({ fromHour: first, toHour: first + 1_000 });
    const oracle = await start();
    await oracle.submit(hours(supplier, consumer, first, first + 2));
    await oracle.flush();
    await oracle.submit(hours(supplier, consumer, first + 3, first + 4));
    await oracle.flush();
    expect(await compiled(world(), supplier)).to.deep.equal([[firstS, 1]]);
    const { agreements } = world().contracts;
    const [id] = await agreements.agreementsOfExportMeter(supplier.meter.id);
    const block = await world().provider.getBlock("latest");
    const endS = (Math.ceil((block?.timestamp ?? 0) / HOUR_S) + 1) * HOUR_S;
    const wallet = consumer.wallet.connect(world().provider);
    const { gridOperator } = world().consortium;
    await (await gridOperator.sendTransaction({ to: wallet.address, value: 10n ** 18n })).wait();
    await (await agreements.connect(wallet).end(id as Hex, endS, "0x", "0x")).wait();
    await oracle.submit(hours(supplier, consumer, first + 5, first + 6));
    await oracle.flush();
    expect(await compiled(world(), supplier)).to.deep.equal([
      [firstS, 1],
      [firstS, 1],
    ]);
    const late = await createHome(world());
    await agree(world(), { consumer: late, supplier, fromHour: first + 7, toHour: first + 9 });
    await oracle.submit([
      at(late, first, 0),
      at(late, first + 7, 0),
      at(late, first + 8, 30),
      ...hours(supplier, consumer, first + 7, first + 8),
    ]);
    await oracle.flush();
    expect((await compiled(world(), supplier)).slice(2)).to.deep.equal([
      [firstS, 1],
      [firstS + 7 * HOUR_S, 2],
    ]);
    expect(await world().contracts.settlement.settledUntil(supplier.meter.id)).to.equal(firstS + 8 * HOUR_S);
    expect((await oracle.rejections()).filter(({ source }) => source === "settlement")).to.deep.equal([]);
    await oracle.close();
  });

  it("lets the registry check a few readings after keys changed somewhere, and compiles anew for many", async () => {
    const { supplier, consumer } = await pair();
    const bystander = await createHome(world());
    const oracle = await start();
    await oracle.submit(hours(supplier, consumer, 0, 1));
    await oracle.flush();
    await (await world().contracts.devices.connect(world().consortium.gridOperator).suspend(bystander.meter.id)).wait();
    await oracle.submit(hours(supplier, consumer, 2, 3));
    await oracle.flush();
    expect(await compiled(world(), supplier)).to.have.length(1);
    await oracle.submit(hours(supplier, consumer, 4, 30));
    await oracle.flush();
    expect(await compiled(world(), supplier)).to.have.length(2);
    expect(await world().contracts.settlement.settledUntil(supplier.meter.id)).to.equal(START_S + 30 * HOUR_S);
    await oracle.close();
  });

  it("takes up rosters that an oracle before it compiled", async () => {
    const { supplier, consumer } = await pair();
    const state = join(folder.path, "restarted");
    const first = await world().oracle(state);
    await first.submit(hours(supplier, consumer, 0, 1));
    await first.flush();
    await first.close();
    const second = await world().oracle(state);
    await second.submit(hours(supplier, consumer, 2, 2));
    await second.flush();
    expect(await compiled(world(), supplier)).to.have.length(1);
    expect(await world().contracts.settlement.settledUntil(supplier.meter.id)).to.equal(START_S + 2 * HOUR_S);
    await second.close();
  });

  it("goes without a reading beyond what the connection carries, and counts the energy when time allows it", async () => {
    const { supplier, consumer } = await pair();
    const oracle = await start();
    // 25 kWh in an hour through 20 kW is refused; 25.3 kWh in two hours is not.
    await oracle.submit([at(supplier, 0, 0), at(consumer, 0, 0)]);
    await oracle.submit([at(supplier, 1, 0, 500), at(consumer, 1, 25_000)]);
    await oracle.submit([at(supplier, 2, 0, 20_500), at(consumer, 2, 25_300)]);
    await oracle.flush();
    const rejections = (await oracle.rejections()).filter(({ source }) => source === "settlement");
    expect(rejections.map(({ device, code }) => ({ device, code }))).to.deep.equal([
      { device: consumer.meter.id, code: "EnergySettlementImplausible" },
    ]);
    expect(await world().contracts.settlement.settledUntil(supplier.meter.id)).to.equal(START_S + 2 * HOUR_S);
    const [id] = await world().contracts.agreements.agreementsOfExportMeter(supplier.meter.id);
    expect(await world().contracts.settlement.deliveredWhOf(id as Hex)).to.equal(20_000n);
    await oracle.close();
  });
});

describe("oracle/settlement/intervalCloser", () => {
  const abi = EnergySettlement__factory.createInterface();
  const meter: Hex = `0x${"11".repeat(32)}`;
  const roster: Hex = `0x${"22".repeat(20)}`;
  const stretch = { fromS: 0, untilS: 7_200, members: [] };
  const interval: Interval = { exportMeter: meter, stretch, startS: 0, endS: 3_600, readings: [], leftOut: 0 };
  const task: RosterTask = { exportMeter: meter, stretch };
  const noRoster: CallOutcome = { status: "reverted", reason: { name: "EnergySettlementNoRoster", args: [meter] } };
  const confirmed: CallOutcome = { status: "confirmed", gasUsed: 1n };

  /** A closer whose transactions end as `outcomes` say; it believes that the roster stands unless it has to look again. */
  function closer(
    outcomes: CallOutcome[],
    { fits = true, compiles = true }: { fits?: boolean; compiles?: boolean } = {},
  ) {
    const sent: string[] = [];
    let stands = true;
    const rosters = {
      tasksOf: () => (stands ? [] : [task]),
      standing: () => (stands ? roster : undefined),
      predict: async () => (compiles ? roster : undefined),
      forget: () => {
        stands = false;
      },
      compiled: () => {
        stands = true;
      },
      settled: () => undefined,
    } as unknown as Rosters;
    const made = new IntervalCloser({
      settlement: "0x",
      readings: { between: async () => [], openings: async () => [], latestS: async () => new Map() },
      ledger: { forget: () => undefined, setUntil: () => undefined } as unknown as LedgerView,
      rosters,
      gas: { fits: () => fits, limitFor: () => 1n, ranOut: () => false } as unknown as GasModel,
      send: async ({ name, data }) => {
        sent.push(`${name} ${data.slice(0, 10)}`);
        return outcomes.shift() ?? confirmed;
      },
      reject: async () => undefined,
      nowS: () => 10_000,
    });
    return { made, sent };
  }

  it("compiles with the interval where the chain says that its roster does not stand", async () => {
    const { made, sent } = closer([noRoster]);
    await made.close([interval]);
    const selectorOf = (name: "settle" | "multicall") => abi.getFunction(name).selector;
    expect(sent).to.deep.equal([
      `settle 1 intervals, 0 readings ${selectorOf("settle")}`,
      `settle 1 intervals, 0 readings ${selectorOf("multicall")}`,
    ]);
    expect(made.isResting(meter)).to.equal(false);
  });

  it("waits where that does not help: the agreements have changed meanwhile", async () => {
    const { made, sent } = closer([noRoster, noRoster]);
    await made.close([interval]);
    expect(sent).to.have.length(2);
    expect(made.isResting(meter)).to.equal(true);
  });

  it("sends nothing where the chain refuses to compile the roster", async () => {
    const { made, sent } = closer([noRoster], { compiles: false });
    await made.close([interval]);
    expect(sent).to.have.length(1);
    expect(made.isResting(meter)).to.equal(true);
  });

  it("compiles a roster ahead that leaves no room for its interval", async () => {
    const { made, sent } = closer([noRoster], { fits: false });
    await made.close([interval]);
    expect(sent.map((call) => call.split(" ")[0])).to.deep.equal(["settle", "compile", "settle"]);
  });

  it("pays once for a roster ahead, though the chain goes on saying that it does not stand", async () => {
    const { made, sent } = closer([noRoster, confirmed, noRoster], { fits: false });
    await made.close([interval]);
    expect(sent.map((call) => call.split(" ")[0])).to.deep.equal(["settle", "compile", "settle"]);
    expect(made.isResting(meter)).to.equal(true);
  });

  it("does not pay for a roster ahead that the chain refuses to compile", async () => {
    const { made, sent } = closer([noRoster], { fits: false, compiles: false });
    await made.close([interval]);
    expect(sent.map((call) => call.split(" ")[0])).to.deep.equal(["settle"]);
    expect(made.isResting(meter)).to.equal(true);
  });
});

/** Start and number of members of every roster that was compiled for a supplier. */
async function compiled({ contracts: { settlement } }: World, supplier: Home): Promise<[number, number][]> {
  const events = await settlement.queryFilter(settlement.filters.RosterCompiled(supplier.meter.id));
  return events.map(({ args }) => [Number(args.fromS), args.numbers.length]);
}
