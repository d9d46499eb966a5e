import type { TypedDataDomain, TypedDataField } from "ethers";
import {
  type Hex,
  MINT_ORDER_TYPES,
  type Quorum,
  quorumOf,
  RESERVE_ATTESTATION_TYPES,
  tokenDomain,
} from "../../protocol/index.js";
import type { EnergyToken } from "../../typechain-types/index.js";

/** An account that signs EIP-712 messages. */
export interface TreasurerAccount {
  readonly address: string;
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string>;
}

/** A token, connected to whoever relays, and the treasurers who sign for it. */
export interface Treasury {
  readonly token: EnergyToken;
  readonly chainId: bigint;
  /** At least as many as make a quorum. */
  readonly treasurers: readonly TreasurerAccount[];
}

/** What is signed here is relayed at once. */
const NO_DEADLINE_S = 2n ** 48n - 1n;

/** Attests reserves with every treasurer's signature. */
export async function attestReserves(
  treasury: Treasury,
  { amount, asOfS, reportHash }: { amount: bigint; asOfS: bigint; reportHash: string },
): Promise<void> {
  const attestation = { amount, asOfS, reportHash, deadlineS: NO_DEADLINE_S };
  const quorum = await signQuorum(treasury, RESERVE_ATTESTATION_TYPES, attestation);
  await (await treasury.token.attestReserves(attestation, quorum)).wait();
}

/** Mints with every treasurer's signature. */
export async function mintByQuorum(
  treasury: Treasury,
  { to, amount, paymentReference }: { to: string; amount: bigint; paymentReference: string },
): Promise<void> {
  const order = { to, amount, paymentReference, deadlineS: NO_DEADLINE_S };
  const quorum = await signQuorum(treasury, MINT_ORDER_TYPES, order);
  await (await treasury.token.mintByQuorum(order, quorum)).wait();
}

/** Signatures of all treasurers over a message of the token's domain. */
export async function signQuorum(
  { token, chainId, treasurers }: Treasury,
  types: Record<string, TypedDataField[]>,
  message: Record<string, unknown>,
): Promise<Quorum> {
  const [address, currency] = await Promise.all([token.getAddress(), token.currency()]);
  const domain = tokenDomain({ chainId, token: address.toLowerCase() as Hex, currency });
  const signatures = await Promise.all(
    treasurers.map(async (treasurer) => ({
      signer: treasurer.address.toLowerCase() as Hex,
      signature: (await treasurer.signTypedData(domain, types, message)) as Hex,
    })),
  );
  return quorumOf(signatures);
}
