import { createRequire } from "node:module";
import toolbox from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

/** The compiler comes from the npm package `solc`: nothing is downloaded and none has to be built. */
const solidity = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: { evmVersion: "cancun", optimizer: { enabled: true, runs: 10_000 } },
};

/** A pair near the limits of a contract's size (24,576 bytes) and of its init code (49,152): one creates the other. */
const forSize = { ...solidity, settings: { ...solidity.settings, optimizer: { enabled: true, runs: 800 } } };

const compilers = {
  compilers: [solidity],
  overrides: { "contracts/EnergySettlement.sol": forSize, "contracts/SupplyAgreements.sol": forSize },
};

const deployerKey = process.env.WATTPROOF_DEPLOYER_KEY;

export default defineConfig({
  plugins: [toolbox],
  solidity: {
    // One and the same: `ignition deploy` builds with `production`, everything else with `default`, and the bytecode must
    // not depend on which of them was last.
    profiles: { default: compilers, production: { ...compilers, isolated: false } },
    // Contracts of OpenZeppelin that a deployment consists of as they are.
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol",
    ],
  },
  paths: { ignition: "deploy", tests: { mocha: "test", solidity: "test/solidity" } },
  // Blocks of a BFT chain are final: one confirmation is all there is to wait for.
  ignition: { requiredConfirmations: 1, blockPollingInterval: 200 },
  typechain: { outDir: "typechain-types" },
  test: { solidity: { fuzz: { runs: 256 }, invariant: { runs: 32, depth: 32 } }, mocha: { timeout: 60_000 } },
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
