import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import type { CompilerOutputError } from "hardhat/types/solidity";

const require = createRequire(import.meta.url);

/** The compiler comes from the npm package `solc`: nothing is downloaded and none has to be built. */
const solidity = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: 10_000 },
    // Bytecode, and the bindings that carry it, change with the code alone: not with a comment, nor with a file's name.
    metadata: { bytecodeHash: "none" },
  },
};

/**
 * Compiled by way of Yul, which takes three times as long: the code that every reading goes through costs 1,300 gas less
 * to settle and 3,000 less to watch, and two pairs of which one creates the other keep within a contract's size (24,576 bytes) and that of its init code (49,152).
 */
const throughYul = { ...solidity, settings: { ...solidity.settings, viaIR: true } };

const compilers = {
  compilers: [solidity],
  overrides: {
    "contracts/EnergySettlement.sol": throughYul,
    "contracts/SupplyAgreements.sol": throughYul,
    "contracts/DeliveryMonitor.sol": throughYul,
    "contracts/ConditionWatch.sol": throughYul,
  },
};

/** The source that a message of the compiler is about; those of packages begin with `npm/`, ours with `project/`. */
const SOURCE = /-->\s*(\S+)/;

/** Writing transient storage is warned of always; `Netting` clears what it wrote before the call ends. */
const TRANSIENT_STORAGE = "2394";

function isForUs({ severity, errorCode, formattedMessage = "" }: CompilerOutputError): boolean {
  if (severity === "error") return true;
  return errorCode !== TRANSIENT_STORAGE && !SOURCE.exec(formattedMessage)?.[1]?.startsWith("npm/");
}

/** Whoever installs Wattproof cannot mend what the compiler warns of in packages. Errors stay, and all else that is ours. */
const quietPackages: HardhatPlugin = {
  id: "quiet-packages",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        getCompilationJobErrors: (context, job, output, next) =>
          next(context, job, { ...output, errors: (output.errors ?? []).filter(isForUs) }),
      }),
    }),
  },
};

/** Coverage keeps in memory what each run of a property touched: a few runs tell what is reached. */
const isCoverage = process.argv.includes("--coverage");
const properties = isCoverage
  ? { fuzz: { runs: 8 }, invariant: { runs: 2, depth: 32 } }
  : { fuzz: { runs: 256 }, invariant: { runs: 32, depth: 32 } };

const deployerKey = process.env.WATTPROOF_DEPLOYER_KEY;

export default defineConfig({
  plugins: [toolbox, quietPackages],
  solidity: {
    // One and the same: `ignition deploy` builds with `production`, everything else with `default`, and the bytecode must
    // not depend on which of them was last.
    profiles: { default: compilers, production: { ...compilers, isolated: false } },
    // Contracts of OpenZeppelin that a deployment consists of as they are.
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
      "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol",
    ],
  },
  paths: { ignition: "deploy", tests: { mocha: "test", solidity: "test/solidity" } },
  // Blocks of a BFT chain are final: one confirmation is all there is to wait for.
  ignition: { requiredConfirmations: 1, blockPollingInterval: 200 },
  typechain: { outDir: "typechain-types" },
  test: { solidity: properties, mocha: { timeout: 60_000 } },
  networks: {
    embedded: { type: "edr-simulated", chainId: 31337, hardfork: "osaka", allowBlocksWithSameTimestamp: true },
    localhost: { type: "http", url: process.env.WATTPROOF_RPC_URL ?? "http://127.0.0.1:8545" },
    besu: {
      type: "http",
      url: process.env.WATTPROOF_RPC_URL ?? "http://127.0.0.1:8545",
      gasPrice: 0,
      accounts: deployerKey ? [deployerKey] : "remote",
    },
  },
});
