import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { Buffer } from "../../../oracle/buffer/index.js";
import { type Chain, connectChain } from "../../../oracle/chain/connectChain.js";
import { ORACLE_DEFAULTS } from "../../../oracle/options.js";
import { DeviceDirectory } from "../../../oracle/verification/deviceDirectory.js";
import { Intake } from "../../../oracle/verification/intake.js";
import type { SignedRecord } from "../../../protocol/index.js";
import { temporaryFolder } from "../support/files.js";
import { reading, useWorld } from "../support/world.js";

describe("oracle/verification: meters that were corrected", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);
  let chain: Chain;
  let buffer: Buffer;
  let intake: Intake;
  /** What the chain answers; undefined while it is out of reach. */
  let corrections: number | undefined;
  let troubles = 0;

  before(async () => {
    chain = await connectChain(world().rpcUrl, world().contracts.directory, 20);
    buffer = await Buffer.open(join(folder.path, "state"), chain);
    const { provider, domain } = chain;
    const devices = new DeviceDirectory({ provider, registry: chain.contracts.DeviceRegistry, domain, maxAgeMs: 0 });
    intake = await Intake.open({
      ...ORACLE_DEFAULTS,
      ...{ buffer, devices },
      correctionsOf: async () => {
        if (corrections === undefined) throw new Error("out of reach");
        return corrections;
      },
      onChainTrouble: () => {
        troubles++;
      },
    });
  });
  after(async () => {
    await intake.close();
    await buffer.close();
    chain.provider.destroy();
  });

  const submit = async (...records: SignedRecord[]) =>
    (await intake.submit(records, { source: "test" })).map(({ outcome, code }) => code ?? outcome);

  it("loses no reading of a corrected meter while the chain cannot be asked", async () => {
    const meter = await world().enrol();
    const [first, second, third, fourth] = [50, 60, 5, 7].map((wh, hour) => reading(meter, 3_600 * (hour + 1), wh));
    corrections = 0;
    expect(await submit(first!, third!)).to.deep.equal(["buffered", "delayed"]);
    corrections = undefined;
    // The predecessor of a reading that fell has come, and the chain is asked in vain.
    expect(await submit(second!)).to.deep.equal(["buffered"]);
    await intake.closeGaps(true);
    expect([troubles, (await buffer.delayed()).length]).to.deep.equal([2, 1]);
    expect(await submit(third!)).to.deep.equal(["delayed"]);
    corrections = 1;
    await intake.closeGaps(true);
    expect([await submit(fourth!), (await buffer.delayed()).length]).to.deep.equal([["buffered"], 0]);
  });

  it("refuses for now a reading that fell while the chain cannot be asked", async () => {
    const meter = await world().enrol();
    const [up, down] = [reading(meter, 3_600, 50), reading(meter, 7_200, 5)];
    corrections = undefined;
    expect(await submit(up, down)).to.deep.equal(["buffered", "ChainUnavailable"]);
    corrections = 1;
    expect(await submit(down)).to.deep.equal(["buffered"]);
  });
});
