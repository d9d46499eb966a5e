// In Besu's place: answers for the node in whose folder it is started, with a block each second, until it is told to
// end. `fail` in the folder makes it end at once with that file's text, `deaf` makes it ignore SIGTERM.
import { appendFileSync, existsSync, readFileSync, statSync } from "node:fs";
import { parseNodeConfig } from "../../../network/folder/nodeConfig.js";
import { answersOf, makeChain, VALIDATORS } from "./chainDouble.js";
import { openRpcDouble } from "./rpcDouble.js";
import { knownKey, NODES } from "./testNetwork.js";

const MOST_BLOCKS = 400;

if (existsSync("fail")) {
  console.error(readFileSync("fail", "utf8"));
  process.exit(1);
}
const key = readFileSync("key", "utf8").trim();
const at = VALIDATORS.findIndex((_, index) => knownKey(index + 1) === key);
const config = parseNodeConfig(readFileSync("config.toml", "utf8"));
if (typeof config === "string") throw new Error(config);
// All nodes hold one chain: it begins when its genesis file was written.
const beganS = Math.floor(statSync("../../genesis.json").mtimeMs / 1000);
const chain = makeChain({
  height: MOST_BLOCKS,
  headS: beganS + MOST_BLOCKS,
  sealers: (number) => VALIDATORS.filter((_, index) => index !== number % VALIDATORS.length),
});
const height = () => Math.min(MOST_BLOCKS, Math.floor(Date.now() / 1000) - beganS);
await openRpcDouble(answersOf({ at, chain, height }), Number(new URL(config.rpcUrl).port));
const { argv, env } = process;
appendFileSync("logs/besu.log", `${NODES[at]} began with ${argv.slice(2).join(" ")} ${env.JAVA_OPTS}\n`);
appendFileSync("logs/besu.log", `${env.LOG4J_CONFIGURATION_FILE} ${env.CONSOLE_LOG_LEVEL} \u001b[31mred\n`);
process.on("SIGTERM", () => {
  if (existsSync("deaf")) return;
  appendFileSync("logs/besu.log", "ended\n");
  process.exit(143);
});
