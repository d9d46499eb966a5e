import { Direction, type Hex } from "../../protocol/index.js";
import { nowS } from "../../test/support/chain/chain.js";
import { channelTerms, fund, signChannelTerms, signClose, signVoucher } from "../../test/support/chain/channels.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { enrolHome, openMeters } from "../../test/support/chain/market.js";
import type { Row } from "../report/row.js";

/** A channel's steps on the chain; the updates in between cost nothing there. */
export async function channelRows(c: Consortium): Promise<Row[]> {
  const { maker: owner, stranger: partner } = c;
  const home = await enrolHome(c, owner, { name: "home with channels" });
  await openMeters(c, [home], { atS: await nowS() });
  await fund(c, owner, 1_000n);
  const open = async (name: string) => {
    const terms = await channelTerms(home, partner, { salt: bytes32Of(name) });
    const signatures = [await signChannelTerms(c, terms, owner), await signChannelTerms(c, terms, partner)] as const;
    const channel = (await c.channels.idOf(terms)) as Hex;
    return { channel, gas: await gasOf(c.channels.open(terms, ...signatures)) };
  };
  const present = async (channel: Hex, amount: bigint) => {
    const voucher = { channel, direction: Direction.Import, registerWh: 1_000_000n, amount };
    return gasOf(c.channels.present(voucher, await signVoucher(c, voucher, owner)));
  };

  const together = await open("closed by both");
  const deposit = await gasOf(c.channels.connect(owner).deposit(together.channel, owner, 1_000n));
  const close = { channel: together.channel, paidByOwner: 400n, paidByPartner: 0n, expiresAtS: 2n ** 47n };
  const signatures = [await signClose(c, close, owner), await signClose(c, close, partner)] as const;
  const closing = await gasOf(c.channels.closeTogether(close, ...signatures));
  const alone = await open("closed by one");
  const first = await present(alone.channel, 1n);
  const begun = await gasOf(c.channels.connect(owner).close(alone.channel));
  const answer = await present(alone.channel, 2n);
  const row = (name: string, gas: bigint): Row => ({ name, ours: Number(gas), peers: {}, limit: null, unit: "gas" });
  return [
    row("Opening a payment channel, both signatures relayed", alone.gas),
    row("Depositing into it", deposit),
    row("Closing it together, both signatures relayed", closing),
    row("Closing it alone", begun),
    row("Presenting its first voucher", first),
    row("Answering a close with a newer voucher", answer),
  ];
}
