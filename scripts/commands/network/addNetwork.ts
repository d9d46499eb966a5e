import type { Command } from "commander";
import type { CommandContext } from "../../commandLine/command.js";
import { addNetworkAgent } from "./networkAgent.js";
import { addNetworkCompare } from "./networkCompare.js";
import { addNetworkDown } from "./networkDown.js";
import { addNetworkEnter } from "./networkEnter.js";
import { addNetworkFingerprint } from "./networkFingerprint.js";
import { addNetworkInit } from "./networkInit.js";
import { addNetworkJoin } from "./networkJoin.js";
import { addNetworkKeygen } from "./networkKeygen.js";
import { addNetworkLogs } from "./networkLogs.js";
import { addNetworkMonitor } from "./networkMonitor.js";
import { addNetworkRecover } from "./networkRecover.js";
import { addNetworkStatus } from "./networkStatus.js";
import { addNetworkUp } from "./networkUp.js";

/** `wattproof network …`: a consortium's own chain. @param parent The command `network`. */
export function addNetwork(parent: Command, context: CommandContext): void {
  addNetworkInit(parent);
  addNetworkKeygen(parent);
  addNetworkJoin(parent);
  addNetworkEnter(parent);
  addNetworkCompare(parent, context);
  addNetworkFingerprint(parent);
  addNetworkUp(parent, context);
  addNetworkStatus(parent, context);
  addNetworkLogs(parent, context);
  addNetworkMonitor(parent, context);
  addNetworkDown(parent);
  addNetworkAgent(parent, context);
  addNetworkRecover(parent, context);
}
