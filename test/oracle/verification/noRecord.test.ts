import { expect } from "chai";
import { before, describe, it } from "mocha";
import type { SignedRecord } from "../../../protocol/index.js";
import { temporaryFolder } from "../support/files.js";
import { reading, useWorld } from "../support/world.js";

describe("oracle/verification with what no adapter should send", () => {
  const folder = temporaryFolder();
  const world = useWorld(before);

  it("goes on after something that is no record at all", async () => {
    const oracle = await world().oracle(`${folder.path}/a`);
    const meter = await world().enrol();
    await oracle.submit([undefined as unknown as SignedRecord]).catch(() => undefined);
    const [result] = await oracle.submit([reading(meter, 3600)]);
    expect(result?.outcome).to.equal("buffered");
  });
});
