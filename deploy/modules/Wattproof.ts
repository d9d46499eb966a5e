import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { encodeBytes32String } from "ethers";
import { deployContracts, resultsOf } from "./contracts.js";

/**
 * The contracts without a consortium: whoever deploys administers them and signs for the token. For tests of single
 * contracts; what users deploy is founded (see Consortium.ts).
 *
 * Parameters: `currency` (ISO 4217, NOK), and those of `deployContracts`.
 */
export default buildModule("Wattproof", (m) => {
  const contracts = deployContracts(m, {
    currency: m.getParameter("currency", "NOK"),
    treasurers: [m.getAccount(0)],
    treasurerThreshold: 1,
  });
  for (const [name, target] of Object.entries(contracts.named)) {
    m.call(contracts.directory, "set", [encodeBytes32String(name), target], { id: `Names${name}` });
  }
  return resultsOf(contracts);
});
