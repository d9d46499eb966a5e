import { expect } from "chai";
import { makeError } from "ethers";
import { describe, it } from "mocha";
import type { ChainAccount } from "../../../scripts/chain/openAccount.js";
import type { OpenChain } from "../../../scripts/chain/openChain.js";
import { createSender } from "../../../scripts/settle/sender.js";
import { EnergySettlement__factory } from "../../../typechain-types/index.js";

const METER = `0x${"ab".repeat(32)}`;
const ADDRESS = `0x${"12".repeat(20)}` as const;
const HASH = `0x${"34".repeat(32)}` as const;
const CALL = { name: "settle", to: ADDRESS, data: "0x12", gasLimit: 100_000n } as const;

/** A chain that refuses by the time of its latest block, and of the next one if told so. */
function chainOf(error: string, refusesNext: boolean) {
  const tried: unknown[] = [];
  const abi = EnergySettlement__factory.createInterface();
  const data = abi.encodeErrorResult(error, error === "EnergySettlementTooEarly" ? [METER, 1, 2] : [METER]);
  const provider = {
    call: async ({ blockTag }: { blockTag?: string }) => {
      tried.push(blockTag);
      if (blockTag === "pending" && !refusesNext) return "0x";
      const about = { action: "call", data, reason: null, invocation: null, revert: null } as const;
      throw makeError("reverted", "CALL_EXCEPTION", { ...about, transaction: { to: ADDRESS, data: CALL.data } });
    },
    getTransactionCount: async () => 0,
    getBlock: async () => ({ baseFeePerGas: 0n }),
    getFeeData: async () => ({ gasPrice: 1n }),
    send: async () => "0x1",
    waitForTransaction: async () => ({ status: 1, gasUsed: 1n, blockNumber: 1, logs: [] }),
  };
  const account = { address: ADDRESS, send: async () => HASH };
  const sender = createSender(
    { provider, chainId: 31_337n } as unknown as OpenChain,
    account as unknown as ChainAccount,
  );
  return { ...sender, tried };
}

describe("settle: sending", () => {
  it("tries what is too early for the latest block at the time of the next one, and sends it", async () => {
    const { send, sent, tried } = chainOf("EnergySettlementTooEarly", false);
    expect((await send(CALL)).status).to.equal("confirmed");
    expect(tried).to.deep.equal([undefined, "pending"]);
    expect(sent.transactions).to.deep.equal([HASH]);
  });

  it("sends nothing that is too early for the next block as well", async () => {
    const { send, sent } = chainOf("EnergySettlementTooEarly", true);
    expect(await send(CALL)).to.deep.include({ status: "reverted" });
    expect(sent.transactions).to.deep.equal([]);
  });

  it("tries once what is refused for another reason", async () => {
    const { send, tried } = chainOf("EnergySettlementNotOpen", false);
    expect((await send(CALL)).status).to.equal("reverted");
    expect(tried).to.deep.equal([undefined]);
  });
});
