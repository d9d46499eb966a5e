import { Contract, ContractFactory } from "ethers";
import { MINT_ORDER_TYPES, REDEEM_ORDER_TYPES, tokenDomain } from "../../protocol/index.js";
import { type Consortium, lower } from "../../test/support/chain/consortium.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { mintTo } from "../../test/support/chain/market.js";
import { attestReserves, signQuorum } from "../../test/support/chain/treasury.js";
import type { Row } from "../report/row.js";
import type { Artifact } from "./compile.js";

const FAR_S = 2n ** 48n - 1n;
const PAYOUT = bytes32Of("account at the bank");

/**
 * A transfer of OpenZeppelin's own token between accounts that hold some.
 * @returns gas, by the peer's name
 */
export async function plainTransfer({ people }: Consortium, plainToken: Artifact): Promise<Row["peers"]> {
  const [from, to] = people;
  if (!from || !to) throw new Error("There are no two accounts");
  const plain = await new ContractFactory(plainToken.abi, plainToken.bytecode, from).deploy();
  const other = new Contract(await plain.getAddress(), plainToken.abi, from);
  const transfer = () => gasOf(other.getFunction("transfer")(to, 1_000n));
  await transfer();
  return { "OpenZeppelin ERC-20, a transfer": Number(await transfer()) };
}

/** Transfers beside OpenZeppelin's own token; mints and redemptions. */
export async function tokenRows(c: Consortium, plain: Row["peers"]): Promise<Row[]> {
  const { token, treasury, treasurer, people, stranger } = c;
  const [from, to] = people;
  if (!from || !to) throw new Error("There are no two accounts");
  await mintTo(c, from, 1_000_000n);
  await mintTo(c, to, 1_000n);
  const transfer = await gasOf(token.connect(from).transfer(to, 1_000n));

  const asOfS = (await token.attestedAtS()) + 1n;
  const room = (await token.totalSupply()) + 1_000_000n;
  await attestReserves(treasury, { amount: room, asOfS, reportHash: PAYOUT });
  const mint = (name: string) => gasOf(token.connect(treasurer).mint(to, 1_000n, bytes32Of(name)));
  await mint("benchmark mint 1");
  const alone = await mint("benchmark mint 2");
  const order = { to: to.address, amount: 1_000n, paymentReference: bytes32Of("benchmark order"), deadlineS: FAR_S };
  const quorum = await signQuorum(treasury, MINT_ORDER_TYPES, order);
  const byQuorum = await gasOf(token.connect(stranger).mintByQuorum(order, quorum));

  const redeem = () => gasOf(token.connect(from).redeem(1_000n, PAYOUT));
  await redeem();
  const redeemed = await redeem();
  const domain = tokenDomain({ chainId: 31337n, token: lower(await token.getAddress()), currency: "NOK" });
  const nonce = await token.nonces(from);
  const wish = { holder: from.address, amount: 1_000n, payoutHash: PAYOUT, nonce, deadlineS: FAR_S };
  const signature = await from.signTypedData(domain, REDEEM_ORDER_TYPES, wish);
  const relayed = await gasOf(token.connect(stranger).redeemFor(wish, signature));
  const confirmed = await gasOf(token.connect(treasurer).confirmPayout(1n, bytes32Of("benchmark pay-out")));

  const row = (name: string, ours: bigint, peers: Row["peers"] = {}): Row => {
    return { name, ours: Number(ours), peers, limit: null, unit: "gas" };
  };
  return [
    row("Transfer of tokens between two holders", transfer, plain),
    row("Mint by one treasurer", alone),
    row("Mint by two of two treasurers, relayed", byQuorum),
    row("Redeeming", redeemed),
    row("Redeeming by the holder's signature, relayed", relayed),
    row("Confirming a pay-out", confirmed),
  ];
}
