import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { id } from "ethers";
import { describe, it } from "mocha";
import type { Hex } from "../../protocol/index.js";
import { EnergySettlement__factory } from "../../typechain-types/index.js";
import { nowS } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { correctMeter, nextCorrection } from "../support/chain/corrections.js";
import { bytes32Of } from "../support/chain/devices.js";
import { failure } from "./support/failure.js";
import { agreeWithGrid, closeIncomplete, peopleOf } from "./support/gridSupply.js";
import { bench } from "./support/open.js";
import { HOUR_S, provider } from "./support/scenario.js";

const abi = EnergySettlement__factory.createInterface();

describe("settlement in the read model", () => {
  const the = bench();

  it("tells what a grid supplier delivered apart from the neighbours", async () => {
    const { consortium, agreements } = the.scene;
    const { settlement } = consortium;
    const { second, third, grid } = peopleOf(the.scene);
    const gridAgreement = await agreeWithGrid(the.scene);
    await settlement.connect(second).deposit(second, 1_000_000n);
    await settlement.connect(third).deposit(third, 1_000_000n);
    await closeIncomplete(the.scene);
    const { queries } = await the.synced();
    // Hour 2: the supplier covers b02's 600 Wh. Hour 3: b03's claim is open, so its 1,199 Wh are the grid supplier's.
    expect((await queries.totals()).settlement).to.deep.include({
      intervals: 3,
      settledWh: 899n + 600n,
      gridWh: 1_199n,
      gridPaid: 1_000_000n,
      owed: 220_000n + 1_398_000n,
      unsettledWh: 1_201n - 899n,
    });
    const found = (await queries.agreements()).map(({ id: of, number, kind, deliveredWh, owed }) => ({
      of,
      number,
      kind,
      deliveredWh,
      owed,
    }));
    expect(found).to.deep.equal([
      { of: agreements.b02, number: 1, kind: "neighbour", deliveredWh: 899n, owed: 0n },
      { of: agreements.b03, number: 2, kind: "neighbour", deliveredWh: 600n, owed: 220_000n },
      { of: gridAgreement, number: 3, kind: "grid", deliveredWh: 1_199n, owed: 1_398_000n },
    ]);
    expect(await settlement.claimOf(gridAgreement)).to.equal(1_398_000n);
    const [delivered] = (await queries.deliveries({ agreement: gridAgreement, limit: 9 })) ?? [];
    expect(delivered).to.include({ importWh: 1_199n, deliveredWh: 1_199n, paid: 1_000_000n, owed: 1_398_000n });
    const homes = await queries.meters();
    expect(homes.map(({ role, spent }) => [role, spent])).to.deep.equal([
      ["supplier", 0n],
      ["consumer", 358_800n + 720_000n],
      ["consumer", 500_000n + 1_000_000n],
    ]);
    const escrows = new DatabaseSync(the.file()).prepare("select account, balance from escrows").all();
    for (const { account, balance } of escrows as { account: string; balance: string }[]) {
      expect(BigInt(balance), account).to.equal(await settlement.escrowOf(account));
    }
    expect(escrows.map(({ account }) => account)).to.include(lower(grid.address));
  });

  it("shows an agreement that ended early until when it ran and was signed", async () => {
    const { consortium, agreements, startS } = the.scene;
    const { second } = peopleOf(the.scene);
    const { sync, queries } = await the.synced();
    const endS = Math.ceil((await nowS()) / HOUR_S) * HOUR_S + HOUR_S;
    await consortium.agreements.connect(second).end(agreements.b02, endS, "0x", "0x");
    await sync();
    const [ended, other] = await queries.agreements();
    expect(ended).to.include({ endS: BigInt(endS), signedEndS: BigInt(startS + 24 * HOUR_S) });
    expect(other?.endS).to.equal(other?.signedEndS);
  });

  it("follows registers through baselines, flows and corrections as the contract does", async () => {
    const { consortium, devices } = the.scene;
    const { settlement, grid } = consortium;
    const correction = await nextCorrection(consortium, devices.b02);
    const counts = { importFromWh: 1_000n, importToWh: 50n, exportFromWh: 0n, exportToWh: 7n };
    await correctMeter(consortium, { ...correction, ...counts });
    await (await the.synced()).stop();
    const database = new DatabaseSync(the.file());
    const registerOf = (meter: Hex, direction: string) =>
      BigInt(
        String(
          database
            .prepare("select registerWh from meterRegisters where meter = ? and direction = ?")
            .get(meter, direction)?.registerWh,
        ),
      );
    for (const meter of [devices.b01, devices.b02, devices.b03]) {
      const { importWh, exportWh } = await settlement.registersOf(meter);
      expect([registerOf(meter, "import"), registerOf(meter, "export")], meter).to.deep.equal([importWh, exportWh]);
    }
    // The settled 400 Wh lie 600 below the old count's 1,000, so 600 below the new one's 50, modulo 2^64.
    expect(registerOf(devices.b02, "import")).to.equal(2n ** 64n - 550n);
    const [kept] = database.prepare("select * from meterCorrections").all();
    expect(kept).to.deep.include({ meter: devices.b02, number: 1, signer: lower(grid.address), reason: 0 });
  });

  /** A node that tells of intervals what `change` makes of it. */
  const telling = (change: (logs: { topics: string[]; data: string }[]) => unknown[]) => {
    const node = provider();
    const send = node.send.bind(node);
    node.send = async (method, params) => {
      const answer = await send(method, params as unknown[]);
      return method === "eth_getLogs" ? change(answer) : answer;
    };
    return node;
  };
  const settled = abi.getEvent("IntervalSettled");

  it("reads a roster that nobody but the agreements' contract told of", async () => {
    const compiled = abi.getEvent("RosterCompiled").topicHash;
    const node = telling((logs) => logs.filter(({ topics }) => topics[0] !== compiled));
    const { queries } = await the.synced({ provider: node });
    expect((await queries.totals()).settlement.intervals).to.equal(2);
  });

  it("names an interval that does not fit its roster", async () => {
    const node = telling((logs) =>
      logs.map((log) => {
        if (log.topics[0] !== settled.topicHash) return log;
        const { words } = abi.decodeEventLog(settled, log.data, log.topics);
        return {
          ...log,
          data: abi.encodeEventLog(settled, [bytes32Of(""), 0, `0x${"0".repeat(40)}`, words.slice(0, 2)]).data,
        };
      }),
    );
    const indexer = await the.open({ provider: node });
    const error = await failure(indexer.sync(), "IntervalUnreadable");
    expect(error.facts).to.include({ exportMeter: the.scene.devices.b01, endS: the.scene.startS + HOUR_S });
  });

  it("names code that is no roster", async () => {
    const node = provider();
    const send = node.send.bind(node);
    node.send = async (method, params) => (method === "eth_getCode" ? "0x00" : send(method, params as unknown[]));
    await failure((await the.open({ provider: node })).sync(), "RosterCodeInvalid");
  });

  it("names a supplier whose intervals do not lead to the head that the contract holds", async () => {
    const indexer = await the.synced();
    await indexer.stop();
    await closeIncomplete(the.scene);
    const node = provider();
    const send = node.send.bind(node);
    const headOf = id("headOf(bytes32)").slice(0, 10);
    const wrong = `0x${"66".repeat(32)}`;
    node.send = async (method, params) => {
      const [call] = params as [{ data?: string }];
      return method === "eth_call" && call.data?.startsWith(headOf) ? wrong : send(method, params as unknown[]);
    };
    const misled = await the.open({ provider: node });
    const error = await failure(misled.sync(), "SettledHeadMismatch");
    expect(error.facts).to.include({ exportMeter: the.scene.devices.b01, expected: wrong });
    await misled.stop();
    // Nothing of it was kept: an honest node goes on where the first stopped.
    const { queries } = await the.synced();
    expect((await queries.totals()).settlement.settledWh).to.equal(899n + 600n);
  });

  it("notices an interval that was left out, as soon as the next one is settled", async () => {
    const indexer = await the.synced({
      provider: telling((logs) => logs.filter(({ topics }) => topics[0] !== settled.topicHash)),
    });
    expect((await indexer.queries.totals()).settlement.intervals).to.equal(0);
    await indexer.stop();
    await closeIncomplete(the.scene);
    await failure((await the.open()).sync(), "SettledHeadMismatch");
  });
});
