import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { EnergyToken } from "../../../typechain-types/index.js";

const PERMIT = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};

/** Signature of an ERC-2612 permit with the owner's next nonce. */
export async function signPermit(wish: {
  readonly token: EnergyToken;
  readonly owner: HardhatEthersSigner;
  readonly spender: string;
  readonly amount: bigint;
  readonly deadline: bigint;
  /** Name of the token that the permit is for; that of `token` by default. */
  readonly name?: string;
}): Promise<string> {
  const { token, owner, spender, amount, deadline } = wish;
  return owner.signTypedData(
    {
      name: wish.name ?? (await token.name()),
      version: "1",
      chainId: 31337n,
      verifyingContract: await token.getAddress(),
    },
    PERMIT,
    { owner: owner.address, spender, value: amount, nonce: await token.nonces(owner), deadline },
  );
}
