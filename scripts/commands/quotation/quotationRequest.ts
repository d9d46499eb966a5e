import type { Command } from "commander";
import { encodeBytes32String } from "ethers";
import { idOfRequest } from "../../../deals/index.js";
import { type Hex, milliText, newSalt, termsValue } from "../../../protocol/index.js";
import { addressOfMember } from "../../chain/members.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { expiresAt, laterOfClocks } from "../../commandLine/expiry.js";
import { formatInstant } from "../../commandLine/instant.js";
import { publishedKey } from "../offer/propose.js";
import { QUOTATIONS, quotationsOn, sendStep } from "./quotationsHere.js";
import { readRequestFile } from "./requestFile.js";

const AFTER = `The file is a JSON object with item, quantity, currency, conditions and target as in an offer, and with criteria, invited, sealed,
bidsUntil, revealsUntil and awardUntil (docs/quotations.md). An empty list of invited members makes it a tender, in which
any member may bid. Suppliers seal their bids for your key: publish one first (wattproof sealing publish).`;

/** `wattproof quotation request`: asks for bids. */
export function addQuotationRequest(parent: Command): void {
  const command = parent
    .command("request")
    .description("ask invited suppliers, or any member, for bids")
    .argument("<file>", "the request, in JSON");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof quotation request request.json --account buyer.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((file: string, flags: WriteFlags) => {
    const wish = readRequestFile(file);
    return withChain(flags, async (chain) => {
      const here = await quotationsOn(chain);
      const invited: Hex[] = [];
      for (const each of wish.invited) invited.push(await addressOfMember(chain, each));
      const account = await openAccount(chain, flags);
      // Bids on it are sealed for both parties: better to know now than when nobody can bid.
      if (wish.sealed) await publishedKey(chain, account.address);
      const nowS = laterOfClocks(here.offers.at.nowS);
      const deadlines = {
        bidsUntilS: expiresAt(wish.bidsUntil, nowS),
        revealsUntilS: expiresAt(wish.revealsUntil, nowS),
        awardUntilS: expiresAt(wish.awardUntil, nowS),
      };
      const { item, quantityMilli, currency, target, sealed: isSealed } = wish;
      const salt = newSalt();
      const { conditions } = termsValue({ ...wish, priceMicro: 0n });
      const criteria = wish.criteria.map(({ name, weight }) => ({ name: encodeBytes32String(name), weight }));
      const requested = {
        item,
        quantityMilli,
        currency,
        conditions,
        target,
        criteria,
        invited,
        isSealed,
        ...deadlines,
        salt,
      };
      const { quotations } = here.at;
      const request = idOfRequest({ chainId: chain.chainId, quotations }, account.address, requested);
      await sendStep(
        here,
        account,
        {
          says: `Ask ${invited.length === 0 ? "any member" : invited.join(", ")} for ${milliText(quantityMilli)} of ${item} in ${currency}`,
          data: QUOTATIONS.encodeFunctionData("request", [requested]),
          done: `Request ${request} takes bids until ${formatInstant(deadlines.bidsUntilS)}.`,
          result: { request, buyer: account.address, invited, isSealed, ...deadlines },
        },
        flags,
      );
    });
  });
}
