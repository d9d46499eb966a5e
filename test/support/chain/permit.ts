import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { PERMIT_TYPES } from "../../../protocol/index.js";
import type { EnergyToken } from "../../../typechain-types/index.js";

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
    PERMIT_TYPES,
    { owner: owner.address, spender, value: amount, nonce: await token.nonces(owner), deadline },
  );
}
