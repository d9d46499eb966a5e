import type { Command } from "commander";
import type { CommandContext } from "../../commandLine/command.js";
import { addMarketAccept } from "./marketAccept.js";
import { addMarketAdvertise } from "./marketAdvertise.js";
import { addMarketAutoprice } from "./marketAutoprice.js";
import { addMarketChange } from "./marketChange.js";
import { addMarketList } from "./marketList.js";
import { addMarketRestore } from "./marketRestore.js";

/** `wattproof market …`: surplus that prosumers offer and consumers accept. */
export function addMarket(market: Command, context: CommandContext): void {
  addMarketAdvertise(market);
  addMarketList(market);
  addMarketAccept(market);
  addMarketChange(market);
  addMarketRestore(market);
  addMarketAutoprice(market, context);
}
