import { DatabaseSync } from "node:sqlite";
import { expect } from "chai";
import { beforeEach, describe, it } from "mocha";
import { ChannelClient, ChannelStore, readChannel } from "../../channels/index.js";
import { channelDomainSeparator, Direction, type Hex } from "../../protocol/index.js";
import { curve, side } from "../channels/support/sides.js";
import { fresh } from "../support/chain/chain.js";
import { contractOf, promise, street } from "../support/chain/channels.js";
import { lower } from "../support/chain/consortium.js";
import { PRICE } from "../support/chain/market.js";

describe("a channel's state that somebody wrote in", () => {
  let path: string;
  let separator: Hex;
  let account: Hex;
  let channel: Hex;

  beforeEach(async () => {
    const s = await fresh(street);
    separator = channelDomainSeparator(await contractOf(s));
    account = lower(s.partner.address);
    channel = s.channel;
    path = side("tampered").path;
    const client = await ChannelClient.open({ path, separator, account, curve });
    await client.keep((await readChannel(s.channels, channel))!);
    const [voucher, signature] = await promise(s, Direction.Import, { risenWh: 4000n, amount: 4n * PRICE });
    await client.accept({ voucher, signature });
    await client.close();
  });

  /** Runs SQL as anybody with the file could. */
  function tamper(sql: string): void {
    const db = new DatabaseSync(path);
    db.exec(sql);
    db.close();
  }

  const cases: Record<string, string> = {
    "facts that are no JSON": "UPDATE channels SET facts = '{'",
    "facts without an amount": `UPDATE channels SET facts = '{"ownerDeposit":"much"}'`,
    "an amount cut short": "UPDATE vouchers SET amount = x'00'",
    "a register that is no number": "UPDATE vouchers SET registerWh = 'many'",
  };
  for (const [what, sql] of Object.entries(cases)) {
    it(`is refused by name: ${what}`, async () => {
      tamper(sql);
      const store = await ChannelStore.open(path, separator);
      const reading = async () => {
        await store.channels();
        await store.vouchers(channel);
      };
      const refusal = await reading().then(
        () => undefined,
        (error: { code?: string }) => error.code,
      );
      await store.close();
      expect(refusal).to.equal("ChannelStateUnusable");
    });
  }
});
