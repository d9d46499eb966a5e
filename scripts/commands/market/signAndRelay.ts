import { type MarketMessage, marketMessageText, parseMarketMessage } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { printResult } from "../../commandLine/print.js";
import { MarketMessageForeign } from "./errors.js";
import type { OpenMarket } from "./readMarket.js";

/**
 * Reads what `--sign-only` printed.
 * @throws FileUnreadable, FileTooLarge, MarketMessageUnreadable, SchemaUnsupported
 */
export function readMessage<Type extends MarketMessage["type"]>(path: string, type: Type) {
  return parseMarketMessage(readText(path, SMALL_FILE_BYTES), type);
}

/** Prints what an account signed. It is JSON in any case, since it goes into a file. */
export function printMessage(message: MarketMessage): void {
  printResult(JSON.parse(marketMessageText(message)), [], { json: true });
}

/** Makes sure that a message is for the market that is open. Throws `MarketMessageForeign`. */
export function requireHere({ chainId }: OpenChain, { address: market }: OpenMarket, given: MarketMessage): void {
  if (given.chainId === chainId && given.market === market) return;
  throw new MarketMessageForeign({ chainId, market, givenChainId: given.chainId, givenMarket: given.market });
}
