import { Signature, type TransactionReceipt } from "ethers";
import { read } from "../../../evidence/index.js";
import { type Hex, PERMIT_TYPES } from "../../../protocol/index.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { TokensMissing } from "./errors.js";
import { type OpenEscrow, SETTLEMENT } from "./openEscrow.js";

/** Time in which the permit may be used, s. */
const PERMIT_LASTS_S = 3600n;

export interface Depositing {
  readonly chain: OpenChain;
  readonly escrow: OpenEscrow;
  /** Whose tokens they are. */
  readonly account: ChainAccount;
}

/**
 * Moves an account's tokens into escrow: its own by its permit, another's by an allowance for as much, which is given
 * first unless there is one.
 * @param amount Token units.
 * @throws TokensMissing, ChainUnreadable, and what `transact` throws
 */
export async function deposit(
  { chain, escrow, account }: Depositing,
  amount: bigint,
  into: Hex = account.address,
): Promise<TransactionReceipt> {
  const { settlementAddress, token, tokenAddress, money } = escrow;
  const { address: owner } = account;
  const held = await read(`the tokens of ${owner}`, () => token.balanceOf(owner));
  if (held < amount) throw new TokensMissing(owner, { held, amount }, money);
  if (into === owner) return depositByPermit({ chain, escrow, account }, amount);

  const allowed = await read("the allowance", () => token.allowance(owner, settlementAddress));
  if (allowed < amount) {
    await transact(chain, account, {
      says: `Let settlement take ${money(amount)}`,
      to: tokenAddress,
      data: token.interface.encodeFunctionData("approve", [settlementAddress, amount]),
    });
  }
  return transact(chain, account, {
    says: `Move ${money(amount)} of ${owner} into the escrow of ${into}`,
    to: settlementAddress,
    data: SETTLEMENT.encodeFunctionData("deposit", [into, amount]),
  });
}

async function depositByPermit({ chain, escrow, account }: Depositing, amount: bigint): Promise<TransactionReceipt> {
  const { settlementAddress, token, tokenAddress, money } = escrow;
  const { address: owner } = account;
  const [domain, nonce, nowS] = await read("the token's permits", () =>
    Promise.all([token.eip712Domain(), token.nonces(owner), chain.nowS()]),
  );
  const deadline = nowS + PERMIT_LASTS_S;
  const { name, version } = domain;
  const signed = await account.sign({
    domain: { name, version, chainId: chain.chainId, verifyingContract: tokenAddress },
    types: PERMIT_TYPES,
    value: { owner, spender: settlementAddress, value: amount, nonce, deadline },
  });
  const { v, r, s } = Signature.from(signed);
  return transact(chain, account, {
    says: `Move ${money(amount)} of ${owner} into its escrow`,
    to: settlementAddress,
    data: SETTLEMENT.encodeFunctionData("depositWithPermit", [owner, amount, deadline, v, r, s]),
  });
}
