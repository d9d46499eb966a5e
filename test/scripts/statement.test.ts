import { readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type Hex, nextHead } from "../../protocol/index.js";
import { lower } from "../support/chain/consortium.js";
import { agree, endOf, enrolHome, fundEscrows, type Home, intervalOf, openMeters } from "../support/chain/market.js";
import { openTerminal, type Terminal } from "./support/deviceCommands.js";

const HOURS = 6;

describe("wattproof statement", function () {
  this.timeout(120_000);
  let terminal: Terminal;
  let ada: Home;
  let supplier: Home;

  const asked = (account: Home) => [
    ...["statement", "--account", lower(account.account.address)],
    ...["--from", "2023-11-15", "--to", "2023-11-15T04:00:00Z"],
  ];
  const run = (...args: string[]) => terminal.run(...args, "--directory", terminal.directory);

  before(async () => {
    terminal = await openTerminal();
    const c = terminal.consortium;
    ada = await enrolHome(c, c.people[0]!);
    supplier = await enrolHome(c, c.people[1]!);
    await agree(c, ada, supplier);
    await openMeters(c, [ada, supplier]);
    await fundEscrows(c, [ada.account], 10_000_000n);
    for (let count = 1; count <= HOURS; count++) {
      const readings = [
        supplier.meter.read(endOf(count), 0n, BigInt(count) * 900n),
        ada.meter.read(endOf(count), BigInt(count) * 1_000n, 0n),
      ];
      await c.settlement.settle([await intervalOf(c, supplier, endOf(count), readings)]);
    }
  });
  after(() => terminal.close());

  it("prints a bill for people", async () => {
    const { code, stdout, stderr } = await run(...asked(ada));
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.match(/bought from 0x\w{40} +agreement 1 +3\.600 kWh +4\.320000 NOK/);
    expect(stdout).to.match(/paid for the lines below +-4\.320000 NOK/);
    expect(stdout.match(/2023-11-15T0\d:00:00Z to .* bought/g)).to.have.length(4);
  });

  it("tells the supplier the same, as CSV", async () => {
    const { code, stdout } = await run(...asked(supplier), "--csv");
    expect(code).to.equal(0);
    const [header = "", ...rows] = stdout.trimEnd().split("\n");
    const column = header.split(",").indexOf("amount");
    expect(rows.map((row) => row.split(",")[column])).to.deep.equal(Array(4).fill("1.080000"));
    expect(rows.every((row) => row.includes(",sold,"))).to.equal(true);
  });

  it("prints JSON that leads to the head of the contract", async () => {
    const { code, stdout } = await run(...asked(ada), "--json");
    expect(code).to.equal(0);
    const { chains, totals } = JSON.parse(stdout);
    expect(totals[0]).to.include({ amount: "4320000", amountText: "4.320000", lines: 4 });
    const [{ exportMeter, headBefore, intervals }] = chains;
    const head = intervals.reduce(
      (before: Hex, { roster, endS, words }: { roster: Hex; endS: string; words: string[] }) =>
        nextHead(before, { roster, endS: BigInt(endS), words: words.map(BigInt) }),
      headBefore,
    );
    expect(head).to.equal(await terminal.consortium.settlement.headOf(exportMeter));
  });

  it("writes each form to a file", async () => {
    for (const [form, begins] of [
      [[], "Statement of account"],
      [["--csv"], "intervalStart,"],
      [["--json"], "{"],
    ] as const) {
      const path = terminal.path(`bill${form.join("")}`);
      const { code, stdout, stderr } = await run(...asked(ada), ...form, "--out", path);
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: "" });
      expect(stderr).to.include(path);
      expect(readFileSync(path, "utf8").startsWith(begins)).to.equal(true);
    }
  });

  it("says that nothing was settled for a stranger", async () => {
    const stranger = `0x${"77".repeat(20)}`;
    const { code, stdout } = await run(
      "statement",
      "--account",
      stranger,
      "--from",
      "2023-11-15",
      "--to",
      "2023-11-16",
    );
    expect(code).to.equal(0);
    expect(stdout).to.include("Nothing was settled for this account");
  });

  const wrong: Record<string, string[]> = {
    "a day that no month has": ["--account", `0x${"77".repeat(20)}`, "--from", "2023-02-30", "--to", "2023-11-16"],
    "a time without its zone": [
      "--account",
      `0x${"77".repeat(20)}`,
      "--from",
      "2023-02-01T10:00",
      "--to",
      "2023-11-16",
    ],
    "an end before the start": ["--account", `0x${"77".repeat(20)}`, "--from", "2023-11-16", "--to", "2023-11-16"],
    "no account": ["--from", "2023-11-15", "--to", "2023-11-16"],
    "two forms at once": [
      "--account",
      `0x${"77".repeat(20)}`,
      "--from",
      "2023-11-15",
      "--to",
      "2023-11-16",
      "--csv",
      "--json",
    ],
  };
  for (const [what, args] of Object.entries(wrong)) {
    it(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await run("statement", ...args);
      expect(code).to.equal(2);
      expect(stdout + stderr).to.include("UsageInvalid");
    });
  }

  it("names a file that it cannot write", async () => {
    const { code, stderr } = await run(...asked(ada), "--out", terminal.path("no/such/folder"));
    expect(code).to.equal(1);
    expect(stderr).to.include("error StatementUnwritable");
  });

  it("refuses a node that leaves an event out", async () => {
    const { provider } = (await import("../support/chain/chain.js")).chain;
    const request = provider.request.bind(provider);
    provider.request = (async (question: { method: string }) => {
      const answer = await request(question as never);
      if (question.method !== "eth_getLogs" || !Array.isArray(answer)) return answer;
      return answer.length > HOURS - 1 ? answer.slice(1) : answer;
    }) as typeof provider.request;
    try {
      const { code, stderr } = await run(...asked(ada));
      expect(code).to.equal(1);
      expect(stderr).to.include("error SettledHeadMismatch");
    } finally {
      provider.request = request;
    }
  });
});
