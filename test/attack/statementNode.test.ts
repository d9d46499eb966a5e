import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { EnergySettlement__factory } from "../../typechain-types/index.js";
import { openTerminal, type Terminal } from "../scripts/support/deviceCommands.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { agree, endOf, enrolHome, fundEscrows, type Home, intervalOf, openMeters } from "../support/chain/market.js";

interface Log {
  readonly topics: readonly string[];
  readonly data: string;
}

const DEPOSITED = EnergySettlement__factory.createInterface().getEvent("Deposited").topicHash;
const DEPOSIT = 10_000_000n;
/** What an hour of 900 Wh costs at 1.20 NOK per kWh. */
const PAID = 1_080_000n;

describe("a statement from a node that tells storage as it is, and events as it likes", function () {
  this.timeout(120_000);
  let terminal: Terminal;
  let ada: Home;

  before(async () => {
    terminal = await openTerminal();
    const c = terminal.consortium;
    ada = await enrolHome(c, c.people[0]!);
    const supplier = await enrolHome(c, c.people[1]!);
    await agree(c, ada, supplier);
    await openMeters(c, [ada, supplier]);
    await fundEscrows(c, [ada.account], DEPOSIT);
    const readings = [supplier.meter.read(endOf(1), 0n, 900n), ada.meter.read(endOf(1), 1_000n, 0n)];
    await c.settlement.settle([await intervalOf(c, supplier, endOf(1), readings)]);
  });
  after(() => terminal.close());

  /** Hands every log that the node tells of through `change` while `work` runs. */
  async function withLogs<T>(change: (log: Log) => Log, work: () => Promise<T>): Promise<T> {
    const { provider } = chain;
    const request = provider.request.bind(provider);
    provider.request = (async (question: { method: string }) => {
      const answer = await request(question as never);
      return question.method === "eth_getLogs" ? (answer as Log[]).map(change) : answer;
    }) as typeof provider.request;
    try {
      return await work();
    } finally {
      provider.request = request;
    }
  }

  it("is refused where an agreement is told as somebody else's, and a deposit as less", async () => {
    const account = lower(ada.account.address);
    const forged = (log: Log): Log => {
      if (log.topics[0] === DEPOSITED) return { ...log, data: `0x${(DEPOSIT - PAID).toString(16).padStart(64, "0")}` };
      return { ...log, data: log.data.replaceAll(account.slice(2), "77".repeat(20)) };
    };
    const asked = ["statement", "--account", account, "--from", "2023-11-15", "--to", "2023-11-16"];
    const { code, stderr } = await withLogs(forged, () => terminal.run(...asked, "--directory", terminal.directory));
    expect(code).to.equal(1);
    expect(stderr).to.include("error StatementUnbalanced").and.to.include("The id of agreement 1");
  });
});
