import { expect } from "chai";
import { parseEther, Wallet } from "ethers";
import { after, before, describe, it } from "mocha";
import { createOracle } from "../../../oracle/index.js";
import { type Hex, linkOf, type SignedRecord, structHashOf, ZERO_HASH } from "../../../protocol/index.js";
import { advanceTo } from "../../support/chain/chain.js";
import { lower, ROLE } from "../../support/chain/consortium.js";
import { COLD, type Dealt, dealt, openDelivery, WARM } from "../../support/chain/deliveries.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof delivery report --archive", function () {
  this.timeout(300_000);
  let d: Dealt;
  let terminal: Terminal;
  let delivery: Hex;
  let archive: string;
  let previous: Hex = ZERO_HASH;
  const { run, done, refused } = jsonCommands(() => terminal, "delivery");

  before(async () => {
    d = await dealt();
    terminal = await openTerminal(d);
    delivery = await openDelivery(d, d.plan, d.terms);
    await advanceTo(d.plan.startS + 1_000);
  });
  after(() => terminal?.close());

  const signed = (sequence: number, value: bigint): SignedRecord => {
    const salt = bytes32Of(`salt ${sequence}`);
    const plain = d.freezer.record(sequence, d.plan.startS + sequence, value);
    const record = { ...plain, header: { ...plain.header, link: linkOf(previous, salt) } };
    const structHash = structHashOf(record);
    const whole = { record, previous, salt, signature: d.freezer.key.sign(d.domain, structHash) };
    previous = structHash;
    return whole;
  };

  /** Anchors readings with an oracle of its own, the last of them while the sensor is suspended. @returns Its state's folder. */
  async function anchor(): Promise<string> {
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    await d.authority.grantRole(ROLE.oracle, wallet.address, 0);
    await d.administrator.sendTransaction({ to: wallet.address, value: parseEther("1") });
    const { rpcUrl, directory, path } = terminal;
    const options = { rpcUrl, directory, signer: wallet, stateDirectory: path("oracle"), pollMs: 20 };
    const oracle = await createOracle({ ...options, batchMaxAgeMs: 600_000, maxFutureS: 10_000_000 });
    const outcomes = await oracle.submit([signed(1, COLD), signed(2, WARM), signed(3, COLD)]);
    expect(outcomes.map(({ outcome }) => outcome)).to.deep.equal(Array(3).fill("buffered"));
    await oracle.flush();
    await terminal.wait();
    await oracle.submit([signed(4, WARM)]);
    await d.devices.connect(d.seller).suspend(d.freezer.device);
    await oracle.flush();
    await oracle.close();
    return options.stateDirectory;
  }

  it("brings what was anchored with its place, also of a sensor that is suspended by now, and names what does not count", async () => {
    archive = await anchor();
    const args = ["report", delivery, "--archive", archive, "--from", lower(d.stranger.address)];
    const sent = await done(...args);
    expect(sent.reported.map(({ sequence }: { sequence: string }) => sequence)).to.deep.equal(["1", "2"]);
    expect(sent).to.include({ violations: 1, known: 0, spared: 1 });
    expect(sent.leftOut).to.have.length(1);
    expect(sent.leftOut[0]).to.include({ sequence: "4", reason: "DeviceRegistryUnexpectedStatus" });
    const [violation] = await d.watch.queryFilter(d.watch.filters.ViolationRecorded(delivery));
    expect(violation?.args.header.sequence).to.equal(2n);
    expect(violation?.args.batchSequence).to.equal(1n);
    expect(await done(...args)).to.deep.include({ reported: [], known: 2 });
  });

  it("wants to know where the readings are, and refuses what is no archive", async () => {
    expect((await run("report", delivery)).code).to.equal(2);
    expect((await refused("report", delivery, "--archive", terminal.path("nothing"))).code).to.equal("StateMissing");
  });
});
