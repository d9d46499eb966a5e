import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { after, before, describe, it } from "mocha";
import { connectChain } from "../../oracle/chain/connectChain.js";
import { watchRetirement } from "../../oracle/chain/watchRetirement.js";
import type { WattproofError } from "../../protocol/index.js";
import { Directory__factory } from "../../typechain-types/index.js";
import { createWorld, type World } from "./support/world.js";

const ANCHOR = encodeBytes32String("RecordAnchor");

describe("oracle: a contract that the consortium retires", function () {
  this.timeout(60_000);
  let world: World;
  let folder: string;

  before(async () => {
    world = await createWorld();
    folder = mkdtempSync(join(tmpdir(), "wattproof-retired-"));
  });
  after(async () => {
    await world?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  const directory = async () =>
    Directory__factory.connect(world.contracts.directory, await world.provider.getSigner(0));

  it("ends an oracle that writes to it, by name, and lets none start", async () => {
    const chain = await connectChain(world.rpcUrl, world.contracts.directory, 20);
    const troubles: unknown[] = [];
    let end = (): void => undefined;
    try {
      const told = new Promise<WattproofError>((resolve) => {
        const onTrouble = (error: unknown) => troubles.push(error);
        end = watchRetirement({ chain, everyMs: 20, onRetired: resolve, onTrouble });
      });
      await (await (await directory()).retire(ANCHOR)).wait();
      const error = await told;
      expect(error.code).to.equal("ContractRetired");
      expect(error.message).to.include("RecordAnchor");
      expect(troubles).to.deep.equal([]);
    } finally {
      end();
      chain.provider.destroy();
    }
    const refused = await world.oracle(join(folder, "state")).then(
      () => expect.fail("it started"),
      (error: WattproofError) => error,
    );
    expect(refused.code).to.equal("ContractRetired");

    await (await (await directory()).set(ANCHOR, await anchorBefore())).wait();
    await (await world.oracle(join(folder, "state"))).close();
  });

  const anchorBefore = async () => (await (await directory()).history(ANCHOR))[0]!.target;
});
