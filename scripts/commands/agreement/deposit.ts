import { Signature } from "ethers";
import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergyToken__factory } from "../../../typechain-types/factories/contracts/EnergyToken__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { formatMoney } from "../../commandLine/money.js";
import { SETTLEMENT } from "./openAgreements.js";

/** ERC-2612. */
const PERMIT_TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
};
/** Time in which the permit may be used, s. */
const PERMIT_LASTS_S = 3600n;

/**
 * Moves an account's tokens into its own escrow, by its permit.
 * @returns Hash of the transaction. Throws `ChainUnreadable` and what `transact` throws.
 */
export async function depositByPermit(
  chain: OpenChain,
  account: ChainAccount,
  { settlement, token, amount }: { readonly settlement: Hex; readonly token: Hex; readonly amount: bigint },
): Promise<Hex> {
  const contract = EnergyToken__factory.connect(token, chain.provider);
  const { address: owner } = account;
  const [domain, nonce, nowS] = await read("the token's permits", () =>
    Promise.all([contract.eip712Domain(), contract.nonces(owner), chain.nowS()]),
  );
  const deadline = nowS + PERMIT_LASTS_S;
  const { name, version } = domain;
  const signed = await account.sign({
    domain: { name, version, chainId: chain.chainId, verifyingContract: token },
    types: PERMIT_TYPES,
    value: { owner, spender: settlement, value: amount, nonce, deadline },
  });
  const { v, r, s } = Signature.from(signed);
  const { hash } = await transact(chain, account, {
    says: `Move ${formatMoney(amount)} of ${owner} into its escrow`,
    to: settlement,
    data: SETTLEMENT.encodeFunctionData("depositWithPermit", [owner, amount, deadline, v, r, s]),
  });
  return hash as Hex;
}
