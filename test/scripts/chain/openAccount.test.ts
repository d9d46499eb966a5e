import { expect } from "chai";
import { makeError } from "ethers";
import { describe, it } from "mocha";
import type { Hex, WattproofError } from "../../../protocol/index.js";
import { openAccount } from "../../../scripts/chain/openAccount.js";
import type { OpenChain } from "../../../scripts/chain/openChain.js";

const FROM: Hex = `0x${"a1".repeat(20)}`;

/** What `--from` meets at a node that answers `eth_accounts` like this. */
async function fromAt(accounts: () => Promise<unknown>): Promise<string> {
  const chain = { provider: { send: accounts } } as unknown as OpenChain;
  return openAccount(chain, { from: FROM }).then(
    ({ address }) => address,
    ({ code }: WattproofError) => code,
  );
}

describe("an account that the node signs for", () => {
  it("is taken if the node has it, whatever its letters", async () => {
    expect(await fromAt(async () => [FROM.toUpperCase().replace("0X", "0x")])).to.equal(FROM);
  });

  it("is locked at a node that has others, or none, or does not know the question", async () => {
    expect(await fromAt(async () => [`0x${"b2".repeat(20)}`])).to.equal("AccountLocked");
    expect(await fromAt(async () => null)).to.equal("AccountLocked");
    for (const code of ["UNSUPPORTED_OPERATION", "UNKNOWN_ERROR"] as const) {
      const unknown = makeError("no such method", code, { operation: "eth_accounts" } as never);
      expect(await fromAt(() => Promise.reject(unknown))).to.equal("AccountLocked");
    }
  });

  it("is not called locked where the node does not answer", async () => {
    expect(await fromAt(() => Promise.reject(new Error("connect ECONNREFUSED")))).to.equal("ChainUnreadable");
  });
});
